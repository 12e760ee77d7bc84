// One component, or several, drawn by what a map says for their kinds.
import {html} from "../page/html.js";

/** Draw *part* with what draws its kind among *kinds*. */
export function Part({kinds, part, ...more}) {
  const Kind = kinds[part.type];
  if (!Kind) return html`<div class="undrawn"
    data-undrawn=${part.type}>A component of type ${part.type}, which this page does not draw.</div>`;
  return html`<${Kind} part=${part} kinds=${kinds} ...${more} />`;
}

/** What has another meaning is another one, though it stands in the same place: a second press must not hit it. */
const keyOf = ({id, custom_id: meaning = ""}) => `${id} ${meaning}`;

export const Parts = ({parts, ...more}) => parts.map((part) => html`<${Part} key=${keyOf(part)} part=${part}
  ...${more} />`);
