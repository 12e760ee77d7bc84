// Where one writes: plain words, or a slash command with its options.
import {html, useEffect, useLayoutEffect, useRef} from "../page/html.js";
import {exactly, meant, offers} from "./commands.js";
import {CommandLine} from "./command-line.js";
import {Icon} from "./icons.js";
import {useKept} from "./kept.js";
import {Suggestions, useSuggestions} from "./suggestions.js";

const MOST = 2000; // characters of a message

/** `wanted` is a command that was pressed in a text: {path}, new for every press. */
export function Composer({state, place, wanted, ctx}) {
  const key = `${state.me.id}-${place.id}`;
  const [text, setText] = useKept(`draft-${key}`, "");
  const [line, setLine] = useKept(`line-${key}`, null);
  const input = useRef(null);
  const all = offers(state.commands, place.id, state.me.locale);
  const typed = text.startsWith("/") && !text.includes("\n") ? text.slice(1) : null;
  const item = (offer) => ({key: offer.path, label: `/${offer.label}`, about: offer.description, side: state.app.name, offer});
  const items = typed === null ? [] : meant(all, typed).map(item);
  const list = useSuggestions(items, {from: 0});

  const take = (offer) => {
    setText("");
    const required = offer.options.filter((each) => each.required);
    setLine({path: offer.path, values: Object.fromEntries(required.map((each) => [each.name, ""]))});
  };
  const returns = useRef(false);
  const leave = () => {
    returns.current = true;
    setLine(null);
  };
  useLayoutEffect(() => {
    if (returns.current) input.current?.focus();
    returns.current = false;
  });
  useEffect(() => {
    const offer = wanted && all.find((each) => each.path === wanted.path);
    if (offer) take(offer);
  }, [wanted]);

  const offer = line && all.find((each) => each.path === line.path);
  if (offer) {
    const send = (options) => {
      leave();
      return ctx.command(offer, options);
    };
    return html`<${CommandLine} key=${offer.path} offer=${offer} values=${line.values}
      onValues=${(values) => setLine({...line, values})} onLeave=${leave} onSend=${send} ctx=${ctx} />`;
  }

  const enter = async () => {
    const named = typed === null ? undefined : exactly(all, typed);
    if (named && !named.options.some((each) => each.required)) {
      setText("");
      await ctx.command(named, {});
    } else if (list.chosen) take(list.chosen.offer);
    else if (text.trim() && (await ctx.say(text))) setText("");
  };
  const onInput = (event) => {
    setText(event.target.value);
    list.open();
    // A whole command and a space: what follows are its options.
    const named = /^\/(.+) $/.exec(event.target.value);
    const offer = named && exactly(all, named[1]);
    if (offer) take(offer);
  };
  const onKeyDown = (event) => {
    if (list.onKey(event)) return;
    if (event.key === "Tab" && list.chosen && !event.shiftKey) take(list.chosen.offer);
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) enter();
    else return;
    event.preventDefault();
  };
  return html`<div class="composer">
    <${Suggestions} list=${list} label="Commands" onPick=${(item) => {
      take(item.offer);
      input.current?.focus();
    }} />
    <div class="box">
      <textarea ref=${input} rows=${Math.min(8, text.split("\n").length)} maxlength=${MOST} value=${text}
        placeholder=${`Message ${place.mark}${place.name}`}
        role="combobox" aria-autocomplete="list" aria-label=${`Message ${place.mark}${place.name}`} ...${list.aria} onInput=${onInput} onKeyDown=${onKeyDown} onBlur=${list.close}></textarea>
      <button type="button" class="plain" aria-label="Send" onClick=${enter}><${Icon} name="send" /></button>
    </div>
  </div>`;
}
