"""Fields as Slack input blocks. Pure.

Times, dates and searches are typed, not picked. A picker offers only what it offers: "half past five" or "next
Tuesday" could not be said in it, and what does not parse could not stay in the form beside its error.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias, assert_never

from bots.slack import bounds, ids
from core.pages import (
    SCALE,
    ChoiceField,
    DateField,
    Field,
    ManyField,
    Option,
    ScaleField,
    SearchField,
    TextField,
    TimeField,
)
from core.tokens import ActionToken
from core.wording import Voice

Json: TypeAlias = dict[str, Any]

TYPED_CHARS = 100  # a time, a date, a search: longer is not one


def plain(text: str) -> Json:
    """Return a text object that Slack shows as it is.

    Nothing in ``plain_text`` is parsed: no mention, link, emoji or emphasis. Slack escapes ``& < >`` in it by itself
    (seen in https://github.com/slackapi/bolt-python/issues/513), so escaping here would show as ``&amp;``.
    """
    return {"type": "plain_text", "text": text, "emoji": False}


def input_block(field: Field, token: ActionToken, t: Voice) -> Json:
    """Return *field* as an input block of the page of *token*."""
    block: Json = {
        "type": "input",
        "block_id": ids.block_id(token, field.id),
        "label": plain(field.label),
        "optional": field.optional,
        "element": {**_element(field, t), "action_id": ids.input_id(field.id)},
    }
    if field.hint:
        block["hint"] = plain(field.hint)
    return block


def _element(field: Field, t: Voice) -> Json:
    match field:
        case TextField():
            value = field.value.reveal() if field.value else ""
            return _typed(value, field.placeholder, field.max_chars, multiline=field.multiline)
        case SearchField():
            return _typed(field.value.reveal() if field.value else "", field.placeholder, TYPED_CHARS)
        case TimeField() | DateField():
            return _typed(field.value, "", TYPED_CHARS)
        case ChoiceField():
            return _one_of(field.options, field.value, t)
        case ScaleField():
            value = "" if field.value is None else str(field.value)
            return _select(_scale(field), value, t)
        case ManyField():
            return _many_of(field, t)
        case _:
            assert_never(field)


def _typed(value: str, placeholder: str, most: int, *, multiline: bool = False) -> Json:
    # Slack refuses an initial value over max_length; the service that reads the answer says what is too long.
    element: Json = {"type": "plain_text_input", "multiline": multiline, "max_length": max(most, len(value))}
    if value:
        element["initial_value"] = value
    if placeholder:
        element["placeholder"] = plain(placeholder)
    return element


def _option(option: Option) -> Json:
    drawn: Json = {"text": plain(option.label), "value": option.value}
    if option.description:
        drawn["description"] = plain(option.description)
    return drawn


def _one_of(options: Sequence[Option], value: str | None, t: Voice) -> Json:
    if len(options) > bounds.RADIO_OPTIONS:
        return _select(options, value, t)
    return _with_initial({"type": "radio_buttons", "options": [_option(each) for each in options]}, value)


def _select(options: Sequence[Option], value: str | None, t: Voice) -> Json:
    element = {
        "type": "static_select",
        "options": [_option(each) for each in options],
        "placeholder": plain(t("Choose")),
    }
    return _with_initial(element, value)


def _with_initial(element: Json, value: str | None) -> Json:
    for option in element["options"]:
        if option["value"] == value:
            element["initial_option"] = option
    return element


def _scale(field: ScaleField) -> list[Option]:
    ends = {SCALE[0]: f"{SCALE[0]} – {field.low}", SCALE[-1]: f"{SCALE[-1]} – {field.high}"}
    return [Option(str(number), ends.get(number, str(number))) for number in SCALE]


def _many_of(field: ManyField, t: Voice) -> Json:
    options = [_option(each) for each in field.options]
    element: Json = {"type": "checkboxes", "options": options}
    if len(options) > bounds.RADIO_OPTIONS:
        element = {"type": "multi_static_select", "options": options, "placeholder": plain(t("Choose"))}
    chosen = [each for each in options if each["value"] in field.values]
    if chosen:
        element["initial_options"] = chosen
    return element
