// The app's own place: Home, the DM with it, and what it says about itself.
import {html, useEffect, useRef} from "../page/html.js";
import {Blocks} from "./blocks.js";
import {Conversation} from "./conversation.js";
import {Icon} from "./icons.js";
import {surface} from "./surface.js";

const TABS = {home: "Home", messages: "Messages", about: "About"};

export function AppPlace({state, tab, onTab, shared, act, onGo}) {
  const {app} = state;
  const tabs = Object.keys(TABS).filter((each) => each !== "home" || app.home_tab);
  const bar = useRef(null);
  const walk = (event) => {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    onTab(next);
    bar.current.querySelector(`#slack-tab-${next}`).focus();
  };
  return html`<header class="head">
      <h2><span class="avatar avatar-small" aria-hidden="true"><${Icon} name="app" /></span>${app.name}<span class="badge">App</span></h2>
      <div class="tabs" role="tablist" aria-label=${app.name} ref=${bar} onKeyDown=${walk}>
        ${tabs.map(
          (each) => html`<button type="button" role="tab" key=${each} id=${`slack-tab-${each}`} aria-selected=${String(tab === each)} aria-controls="slack-tab"
            tabindex=${tab === each ? 0 : -1} onClick=${() => onTab(each)}>${TABS[each]}</button>`,
        )}
      </div>
    </header>
    <div class="tab" id="slack-tab" role="tabpanel" aria-labelledby=${`slack-tab-${tab}`}>
      ${tab === "home" && html`<${Home} state=${state} shared=${shared} act=${act} />`}
      ${tab === "messages" && html`<${Dm} state=${state} shared=${shared} onGo=${onGo} />`}
      ${tab === "about" && html`<${About} state=${state} />`}
    </div>`;
}

function Home({state, shared, act}) {
  useEffect(() => {
    act("home", {}).catch(() => null);
  }, []);
  const {home} = state;
  if (!home) return html`<p class="home-empty" role="status">One moment…</p>`;
  const on = surface({name: home.id, where: "home", values: home.values, more: () => ({hash: home.hash}), ...shared});
  return html`<div class="home" tabindex="0" role="region" aria-label="Home"><${Blocks} blocks=${home.blocks} on=${on} /></div>`;
}

function Dm({state, shared, onGo}) {
  const {app, dm, channels} = state;
  const intro = html`<div class="intro">
    <span class="avatar avatar-large" aria-hidden="true"><${Icon} name="app" /></span>
    <h3>${app.name}</h3>
    <p>This is the very beginning of your direct message history with <b>@${app.name}</b>.</p>
  </div>`;
  return html`<${Conversation} label=${`Messages with ${app.name}`} messages=${dm.messages} intro=${intro} ...${shared} />
    <div class="turned-off"><p>${app.read_only}</p>
      ${channels.length > 0 && html`<p>Commands go into any channel: <button type="button" class="plain-link" onClick=${() => onGo(channels[0].id)}>#${channels[0].name}</button></p>`}
    </div>`;
}

function About({state}) {
  return html`<div class="about" tabindex="0" role="region" aria-label="About">
    <p>${state.app.description}</p>
    <h3>Commands</h3>
    <ul>${state.commands.map(({command, description, usage_hint}) => html`<li key=${command}><code>${command}</code> ${usage_hint}<br />${description}</li>`)}</ul>
    <h3>Shortcuts</h3>
    <ul>${state.shortcuts.map(({name, description}) => html`<li key=${name}><b>${name}</b><br />${description}</li>`)}</ul>
  </div>`;
}
