// A list that lies over everything at a button: for menus, selects and the list of shortcuts.
import {html, useEffect, useLayoutEffect, useMemo, useRef, useState} from "../page/html.js";

const GAP = 4;
const EDGE = 8;

function place(popup, anchor) {
  const at = anchor.getBoundingClientRect();
  popup.style.minWidth = `${Math.min(at.width, window.innerWidth - 2 * EDGE)}px`;
  const {width, height} = popup.getBoundingClientRect();
  const below = at.bottom + GAP;
  const fits = below + height <= window.innerHeight - EDGE;
  const top = fits ? below : Math.max(EDGE, at.top - GAP - height);
  popup.style.top = `${top}px`;
  popup.style.left = `${Math.max(EDGE, Math.min(at.left, window.innerWidth - width - EDGE))}px`;
}

/** *anchor* is the button's ref. Closed by Esc and by a press elsewhere; *onClose* puts the focus back on the button. */
export function Popup({anchor, onClose, children}) {
  const popup = useRef(null);
  // Shown as soon as it is there: what stands in it may take the focus in an effect of its own, which comes later.
  const shown = useMemo(() => (element) => {
    popup.current = element;
    element?.showPopover();
  }, []);

  useLayoutEffect(() => place(popup.current, anchor.current));

  useEffect(() => {
    const elsewhere = ({target}) => {
      if (!popup.current.contains(target) && !anchor.current.contains(target)) onClose();
    };
    const moved = () => place(popup.current, anchor.current);
    document.addEventListener("pointerdown", elsewhere);
    window.addEventListener("resize", moved);
    return () => {
      document.removeEventListener("pointerdown", elsewhere);
      window.removeEventListener("resize", moved);
    };
  });

  const onKeyDown = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // the dialog under it stays
    onClose();
    anchor.current.focus();
  };

  return html`<div ref=${shown} class="popup" popover="manual" onKeyDown=${onKeyDown}>${children}</div>`;
}

/** Return the state of a list that the arrow keys walk through: the index, and what a key does. */
export function useWalk(count, onPick) {
  const [at, setAt] = useState(0);
  const here = Math.min(at, count - 1);
  const onKey = (event) => {
    const steps = {ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: count - 1};
    if (event.key in steps && count) {
      event.preventDefault();
      setAt((steps[event.key] + count) % count);
    } else if (event.key === "Enter" && count) {
      event.preventDefault();
      onPick(here);
    }
  };
  return {here, setAt, onKey};
}

/** A button that opens a menu of *items*, each {label, description, danger}; *onPick* gets the item's index. */
export function Menu({label, items, onPick, children, className = "", disabled = false}) {
  const [open, setOpen] = useState(false);
  const button = useRef(null);
  const close = () => setOpen(false);
  const pick = (index) => {
    close();
    button.current.focus();
    onPick(index);
  };
  return html`<button ref=${button} type="button" class=${className} aria-label=${label} title=${label} disabled=${disabled}
      aria-haspopup="menu" aria-expanded=${String(open)} onClick=${() => setOpen(!open)}>${children}</button>
    ${open && html`<${Popup} anchor=${button} onClose=${close}><${MenuItems} label=${label} items=${items} onPick=${pick} /></${Popup}>`}`;
}

function MenuItems({label, items, onPick}) {
  const list = useRef(null);
  const {here, setAt, onKey} = useWalk(items.length, onPick);
  useLayoutEffect(() => {
    list.current.children[here]?.focus();
  }, [here]);
  return html`<div ref=${list} role="menu" aria-label=${label} class="menu" onKeyDown=${onKey}>
    ${items.map(
      (item, index) => html`<button type="button" role="menuitem" tabindex="-1" key=${index} onMouseEnter=${() => setAt(index)}
        onClick=${() => onPick(index)}>
        <span class="menu-label">${item.label}</span>
        ${item.description && html`<span class="menu-description">${item.description}</span>`}
      </button>`,
    )}
  </div>`;
}
