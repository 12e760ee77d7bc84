// Discord's Markdown, read into a tree of plain objects. Pure: no DOM, and never a string of HTML.
//
// A node is {is: "text", text} or {is: NAME, of: [nodes], …}. What the client reads line by line (headings, quotes,
// lists, small print) exists at the start of a line alone; the rest is found inside of lines.

const ESCAPE = /^\\([^0-9A-Za-z\s])/;
const CODE = /^(`+)(?!`)([\s\S]*?[^`])\1(?!`)/;
const MASKED = /^\[((?:\\.|[^\[\]\\])+)\]\(<?((?:https?|discord):\/\/[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\)/;
const ADDRESS = /^https?:\/\/[^\s<]+[^<.,:;"')\]\s*_~|]/;
const ANGLED = /^<(https?:\/\/[^>\s]+)>/;
const TIME = /^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/;
const COMMAND = /^<\/([^:>\n]{1,100}):(\d+)>/;
const MENTION = /^<(@!?|@&|#)(\d+)>/;
const EMOJI = /^<a?:(\w{2,32}):\d+>/;
const EVERYONE = /^@(everyone|here)/;
const STRONG = /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/;
const UNDERLINED = /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/;
const EMPHASIS_ = /^_((?:__|\\[\s\S]|[^\\_])+?)_(?![0-9A-Za-z_])/;
const EMPHASIS = /^\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:[^*\s]|\*\*)|[^\s*\\])+?)\*(?!\*)/;
const STRUCK = /^~~([\s\S]+?)~~(?!~)/;
const SPOILER = /^\|\|([\s\S]+?)\|\|/;
const PLAIN = /^(?:[0-9A-Za-z\u00c0-\uffff]+|[^\S\n]+|`+|[\s\S])/u;
const QUOTED = /^>(?: |$)/;
const FENCED = /^```(?:[a-z0-9_+\-.#]+\n)?\n*([\s\S]*?[^\n])\n*```[ \t]*(?=\n|$)/i;
const ITEM = /^([ \t]*)([-*]|\d+\.)[ \t]+(?=\S)(.*)$/;
const DEEPEST = 12; // marks within marks; what lies deeper is shown as typed

/** Return the nodes of a whole text. Within a quote there is no other. */
export function blocks(text, quoted = false) {
  const lines = text.trimEnd().split("\n");
  const found = [];
  let at = 0;
  while (at < lines.length) {
    const [node, next] = block(lines, at, quoted);
    const last = found.at(-1);
    if (node.is === "lines" && last?.is === "lines") last.of.push({is: "break"}, ...node.of);
    else found.push(node);
    at = next;
  }
  // An empty line before something else is one that is seen.
  for (const {is, of} of found) if (is === "lines" && (!of.length || of.at(-1).is === "break")) of.push({is: "break"});
  return found;
}

function block(lines, at, quoted) {
  const line = lines[at];
  const heading = /^(#{1,3}|-#)[ \t]+(?=\S)(.*)$/.exec(line);
  if (heading) {
    const of = inline(heading[2].trim());
    if (heading[1] === "-#") return [{is: "small", of}, at + 1];
    return [{is: "heading", level: heading[1].length, of}, pastEmpty(lines, at + 1)];
  }
  if (!quoted && line.startsWith(">>> ")) {
    return [{is: "quote", of: blocks([line.slice(4), ...lines.slice(at + 1)].join("\n"), true)}, lines.length];
  }
  if (!quoted && QUOTED.test(line)) return quote(lines, at);
  if (line.startsWith("```")) {
    const fenced = fence(lines, at);
    if (fenced) return fenced;
  }
  if (ITEM.test(line)) return list(lines, at);
  return [{is: "lines", of: inline(line)}, at + 1];
}

/** A heading takes the empty lines below it. */
function pastEmpty(lines, at) {
  let end = at;
  while (end < lines.length && !lines[end].trim()) end += 1;
  return end;
}

function quote(lines, at) {
  let end = at;
  while (end < lines.length && QUOTED.test(lines[end])) end += 1;
  return [{is: "quote", of: blocks(lines.slice(at, end).map((line) => line.slice(2)).join("\n"), true)}, end];
}

/** Words behind the closing fence on its line make it code inside a line: null then. */
function fence(lines, at) {
  const whole = FENCED.exec(lines.slice(at).join("\n"));
  return whole && [{is: "codeblock", text: whole[1]}, at + whole[0].trimEnd().split("\n").length];
}

/** Read the items that follow each other; what is indented deeper is a list within the last of them. */
function list(lines, at) {
  const [, indent, mark] = ITEM.exec(lines[at]);
  const ordered = /\d/.test(mark);
  const items = [];
  let end = at;
  while (end < lines.length) {
    const item = ITEM.exec(lines[end]);
    if (!item || item[1].length < indent.length) break;
    if (item[1].length > indent.length && items.length) {
      const [inner, next] = list(lines, end);
      items.at(-1).push(inner);
      end = next;
    } else if (/\d/.test(item[2]) !== ordered) break;
    else {
      items.push(inline(item[3]));
      end += 1;
    }
  }
  return [{is: "list", ordered, start: ordered ? Number.parseInt(mark, 10) : 1, items}, end];
}

/** Return the nodes of what stands on a line, or on several between marks. */
export function inline(text, depth = 0) {
  const found = [];
  let rest = text;
  const add = (words) => {
    const last = found.at(-1);
    if (last?.is === "text") last.text += words;
    else found.push({is: "text", text: words});
  };
  while (rest) {
    const [node, taken] = piece(rest, depth);
    if (typeof node === "string") add(node);
    else found.push(node);
    rest = rest.slice(taken);
  }
  return found;
}

function piece(rest, depth) {
  const first = rest[0];
  if (first === "\n") return [{is: "break"}, 1];
  if (first === "\\") {
    const escaped = ESCAPE.exec(rest);
    if (escaped) return [escaped[1], 2];
  }
  if (first === "`") {
    const code = CODE.exec(rest);
    if (code) return [{is: "code", text: code[2].replace(/^ (?=`)|(?<=`) $/g, "")}, code[0].length];
  }
  if (first === "<") {
    const special = angled(rest);
    if (special) return special;
  }
  if (first === "[") {
    const link = MASKED.exec(rest);
    if (link && depth < DEEPEST) return [{is: "link", to: link[2], of: inline(link[1], depth + 1)}, link[0].length];
  }
  if (first === "h") {
    const address = ADDRESS.exec(rest);
    if (address) return [{is: "link", to: address[0], of: [{is: "text", text: address[0]}]}, address[0].length];
  }
  if (first === "@") {
    const all = EVERYONE.exec(rest);
    if (all) return [{is: "mention", of: [{is: "text", text: all[0]}]}, all[0].length];
  }
  const marked = depth < DEEPEST ? between(rest, depth) : null;
  if (marked) return marked;
  const [plain] = PLAIN.exec(rest);
  return [plain, plain.length];
}

function angled(rest) {
  const address = ANGLED.exec(rest);
  if (address) return [{is: "link", to: address[1], of: [{is: "text", text: address[1]}]}, address[0].length];
  const time = TIME.exec(rest);
  if (time) return [{is: "time", at: Number(time[1]), style: time[2] ?? "f"}, time[0].length];
  const command = COMMAND.exec(rest);
  if (command) return [{is: "command", path: command[1]}, command[0].length];
  const mention = MENTION.exec(rest);
  if (mention) return [{is: "mention", kind: mention[1].replace("!", ""), id: mention[2]}, mention[0].length];
  const emoji = EMOJI.exec(rest);
  return emoji && [`:${emoji[1]}:`, emoji[0].length];
}

/** Where several marks begin at once, the longest wins, as in the client: ***both*** is bold inside italics. */
function between(rest, depth) {
  let best = null;
  const consider = (is, match, words) => {
    if (match && (!best || match[0].length > best.length)) best = {is, words, length: match[0].length};
  };
  if (rest[0] === "*" || rest[0] === "_") {
    const emphasis = (rest[0] === "_" ? EMPHASIS_ : EMPHASIS).exec(rest);
    consider("emphasis", emphasis, emphasis?.[1]);
    const strong = STRONG.exec(rest);
    consider("strong", strong, strong?.[1]);
    const underlined = UNDERLINED.exec(rest);
    consider("underlined", underlined, underlined?.[1]);
  } else if (rest[0] === "~") {
    const struck = STRUCK.exec(rest);
    consider("struck", struck, struck?.[1]);
  } else if (rest[0] === "|") {
    const spoiler = SPOILER.exec(rest);
    consider("spoiler", spoiler, spoiler?.[1]);
  }
  return best && [{is: best.is, of: inline(best.words, depth + 1)}, best.length];
}
