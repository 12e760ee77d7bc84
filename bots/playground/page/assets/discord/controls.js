// What can be pressed or chosen in a message.
import {html, useEffect, useState} from "../page/html.js";
import {Icon} from "./icons.js";
import {face, Menu} from "./menu.js";

const STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "premium"};

export function Button({part, message, ctx}) {
  const style = STYLES[part.style];
  if (!style) return html`<div class="undrawn" data-undrawn=${`2/${part.style}`}>A button of style ${part.style}</div>`;
  if (style === "link") {
    return html`<a class="button link" href=${part.url} target="_blank" rel="noreferrer noopener"
      aria-disabled=${part.disabled ? "true" : null}
      onClick=${(event) => {
        event.preventDefault();
        if (!part.disabled) ctx.leave(part.url);
      }}>${face(part)} <${Icon} name="out" size=${16} /></a>`;
  }
  if (style === "premium") return html`<button type="button"
    class="button premium" disabled>Buy (${part.sku_id})</button>`;
  const mine = ctx.busy?.custom_id === part.custom_id && ctx.busy.message === message.id;
  // A real client takes no second press on a message before the first is answered.
  const waiting = ctx.busy?.message === message.id;
  return html`<button type="button" class=${`button ${style} ${mine ? "busy" : ""}`} disabled=${part.disabled}
    aria-disabled=${waiting ? "true" : null}
    aria-busy=${mine ? "true" : null} onClick=${() => !waiting && ctx.press(message, part)}>
    <span>${face(part)}</span>${mine && html`<${Dots} />`}
  </button>`;
}

const Dots = () => html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`;

const PLACEHOLDERS = {
  3: "Make a selection",
  5: "Select people",
  6: "Select roles",
  7: "Select people or roles",
  8: "Select a channel",
};

/** Return the options of a menu of any kind: its own, or the people, roles and channels there are. */
export function optionsOf(part, {people, roles, channels}) {
  const named = (all, mark = "") => all.map(({id, name}) => ({value: id, label: mark + name}));
  const entities = {
    5: () => named(people),
    6: () => named(roles),
    7: () => [...named(people), ...named(roles)],
    8: () => named(channels, "# "),
  };
  return entities[part.type]?.() ?? part.options;
}

export const placeholderOf = (part) => part.placeholder || PLACEHOLDERS[part.type];

/** Return what is chosen from the start: options say it themselves, people and places are listed apart. */
export const defaultsOf = ({options = [], default_values: entities = []}) => [
  ...options.filter((each) => each.default).map((each) => each.value),
  ...entities.map((each) => each.id),
];

export function MessageMenu({part, message, ctx}) {
  const before = defaultsOf(part);
  const [chosen, choose] = useState(before);
  const [sent, setSent] = useState(before);
  const stands = JSON.stringify([before, part.options]);
  useEffect(() => {
    choose(before);
    setSent(before);
  }, [stands, message.edited_timestamp]); // an edit puts a menu back to what the message says
  const {min_values: min = 1, max_values: max = 1} = part;
  const send = (values) => {
    if (values.length < min) return choose(sent);
    if (max > 1 && String(values) === String(sent)) return undefined;
    setSent(values);
    return ctx.choose(message, part, values);
  };
  return html`<${Menu} label=${placeholderOf(part)} placeholder=${placeholderOf(part)}
    options=${optionsOf(part, ctx.choosable)} chosen=${chosen}
    min=${min} max=${max} disabled=${part.disabled} waiting=${ctx.busy?.message === message.id} onChange=${choose}
    onClose=${max > 1 ? send : (values) => values !== chosen && send(values)} />`;
}
