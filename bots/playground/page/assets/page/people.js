// Who is looked at, who else there is, and starting over.
import {html, useMemo, useState} from "./html.js";

export function People({people, who, languages, act}) {
  const [adding, setAdding] = useState(false);
  const [starting, setStarting] = useState(false);
  const add = async (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (await act("page.add", Object.fromEntries(form))) setAdding(false);
  };
  const startOver = async () => {
    if (!confirm("Start over? All people and everything stored are gone.")) return;
    setStarting(true);
    await act("page.start_over");
    setStarting(false);
  };
  return html`
    <div class="people">
      <label>
        <span>You are</span>
        <select value=${who.id} onChange=${({target}) => act("page.look", {person: target.value})}>
          ${people.map((each) => html`
            <option key=${each.id} value=${each.id} selected=${each.id === who.id}>
              ${each.name} (${languages[each.language]}, ${city(each.zone)})</option>`)}
        </select>
      </label>
      <button aria-expanded=${adding} onClick=${() => setAdding(!adding)}>Add a person</button>
      <button class="quiet" disabled=${starting} aria-busy=${starting} onClick=${startOver}>${starting ? "Starting over …" : "Start over"}</button>
      ${adding && html`<${NewPerson} languages=${languages} zone=${who.zone} onSubmit=${add} />`}
    </div>`;
}

function NewPerson({languages, zone, onSubmit}) {
  const zones = useMemo(() => Intl.supportedValuesOf("timeZone"), []);
  return html`
    <form class="new" onSubmit=${onSubmit}>
      <label>Name <input name="name" required maxlength="30" autocomplete="off" /></label>
      <label>Language
        <select name="language">
          ${Object.entries(languages).map(([key, name]) => html`<option key=${key} value=${key}>${name}</option>`)}
        </select>
      </label>
      <label>Zone
        <select name="zone">
          ${zones.map((each) => html`<option key=${each} value=${each} selected=${each === zone}>${each}</option>`)}
        </select>
      </label>
      <button class="main">Add</button>
    </form>`;
}

function city(zone) {
  return zone.split("/").pop().replaceAll("_", " ");
}
