// The kinds of components that are drawn: by Discord's number, what draws it. Anything else is an empty box.
import {CheckboxField, CheckboxGroup, FileUpload, Label, ModalMenu, RadioGroup, TextInput} from "./fields.js";
import {Container, File, Gallery, Row, Section, Separator, TextDisplay, Thumbnail} from "./layout.js";
import {Button, MessageMenu} from "./controls.js";

/** Of messages. */
export const IN_MESSAGES = {
  1: Row,
  2: Button,
  3: MessageMenu, // texts
  5: MessageMenu, // people
  6: MessageMenu, // roles
  7: MessageMenu, // people and roles
  8: MessageMenu, // channels
  9: Section,
  10: TextDisplay,
  11: Thumbnail,
  12: Gallery,
  13: File,
  14: Separator,
  17: Container,
};

/** Of forms: an action row there is the old way to hold a text input. */
export const IN_FORMS = {
  1: Label,
  3: ModalMenu, // texts
  4: TextInput,
  5: ModalMenu, // people
  6: ModalMenu, // roles
  7: ModalMenu, // people and roles
  8: ModalMenu, // channels
  10: TextDisplay,
  18: Label,
  19: FileUpload,
  21: RadioGroup,
  22: CheckboxGroup,
  23: CheckboxField,
};
