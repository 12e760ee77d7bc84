// The page: the bar on top, Slack and Discord side by side, and what is stored and sent below.
//
// Each client is handed {state, act, now}: what its side sees; act(deed, with), a promise of the result that rejects
// with {said}; and the time it is there, a Date that moves on once a minute. <html data-theme> is "light" or "dark".
import {DiscordClient} from "../discord/client.js";
import {SlackClient} from "../slack/client.js";
import {ClockBar} from "./clock.js";
import {html, render, useEffect, useMemo, useState} from "./html.js";
import {People} from "./people.js";
import {Sent} from "./sent.js";
import {Stored} from "./stored.js";
import {Wire} from "./wire.js";

const SIDES = {slack: ["Slack", SlackClient], discord: ["Discord", DiscordClient]};
const TABS = {slack: "Slack", discord: "Discord", stored: "Stored", sent: "Sent"};
const NOTE_MS = 12_000;

function App() {
  const [told, setTold] = useState(null);
  const wire = useMemo(() => new Wire(setTold), []);
  const [note, setNote] = useState({text: "", bad: false});
  const [tab, setTab] = useState("slack");
  useEffect(() => {
    if (!note.text) return undefined;
    const timer = setTimeout(() => setNote({text: "", bad: false}), NOTE_MS);
    return () => clearTimeout(timer);
  }, [note]);
  // Deeds of the page itself say how they went in one line; those of a client say it where the client would.
  const act = useMemo(() => async (deed, asked) => {
    try {
      const result = await wire.act(deed, asked);
      if (result?.said) setNote({text: result.said, bad: false});
      return result;
    } catch ({said}) {
      setNote({text: said, bad: true});
      return undefined;
    }
  }, [wire]);
  if (!told?.state) return html`<p class="waiting" role="status">Starting …</p>`;
  const {state, stored, calls, counts, connected} = told;
  const who = state.people.find((each) => each.id === state.person);
  return html`
    <header class="top">
      <h1>Try Enough</h1>
      <${People} people=${state.people} who=${who} languages=${state.languages} seeds=${state.seeds} act=${act} />
      <button class="quiet" onClick=${window.switchTheme}>Light or dark</button>
    </header>
    <${ClockBar} clock=${state.clock} act=${act} />
    <${Note} note=${trouble(connected, state, note) ?? note} hint=${hint(stored)} />
    <nav class="shown" aria-label="What is shown">
      ${Object.entries(TABS).map(([key, name]) => html`
        <button key=${key} aria-pressed=${tab === key} onClick=${() => setTab(key)}>${name}</button>`)}
    </nav>
    <main data-tab=${tab}>
      <div class="sides">
        ${Object.entries(SIDES).map(([name, [title, Client]]) => html`
          <section key=${name} class="side" data-side=${name} aria-label=${`${title}, as ${who.name} sees it`}>
            <${Platform} key=${`${state.round} ${who.id}`} name=${name} client=${Client} state=${state[name]}
              clock=${state.clock} wire=${wire} />
          </section>`)}
      </div>
      <div class="panels">
        <${Panels} stored=${stored} name=${who.name} view=${`${state.round} ${who.id}`} calls=${calls} counts=${counts}
          zone=${who.zone} />
      </div>
    </main>`;
}

function Note({note, hint}) {
  return html`<p class=${note.bad ? "note bad" : note.text ? "note" : "note hint"} role="status">${note.text || hint}</p>`;
}

// What keeps everything else from going on, whatever else there is to say.
function trouble(connected, {ended}, note) {
  if (!connected) return {text: "The server has stopped. Start it again with: make try", bad: true};
  return ended && !note.text ? {text: ended, bad: true} : null;
}

// What to do first, for somebody who has never seen it.
function hint(stored) {
  const own = (stored?.people ?? []).filter((table) => table.own).map((table) => table.name);
  if (own.includes("nudge")) return "“Next message” sends the clock to when it writes next.";
  if (own.length) return "It writes to whoever says yes to “Shall I write?”, or sets a time with /enough settings.";
  return "Type /enough into a message box and press Enter, on Discord twice.";
}

function Platform({name, client: Client, state, clock, wire}) {
  const act = useMemo(() => (deed, asked) => wire.act(`${name}.${deed}`, asked), [name, wire]);
  const minute = useMinute(clock.ahead);
  const now = useMemo(() => new Date(minute * 60_000), [minute]);
  return useMemo(() => html`<${Client} state=${state} act=${act} now=${now} />`, [Client, state, act, now]);
}

function Panels({stored, name, view, calls, counts, zone}) {
  const first = useMemo(() => html`<${Stored} stored=${stored} name=${name} view=${view} />`, [stored, name, view]);
  const second = useMemo(() => html`<${Sent} calls=${calls} counts=${counts} zone=${zone} />`, [calls, counts, zone]);
  return [first, second];
}

function useMinute(ahead) {
  const read = () => Math.floor((Date.now() / 1000 + ahead) / 60);
  const [, look] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => look(read()), 5000);
    return () => clearInterval(timer);
  }, [ahead]);
  return read();
}

render(html`<${App} />`, document.getElementById("page"));
