// The message box: plain text to a channel, `/` for commands and the words they know, and the list of shortcuts.
import {html, useLayoutEffect, useRef, useState} from "../page/html.js";
import {Icon} from "./icons.js";
import {Menu} from "./popup.js";

/** Return what could be meant by *text* so far: {insert, label, description, app}. Words stand only after a whole command. */
export function completions(text, commands) {
  if (!text.startsWith("/")) return [];
  const [name, ...rest] = text.split(" ");
  if (!rest.length) {
    return commands
      .filter(({command}) => command.startsWith(name.toLowerCase()))
      .map(({command, usage_hint, description, app}) => ({insert: `${command} `, label: command, hint: usage_hint, description, app}));
  }
  const known = commands.find(({command}) => command === name);
  if (!known || rest.length > 1) return [];
  return known.words
    .filter((word) => word.startsWith(rest[0].toLowerCase()) && word !== rest[0])
    .map((word) => ({insert: `${name} ${word}`, label: `${name} ${word}`, app: known.app}));
}

export function Composer({channel, commands, shortcuts, act}) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(-1);
  const [away, setAway] = useState("");
  const [trouble, setTrouble] = useState("");
  const box = useRef(null);
  const offered = away === text ? [] : completions(text, commands);
  const isName = !text.includes(" ");
  // The first command is meant until another is; a word is meant only once somebody walked to it.
  const here = Math.min(at < 0 && isName ? 0 : at, offered.length - 1);

  const write = (now) => {
    setText(now);
    setAt(-1);
    setTrouble("");
  };
  const take = (offer) => {
    write(offer.insert);
    box.current.focus();
  };
  const send = () => {
    const said = text.trim();
    if (!said) return;
    write("");
    const deed = said.startsWith("/") ? "command" : "say";
    // What became of a command stands in the channel; Slack says it there.
    act(deed, {text: said, channel: channel.id}).catch((refused) => deed === "say" && setTrouble(refused?.said ?? String(refused)));
  };
  const onKeyDown = (event) => {
    const isWhole = commands.some(({command}) => command === text.trim());
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && offered.length) {
      event.preventDefault();
      setAt((here + step + offered.length) % offered.length);
    } else if (event.key === "Tab" && offered.length && !event.shiftKey) {
      event.preventDefault();
      take(offered[Math.max(here, 0)]);
    } else if (event.key === "Escape" && offered.length) {
      event.stopPropagation();
      setAway(text);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (here >= 0 && offered.length && !(isName && isWhole)) take(offered[here]);
      else send();
    }
  };

  useLayoutEffect(() => {
    box.current.style.height = "auto";
    box.current.style.height = `${Math.min(box.current.scrollHeight, 160)}px`;
  }, [text]);

  const label = `Message #${channel.name}`;
  return html`<div class="composer">
    ${offered.length > 0 && html`<${Offers} offered=${offered} here=${here} onPick=${take} onWalk=${setAt} />`}
    <div class="composer-box">
      <textarea ref=${box} id="slack-message" rows="1" aria-label=${label} placeholder=${label} value=${text} autocomplete="off"
        aria-autocomplete="list" aria-controls=${offered.length ? "slack-offers" : undefined}
        aria-activedescendant=${here >= 0 && offered.length ? `slack-offer-${here}` : undefined}
        onInput=${({currentTarget}) => write(currentTarget.value)} onKeyDown=${onKeyDown}></textarea>
      <div class="composer-tools">
        <${Menu} label="Shortcuts" className="icon-button" items=${shortcuts.map(({name, description}) => ({label: name, description}))}
          onPick=${(index) => act("shortcut", {callback_id: shortcuts[index].callback_id}).catch((refused) => setTrouble(refused?.said ?? String(refused)))}>
          <${Icon} name="shortcut" />
        </${Menu}>
        <button type="button" class="icon-button send" aria-label="Send" title="Send" disabled=${!text.trim()} onClick=${send}><${Icon} name="send" /></button>
      </div>
    </div>
    ${trouble && html`<p class="trouble" role="alert"><${Icon} name="warning" /><span>${trouble}</span></p>`}
  </div>`;
}

function Offers({offered, here, onPick, onWalk}) {
  const list = useRef(null);
  useLayoutEffect(() => {
    list.current.querySelector("[aria-selected=true]")?.scrollIntoView({block: "nearest"});
  }, [here]);
  return html`<div ref=${list} class="offers" id="slack-offers" role="listbox" aria-label="Commands">
    ${offered.map(
      (offer, index) => html`<div role="option" key=${offer.label} id=${`slack-offer-${index}`} class="offer" aria-selected=${String(index === here)}
        onMouseMove=${() => onWalk(index)} onMouseDown=${(event) => event.preventDefault()} onClick=${() => onPick(offer)}>
        <span class="avatar avatar-small" aria-hidden="true"><${Icon} name="app" /></span>
        <span class="offer-words"><b>${offer.label}</b> ${offer.hint && html`<span class="offer-hint">${offer.hint}</span>`}
          ${offer.description && html`<span class="offer-description">${offer.description}</span>`}</span>
        <span class="offer-app">${offer.app}</span>
      </div>`,
    )}
  </div>`;
}
