// The messages of a channel or of the DM with the app, oldest first.
import {html, useLayoutEffect, useRef} from "../page/html.js";
import {Blocks} from "./blocks.js";
import {Icon} from "./icons.js";
import {Text} from "./mrkdwn.js";
import {Menu} from "./popup.js";
import {surface} from "./surface.js";
import {dayName, dayOf, momentOf, timeOf} from "./times.js";

const TOGETHER_SECONDS = 300; // messages of one author within this stand under one name

function isContinued(message, before, me) {
  return (
    before !== undefined &&
    before.author === message.author &&
    !before.ephemeral &&
    !message.ephemeral &&
    dayOf(before.ts, me) === dayOf(message.ts, me) &&
    Number(message.ts) - Number(before.ts) < TOGETHER_SECONDS
  );
}

export function Conversation({label, messages, me, now, shortcuts, act, confirm, openLink, intro}) {
  const list = useRef(null);
  const last = messages.at(-1);
  useLayoutEffect(() => {
    list.current.scrollTop = list.current.scrollHeight;
  }, [label, last?.ts, messages.length]);

  return html`<div class="messages" ref=${list} role="log" aria-label=${label} aria-live="polite" tabindex="0">
    ${intro}
    ${messages.map((message, index) => {
      const before = messages[index - 1];
      const isNewDay = !before || dayOf(before.ts, me) !== dayOf(message.ts, me);
      return [
        isNewDay && html`<div class="day" key=${`day ${message.ts}`}><span>${dayName(message.ts, me, now)}</span></div>`,
        html`<${Message} key=${message.ts} message=${message} me=${me} continued=${isContinued(message, before, me)}
          shortcuts=${shortcuts} act=${act} confirm=${confirm} openLink=${openLink} />`,
      ];
    })}
  </div>`;
}

function Message({message, me, continued, shortcuts, act, confirm, openLink}) {
  const {ts, author, by, text, blocks, values, ephemeral, edited} = message;
  const on = surface({name: `m${ts}`, where: ts, values, act, confirm, openLink});
  const time = html`<time title=${momentOf(ts, me)}>${timeOf(ts, me)}</time>`;
  return html`<article class=${`message${ephemeral ? " message-ephemeral" : ""}${continued ? " message-continued" : ""}`} aria-label=${`${author}, ${timeOf(ts, me)}`}>
    ${ephemeral && html`<p class="only-you"><${Icon} name="eye" />Only visible to you</p>`}
    <div class="message-side">
      ${continued ? time : html`<span class=${`avatar avatar-${by}`} aria-hidden="true">${by === "app" ? html`<${Icon} name="app" />` : author[0].toUpperCase()}</span>`}
    </div>
    <div class="message-body">
      ${!continued && html`<p class="message-head"><b>${author}</b>${by !== "person" && html`<span class="badge">App</span>`}${time}</p>`}
      ${blocks.length ? html`<${Blocks} blocks=${blocks} on=${on} />` : html`<p><${Text} object=${text} openLink=${openLink} /></p>`}
      ${edited && html`<span class="edited">(edited)</span>`}
    </div>
    ${shortcuts.length > 0 && by !== "slackbot" && html`<div class="message-tools">
      <${Menu} label="More actions" className="icon-button" items=${shortcuts.map(({name, app}) => ({label: name, description: app}))}
        onPick=${(index) => act("shortcut", {callback_id: shortcuts[index].callback_id, ts}).catch(() => null)}><${Icon} name="dots" /></${Menu}>
    </div>`}
  </article>`;
}
