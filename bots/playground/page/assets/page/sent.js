// What was sent: every call over the wire, newest first, with the platform's bounds beside what was used.
import {html, useState} from "./html.js";

const NAMES = {slack: "Slack", discord: "Discord"};
const STEP = 60;

export function Sent({calls, counts, zone}) {
  const [platform, setPlatform] = useState("");
  const [most, setMost] = useState(STEP);
  const shown = calls.filter((call) => !platform || call.platform === platform).reverse();
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return html`
    <section class="panel sent" data-panel="sent" aria-label="What was sent">
      <h2>What was sent <span class="count">${total} calls</span></h2>
      <p class="about">Each call of the bot, as it came over the wire, beside what the platform takes at most.</p>
      <label class="filter">Show${" "}
        <select value=${platform} onChange=${({target}) => setPlatform(target.value)}>
          <option value="">both platforms</option>
          <option value="slack">Slack</option>
          <option value="discord">Discord</option>
        </select>
      </label>
      <ol>${shown.slice(0, most).map((call) => html`<li key=${call.id}><${Call} call=${call} zone=${zone} /></li>`)}</ol>
      ${shown.length > most && html`<button onClick=${() => setMost(most + STEP)}>Show earlier calls</button>`}
    </section>`;
}

function Call({call, zone}) {
  const [open, setOpen] = useState(false);
  const fullest = call.bounds[0];
  return html`
    <details class=${call.applied ? "call" : "call refused"} onToggle=${({currentTarget}) => setOpen(currentTarget.open)}>
      <summary>
        <span class="at">${at(call.at, zone)}</span>
        <span class="platform" data-platform=${call.platform}>${NAMES[call.platform]}</span>
        <code title=${call.method}>${call.method.replaceAll(/\{\w+\}/g, "{…}")}</code>
        <span class="status">${call.status ?? "dropped"} ${call.error}</span>
        ${fullest && html`<span class="fullest">${fullest.what}: ${fullest.used} of ${fullest.most}</span>`}
      </summary>
      ${open && html`
        ${call.bounds.length > 0 && html`
          <table class="bounds">
            <caption>What was used of what the platform takes</caption>
            <tbody>${call.bounds.map((bound) => html`<${Bound} key=${bound.what} bound=${bound} />`)}</tbody>
          </table>`}
        <pre tabindex="0" aria-label="What was sent">${JSON.stringify(call.body, null, 2)}</pre>`}
    </details>`;
}

function Bound({bound}) {
  return html`
    <tr class=${bound.used > bound.most ? "over" : ""}>
      <th scope="row">${bound.what}</th>
      <td class="number">${bound.used}</td>
      <td class="number">of ${bound.most}</td>
      <td><meter min="0" max=${bound.most} value=${bound.used} aria-label=${bound.what}>${bound.used} of ${bound.most}</meter></td>
    </tr>`;
}

function at(seconds, zone) {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: zone,
  }).format(new Date(seconds * 1000));
}
