// Every kind of block and element that is drawn. A test compares these lists with all that the stand-in lets an app show.
import {html} from "../page/html.js";
import {Actions, Context, Divider, Header, Image, Input, Section} from "./blocks.js";
import {Button, Checkboxes, DatePicker, Overflow, Picture, PlainTextInput, RadioButtons, TimePicker} from "./elements.js";
import {MultiStaticSelect, StaticSelect} from "./selects.js";

export const BLOCKS = {
  actions: Actions,
  context: Context,
  divider: Divider,
  header: Header,
  image: Image,
  input: Input,
  section: Section,
};

export const ELEMENTS = {
  button: Button,
  checkboxes: Checkboxes,
  datepicker: DatePicker,
  image: Picture,
  multi_static_select: MultiStaticSelect,
  overflow: Overflow,
  plain_text_input: PlainTextInput,
  radio_buttons: RadioButtons,
  static_select: StaticSelect,
  timepicker: TimePicker,
};

function undrawn(type) {
  return html`<div class="undrawn" data-undrawn=${type}>Not drawn here: ${type}</div>`;
}

export const draw = {
  block({block, on}) {
    const kind = BLOCKS[block.type];
    return kind ? html`<${kind} block=${block} on=${on} />` : undrawn(block.type);
  },
  element({element, ...rest}) {
    const kind = ELEMENTS[element.type];
    return kind ? html`<${kind} element=${element} ...${rest} />` : undrawn(element.type);
  },
};
