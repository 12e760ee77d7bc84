// The list of places: channels, and the app under "Apps".
import {html} from "../page/html.js";
import {Icon} from "./icons.js";

export function Sidebar({state, place, unread, onGo}) {
  const item = (id, icon, name) => html`<button type="button" key=${id} class=${`place${unread[id] ? " place-unread" : ""}`}
      aria-current=${place === id ? "page" : undefined} onClick=${() => onGo(id)}>
    <${Icon} name=${icon} /><span class="place-name">${name}</span>
    ${unread[id] > 0 && html`<span class="count" aria-label=${`${unread[id]} new`}>${unread[id]}</span>`}
  </button>`;
  return html`<nav class="sidebar" aria-label="Slack: channels and apps">
    <p class="workspace">${state.workspace}</p>
    <p class="places">Channels</p>
    ${state.channels.map((channel) => item(channel.id, "hash", channel.name))}
    <p class="places">Apps</p>
    ${item("app", "app", state.app.name)}
    <p class="me"><span class="avatar avatar-person avatar-small" aria-hidden="true">${state.me.name[0].toUpperCase()}</span>${state.me.name}</p>
  </nav>`;
}
