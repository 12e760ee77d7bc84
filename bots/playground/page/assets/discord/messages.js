// The messages of one place, oldest on top, the view held at the newest.
import {html, useLayoutEffect, useRef} from "../page/html.js";
import {Embed} from "./embeds.js";
import {Icon} from "./icons.js";
import {IN_MESSAGES} from "./kinds.js";
import {Attachment} from "./layout.js";
import {Parts} from "./part.js";
import {day, full, stamp} from "./times.js";
import {Words} from "./words.js";

const TOGETHER = 7 * 60_000; // messages of one author within this time stand under one name
const V2 = 1 << 15;
const NEAR = 80; // pixels from the end that still count as being there

export function Messages({messages, sending, place, ctx}) {
  const log = useRef(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    const box = log.current;
    if (atEnd.current) box.scrollTop = box.scrollHeight;
  });
  useLayoutEffect(() => {
    // What is in it may change without a change of state: a menu, a picture, the width.
    const watch = new ResizeObserver(() => atEnd.current && (log.current.scrollTop = log.current.scrollHeight));
    watch.observe(log.current);
    return () => watch.disconnect();
  }, []);
  const onScroll = ({target}) => {
    atEnd.current = target.scrollHeight - target.scrollTop - target.clientHeight < NEAR;
  };
  return html`<div class="log" role="log" aria-live="polite" aria-label=${`Messages in ${place.label}`} tabindex="0"
    ref=${log} onScroll=${onScroll}>
    <div class="beginning"><span class="badge" aria-hidden="true"><${Icon} name=${place.icon} size=${32} /></span>
      <h2>${place.heading}</h2><p class="muted">${place.about}</p></div>
    ${messages.map((message, index) => {
      const before = messages[index - 1];
      const newDay = !before || day(new Date(before.timestamp), ctx) !== day(new Date(message.timestamp), ctx);
      return [
        newDay && html`<div class="day" key=${`day-${message.id}`}
          role="separator"><span>${day(new Date(message.timestamp), ctx)}</span></div>`,
        html`<${Message} key=${message.id} message=${message} follows=${!newDay && follows(before, message)}
          all=${messages} ctx=${ctx} />`,
      ];
    })}
    ${sending && html`<div class="message sending" key="sending"><${Used} by=${ctx.me.name} command=${sending} /><p class="muted">Sending command…</p></div>`}
  </div>`;
}

function follows(before, message) {
  const near = new Date(message.timestamp) - new Date(before.timestamp) < TOGETHER;
  return near && before.author.id === message.author.id && !message.used && !message.reply_to && !before.failed;
}

const Used = ({by, command}) => html`<p class="used"><${Icon} name="reply" size=${16} /> <b>${by}</b> used <span
  class="mention">${command}</span></p>`;

function Message({message, follows, all, ctx}) {
  const at = new Date(message.timestamp);
  const app = Boolean(message.author.bot);
  const name = app ? message.author.username : (message.author.global_name ?? message.author.username);
  return html`<article class=${`message ${follows ? "follows" : ""} ${message.ephemeral ? "ephemeral" : ""}`}
    id=${`discord-${message.id}`} tabindex="-1" aria-label=${`${name}, ${stamp(at, ctx)}`}>
    ${message.used && html`<${Used} ...${message.used} />`}
    ${message.reply_to && html`<${Reply} to=${message.reply_to} all=${all} />`}
    ${!follows &&
    html`<span class=${`avatar ${app ? "app" : ""}`} aria-hidden="true">${name[0]}</span>
      <header><span class="name">${name}</span>${app && html`<span class="app-tag">APP</span>`}
        <time class="muted" datetime=${message.timestamp} title=${full(at, ctx)}>${stamp(at, ctx)}</time></header>`}
    <div class="content">
      ${message.loading && html`<p class="thinking"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span> ${name} is thinking…</p>`}
      ${message.content && html`<${Words} text=${message.content} ctx=${ctx} />`}
      ${message.content && message.edited_timestamp && html`<span class="edited muted">(edited)</span>`}
      ${message.embeds.map((each, index) => html`<${Embed} key=${index} embed=${each} message=${message} ctx=${ctx} />`)}
      ${!(message.flags & V2) && message.attachments.map((each) => html`<${Attachment} key=${each.id} file=${each} message=${message} ctx=${ctx} />`)}
      <${Parts} parts=${message.components} kinds=${IN_MESSAGES} message=${message} ctx=${ctx} />
      ${message.failed && html`<p class="error failed" role="alert"><${Icon} name="warn" size=${16} /> ${message.failed}</p>`}
      ${message.ephemeral &&
      html`<p class="only-you"><${Icon} name="eye" size=${16} /> Only you can see this${" • "}
        <button type="button" class="link" onClick=${() => ctx.dismiss(message)}>Dismiss message</button></p>`}
    </div>
  </article>`;
}

/** Which message an answer belongs to; its beginning where there are words. */
function Reply({to, all}) {
  const message = all.find((each) => each.id === to);
  const words = message && (message.content || message.components.find((each) => each.content)?.content || "");
  const go = () => {
    const found = document.getElementById(`discord-${to}`);
    found?.scrollIntoView({block: "center"});
    found?.focus();
  };
  if (!message) return html`<p class="used"><${Icon} name="reply"
    size=${16} /> <i>Original message was deleted</i></p>`;
  return html`<p class="used"><${Icon} name="reply" size=${16} /> <b>${message.author.username}</b>${" "}
    <button type="button" class="link" onClick=${go}>${plain(words) || "Click to see the message"}</button></p>`;
}

const plain = (text) => text.split("\n", 1)[0].replace(/^(#{1,3}|-#|>) /, "").replace(/[*_~`|\\]/g, "").slice(0, 80);
