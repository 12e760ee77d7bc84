// Small neutral pictures, drawn here: none is anybody's trademark.
import {html} from "../page/html.js";

const PATHS = {
  app: "M12 3c5 0 8 3.2 8 8s-3 8-8 8c-1.2 0-2.3-.2-3.3-.6L4 20l1.6-4.2C4.6 14.4 4 12.8 4 11c0-4.8 3-8 8-8zm-3.5 8h7M8.5 8h7",
  back: "M15 5l-7 7 7 7",
  calendar: "M5 6h14v13H5zM5 10h14M9 4v3M15 4v3",
  check: "M5 12l5 5 9-11",
  chevron: "M6 9l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  dots: "M5 12h.01M12 12h.01M19 12h.01",
  eye: "M2 12s4-6 10-6 10 6 10 6-4 6-10 6-10-6-10-6zm10-2.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  hash: "M9 4L7 20M17 4l-2 16M4 9h17M3 15h17",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  menu: "M4 7h16M4 12h16M4 17h16",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9h.01",
  plus: "M12 5v14M5 12h14",
  send: "M4 12l16-8-6 16-3-7z",
  shortcut: "M13 3L5 14h6l-1 7 8-11h-6z",
  warning: "M12 4l9 16H3zM12 10v4M12 17h.01",
};

/** One icon; what it stands beside has the words, so it is hidden from a screen reader. */
export function Icon({name}) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>`;
}
