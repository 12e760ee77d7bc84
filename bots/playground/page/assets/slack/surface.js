// What stands behind the blocks of a view or message: where a press goes, and what is kept until it is sent.
import {useState} from "../page/html.js";

function keyOf(block, element) {
  return `${block.block_id}\n${element.action_id}`;
}

function optionsOf(element) {
  return (element.option_groups ?? [element]).flatMap((group) => group.options ?? []).map((option) => option.value);
}

/** Tell whether *draft* can still stand in the field after the view was drawn anew, as Slack decides it. */
function stillFits({element}, draft) {
  if (draft.type !== element.type) return false;
  const options = optionsOf(element);
  if (!options.length) return true;
  return [draft.value ?? []].flat().every((value) => options.includes(value));
}

function inputsOf(blocks) {
  return blocks.filter((block) => block.type === "input");
}

/**
 * What is typed into a form, kept here until it is sent. A field keeps it over an update of the view where `block_id`,
 * `action_id` and kind stay the same; what is gone from the view is forgotten.
 */
export function useDrafts(view) {
  const [kept, setKept] = useState({hash: view.hash, drafts: {}});
  let {drafts} = kept;
  if (kept.hash !== view.hash) {
    const fields = new Map(inputsOf(view.blocks).map((block) => [keyOf(block, block.element), block]));
    drafts = Object.fromEntries(Object.entries(drafts).filter(([key, draft]) => fields.has(key) && stillFits(fields.get(key), draft)));
    setKept({hash: view.hash, drafts});
  }
  const enter = (block, element, value) =>
    setKept((now) => ({...now, drafts: {...now.drafts, [keyOf(block, element)]: {type: element.type, value}}}));

  const values = structuredClone(view.values);
  const entered = {};
  for (const {block_id, element} of inputsOf(view.blocks)) {
    const draft = drafts[keyOf({block_id}, element)];
    if (draft) (values[block_id] ??= {})[element.action_id] = draft.value;
    entered[block_id] = values[block_id]?.[element.action_id] ?? null;
  }
  return {values, entered, enter};
}

/** Return `on` for blocks.js. *where* is "modal", "home" or a message's ts; *more* goes along with every deed. */
export function surface({name, where, values, errors = {}, enter, act, confirm, openLink, more = () => ({})}) {
  const deed = (verb, block, element, value) => {
    const send = () =>
      act(verb, {surface: where, block_id: block.block_id, action_id: element.action_id, ...value, ...more()});
    return element.confirm ? confirm(element.confirm).then((agreed) => (agreed ? send() : null)) : send();
  };
  return {
    name,
    values,
    errors,
    openLink,
    enter,
    press: (block, element) => deed("press", block, element, {}),
    choose: (block, element, value) => deed("choose", block, element, {value}),
  };
}
