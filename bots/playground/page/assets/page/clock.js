// The one clock of both platforms and the bot, and where it can be sent.
import {html, useEffect, useState} from "./html.js";

const JUMPS = [
  ["next", "Next message", "To the next time a message comes"],
  ["friday", "Friday evening", "To the next Friday, 18:00"],
  ["clock_change", "Clock change", "Across the next night on which the clocks change"],
  ["holiday", "Holiday", "Into the next public holiday"],
  ["two_weeks", "Two weeks of silence", "Through two weeks in which nobody answers"],
  ["now", "Now", "To the time of this machine"],
];

export function ClockBar({clock, act}) {
  const [busy, setBusy] = useState("");
  const [setting, setSetting] = useState(false);
  const run = async (name, deed, asked) => {
    setBusy(name);
    await act(deed, asked);
    setBusy("");
  };
  const set = (event) => {
    event.preventDefault();
    setSetting(false);
    run("set", "clock.set", {instant: new FormData(event.currentTarget).get("instant")});
  };
  return html`
    <section class="clock" aria-label="The clock">
      <${Face} clock=${clock} />
      <div class="jumps" role="group" aria-label="Send the clock">
        ${JUMPS.map(([to, label, title]) => html`
          <button key=${to} title=${title} disabled=${busy !== ""} aria-busy=${busy === to}
            onClick=${() => run(to, "clock.jump", {to})}>${label}</button>`)}
        <button aria-pressed=${clock.playing} disabled=${busy !== ""} title="Play 24 hours in a minute"
          onClick=${() => run("play", "clock.play", {on: !clock.playing})}>A day in a minute</button>
        <button aria-expanded=${setting} onClick=${() => setSetting(!setting)}>Set …</button>
      </div>
      ${setting && html`<${Setting} clock=${clock} onSubmit=${set} />`}
    </section>`;
}

function Setting({clock, onSubmit}) {
  const [opened] = useState(() => written(clock)); // what is typed stays, whatever the clock does meanwhile
  return html`
    <form class="set" onSubmit=${onSubmit}>
      <label>The time it becomes <input type="datetime-local" name="instant" required defaultValue=${opened} /></label>
      <button class="main">Set the clock</button>
      <p>At once, as after a night without power: what is too late by then is not sent.</p>
    </form>`;
}

function Face({clock}) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), clock.playing ? 100 : 500);
    return () => clearInterval(timer);
  }, [clock.playing]);
  const now = new Date(Date.now() + clock.ahead * 1000);
  const day = new Intl.DateTimeFormat("en-GB", {
    weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: clock.zone,
  }).format(now);
  const time = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: clock.zone,
  }).format(now);
  return html`
    <time class="face" datetime=${now.toISOString()}>
      <span class="time">${time}</span> <span class="day">${day}</span> <span class="zone">${clock.zone}</span>
    </time>`;
}

// The time as a field for local times takes it.
function written(clock) {
  const now = new Date(Date.now() + clock.ahead * 1000);
  const parts = new Intl.DateTimeFormat("sv-SE", {dateStyle: "short", timeStyle: "short", timeZone: clock.zone});
  return parts.format(now).replace(" ", "T");
}
