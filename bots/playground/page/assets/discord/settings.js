// What a person can change about themselves, as far as an app notices it.
import {html} from "../page/html.js";
import {Dialog} from "./dialog.js";
import {Icon} from "./icons.js";

export function Settings({state, attempt, onClose}) {
  const {dms_open: open, installed} = state.settings;
  const reload = async () => {
    await attempt("reload", {});
    onClose();
  };
  const install = (value, label) => html`<label class="choice">
    <input type="radio" name="installed" checked=${installed === value}
      onChange=${() => attempt("settings", {installed: value})} /><span>${label}</span>
  </label>`;
  return html`<${Dialog} label="User settings" kind="small" onClose=${onClose}>
    <div class="body"><h2>User settings</h2>
      <label class="choice"><input type="checkbox" role="switch" checked=${open}
        onChange=${() => attempt("settings", {dms_open: !open})} />
        <span>Direct messages from others in the server<span
          class="description">Off: the app cannot write to you.</span></span></label>
      <fieldset><legend>Where ${state.app.name} is installed</legend>
        ${install("guild", "In the server")}
        ${install("user", "For me alone")}
      </fieldset>
    </div>
    <footer><button type="button" class="button secondary" onClick=${reload}><${Icon} name="reload"
      size=${16} /> Reload the client</button></footer>
    <p class="muted hint">After a reload, messages that only you see are gone.</p>
  <//>`;
}
