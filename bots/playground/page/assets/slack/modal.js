// Modals: a stack of up to three, of which the top one is seen; and the small dialog that asks before a press.
import {html, useLayoutEffect, useRef, useState} from "../page/html.js";
import {Blocks} from "./blocks.js";
import {Dialog} from "./dialog.js";
import {Icon} from "./icons.js";
import {Text} from "./mrkdwn.js";
import {surface, useDrafts} from "./surface.js";

/**
 * The whole stack in one dialog. What was typed in a lower view is kept while another lies on it. Esc closes the top one
 * as its button does (*guessed*); the cross closes all.
 */
export function Modals({views, app, act, confirm, link, openLink}) {
  const top = views.at(-1);
  const close = () => act("close", {}).catch(() => null);
  const fields = top.blocks.filter((block) => block.type === "input").map((block) => block.block_id);
  // Without fields nothing says that it is the same page still, and a new one is the likelier.
  const page = `${top.id} ${fields.join(" ") || top.hash}`;
  return html`<${Dialog} labelledby=${`${top.id}-title`} drawing=${`${top.id} ${top.hash}`} page=${page} onClose=${close} class="modal">
    ${views.map(
      (view) => html`<${ModalView} key=${view.id} view=${view} app=${app} hidden=${view !== top} isStacked=${views.length > 1}
        act=${act} confirm=${confirm} openLink=${openLink} onClose=${close} />`,
    )}
    ${link}
  </${Dialog}>`;
}

function ModalView({view, app, hidden, isStacked, act, confirm, openLink, onClose}) {
  const [sending, setSending] = useState(false);
  const {values, entered, enter} = useDrafts(view);
  const body = useRef(null);
  const form = useRef(null);
  const on = surface({
    name: view.id,
    where: "modal",
    values,
    errors: view.errors,
    enter,
    act,
    confirm,
    openLink,
    more: () => ({values: entered, hash: view.hash}),
  });

  const submit = async (event) => {
    event.preventDefault();
    if (!view.submit || sending) return;
    setSending(true);
    // What was wrong comes with the next state, under its field or on top.
    await act("submit", {values: entered, hash: view.hash}).catch(() => null);
    setSending(false);
  };
  const onKeyDown = (event) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit(event);
  };

  const fields = Object.keys(entered).join();
  useLayoutEffect(() => {
    body.current.scrollTop = 0;
  }, [fields || view.hash]);
  useLayoutEffect(() => {
    form.current.querySelector(".input-invalid :is(.box, input)")?.focus();
  }, [view.errors && Object.keys(view.errors).join()]);

  return html`<form ref=${form} class="view" hidden=${hidden} novalidate onSubmit=${submit} onKeyDown=${onKeyDown}>
    <header class="modal-head">
      <span class="avatar avatar-small" aria-hidden="true"><${Icon} name="app" /></span>
      <h2 id=${`${view.id}-title`} data-title tabindex="-1">${view.title}</h2>
      <button type="button" class="icon-button" aria-label="Close" title=${isStacked ? "Close all" : "Close"}
        onClick=${() => act("close", {whole: true}).catch(() => null)}><${Icon} name="close" /></button>
    </header>
    <div class="modal-body" ref=${body} tabindex="0" role="group" aria-labelledby=${`${view.id}-title`}>
      ${view.notice && html`<p class="modal-notice" role="alert"><${Icon} name="warning" />${view.notice}</p>`}
      <${Blocks} blocks=${view.blocks} on=${on} />
    </div>
    <footer class="modal-foot">
      <span class="modal-app">${app.name}</span>
      <button type="button" class="button" onClick=${onClose}>${view.close || (isStacked ? "Back" : "Close")}</button>
      ${view.submit && html`<button type="submit" class="button button-primary" aria-busy=${String(sending)}>${view.submit}</button>`}
    </footer>
  </form>`;
}

/** Ask before a press. *asked* is a confirmation dialog object with `answer`, which takes true or false. */
export function Confirm({asked, openLink}) {
  const style = asked.style === "danger" ? "button-danger" : "button-primary";
  return html`<${Dialog} role="alertdialog" labelledby="slack-confirm" onClose=${() => asked.answer(false)} class="modal confirm">
    <div class="view">
      <header class="modal-head"><h2 id="slack-confirm" data-title tabindex="-1">${asked.title.text}</h2></header>
      <div class="modal-body"><p><${Text} object=${asked.text} openLink=${openLink} /></p></div>
      <footer class="modal-foot">
        <button type="button" class="button" data-first-focus onClick=${() => asked.answer(false)}>${asked.deny.text}</button>
        <button type="button" class=${`button ${style}`} onClick=${() => asked.answer(true)}>${asked.confirm.text}</button>
      </footer>
    </div>
  </${Dialog}>`;
}
