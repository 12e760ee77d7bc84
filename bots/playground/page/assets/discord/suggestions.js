// The list above a field while somebody types: arrows move in it, Esc closes it.
import {html, useEffect, useRef, useState} from "../page/html.js";

let count = 0;

/**
 * *items* are {key, label, about, side}. `from` is the place that is marked at first; -1 marks none, so that Enter means
 * what it meant without the list.
 */
export function useSuggestions(items, {from}) {
  const [mark, setMark] = useState({keys: "", at: from}); // of other items than these it says nothing
  const [closed, setClosed] = useState(false);
  const id = useRef(`suggestions-${(count += 1)}`).current;
  const keys = items.map((each) => each.key).join("\n");
  const shown = !closed && items.length > 0;
  const marked = mark.keys === keys ? mark.at : from;
  const setAt = (at) => setMark({keys, at});
  const onKey = (event) => {
    if (!shown) return false;
    if (event.key === "ArrowDown") setAt((marked + 1) % items.length);
    else if (event.key === "ArrowUp") setAt((Math.max(marked, 0) + items.length - 1) % items.length);
    else if (event.key === "Escape") setClosed(true);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return {
    id,
    items,
    at: marked,
    shown,
    chosen: shown && marked >= 0 ? items[marked] : null,
    open: () => setClosed(false),
    close: () => setClosed(true),
    mark: setAt,
    onKey,
    aria: {
      "aria-expanded": shown,
      "aria-controls": shown ? id : null,
      "aria-activedescendant": shown && marked >= 0 ? `${id}-${marked}` : null,
    },
  };
}

export function Suggestions({list, label, onPick}) {
  const box = useRef(null);
  useEffect(() => {
    box.current?.querySelector(".at")?.scrollIntoView({block: "nearest"});
  }, [list.at, list.shown]);
  if (!list.shown) return null;
  return html`<ul class="suggestions" id=${list.id} role="listbox" aria-label=${label} ref=${box}>
    ${list.items.map(
      (each, index) => html`<li role="option" key=${each.key} id=${`${list.id}-${index}`}
        class=${index === list.at ? "at" : ""} aria-selected=${index === list.at}
        onPointerMove=${() => list.mark(index)} onPointerDown=${(event) => event.preventDefault()} onClick=${() => onPick(each)}>
        <span class="label">${each.label}</span>${each.about && html`<span class="description">${each.about}</span>`}
        ${each.side && html`<span class="source">${each.side}</span>`}
      </li>`,
    )}
  </ul>`;
}
