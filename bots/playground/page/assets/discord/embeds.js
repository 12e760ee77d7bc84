// Embeds: the older kind of card under a message.
import {html} from "../page/html.js";
import {Icon} from "./icons.js";
import {colour, Picture} from "./layout.js";
import {stamp} from "./times.js";
import {Link, Words} from "./words.js";

export function Embed({embed, message, ctx}) {
  const style = embed.color == null ? {} : {borderLeftColor: colour(embed.color)};
  const picture = (media) => media && html`<${Picture} media=${media} message=${message} ctx=${ctx} />`;
  return html`<article class="embed" style=${style}>
    ${embed.author && html`<div class="author"><${Linked} to=${embed.author.url} ctx=${ctx}>${embed.author.name}<//></div>`}
    ${embed.title && html`<div class="title"><${Linked} to=${embed.url} ctx=${ctx}><${Words} as="span" text=${embed.title} ctx=${ctx} /><//></div>`}
    ${embed.description && html`<${Words} text=${embed.description} ctx=${ctx} />`}
    ${embed.fields?.length > 0 &&
    html`<dl>${embed.fields.map(
      (each, index) => html`<div key=${index} class=${each.inline ? "inline" : ""}><dt><${Words} as="span"
        text=${each.name} ctx=${ctx} /></dt><dd><${Words} text=${each.value} ctx=${ctx} /></dd></div>`,
    )}</dl>`}
    ${picture(embed.image)}
    ${embed.thumbnail && html`<div class="thumbnail">${picture(embed.thumbnail)}</div>`}
    ${embed.video && html`<p class="muted"><${Icon} name="picture" /> ${embed.video.url}</p>`}
    ${(embed.footer || embed.timestamp) &&
    html`<footer
      class="muted">${[embed.footer?.text, embed.timestamp && stamp(new Date(embed.timestamp), ctx)].filter(Boolean).join(" • ")}</footer>`}
  </article>`;
}

const Linked = ({to, ctx, children}) => (to ? html`<${Link} to=${to}
  ctx=${ctx}>${children}<//>` : html`<span>${children}</span>`);
