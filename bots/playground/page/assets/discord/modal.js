// The form on the screen. What is typed stays here until it is sent.
import {html, useState} from "../page/html.js";
import {Dialog} from "./dialog.js";
import {IN_FORMS} from "./kinds.js";
import {Parts} from "./part.js";

/** Draw *modal*; its owner gives it its id as key, so that a new form begins with its own values. */
export function Modal({modal, appName, ctx}) {
  const [values, setValues] = useState(modal.values);
  const [changed, setChanged] = useState([]); // what was typed into since the form was refused
  const [sending, setSending] = useState(false);
  const form = {
    values,
    errors: Object.fromEntries(Object.entries(modal.errors).filter(([label]) => !changed.includes(label))),
    set: (name, value) => {
      setValues((before) => ({...before, [name]: value}));
      setChanged((before) => [...before, labelOf(modal, name)]);
    },
  };
  const submit = async (event) => {
    event.preventDefault();
    if (sending) return;
    setSending(true);
    setChanged([]);
    await ctx.submit(values);
    setSending(false);
  };
  const close = () => ctx.dismiss();
  return html`<${Dialog} label=${modal.title} kind="modal" onClose=${close}>
    <form onSubmit=${submit} novalidate>
      <header lang=${ctx.language}><span class="avatar app"
        aria-hidden="true">${appName[0]}</span><h2>${modal.title}</h2></header>
      <div class="body" lang=${ctx.language}>
        <p class="warning"
          lang="en">This form will be submitted to <b>${appName}</b>. Do not share passwords or other sensitive information.</p>
        <${Parts} parts=${modal.components} kinds=${IN_FORMS} form=${form} ctx=${ctx} />
      </div>
      <footer>
        <p class="error" role="alert">${sending ? "" : modal.notice}</p>
        <button type="button" class="button secondary" onClick=${close}>Cancel</button>
        <button type="submit" class=${`button primary ${sending ? "busy" : ""}`}
          aria-disabled=${sending ? "true" : null}>Submit</button>
      </footer>
    </form>
  <//>`;
}

function labelOf(modal, name) {
  for (const part of modal.components) {
    const field = part.component ?? part.components?.[0];
    if (field?.custom_id === name) return part.label ?? field.label;
  }
  return name;
}
