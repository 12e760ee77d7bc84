"""A modal as it stands open before the person: what they typed and chose, and what their client makes of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bots.playground.discord import bounds, components
from bots.playground.discord.errors import Json
from bots.playground.discord.inputs import (
    CHECKBOX,
    CHECKBOX_GROUP,
    FILE_UPLOAD,
    RADIO_GROUP,
    STRING_SELECT,
    TEXT_INPUT,
    is_required,
)
from bots.playground.discord.world import Channel, Message

Value: TypeAlias = str | bool | list[str] | None
_SHORT = 1
_CHOSEN_FROM_OPTIONS = (STRING_SELECT, RADIO_GROUP, CHECKBOX_GROUP)


class CannotType(ValueError):
    """The client takes no such answer in that field: too long, a line break in a single line, or no such option."""


@dataclass(frozen=True)
class Field:
    """One field of a modal: its label, what stands under it, and the component itself."""

    label: str
    description: str
    part: Json


class OpenModal:
    """The form on the person's screen.

    ``id`` is new for each form that opens; ``errors`` are by label; ``notice`` is what the client says above the
    buttons; ``source`` is the message it was opened from, None for a command.
    """

    def __init__(self, identifier: str, data: Json, channel: Channel, source: Message | None) -> None:
        self.id = identifier
        self.custom_id = str(data["custom_id"])
        self.title = str(data["title"])
        self.components: list[Json] = data["components"]
        self.channel = channel
        self.source = source
        self.errors: dict[str, str] = {}
        self.notice = ""
        self.values: dict[str, Value] = {each.part["custom_id"]: _at_first(each.part) for each in self.fields}

    @property
    def fields(self) -> list[Field]:
        found = []
        for part in self.components:
            if part["type"] == components.LABEL:
                found.append(Field(part["label"], part.get("description") or "", part["component"]))
            elif part["type"] == components.ROW:
                child = part["components"][0]
                found.append(Field(child["label"], "", child))
        return found

    def fill(self, name: str, answer: Any) -> None:
        """Enter *answer* into the field whose label or ``custom_id`` is *name*; None empties it.

        Raises LookupError for no such field, CannotType for what the client does not take.
        """
        found = [each for each in self.fields if name in (each.label, each.part["custom_id"])]
        if not found:
            msg = f"no field {name!r}; there are {[each.label for each in self.fields]}"
            raise LookupError(msg)
        part = found[0].part
        self.values[part["custom_id"]] = _typed(part, answer)
        self.errors.pop(found[0].label, None)

    def problems(self) -> dict[str, str]:
        """Return by label what keeps the client from sending the form."""
        found = {each.label: _problem(each.part, self.values[each.part["custom_id"]]) for each in self.fields}
        return {label: problem for label, problem in found.items() if problem}

    def submission(self) -> Json:
        """Return the ``data`` of the interaction that sends the form."""
        return {"custom_id": self.custom_id, "components": [self._sent(part) for part in self.components]}

    def _sent(self, part: Json) -> Json:
        shell = {"type": part["type"], "id": part["id"]}
        if part["type"] == components.LABEL:
            return {**shell, "component": self._answered(part["component"])}
        if part["type"] == components.ROW:
            return {**shell, "components": [self._answered(each) for each in part["components"]]}
        return shell

    def _answered(self, part: Json) -> Json:
        value = self.values[part["custom_id"]]
        key = "value" if part["type"] in (TEXT_INPUT, RADIO_GROUP, CHECKBOX) else "values"
        return {"type": part["type"], "id": part["id"], "custom_id": part["custom_id"], key: value}


def forged_submission(custom_id: str, answers: Mapping[str, str]) -> Json:
    """Return the ``data`` of a form that never stood open: text *answers* by ``custom_id``."""
    parts = [
        {
            "type": components.LABEL,
            "id": 2 * index + 1,
            "component": {"type": TEXT_INPUT, "id": 2 * index + 2, "custom_id": name, "value": value},
        }
        for index, (name, value) in enumerate(answers.items())
    ]
    return {"custom_id": custom_id, "components": parts}


def options_named(part: Json, wanted: Any) -> list[str]:
    """Return the values of the options that *wanted* (one or several, by label or value) names, in their order.

    Raises CannotType for one that is not there.
    """
    names = [] if wanted is None else [wanted] if isinstance(wanted, str) else list(wanted)
    by_name: dict[str, str] = {}
    for option in part["options"]:
        by_name.setdefault(option["label"], option["value"])
    by_name |= {option["value"]: option["value"] for option in part["options"]}
    if missing := [name for name in names if name not in by_name]:
        msg = f"no option {missing}; there are {[option['label'] for option in part['options']]}"
        raise CannotType(msg)
    chosen = {by_name[name] for name in names}
    return [option["value"] for option in part["options"] if option["value"] in chosen]


def _at_first(part: Json) -> Value:
    kind = part["type"]
    if kind == TEXT_INPUT:
        return part.get("value") or ""
    if kind == CHECKBOX:
        return bool(part.get("default"))
    chosen = [option["value"] for option in part.get("options") or () if option.get("default")]
    if kind == RADIO_GROUP:
        return chosen[0] if chosen else None
    return chosen


def _typed(part: Json, answer: Any) -> Value:
    kind = part["type"]
    if kind == TEXT_INPUT:
        text = "" if answer is None else str(answer)
        most = part.get("max_length") or bounds.INPUT_CHARS
        if len(text) > most:
            msg = f"{len(text)} characters where the client stops at {most}"
            raise CannotType(msg)
        if part["style"] == _SHORT and "\n" in text:
            msg = "a single line takes no line break"
            raise CannotType(msg)
        return text
    if kind == CHECKBOX:
        return bool(answer)
    if kind == FILE_UPLOAD and answer:
        msg = "this person uploads no files"
        raise CannotType(msg)
    if isinstance(answer, bool):
        msg = "a yes or no is none of the choices"
        raise CannotType(msg)
    if kind not in _CHOSEN_FROM_OPTIONS:
        return [answer] if isinstance(answer, str) else list(answer or ())
    chosen = options_named(part, answer)
    if kind == RADIO_GROUP:
        if len(chosen) > 1:
            msg = "one choice only"
            raise CannotType(msg)
        return chosen[0] if chosen else None
    most = part.get("max_values") or (len(part["options"]) if kind == CHECKBOX_GROUP else 1)
    if len(chosen) > most:
        msg = f"{most} choices at most"
        raise CannotType(msg)
    return chosen


def _problem(part: Json, value: Value) -> str:
    if value in ("", None, []):
        return "This field is required" if is_required(part) else ""
    if part["type"] == TEXT_INPUT and len(str(value)) < (part.get("min_length") or 0):
        return f"Must be {part['min_length']} or more in length."
    if isinstance(value, list) and len(value) < (part.get("min_values") or 1):
        return f"Choose {part['min_values']} or more."
    return ""
