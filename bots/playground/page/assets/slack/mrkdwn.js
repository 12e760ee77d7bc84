// Slack's markup as nodes. Nothing is ever put into the page as HTML: what is not understood stays the text it is.
import {html} from "../page/html.js";

const ADDRESS = /^(?:https?|tel|sms|mailto):/i;
const EMOJI = {
  bulb: "💡", calendar: "📅", eyes: "👀", heart: "❤️", leaves: "🍃", lock: "🔒", point_right: "👉", seedling: "🌱",
  slightly_smiling_face: "🙂", tada: "🎉", thumbsup: "👍", warning: "⚠️", wave: "👋", white_check_mark: "✅", x: "❌",
};
const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    span("\\*", "bold"),
    span("_", "italic"),
    span("~", "strike"),
    ":(?<emoji>[a-z0-9_+-]+):",
    "(?<address>https?://[^\\s<>|]*[^\\s<>|.,;:!?)'\"])",
  ].join("|"),
  "gu",
);

function span(mark, name) {
  return `(?<![\\p{L}\\p{N}${mark}])${mark}(?<${name}>[^\\s${mark}](?:[^\\n${mark}]*[^\\s${mark}])?)${mark}(?![\\p{L}\\p{N}${mark}])`;
}

/** Return *text* in mrkdwn as a list of nodes: {kind, children | text, address}. Bare addresses are links unless *verbatim*. */
export function parsed(text, verbatim = false) {
  // A fence that is never closed is three characters like others.
  return text.split(/(```[^]*?```)/).flatMap((part, index) => {
    if (index % 2) return [{kind: "pre", text: decoded(part.slice(3, -3).replace(/^\n|\n$/g, ""))}];
    // The block breaks the line by itself.
    return quotes(part.replace(index ? /^\n/ : /$^/, ""), verbatim);
  });
}

function quotes(text, verbatim) {
  if (!text) return [];
  const nodes = [];
  let quoted = null;
  let plain = [];
  const flush = () => {
    if (quoted) nodes.push({kind: "quote", children: inline(quoted.join("\n"), verbatim)});
    if (plain.length) nodes.push(...inline(plain.join("\n"), verbatim));
    quoted = null;
    plain = [];
  };
  for (const line of text.split("\n")) {
    const match = /^(?:>|&gt;) ?(.*)$/.exec(line);
    if (Boolean(match) !== Boolean(quoted)) flush();
    if (match) (quoted ??= []).push(match[1]);
    else plain.push(line);
  }
  flush();
  return nodes;
}

function inline(text, verbatim) {
  const nodes = [];
  let done = 0;
  const literally = (end) => {
    if (end > done) nodes.push({kind: "text", text: decoded(text.slice(done, end))});
  };
  for (const match of text.matchAll(INLINE)) {
    const node = marked(match, verbatim);
    if (!node) continue;
    literally(match.index);
    nodes.push(node);
    done = match.index + match[0].length;
  }
  literally(text.length);
  return nodes;
}

function marked({groups}, verbatim) {
  if (groups.code) return {kind: "code", text: decoded(groups.code)};
  if (groups.angle) return bracketed(groups.angle);
  if (groups.emoji) return EMOJI[groups.emoji] ? {kind: "text", text: EMOJI[groups.emoji]} : null;
  if (groups.address) return verbatim ? null : link(decoded(groups.address), "");
  for (const kind of ["bold", "italic", "strike"]) {
    if (groups[kind]) return {kind, children: inline(groups[kind], verbatim)};
  }
  return null;
}

function bracketed(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : decoded(inside.slice(bar + 1));
  if (ADDRESS.test(target)) return link(decoded(target), label);
  if (target.startsWith("!date^")) return {kind: "text", text: label};
  if (/^[@!]/.test(target)) return {kind: "mention", text: `@${label || target.slice(1)}`};
  if (target.startsWith("#")) return {kind: "mention", text: `#${label || target.slice(1)}`};
  return null;
}

function link(address, label) {
  return {kind: "link", address, text: label || address.replace(/^(?:tel|sms|mailto):/i, "")};
}

function decoded(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

const TAGS = {bold: "strong", italic: "em", strike: "del", quote: "blockquote", code: "code", pre: "pre"};

function drawn(node, openLink) {
  if (node.kind === "text") return node.text;
  if (node.kind === "mention") return html`<span class="mention">${node.text}</span>`;
  if (node.kind === "link") return html`<${Link} address=${node.address} openLink=${openLink}>${node.text}</${Link}>`;
  const tag = TAGS[node.kind];
  return html`<${tag}>${node.children ? node.children.map((each) => drawn(each, openLink)) : node.text}</${tag}>`;
}

/** A link that leads nowhere from here: it says where it would lead. */
export function Link({address, openLink, children}) {
  const show = (event) => {
    event.preventDefault();
    openLink(address);
  };
  return html`<a href=${address} rel="noreferrer" title=${address} onClick=${show} onAuxClick=${show}>${children}</a>`;
}

/** A text object, or mrkdwn where only a string is given. */
export function Text({object, openLink}) {
  const {type, text, verbatim, emoji} = typeof object === "string" ? {type: "mrkdwn", text: object} : object;
  if (type === "mrkdwn") {
    return html`<span class="text">${parsed(text, verbatim).map((node) => drawn(node, openLink))}</span>`;
  }
  const shown = emoji === false ? text : text.replace(/:([a-z0-9_+-]+):/g, (name, key) => EMOJI[key] ?? name);
  return html`<span class="text">${shown}</span>`;
}
