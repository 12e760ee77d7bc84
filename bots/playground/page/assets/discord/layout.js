// What holds and shows: containers, sections, words, pictures, files.
import {html, useEffect, useState} from "../page/html.js";
import {Icon} from "./icons.js";
import {Part, Parts} from "./part.js";
import {Words} from "./words.js";

export const Row = ({part, ...more}) => html`<div class="row"><${Parts} parts=${part.components} ...${more} /></div>`;

export function Container({part, ...more}) {
  const [covered, cover] = useState(Boolean(part.spoiler));
  const style = part.accent_color == null ? {} : {borderLeftColor: colour(part.accent_color), borderLeftWidth: "4px"};
  if (covered) return html`<div class="container" style=${style}><${Cover} onShow=${() => cover(false)} /></div>`;
  return html`<div class="container" style=${style}><${Parts} parts=${part.components} ...${more} /></div>`;
}

export const Section = ({part, ...more}) => html`<div class="section">
  <div class="texts"><${Parts} parts=${part.components} ...${more} /></div>
  <div class="accessory"><${Part} part=${part.accessory} ...${more} /></div>
</div>`;

export const TextDisplay = ({part, ctx}) => html`<${Words} text=${part.content} ctx=${ctx} />`;

export function Separator({part}) {
  const kind = `separator ${part.spacing === 2 ? "wide" : ""}`;
  return part.divider === false ? html`<div class=${kind}></div>` : html`<hr class=${kind} />`;
}

export const Thumbnail = ({part, message, ctx}) => html`<div class="thumbnail">
  <${Picture} media=${part.media} description=${part.description} spoiler=${part.spoiler} message=${message}
    ctx=${ctx} />
</div>`;

export const Gallery = ({part, message, ctx}) => html`<div class=${`gallery of${Math.min(part.items.length, 4)}`}>
  ${part.items.map(
    (each, index) => html`<${Picture} key=${index} media=${each.media} description=${each.description}
      spoiler=${each.spoiler} message=${message} ctx=${ctx} />`,
  )}
</div>`;

/** A picture that was uploaded with the message; one from elsewhere is named, since the page loads nothing. */
export function Picture({media, description, spoiler, message, ctx}) {
  const uploaded = message.attachments.find((each) => each.url === media.url);
  const [source, setSource] = useState("");
  const [covered, cover] = useState(Boolean(spoiler));
  useEffect(() => {
    if (uploaded && !covered) {
      ctx.act("file", {message: message.id, file: uploaded.id}).then((file) => setSource(pictureUrl(file)), () => {});
    }
  }, [uploaded?.id, covered]);
  if (covered) return html`<${Cover} onShow=${() => cover(false)} />`;
  if (uploaded) return html`<img src=${source || null} alt=${description ?? uploaded.description ?? ""} />`;
  return html`<figure class="elsewhere"><${Icon} name="picture" size=${28} />
    <figcaption>${description || "A picture"}<br /><span class="muted">${media.url}</span></figcaption>
  </figure>`;
}

const Cover = ({onShow}) => html`<button type="button" class="cover" onClick=${onShow}>SPOILER</button>`;

/** A file component; `part.file` is one of the message's attachments. */
export function File({part, message, ctx}) {
  const uploaded = message.attachments.find((each) => each.url === part.file.url);
  const [covered, cover] = useState(Boolean(part.spoiler));
  if (covered) return html`<${Cover} onShow=${() => cover(false)} />`;
  if (!uploaded) return html`<div class="file"><${Icon} name="file" size=${28} /> ${part.name}</div>`;
  return html`<${Attachment} file=${uploaded} message=${message} ctx=${ctx} />`;
}

/** A file with its download; words can be read in place. */
export function Attachment({file, message, ctx}) {
  const [text, setText] = useState(null);
  const get = () => ctx.act("file", {message: message.id, file: file.id});
  const load = ctx.tried(async () => {
    const link = document.createElement("a");
    link.href = `data:application/octet-stream;base64,${(await get()).base64}`;
    link.download = file.filename;
    link.click();
  });
  const read = ctx.tried(async () => setText(text === null ? words(await get()) : null));
  return html`<div class="file">
    <${Icon} name="file" size=${28} />
    <div class="about"><span class="name">${file.filename}</span><span class="muted">${size(file.size)}</span></div>
    ${READABLE.test(file.filename) &&
    html`<button type="button" class="plain" aria-expanded=${text !== null} aria-label=${`Read ${file.filename}`}
      onClick=${read}><${Icon} name="eye" /></button>`}
    <button type="button" class="plain" aria-label=${`Download ${file.filename}`} onClick=${load}><${Icon}
      name="load" /></button>
    ${text !== null && html`<pre tabindex="0" role="region" aria-label=${file.filename}>${text}</pre>`}
  </div>`;
}

const READABLE = /\.(md|txt|json|csv|html?|ya?ml|log)$/i;
const PICTURES = {jpg: "image/jpeg", svg: "image/svg+xml"}; // where the type is not called as the name ends

function pictureUrl({name, base64}) {
  const end = name.split(".").at(-1).toLowerCase();
  return `data:${PICTURES[end] ?? `image/${end}`};base64,${base64}`;
}

const words = ({base64}) => new TextDecoder().decode(Uint8Array.from(atob(base64), (each) => each.charCodeAt(0)));

function size(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(2)} KB` : `${(bytes / 1024 ** 2).toFixed(2)} MB`;
}

export const colour = (number) => `#${number.toString(16).padStart(6, "0")}`;
