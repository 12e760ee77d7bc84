// Who is looked at, who else there is, and starting over.
import {html, useMemo, useState} from "./html.js";

export function People({people, who, languages, seeds, act}) {
  const [adding, setAdding] = useState(false);
  const [living, setLiving] = useState(false);
  const [starting, setStarting] = useState(false);
  const add = async (event) => {
    event.preventDefault();
    const {past, platform, ...person} = Object.fromEntries(new FormData(event.currentTarget));
    if (!(await act("page.add", person))) return;
    setAdding(false);
    if (past) await live(past, platform);
  };
  const live = async (name, platform) => {
    setLiving(true);
    await act("page.seed", {name, platform});
    setLiving(false);
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
      <button aria-expanded=${adding} disabled=${living} aria-busy=${living} onClick=${() => setAdding(!adding)}>
        ${living ? "Living through it …" : "Add a person"}</button>
      <button class="quiet" disabled=${starting} aria-busy=${starting} onClick=${startOver}>${starting ? "Starting over …" : "Start over"}</button>
      ${adding && html`<${NewPerson} languages=${languages} seeds=${seeds} zone=${who.zone} onSubmit=${add} />`}
    </div>`;
}

function NewPerson({languages, seeds, zone, onSubmit}) {
  const [past, setPast] = useState("");
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
      <label>Past
        <select name="past" value=${past} onChange=${({target}) => setPast(target.value)}>
          <option value="">none: was never here</option>
          ${seeds.map((each) => html`<option key=${each.name} value=${each.name} title=${each.about}>${each.title}</option>`)}
        </select>
      </label>
      ${past && html`<label>Lived on
        <select name="platform"><option>Slack</option><option>Discord</option></select>
      </label>`}
      <button class="main">Add</button>
    </form>`;
}

function city(zone) {
  return zone.split("/").pop().replaceAll("_", " ");
}
