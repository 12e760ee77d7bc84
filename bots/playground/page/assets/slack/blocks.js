// Blocks, as they stand in a message, on Home and in a modal: one component a kind.
//
// `on` is the surface they stand on: {name, values, errors, press, choose, enter, openLink}. In a form `enter` keeps what
// is typed until it is sent; everywhere else a choice goes to the app at once.
import {html, useState} from "../page/html.js";
import {draw} from "./kinds.js";
import {Picture} from "./elements.js";
import {Text} from "./mrkdwn.js";

function idOf(on, block, element, part) {
  return `${on.name}-${block.block_id}-${element.action_id}-${part}`.replace(/[^\w-]/g, (sign) => sign.codePointAt(0).toString(16));
}

/** An element outside a form: what is chosen is seen at once, and goes to the app. */
function Acting({on, block, element}) {
  const [picked, setPicked] = useState(null);
  const choose = async (value) => {
    setPicked({value});
    try {
      await on.choose(block, element, value);
    } finally {
      setPicked(null); // from here on it stands in the state
    }
  };
  return draw.element({
    element,
    name: idOf(on, block, element, "x"),
    field: {},
    value: picked ? picked.value : on.values[block.block_id]?.[element.action_id],
    onPress: () => on.press(block, element),
    onValue: choose,
    openLink: on.openLink,
  });
}

/** Keyed by what it means to the app, so that a button in another's place is another button. */
function acting(on, block, element) {
  const key = `${block.block_id} ${element.action_id} ${element.value ?? ""}`;
  return html`<${Acting} key=${key} on=${on} block=${block} element=${element} />`;
}

export function Section({block, on}) {
  const {text, fields, accessory} = block;
  return html`<div class=${`section${accessory?.type === "image" ? " section-picture" : ""}`}>
    <div class="section-words">
      ${text && html`<p><${Text} object=${text} openLink=${on.openLink} /></p>`}
      ${fields && html`<div class="fields">
        ${fields.map((each, index) => html`<p key=${index}><${Text} object=${each} openLink=${on.openLink} /></p>`)}
      </div>`}
    </div>
    ${accessory && html`<div class="accessory">${acting(on, block, accessory)}</div>`}
  </div>`;
}

export function Header({block}) {
  return html`<h3 class="header"><${Text} object=${block.text} /></h3>`;
}

export function Divider() {
  return html`<hr />`;
}

export function Context({block, on}) {
  return html`<div class="context">
    ${block.elements.map((each, index) =>
      each.type === "image"
        ? html`<${Picture} key=${index} element=${each} openLink=${on.openLink} />`
        : html`<span key=${index}><${Text} object=${each} openLink=${on.openLink} /></span>`,
    )}
  </div>`;
}

export function Actions({block, on}) {
  return html`<div class="actions">${block.elements.map((each) => acting(on, block, each))}</div>`;
}

export function Image({block, on}) {
  return html`<${Picture} element=${block} title=${block.title?.text} openLink=${on.openLink} />`;
}

const LABELLED_BY_FOR = new Set(["plain_text_input", "datepicker", "timepicker"]);

export function Input({block, on}) {
  const {element} = block;
  const id = (part) => idOf(on, block, element, part);
  const error = on.errors[block.block_id];
  const described = [block.hint && id("hint"), error && id("error")].filter(Boolean).join(" ");
  const field = {
    id: id("field"),
    "aria-labelledby": id("label"),
    "aria-describedby": described || undefined,
    "aria-invalid": error ? "true" : undefined,
  };
  const words = html`<${Text} object=${block.label} />${block.optional && html`<span class="optional"> (optional)</span>`}`;
  return html`<div class=${`input${error ? " input-invalid" : ""}`}>
    ${LABELLED_BY_FOR.has(element.type)
      ? html`<label class="label" id=${id("label")} for=${id("field")}>${words}</label>`
      : html`<div class="label" id=${id("label")}>${words}</div>`}
    ${draw.element({
      key: element.type,
      element,
      name: id("x"),
      field,
      value: on.values[block.block_id]?.[element.action_id],
      onValue: (value) => on.enter(block, element, value),
      openLink: on.openLink,
    })}
    ${block.hint && html`<p class="hint" id=${id("hint")}><${Text} object=${block.hint} /></p>`}
    ${error && html`<p class="error" id=${id("error")} role="alert">${error}</p>`}
  </div>`;
}

/** All blocks of a surface, top to bottom. */
export function Blocks({blocks, on}) {
  return html`<div class="blocks">
    ${blocks.map((block) => html`<div class="block" key=${block.block_id} data-block=${block.type}>${draw.block({block, on})}</div>`)}
  </div>`;
}
