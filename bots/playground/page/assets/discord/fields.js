// The fields of a form. `form` is {values, set(custom_id, value), errors}: what stands in it, and what was refused.
import {html, useState} from "../page/html.js";
import {defaultsOf, optionsOf, placeholderOf} from "./controls.js";
import {Part} from "./part.js";
import {face, Menu} from "./menu.js";

const CHECKBOX = 23;
const GROUPS = [21, 22]; // their label names a group, not one control

/** A label (or, of old, a row) with its one field, what explains it, and what is wrong with it. */
export function Label({part, form, ...more}) {
  const field = part.component ?? part.components[0];
  const label = part.label ?? field.label;
  const required = field.required !== false && field.type !== CHECKBOX;
  const id = `field-${field.custom_id}`;
  const error = form.errors[label];
  const described = [part.description && `${id}-about`, error && `${id}-error`].filter(Boolean).join(" ") || null;
  const inner = html`<${Part} part=${field} form=${form} id=${id} label=${label} required=${required} error=${error}
    describedby=${described} ...${more} />`;
  if (field.type === CHECKBOX) {
    return html`<div class="field lone">${inner}<div>
      <label for=${id}>${label}</label>
      ${part.description && html`<p class="about" id=${`${id}-about`}>${part.description}</p>`}
    </div></div>`;
  }
  const star = required && html`<span class="star" aria-hidden="true"> *</span>`;
  return html`<div class=${`field ${error ? "wrong" : ""}`}>
    ${GROUPS.includes(field.type) ? html`<span class="name" id=${`${id}-name`}>${label}${star}</span>` : html`<label class="name" for=${id}>${label}${star}</label>`}
    ${part.description && html`<p class="about" id=${`${id}-about`}>${part.description}</p>`}
    ${inner}
    ${error && html`<p class="error" id=${`${id}-error`}>${error}</p>`}
  </div>`;
}

const PARAGRAPH = 2;
const MOST = 4000; // characters, where the field says nothing

export function TextInput({part, form, id, required, error, describedby}) {
  const value = form.values[part.custom_id] ?? "";
  const most = part.max_length ?? MOST;
  const shared = {
    id,
    value,
    maxlength: most,
    placeholder: part.placeholder ?? "",
    "aria-required": required ? "true" : null,
    "aria-invalid": error ? "true" : null,
    "aria-describedby": [describedby, part.max_length && `${id}-room`].filter(Boolean).join(" ") || null,
    onInput: (event) => form.set(part.custom_id, event.target.value),
  };
  return html`<div class="input">
    ${part.style === PARAGRAPH ? html`<textarea rows="4" ...${shared}></textarea>` : html`<input type="text" autocomplete="off" ...${shared} />`}
    ${part.max_length && html`<span class="room" id=${`${id}-room`}>${[...value].length} / ${most}<span class="hidden"> characters</span></span>`}
  </div>`;
}

export function ModalMenu({part, form, id, label, error, describedby, ctx}) {
  const {max_values: max = 1} = part;
  const min = part.required === false ? 0 : (part.min_values ?? 1);
  return html`<${Menu} id=${id} label=${label} placeholder=${placeholderOf(part)}
    options=${optionsOf(part, ctx.choosable)} min=${min} max=${max}
    chosen=${form.values[part.custom_id] ?? defaultsOf(part)} invalid=${error} describedby=${describedby} onChange=${(values) => form.set(part.custom_id, values)} />`;
}

export function RadioGroup({part, form, id, required, describedby}) {
  return html`<div role="radiogroup" class="choices" aria-labelledby=${`${id}-name`} aria-describedby=${describedby}
    aria-required=${required ? "true" : null}>
    ${part.options.map(
      (each) => html`<${Choice} key=${each.value} kind="radio" name=${id} option=${each}
        checked=${form.values[part.custom_id] === each.value}
        onPick=${() => form.set(part.custom_id, each.value)} />`,
    )}
  </div>`;
}

export function CheckboxGroup({part, form, id, describedby}) {
  const chosen = form.values[part.custom_id] ?? [];
  const full = chosen.length >= (part.max_values ?? part.options.length);
  const turned = (value) => (chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  const turn = (value) => form.set(part.custom_id, turned(value));
  return html`<div role="group" class="choices" aria-labelledby=${`${id}-name`} aria-describedby=${describedby}>
    ${part.options.map(
      (each) => html`<${Choice} key=${each.value} kind="checkbox" option=${each} checked=${chosen.includes(each.value)}
        disabled=${full && !chosen.includes(each.value)} onPick=${() => turn(each.value)} />`,
    )}
  </div>`;
}

function Choice({kind, name, option, checked, disabled, onPick}) {
  return html`<label class="choice">
    <input type=${kind} name=${name} checked=${checked} disabled=${disabled} onChange=${onPick} />
    <span><span
      class="label">${face(option)}</span>${option.description && html`<span class="description">${option.description}</span>`}</span>
  </label>`;
}

export function CheckboxField({part, form, id, describedby}) {
  return html`<input type="checkbox" id=${id} checked=${Boolean(form.values[part.custom_id])}
    aria-describedby=${describedby}
    onChange=${(event) => form.set(part.custom_id, event.target.checked)} />`;
}

/** Drawn, but nothing leaves the browser: the people of this page have no files to send. */
export function FileUpload({part, id, describedby}) {
  const [names, setNames] = useState([]);
  const {max_values: max = 1} = part;
  return html`<div class="upload">
    <input type="file" id=${id} multiple=${max > 1} aria-describedby=${describedby}
      onChange=${(event) => setNames([...event.target.files].map((each) => each.name))} />
    ${names.length > 0 && html`<p class="error" role="status">Files are not sent from this page.</p>`}
  </div>`;
}
