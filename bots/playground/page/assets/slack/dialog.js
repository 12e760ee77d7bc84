// A dialog that keeps the focus: Tab goes round in it, Esc closes it, and the focus goes back to where it was.
import {html, useLayoutEffect, useRef} from "../page/html.js";

const FOCUSABLE = "a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex='0']";

function visible(root, selector) {
  return [...root.querySelectorAll(selector)].filter((each) => each.tabIndex >= 0 && each.getClientRects().length);
}

/**
 * *drawing* changes whenever the dialog is drawn anew, *page* when something else stands in it then: a new page begins
 * at its first field, or is read from its title; the same page keeps the focus, unless what had it is gone.
 */
export function Dialog({labelledby, role = "dialog", drawing = "", page = "", onClose, children, ...rest}) {
  const box = useRef(null);

  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      // Later: what lies under the dialog cannot take the focus before it is drawn anew.
      setTimeout(() => {
        const free = document.activeElement === document.body || !document.activeElement;
        if (free && before instanceof HTMLElement && before.isConnected) before.focus();
      });
    };
  }, []);

  const last = useRef(null);
  useLayoutEffect(() => {
    const isSame = last.current === page;
    last.current = page;
    if (isSame && box.current.contains(document.activeElement)) return;
    const [wanted] = visible(box.current, "[data-first-focus]");
    const [field] = visible(box.current, ".box, input");
    const title = [...box.current.querySelectorAll("[data-title]")].find((each) => each.getClientRects().length);
    (wanted ?? field ?? title ?? box.current).focus();
  }, [drawing]);

  const onKeyDown = (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    }
    if (event.key !== "Tab") return;
    const stops = visible(box.current, FOCUSABLE);
    const at = stops.indexOf(document.activeElement);
    const edge = event.shiftKey ? at <= 0 : at === stops.length - 1;
    if (edge && stops.length) {
      event.preventDefault();
      stops[event.shiftKey ? stops.length - 1 : 0].focus();
    }
  };

  return html`<div class="backdrop">
    <div ref=${box} role=${role} aria-modal="true" aria-labelledby=${labelledby} tabindex="-1" onKeyDown=${onKeyDown} ...${rest}>
      ${children}
    </div>
  </div>`;
}
