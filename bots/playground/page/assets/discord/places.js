// The way between the server and the direct messages, with what is unread there.
import {html} from "../page/html.js";
import {Icon} from "./icons.js";

export function Places({at, onGo, unread, state, onSettings}) {
  const {app, server, me} = state;
  return html`<nav class="places" aria-label="Places on Discord">
    <div class="rail">
      <${Round} here=${at === "dm"} unread=${unread.dm} label="Direct messages" onGo=${() => onGo("dm")}><${Icon}
        name="at" size=${24} /><//>
      <hr />
      <${Round} here=${at === "guild"} unread=${unread.guild} label=${server.name}
        onGo=${() => onGo("guild")}>${initials(server.name)}<//>
      <button type="button" class="plain small-gear" aria-label="User settings" onClick=${onSettings}><${Icon}
        name="gear" /></button>
    </div>
    <div class="where">
      <p class="of">${at === "dm" ? "Direct Messages" : server.name}</p>
      ${at === "dm"
        ? html`<p class="entry here"><span class="avatar app"
          aria-hidden="true">${app.name[0]}</span> ${app.name} <span class="app-tag">APP</span></p>`
        : html`<p class="group">Text channels</p><p class="entry here"><span
          aria-hidden="true">#</span> ${server.channel}</p>`}
      <div class="me"><span class="avatar" aria-hidden="true">${me.name[0]}</span> <span class="name">${me.name}</span>
        <button type="button" class="plain" aria-label="User settings" onClick=${onSettings}><${Icon}
          name="gear" /></button></div>
    </div>
  </nav>`;
}

function Round({here, unread, label, onGo, children}) {
  const said = unread ? `${label}, ${unread} unread` : label;
  return html`<button type="button" class=${`round ${here ? "here" : ""}`} aria-label=${said} title=${label}
    aria-current=${here ? "true" : null} onClick=${onGo}>
    <span
      aria-hidden="true">${children}</span>${unread > 0 && html`<span class="unread" aria-hidden="true">${unread}</span>`}
  </button>`;
}

const initials = (name) => name.split(" ").map((word) => word[0]).join("");
