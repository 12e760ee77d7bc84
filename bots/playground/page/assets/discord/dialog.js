// A dialog over Discord's side: it holds the focus, Esc closes it, and the focus returns to where it was.
import {html, useEffect, useLayoutEffect, useRef} from "../page/html.js";
import {Icon} from "./icons.js";

const FOCUSABLE = "a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex='0']";

export function Dialog({label, onClose, children, kind = ""}) {
  const box = useRef(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const first = box.current.querySelector("[data-first], input, textarea, .menu > button") ?? box.current;
    first.focus();
    return () => before?.isConnected && before.focus();
  }, []);
  useEffect(() => {
    box.current?.scrollTo?.(0, 0);
  }, []);
  const onKeyDown = (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    }
    if (event.key === "Tab") hold(event, box.current);
  };
  return html`<div class="veil">
    <div class=${`dialog ${kind}`} role="dialog" aria-modal="true" aria-label=${label} tabindex="-1" ref=${box}
      onKeyDown=${onKeyDown}>
      ${children}
      <button type="button" class="close plain" aria-label="Close" onClick=${onClose}><${Icon} name="close" /></button>
    </div>
  </div>`;
}

function hold(event, box) {
  const all = [...box.querySelectorAll(FOCUSABLE)].filter((each) => each.offsetParent !== null);
  if (!all.length) return;
  const [first, last] = [all[0], all.at(-1)];
  const inside = box.contains(document.activeElement) && document.activeElement !== box;
  if (event.shiftKey && (document.activeElement === first || !inside)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first.focus();
  }
}
