"""What stands in a view's fields: the values as Slack keeps them, what a person may type, what survives an update.

Pure. A value has the shape of Slack's ``view.state.values[block_id][action_id]`` (page "view interaction payloads").
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bots.playground.slack.blocks import elements_of
from bots.playground.slack.elements import DATE, INPUT_CHARS, TIME, options_of
from bots.playground.slack.schema import Json

Where: TypeAlias = tuple[str, str]  # block_id, action_id
Values: TypeAlias = dict[Where, Json]

_STATELESS = frozenset({"button", "overflow"})


class CannotType(ValueError):
    """The field does not take this: no such field, no such option, not a date."""


@dataclass(frozen=True)
class Field:
    """An element that keeps a value. ``label`` is "" outside an input block; ``required`` is never true there."""

    block_id: str
    element: Json
    label: str
    required: bool
    in_form: bool

    @property
    def where(self) -> Where:
        return self.block_id, str(self.element["action_id"])


def with_ids(blocks: list[Json], make_id: Callable[[], str]) -> list[Json]:
    """Return *blocks* with a generated ``block_id`` and ``action_id`` wherever the app gave none, as Slack does."""
    named: list[Json] = []
    for block in blocks:
        copy = {"block_id": make_id(), **block}
        if block["type"] == "actions":
            copy["elements"] = [{"action_id": make_id(), **element} for element in block["elements"]]
        for slot in ("accessory", "element"):
            if slot in block and block[slot]["type"] != "image":
                copy[slot] = {"action_id": make_id(), **block[slot]}
        named.append(copy)
    return named


def fields_of(blocks: list[Json]) -> list[Field]:
    """Return every element of *blocks* (with ids) that keeps a value, in order."""
    found = []
    for block in blocks:
        is_input = block["type"] == "input"
        for _, element in elements_of(block):
            if element["type"] not in _STATELESS:
                label = block["label"]["text"] if is_input else ""
                required = is_input and not block.get("optional", False)
                found.append(Field(block["block_id"], element, label, required, is_input))
    return found


def form_field(blocks: list[Json], name: str) -> Field | None:
    """Return the field of a form whose label, ``block_id`` or ``action_id`` is *name*, else None."""
    in_form = (field for field in fields_of(blocks) if field.in_form)
    return next((field for field in in_form if name in (field.label, *field.where)), None)


def initial(element: Json) -> Json:
    """Return the value that *element* has before anyone touches it."""
    kind = element["type"]
    match kind:
        case "plain_text_input":
            return {"type": kind, "value": element.get("initial_value") or None}
        case "static_select" | "radio_buttons":
            return {"type": kind, "selected_option": element.get("initial_option")}
        case "multi_static_select" | "checkboxes":
            return {"type": kind, "selected_options": list(element.get("initial_options") or [])}
        case "datepicker":
            return {"type": kind, "selected_date": element.get("initial_date")}
        case "timepicker":
            return {"type": kind, "selected_time": element.get("initial_time")}
    msg = f"{kind} keeps no value"
    raise ValueError(msg)


def initial_values(blocks: list[Json]) -> Values:
    return {field.where: initial(field.element) for field in fields_of(blocks)}


def carried(values: Mapping[Where, Json], blocks: list[Json]) -> Values:
    """Return the values of *blocks*, which take the place of others whose values were *values*.

    A value stays exactly where ``block_id`` and ``action_id`` are both the same, and then a new ``initial_value`` has
    no effect (page "modals", "updating views"; the second is reported). Guessed: a different element type, or options
    that no longer hold what was chosen, start anew.
    """
    fresh = initial_values(blocks)
    for field in fields_of(blocks):
        old = values.get(field.where)
        if old is not None and old["type"] == field.element["type"]:
            held = content(old)
            chosen = held if isinstance(held, list) else [held] if isinstance(held, dict) else []
            if all(option in options_of(field.element) for option in chosen):
                fresh[field.where] = old
    return fresh


def state_of(values: Mapping[Where, Json]) -> Json:
    """Return *values* as the ``state`` of a payload."""
    state: dict[str, Json] = {}
    for (block_id, action_id), value in values.items():
        state.setdefault(block_id, {})[action_id] = value
    return {"values": state}


def option_named(element: Json, wanted: str) -> Json:
    """Return the option of *element* whose text or value is *wanted*. Raises CannotType with what there is."""
    options = options_of(element)
    for option in options:
        if wanted in (option["text"]["text"], option["value"]):
            return option
    msg = f"no such option; there are {[option['text']['text'] for option in options]}"
    raise CannotType(msg)


def option_valued(element: Json, value: str) -> Json:
    """Return the option of *element* whose value is *value*, whatever the others are called. Raises CannotType."""
    for option in options_of(element):
        if option["value"] == value:
            return option
    msg = "no such option"
    raise CannotType(msg)


def typed_in(element: Json, answer: Any, named: Callable[[Json, str], Json] = option_named) -> Json:
    """Return the value of *element* after a person entered *answer*.

    *answer* is text, or for a choice what *named* finds an option by, or for several a list of those. None empties it.
    Raises CannotType for what the client would not let in.
    """
    kind = element["type"]
    if answer is None:
        empty = {key: None for key in initial(element) if key != "type"}
        return {"type": kind, **({"selected_options": []} if "selected_options" in empty else empty)}
    match kind:
        case "plain_text_input":
            return {"type": kind, "value": str(answer) or None}
        case "static_select" | "radio_buttons":
            return {"type": kind, "selected_option": named(element, str(answer))}
        case "multi_static_select" | "checkboxes":
            chosen = [named(element, str(each)) for each in answer]
            if len(chosen) > element.get("max_selected_items", len(chosen)):
                msg = f"only {element['max_selected_items']} can be chosen"
                raise CannotType(msg)
            return {"type": kind, "selected_options": [o for o in options_of(element) if o in chosen]}
        case "datepicker" if re.fullmatch(DATE, str(answer)):
            return {"type": kind, "selected_date": str(answer)}
        case "timepicker" if re.fullmatch(TIME, str(answer)):
            return {"type": kind, "selected_time": str(answer)}
    msg = f"a {kind} does not take this"
    raise CannotType(msg)


def content(value: Json) -> Any:
    """Return what a value holds: text, an option, a list of options, or None."""
    return next(held for key, held in value.items() if key != "type")


def plain_content(value: Json) -> Any:
    """Return what a value holds, with the value of an option in the option's place."""
    held = content(value)
    if isinstance(held, list):
        return [option["value"] for option in held]
    return held["value"] if isinstance(held, dict) else held


def refused_by_client(blocks: list[Json], values: Mapping[Where, Json]) -> dict[str, str]:
    """Return what Slack's client says under each field, by ``block_id``, before it would send the form.

    Guessed: the wording. That it refuses is on page "input block" (``optional``) and "plain-text input element".
    """
    errors: dict[str, str] = {}
    for field in fields_of(blocks):
        held = content(values[field.where])
        if field.required and not held:
            errors[field.block_id] = "Please complete this required field."
        elif field.element["type"] == "plain_text_input" and held:
            most, least = field.element.get("max_length", INPUT_CHARS), field.element.get("min_length", 0)
            if len(held) > most:
                errors[field.block_id] = f"Please use {most} characters or fewer."
            elif len(held) < least:
                errors[field.block_id] = f"Please use {least} characters or more."
    return errors
