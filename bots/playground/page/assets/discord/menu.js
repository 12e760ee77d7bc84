// A select: a button that opens a list. One of them sends at once; with several, closing the list does.
import {html, useEffect, useLayoutEffect, useRef, useState} from "../page/html.js";
import {Icon} from "./icons.js";

const LIST_HEIGHT = 264;

/**
 * `options` are {value, label, description, emoji}; `chosen` their values. `onChange` gets the values on every pick,
 * `onClose` those that stand when the list closes. `max` over 1 makes it a list of several.
 */
export function Menu({id, label, placeholder, options, chosen, min = 1, max = 1, disabled, waiting, invalid, describedby, onChange, onClose}) {
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const [up, setUp] = useState(false);
  const typed = useRef({text: "", when: 0});
  const whole = useRef(null);
  const list = useRef(null);
  const name = useRef(`menu-${crypto.randomUUID?.() ?? Math.random()}`).current;
  const several = max > 1;

  const show = () => {
    const box = whole.current.getBoundingClientRect();
    const frame = (whole.current.closest(".body, .log") ?? document.body).getBoundingClientRect();
    setUp(frame.bottom - box.bottom < LIST_HEIGHT && box.top - frame.top > frame.bottom - box.bottom);
    setAt(Math.max(0, options.findIndex((each) => chosen.includes(each.value))));
    setOpen(true);
  };
  const hide = (values = chosen, {refocus = true} = {}) => {
    setOpen(false);
    onClose?.(values);
    if (refocus) whole.current?.querySelector("button")?.focus();
  };
  const pick = (option) => {
    const has = chosen.includes(option.value);
    if (several) {
      if (!has && chosen.length >= max) return;
      onChange(has ? chosen.filter((each) => each !== option.value) : [...chosen, option.value]);
    } else {
      const values = has && min === 0 ? [] : [option.value];
      onChange(values);
      hide(values);
    }
  };

  useLayoutEffect(() => open && list.current?.focus(), [open]); // at once: the next key may follow already
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event) => !whole.current?.contains(event.target) && latest.current({refocus: false});
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const latest = useRef(null);
  latest.current = (options) => hide(chosen, options);
  useEffect(() => {
    if (open) list.current?.children[at]?.scrollIntoView({block: "nearest"});
  }, [open, at]);
  useEffect(() => {
    if (open) list.current?.parentElement.scrollIntoView({block: "nearest"});
  }, [open, up]);

  const onKeyDown = (event) => {
    const move = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: options.length - 1}[event.key];
    if (move !== undefined) setAt(Math.min(options.length - 1, Math.max(0, move)));
    else if (event.key === "Enter" || (event.key === " " && !fresh(typed.current))) pick(options[at]);
    else if (event.key === "Escape") hide();
    else if (event.key === "Tab") return void hide(chosen, {refocus: false});
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) setAt(sought(options, at, typed.current, event.key));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const shown = options.filter((each) => chosen.includes(each.value));
  return html`<div class=${`menu ${open ? "open" : ""} ${up ? "up" : ""}`} ref=${whole}>
    <button type="button" id=${id} aria-haspopup="listbox" aria-expanded=${open}
      aria-label=${[label, ...shown.map((each) => each.label)].join(": ")}
      aria-invalid=${invalid ? "true" : null} aria-describedby=${describedby} disabled=${disabled} aria-disabled=${waiting ? "true" : null}
      onClick=${() => !waiting && (open ? hide() : show())}>
      <span class=${shown.length ? "picked" : "placeholder"}>
        ${shown.length ? shown.map((each) => html`<span class=${several ? "tag" : ""} key=${each.value}>${face(each)}</span>`) : placeholder}
      </span>
      <${Icon} name="down" />
    </button>
    ${open &&
    html`<div class="list">
      <ul role="listbox" tabindex="-1" ref=${list} aria-label=${label} aria-multiselectable=${several ? "true" : null}
        aria-activedescendant=${`${name}-${at}`} onKeyDown=${onKeyDown}>
        ${options.map(
          (each, index) => html`<li role="option" key=${each.value} id=${`${name}-${index}`}
            class=${index === at ? "at" : ""}
            aria-selected=${chosen.includes(each.value)} aria-disabled=${several && chosen.length >= max && !chosen.includes(each.value) ? "true" : null}
            onPointerEnter=${() => setAt(index)} onClick=${() => pick(each)}>
            <span class="label">${face(each)}</span>
            ${each.description && html`<span class="description">${each.description}</span>`}
            <span class=${`mark ${several ? "box" : ""}`}
              aria-hidden="true">${chosen.includes(each.value) && html`<${Icon} name="check" size=${14} />`}</span>
          </li>`,
        )}
      </ul>
      ${several && html`<button type="button" class="done" onClick=${() => hide()}>Done</button>`}
    </div>`}
  </div>`;
}

/** An emoji and the label; one of the platform's own emoji is named. */
export function face({label, emoji}) {
  const picture = emoji?.id ? `:${emoji.name}:` : emoji?.name;
  return [picture, label].filter(Boolean).join(" ");
}

const fresh = (typed) => typed.text && Date.now() - typed.when < 700;

/** Return the place of the next option that begins with what is being typed. */
function sought(options, at, typed, key) {
  typed.text = (fresh(typed) ? typed.text : "") + key.toLocaleLowerCase();
  typed.when = Date.now();
  const from = typed.text.length === 1 ? at + 1 : at;
  const order = options.map((_, index) => (from + index) % options.length);
  return order.find((index) => options[index].label.toLocaleLowerCase().startsWith(typed.text)) ?? at;
}
