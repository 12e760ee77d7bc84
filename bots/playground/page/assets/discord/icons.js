// Neutral pictures, drawn here: none of Discord's own.
import {html} from "../page/html.js";

const PATHS = {
  hash: "M9 4 7 20 M17 4l-2 16 M4.5 9h16 M3.5 15h16",
  at: "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Zm0 0v1.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-4 7.5",
  gear: [
    "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z M10.4 5l.1-2.5h3l.1 2.5 2.3.9 1.7-1.7 2.2 2.2-1.7 1.7.9 2.3 2.5.1v3l-2.5.1",
    "-.9 2.3 1.7 1.7-2.2 2.2-1.7-1.7-2.3.9-.1 2.5h-3l-.1-2.5-2.3-.9-1.7 1.7-2.2-2.2 1.7-1.7-.9-2.3-2.5-.1v-3l2.5-.1",
    ".9-2.3-1.7-1.7 2.2-2.2 1.7 1.7Z",
  ].join(""),
  eye: "M2 12s4-6.5 10-6.5S22 12 22 12s-4 6.5-10 6.5S2 12 2 12Z M12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  close: "M5 5l14 14 M19 5 5 19",
  down: "M5 9l7 7 7-7",
  out: "M14 4h6v6 M20 4l-9 9 M18 14v6H4V6h6",
  file: "M6 3h8l4 4v14H6Z M14 3v4h4 M9 12h6 M9 16h6",
  load: "M12 4v11 M7 11l5 5 5-5 M5 20h14",
  reload: "M20 11a8 8 0 1 0-2 6.5 M20 5v6h-6",
  send: "M4 4l17 8-17 8 3-8Z M7 12h8",
  reply: "M4 18v-5a4 4 0 0 1 4-4h11",
  check: "M5 13l4 4L19 7",
  warn: "M12 4 2.5 20h19Z M12 10v4 M12 17v.5",
  plus: "M12 5v14 M5 12h14",
  picture: "M4 5h16v14H4Z M4 16l5-5 4 4 3-3 4 4 M15.5 9.5v.1",
};

export function Icon({name, size = 20}) {
  return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d=${PATHS[name]} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"
      stroke-linejoin="round" />
  </svg>`;
}
