// One person's Slack, as its desktop client shows it: places on the left, one of them open, modals on top.
import {html, useEffect, useRef, useState} from "../page/html.js";
import {AppPlace} from "./app_place.js";
import {Composer} from "./composer.js";
import {Conversation} from "./conversation.js";
import {Icon} from "./icons.js";
import {Confirm, Modals} from "./modal.js";
import {Sidebar} from "./sidebar.js";

const BANNER_SECONDS = 8;
const LINK_SECONDS = 8;

/** Keyed by the person, so that another one begins with their own places and nothing half typed. */
export function SlackClient({state, act, now}) {
  return html`<${Client} key=${state.me.id} state=${state} act=${act} now=${new Date(now ?? Date.now()).getTime()} />`;
}

function messagesIn(state, place) {
  return place === "app" ? state.dm.messages : (state.channels.find(({id}) => id === place)?.messages ?? []);
}

/** Count what came into each place since it was last looked at. What is there at the start was seen before. */
function useUnread(state, place) {
  const seen = useRef(null);
  const places = ["app", ...state.channels.map(({id}) => id)];
  const last = (id) => Number(messagesIn(state, id).at(-1)?.ts ?? 0);
  seen.current ??= Object.fromEntries(places.map((id) => [id, last(id)]));
  if (place) seen.current[place] = last(place);
  const fresh = (id) => messagesIn(state, id).filter(({ts, by}) => Number(ts) > (seen.current[id] ?? 0) && by !== "person");
  return Object.fromEntries(places.map((id) => [id, fresh(id).length]));
}

/** Something that is shown for a while. */
function useForAWhile(seconds) {
  const [shown, show] = useState(null);
  useEffect(() => {
    if (!shown) return undefined;
    const timer = setTimeout(() => show(null), seconds * 1000);
    return () => clearTimeout(timer);
  }, [shown]);
  return [shown, show];
}

function Client({state, act, now}) {
  const [place, setPlace] = useState(state.channels[0]?.id ?? "app");
  const [tab, setTab] = useState("messages");
  const [isListOpen, setListOpen] = useState(false);
  const [asked, setAsked] = useState(null);
  const [link, setLink] = useForAWhile(LINK_SECONDS);
  const [banner, setBanner] = useForAWhile(BANNER_SECONDS);
  const channel = state.channels.find(({id}) => id === place);
  const looksAt = channel ? place : tab === "messages" ? "app" : "";
  const unread = useUnread(state, looksAt);
  const newest = unread.app ? state.dm.messages.at(-1) : null;

  useEffect(() => {
    if (newest) setBanner({text: newest.text});
  }, [newest?.ts]);

  const openLink = (address) => setLink({address});
  const confirm = (object) =>
    new Promise((resolve) => {
      const answer = (agreed) => {
        setAsked(null);
        resolve(agreed);
      };
      setAsked({...object, answer});
    });
  const go = (id) => {
    setPlace(id);
    setListOpen(false);
    setBanner(null);
    // The box of the channel takes the focus, as in Slack; a phone's keyboard would cover what was asked for.
    if (id !== "app" && matchMedia("(pointer: fine)").matches) setTimeout(() => document.getElementById("slack-message")?.focus());
  };
  const read = () => {
    setTab("messages");
    go("app");
  };
  const shared = {act, confirm, openLink, me: state.me, now, shortcuts: state.shortcuts.filter(({type}) => type === "message")};
  const shownLink = link && html`<${LinkNotice} address=${link.address} />`;
  const isCovered = state.modals.length > 0 || asked !== null;

  return html`<div class=${`slack${isListOpen ? " slack-list-open" : ""}`} data-client="slack">
    <div class="client" inert=${isCovered}>
      <${Sidebar} state=${state} place=${place} unread=${unread} onGo=${go} />
      <div class="place-open">
        <button type="button" class="icon-button list-button" aria-label="Channels and apps" aria-expanded=${String(isListOpen)}
          onClick=${() => setListOpen(!isListOpen)}><${Icon} name="menu" />${unread.app > 0 && html`<span class="count">${unread.app}</span>`}</button>
        ${channel
          ? html`<${ChannelPlace} key=${channel.id} channel=${channel} state=${state} shared=${shared} act=${act} />`
          : html`<${AppPlace} state=${state} tab=${tab} onTab=${setTab} shared=${shared} act=${act} onGo=${go} />`}
        ${!isCovered && shownLink}
      </div>
      <div role="status">${banner && html`<button type="button" class="banner" onClick=${read}>
        <span class="avatar avatar-small" aria-hidden="true"><${Icon} name="app" /></span>
        <span><b>${state.app.name}</b><br />${banner.text}</span>
      </button>`}</div>
    </div>
    ${state.modals.length > 0 && html`<${Modals} views=${state.modals} app=${state.app} act=${act} confirm=${confirm} openLink=${openLink} link=${shownLink} />`}
    ${asked && html`<${Confirm} asked=${asked} openLink=${openLink} />`}
  </div>`;
}

function ChannelPlace({channel, state, shared, act}) {
  const intro = html`<div class="intro">
    <h3><${Icon} name="hash" />${channel.name}</h3>
    <p>This is the very beginning of the <b>#${channel.name}</b> channel. Everyone in it reads what is written here.</p>
  </div>`;
  return html`<header class="head"><h2><${Icon} name="hash" />${channel.name}</h2><span class="members">${channel.members} ${channel.members === 1 ? "member" : "members"}</span></header>
    <${Conversation} label=${`#${channel.name}`} messages=${channel.messages} intro=${intro} ...${shared} />
    <${Composer} channel=${channel} commands=${state.commands} shortcuts=${state.shortcuts.filter(({type}) => type === "global")} act=${act} />`;
}

/** Where a link would have led: nothing is opened from here. */
function LinkNotice({address}) {
  const [kind] = address.split(":");
  const would = {tel: "Slack would dial", sms: "Slack would write to", mailto: "Slack would write to"}[kind] ?? "Slack would open";
  return html`<p class="link-notice" role="status"><${Icon} name="link" /><span>${would} <b>${address.replace(/^(?:tel|sms|mailto):/, "")}</b>. This page opens nothing.</span></p>`;
}
