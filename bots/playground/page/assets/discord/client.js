// Discord's client: the server's channel and the DM with the app, where one writes, and the form that stands open.
import {html, useEffect, useRef, useState} from "../page/html.js";
import {Composer} from "./composer.js";
import {Dialog} from "./dialog.js";
import {useKept} from "./kept.js";
import {Messages} from "./messages.js";
import {Modal} from "./modal.js";
import {Places} from "./places.js";
import {Settings} from "./settings.js";

/** What the client shows in the place itself, so that it need not be said a second time. */
const SHOWN_IN_PLACE = [
  "This interaction failed",
  "The application did not respond",
  "Something went wrong. Try again.",
];
const SECONDS_OF_A_NOTICE = 6;

/** `state` is what the side sees, `act(deed, with)` does something, `now` is the time on the page's clock. */
export function DiscordClient({state, act, now}) {
  return state && html`<${Client} key=${state.me.id} state=${state} act=${act} now=${now} />`;
}

function Client({state, act, now}) {
  const {me, app, server} = state;
  const [at, setAt] = useKept(`place-${me.id}`, "guild");
  const [busy, setBusy] = useState(null);
  const [sending, setSending] = useState(null);
  const [notice, setNotice] = useState("");
  const [leaving, setLeaving] = useState("");
  const [settings, showSettings] = useState(false);
  const [wanted, setWanted] = useState(null);
  const whole = useRef(null);

  const place = placesOf(server, app)[at];
  const unread = useUnread(state, at);

  useEffect(() => {
    if (!notice) return undefined;
    const timer = setTimeout(() => setNotice(""), SECONDS_OF_A_NOTICE * 1000);
    return () => clearTimeout(timer);
  }, [notice]);

  /** Do something; what is refused is said to the person. Resolves to whether it was done. */
  const attempt = async (deed, asked) => {
    try {
      return {done: true, result: await act(deed, asked)};
    } catch (error) {
      const said = error?.said ?? "The page could not reach its server.";
      if (!SHOWN_IN_PLACE.includes(said)) setNotice(said);
      return {done: false};
    }
  };
  /** A button that was pressed may be gone with the answer: whoever uses keys goes on at the message. */
  const keepFocus = (message) => requestAnimationFrame(() => {
    const lost = !document.activeElement || document.activeElement === document.body;
    if (lost) whole.current?.querySelector(`#discord-${message}`)?.focus({preventScroll: true});
  });
  const use = async (deed, message, part, more = {}) => {
    setBusy({message: message.id, custom_id: part.custom_id});
    await attempt(deed, {message: message.id, custom_id: part.custom_id, ...more});
    setBusy(null);
    keepFocus(message.id);
  };
  const ctx = {
    act,
    me,
    now: new Date(now ?? Date.now()),
    zone: me.zone,
    language: me.locale,
    busy,
    choosable: state.choosable,
    press: (message, part) => use("press", message, part),
    choose: (message, part, values) => use("choose", message, part, {values}),
    submit: async (values) => {
      const {result} = await attempt("submit", {values});
      if (result?.message) keepFocus(result.message);
    },
    dismiss: (message) => attempt("dismiss", message ? {message: message.id} : {}),
    say: async (text) => (await attempt("say", {text, where: at})).done,
    command: async (offer, options) => {
      setSending(offer.label);
      await attempt("command", {path: offer.path, options, where: at});
      setSending(null);
    },
    leave: setLeaving,
    typeCommand: (path) => setWanted({path}),
    nameOf: (kind, id) => nameOf(state, kind, id),
    tried: (work) => () => work().catch((error) => setNotice(error?.said ?? "That did not work.")),
  };

  return html`<section class="discord" aria-label="Discord" ref=${whole}>
    <${Places} at=${at} onGo=${setAt} unread=${unread} state=${state} onSettings=${() => showSettings(true)} />
    <div class="chat">
      <header class="heading"><span class="muted">${place.mark}</span> <h2>${place.name}</h2></header>
      <${Messages} key=${at} messages=${state[at].messages} sending=${sending} place=${place} ctx=${ctx} />
      <${Composer} key=${`composer-${at}`} state=${state} place=${place} wanted=${wanted} ctx=${ctx} />
    </div>
    ${state.modal && html`<${Modal} key=${state.modal.id} modal=${state.modal} appName=${app.name} ctx=${ctx} />`}
    ${settings && html`<${Settings} state=${state} attempt=${attempt} onClose=${() => showSettings(false)} />`}
    ${leaving &&
    html`<${Dialog} label="Leaving Discord" kind="small" onClose=${() => setLeaving("")}>
      <div class="body"><h2>Leaving Discord</h2><p>This leads to:</p><p class="address">${leaving}</p><p
        class="muted">This page does not open it.</p></div>
      <footer><button type="button" class="button primary" data-first
        onClick=${() => setLeaving("")}>Go back</button></footer>
    <//>`}
    <p class=${`notice ${notice ? "" : "empty"}`} role="status">${notice}</p>
  </section>`;
}

function placesOf(server, app) {
  return {
    guild: {
      id: "guild",
      name: server.channel,
      mark: "#",
      icon: "hash",
      label: `#${server.channel}`,
      heading: `Welcome to #${server.channel}`,
      about: "Everybody in the server reads what is written here. Type / to see what the app offers.",
    },
    dm: {
      id: "dm",
      name: app.name,
      mark: "@",
      icon: "at",
      label: `the direct messages with ${app.name}`,
      heading: app.name,
      about: `The beginning of your direct messages with ${app.name}. Type / to see what it offers.`,
    },
  };
}

/** Count what the app wrote, for all to stay, where the person is not looking. */
function useUnread(state, at) {
  const [read, setRead] = useKept(`read-${state.me.id}`, {guild: newest(state.guild), dm: newest(state.dm)});
  const now = newest(state[at]);
  useEffect(() => {
    setRead((before) => ({...before, [at]: now}));
  }, [at, now]);
  const isUnread = (place, message) =>
    message.author.bot && !message.ephemeral && BigInt(message.id) > BigInt(read[place]);
  const unread = (place) => (place === at ? 0 : state[place].messages.filter((each) => isUnread(place, each)).length);
  return {guild: unread("guild"), dm: unread("dm")};
}

const newest = ({messages}) => messages.at(-1)?.id ?? "0";

function nameOf({choosable, app, me}, kind, id) {
  const named = {"@": [...choosable.people, app, me], "@&": choosable.roles, "#": choosable.channels}[kind] ?? [];
  const found = named.find((each) => each.id === id)?.name ?? "unknown";
  return found.startsWith("@") ? found : kind[0] + found;
}
