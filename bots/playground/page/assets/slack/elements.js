// What can be pressed or filled: one component a kind of element.
//
// Each gets its `element`, the plain `value` it holds, `onValue` for a new one, and `field`: the attributes that tie it to
// its label, hint and error. A button gets `onPress`, which may say in its rejection why the press came to nothing.
import {html, useRef, useState} from "../page/html.js";
import {Icon} from "./icons.js";
import {Text} from "./mrkdwn.js";
import {Menu} from "./popup.js";

const MOST_CHARS = 3000; // of a text field that names no bound

/** What runs until it is answered, and what went wrong with it. */
function useDeed(deed) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const run = async (...given) => {
    setBusy(true);
    setTrouble("");
    try {
      await deed(...given);
    } catch (refused) {
      setTrouble(refused?.said ?? String(refused));
    }
    setBusy(false);
  };
  return {busy, trouble, run};
}

/** The mark that Slack's client puts beside an element whose app did not answer (*guessed*: its words). */
function Trouble({words}) {
  return words && html`<span class="trouble" role="alert" title=${words}><${Icon} name="warning" /><span>${words}</span></span>`;
}

export function Button({element, onPress, openLink}) {
  const {busy, trouble, run} = useDeed(onPress);
  const press = () => {
    if (element.url) openLink(element.url);
    if (!busy) run(element);
  };
  const style = element.style ? ` button-${element.style}` : "";
  return html`<button type="button" class=${`button${style}`} aria-label=${element.accessibility_label} aria-busy=${String(busy)} onClick=${press}>
      <${Text} object=${element.text} />
    </button><${Trouble} words=${trouble} />`;
}

export function Overflow({element, onValue}) {
  const {trouble, run} = useDeed(onValue);
  const items = element.options.map(({text, description}) => ({label: text.text, description: description?.text}));
  return html`<${Menu} label="More actions" className="button button-icon" items=${items} onPick=${(index) => run(element.options[index].value)}>
      <${Icon} name="dots" />
    </${Menu}><${Trouble} words=${trouble} />`;
}

/** Radio buttons and checkboxes: every option in sight. */
function Choices({element, type, isOn, onPick, field, name}) {
  return html`<div class="choices" role=${type === "radio" ? "radiogroup" : "group"} ...${field}>
    ${element.options.map(
      (option) => html`<label class="choice" key=${option.value}>
        <input type=${type} name=${name} checked=${isOn(option.value)} onChange=${(event) => onPick(option.value, event)} />
        <span><${Text} object=${option.text} />
          ${option.description && html`<span class="choice-description"><${Text} object=${option.description} /></span>`}
        </span>
      </label>`,
    )}
  </div>`;
}

export function RadioButtons({element, value, onValue, field, name}) {
  const {trouble, run} = useDeed(onValue);
  return html`<${Choices} type="radio" element=${element} name=${name} field=${field} isOn=${(each) => each === value} onPick=${(each) => run(each)} />
    <${Trouble} words=${trouble} />`;
}

export function Checkboxes({element, value, onValue, field, name}) {
  const {trouble, run} = useDeed(onValue);
  const chosen = value ?? [];
  const pick = (each, {currentTarget}) => {
    const others = chosen.filter((other) => other !== each);
    const now = currentTarget.checked ? [...others, each] : others;
    run(element.options.map((option) => option.value).filter((option) => now.includes(option)));
  };
  return html`<${Choices} type="checkbox" element=${element} name=${name} field=${field} isOn=${(each) => chosen.includes(each)} onPick=${pick} />
    <${Trouble} words=${trouble} />`;
}

export function DatePicker({element, value, onValue, field}) {
  return html`<${Picker} type="date" element=${element} value=${value} onValue=${onValue} field=${field} />`;
}

export function TimePicker({element, value, onValue, field}) {
  return html`<${Picker} type="time" element=${element} value=${value} onValue=${onValue} field=${field} />`;
}

/** The browser's own picker stands in for Slack's: what it gives to the app is the same. */
function Picker({type, element, value, onValue, field}) {
  const {trouble, run} = useDeed(onValue);
  const label = field["aria-labelledby"] ? undefined : (element.placeholder?.text ?? type);
  return html`<input class="box picker" type=${type} aria-label=${label} value=${value ?? ""} ...${field}
      onChange=${({currentTarget}) => run(currentTarget.value || null)} />
    <${Trouble} words=${trouble} />`;
}

/** A text field. More than its bound can be typed; Slack's client says how much it is over, and does not send it. */
export function PlainTextInput({element, value, onValue, field}) {
  const held = value ?? "";
  const box = useRef(null);
  const left = (element.max_length ?? MOST_CHARS) - [...held].length;
  const shared = {
    ref: box,
    class: "box",
    value: held,
    placeholder: element.placeholder?.text ?? "",
    "data-first-focus": element.focus_on_load ? "" : undefined,
    onInput: ({currentTarget}) => onValue(currentTarget.value),
    ...field,
  };
  const typed = element.multiline
    ? html`<textarea rows="4" ...${shared}></textarea>`
    : html`<input type="text" autocomplete="off" ...${shared} />`;
  // Guessed: from when on the count stands there.
  const shown = element.max_length !== undefined && held && left <= Math.max(20, element.max_length / 4);
  return html`<div class="typed">${typed}
    ${shown && html`<span class=${`left${left < 0 ? " left-over" : ""}`} aria-live="polite" title="Characters left">${left}</span>`}
  </div>`;
}

/** A picture. The page asks no other machine for anything, so one that lies elsewhere shows its words and address. */
export function Picture({element, title, openLink}) {
  const here = /^(?:data:image\/|\/)/.test(element.image_url);
  const picture = here
    ? html`<img src=${element.image_url} alt=${element.alt_text} />`
    : html`<button type="button" class="picture-elsewhere" aria-label=${`Picture: ${element.alt_text}`} onClick=${() => openLink(element.image_url)}>
        <${Icon} name="picture" /><span>${element.alt_text}</span>
      </button>`;
  return html`<figure class="picture">${title && html`<figcaption>${title}</figcaption>`}${picture}</figure>`;
}
