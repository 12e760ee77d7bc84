// Words in Discord's Markdown, drawn as nodes.
import {html, useMemo, useState} from "../page/html.js";
import {blocks} from "./markdown.js";
import {full, relative, styled} from "./times.js";

/** Draw *text*. `ctx` is what the client gives every part: where links, commands and names lead. */
export function Words({text, ctx, as = "div"}) {
  const tree = useMemo(() => blocks(text), [text]);
  return html`<${as} class="words" lang=${ctx.language}>${tree.map((node) => drawn(node, ctx))}<//>`;
}

const MARKS = {emphasis: "em", strong: "strong", underlined: "u", struck: "s"};

function drawn(node, ctx) {
  const inner = () => node.of.map((each) => drawn(each, ctx));
  if (node.is in MARKS) return html`<${MARKS[node.is]}>${inner()}<//>`;
  switch (node.is) {
    case "text":
      return node.text;
    case "break":
      return html`<br />`;
    case "lines":
      return html`<div class="lines">${inner()}</div>`;
    case "heading":
      // One level below the page's own: a message is a part of it.
      return html`<div role="heading" aria-level=${node.level + 2} class=${`h${node.level}`}>${inner()}</div>`;
    case "small":
      return html`<small class="small">${inner()}</small>`;
    case "quote":
      return html`<blockquote>${inner()}</blockquote>`;
    case "code":
      return html`<code>${node.text}</code>`;
    case "codeblock":
      return html`<pre><code>${node.text}</code></pre>`;
    case "list":
      return html`<${node.ordered ? "ol" : "ul"} start=${node.ordered ? node.start : null}>
        ${node.items.map((item) => html`<li>${item.map((each) => drawn(each, ctx))}</li>`)}
      <//>`;
    case "link":
      return html`<${Link} to=${node.to} ctx=${ctx}>${inner()}<//>`;
    case "spoiler":
      return html`<${Spoiler}>${inner()}<//>`;
    case "time":
      return html`<${Time} at=${node.at} style=${node.style} ctx=${ctx} />`;
    case "command":
      return html`<button type="button" class="mention"
        onClick=${() => ctx.typeCommand(node.path)}>/${node.path}</button>`;
    case "mention":
      return html`<span class="mention">${node.of ? inner() : ctx.nameOf(node.kind, node.id)}</span>`;
    default:
      return html`<span data-undrawn=${node.is}>${node.is}</span>`;
  }
}

/** A link shows where it leads; the page itself goes nowhere. */
export function Link({to, ctx, children, label}) {
  const show = (event) => {
    event.preventDefault();
    ctx.leave(to);
  };
  return html`<a href=${to} target="_blank" rel="noreferrer noopener" aria-label=${label}
    onClick=${show}>${children}</a>`;
}

function Spoiler({children}) {
  const [shown, show] = useState(false);
  if (shown) return html`<span class="spoiler shown">${children}</span>`;
  return html`<button type="button" class="spoiler" aria-label="Spoiler: show it" onClick=${() => show(true)}>
    <span aria-hidden="true">${children}</span>
  </button>`;
}

function Time({at, style, ctx}) {
  const instant = new Date(at * 1000);
  if (Number.isNaN(instant.getTime())) return "Invalid Date";
  const text = style === "R" ? relative(instant, ctx.now, ctx.language) : styled(instant, style, ctx);
  return html`<time class="time" datetime=${instant.toISOString()} title=${full(instant, ctx)}>${text}</time>`;
}
