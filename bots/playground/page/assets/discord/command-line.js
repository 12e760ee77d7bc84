// A slash command that was chosen: its options as fields, Enter sends, Backspace takes it back.
import {html, useEffect, useLayoutEffect, useRef, useState} from "../page/html.js";
import {valueOf} from "./commands.js";
import {Icon} from "./icons.js";
import {Suggestions, useSuggestions} from "./suggestions.js";

/** `values` holds the text in every option that is shown, by its name. */
export function CommandLine({offer, values, onValues, onLeave, onSend, ctx}) {
  const [rest, setRest] = useState("");
  const [wrong, setWrong] = useState("");
  const whole = useRef(null);
  const shown = offer.options.filter((each) => each.name in values);
  const sought = rest.trim().toLowerCase();
  const left = offer.options.filter((each) => !(each.name in values) && each.label.startsWith(sought));
  const items = left.map((each) => ({key: each.name, label: each.label, about: each.description, side: "option"}));
  const list = useSuggestions(items, {from: -1});
  const next = useRef(shown[0]?.name ?? ""); // the field that gets the focus once it is drawn; "" is the end of the line
  const focus = (name) => whole.current.querySelector(`[data-option="${name}"]`)?.focus();
  useLayoutEffect(() => {
    if (next.current !== null) focus(next.current);
    next.current = null;
  });

  const add = (name) => {
    next.current = name;
    setRest("");
    onValues({...values, [name]: ""});
  };
  const remove = (name) => {
    const {[name]: _, ...others} = values;
    next.current = "";
    onValues(others);
  };
  const send = () => {
    const options = {};
    for (const each of shown) {
      const value = values[each.name] === "" ? undefined : valueOf(each, values[each.name]);
      if (value !== undefined) options[each.name] = value;
      else if (each.required || values[each.name] !== "") {
        focus(each.name);
        const why = values[each.name] === "" ? "This option is required" : "This option has no such value";
        return setWrong(`${each.label}: ${why}`);
      }
    }
    return onSend(options);
  };
  const onKeyDown = (event) => {
    if (list.onKey(event)) return;
    if (event.key === "Enter" && list.chosen) add(list.chosen.key);
    else if (event.key === "Tab" && !event.shiftKey && list.shown) add((list.chosen ?? list.items[0]).key);
    else if (event.key === "Enter") send();
    else if (event.key === "Escape") onLeave();
    else if (event.key === "Backspace" && rest === "") shown.length ? remove(shown.at(-1).name) : onLeave();
    else return;
    event.preventDefault();
  };
  const onInput = (event) => {
    const option = left.find((each) => event.target.value === `${each.label}:`);
    if (option) return add(option.name);
    list.open();
    return setRest(event.target.value);
  };
  return html`<div class="composer" ref=${whole}>
    <${Suggestions} list=${list} label=${`Options of /${offer.label}`} onPick=${(item) => add(item.key)} />
    ${wrong && html`<p class="error" role="alert">${wrong}</p>`}
    <div class="box command">
      <span class="chip">/${offer.label}</span>
      ${shown.map((each) => html`<${Option} key=${each.name} option=${each} text=${values[each.name]} path=${offer.path}
        onText=${(text) => onValues({...values, [each.name]: text})} onSend=${send} onRemove=${() => (each.required ? onLeave() : remove(each.name))} ctx=${ctx} />`)}
      <input class="rest" data-option="" value=${rest} role="combobox" aria-autocomplete="list"
        aria-label=${`/${offer.label}: Enter sends it`} ...${list.aria}
        placeholder=${left.length && !rest ? `+${left.length} optional` : ""} onInput=${onInput} onKeyDown=${onKeyDown} onFocus=${list.open} onBlur=${list.close} />
      <button type="button" class="plain" aria-label="Take the command back" onClick=${onLeave}><${Icon} name="close"
        size=${16} /></button>
      <button type="button" class="plain" aria-label="Send" onClick=${send}><${Icon} name="send" /></button>
    </div>
  </div>`;
}

const PAUSE = 150; // milliseconds without a key before the app is asked what fits

/** One option: free words, one of its choices, or what the app suggests while one types. */
function Option({option, text, path, onText, onSend, onRemove, ctx}) {
  const [suggested, setSuggested] = useState([]);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (!option.autocomplete) return undefined;
    let current = true;
    const ask = async () => {
      try {
        const {choices} = await ctx.act("suggest", {path, option: option.name, typed: text});
        if (current) setSuggested(choices);
        if (current) setSaid("");
      } catch (error) {
        if (current) setSaid(error.said ?? "Loading options failed");
      }
    };
    const timer = setTimeout(ask, PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);
  const fitting = option.choices.filter((each) => each.name.toLowerCase().includes(text.toLowerCase()));
  const items = (option.autocomplete ? suggested : fitting).map((each) => ({key: String(each.value), label: each.name}));
  const list = useSuggestions(items, {from: -1});
  const pick = (item) => {
    onText(option.autocomplete ? item.key : item.label);
    list.close();
  };
  const onKeyDown = (event) => {
    if (list.onKey(event)) return;
    if (event.key === "Enter" && list.chosen) pick(list.chosen);
    else if (event.key === "Enter") onSend();
    else if (event.key === "Backspace" && text === "") onRemove();
    else return;
    event.preventDefault();
  };
  return html`<span class="option">
    <${Suggestions} list=${list} label=${option.label} onPick=${pick} />
    <label><span>${option.label}</span>
      <input data-option=${option.name} value=${text} maxlength=${option.max_length} role="combobox"
        aria-autocomplete="list" aria-label=${`${option.label}: ${option.description}`} ...${list.aria}
        title=${option.description} onInput=${(event) => {
          list.open();
          onText(event.target.value);
        }} onKeyDown=${onKeyDown} onFocus=${list.open} onBlur=${list.close} /></label>
    ${said && html`<span class="error" role="alert">${said}</span>`}
  </span>`;
}
