"""What was sent: each call as the stand-in recorded it, with the platform's bounds beside what was used of them.

The numbers are the stand-ins' own, which refuse what is over them.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final, TypeAlias

from bots.playground.discord import bounds, components, inputs
from bots.playground.page.side import Json
from bots.playground.slack import api, blocks, elements
from bots.playground.wire import RecordedCall

Use: TypeAlias = tuple[str, int, int]  # what is bounded, how much of it was used, how much there may be

_TEXTS: Final = {"section": blocks.SECTION_CHARS, "header": blocks.HEADER_CHARS}


def shown(platform: str, number: int, call: RecordedCall) -> Json:
    """Return *call*, the *number*-th of its *platform*, for the page."""
    used = uses(platform, call)
    return {
        "id": f"{platform}-{number}",
        "platform": platform,
        "at": call.at,
        "method": call.method,
        "status": call.status,
        "applied": call.applied,
        "error": _error(call.response),
        "body": call.body,
        "bounds": [{"what": what, "used": count, "most": most} for what, count, most in used],
    }


def uses(platform: str, call: RecordedCall) -> list[Use]:
    """Return what *call* used of each bound it touches, the largest use of each, the fullest bound first."""
    found: dict[str, Use] = {}
    with suppress(AttributeError, KeyError, TypeError, ValueError):  # a call of the wrong shape, which was refused
        for use in _slack(call.body) if platform == "slack" else _discord(call.body):
            if use[1] > found.get(use[0], ("", 0, 0))[1]:
                found[use[0]] = use
    return sorted(found.values(), key=lambda use: use[1] / use[2], reverse=True)


def _error(response: Any) -> str:
    if not isinstance(response, Mapping):
        return ""
    return str(response.get("error") or response.get("message") or "") if not response.get("ok") else ""


# ------------------------------------------------------------------------------------------------ Slack


def _slack(body: Any) -> Iterator[Use]:
    """A call of the Web API, or an acknowledgement, which carries the same under "payload"."""
    if not isinstance(body, Mapping):
        return
    if isinstance(inner := body.get("payload"), Mapping):
        yield from _slack(inner)
        return
    if isinstance(view := body.get("view"), Mapping):
        yield from _view(view)
    if isinstance(listed := body.get("blocks"), list):
        yield "blocks", len(listed), blocks.MAX_BLOCKS[blocks.Surface.MESSAGE]
        yield from _blocks(listed)
    if isinstance(text := body.get("text"), str):
        yield "text", len(text), api.TEXT_CHARS


def _view(view: Mapping[str, Any]) -> Iterator[Use]:
    yield "size in bytes", blocks.bytes_of(view), blocks.VIEW_BYTES
    yield "blocks", len(view.get("blocks") or ()), blocks.MAX_BLOCKS[blocks.Surface(view["type"])]
    yield "private_metadata", len(view.get("private_metadata") or ""), blocks.METADATA_CHARS
    yield "callback_id", len(view.get("callback_id") or ""), elements.ID_CHARS
    for name in ("title", "submit", "close"):
        yield name, len((view.get(name) or {}).get("text", "")), blocks.TITLE_CHARS
    yield from _blocks(view.get("blocks") or [])


def _blocks(listed: list[Json]) -> Iterator[Use]:
    for block in listed:
        yield "block_id", len(block.get("block_id") or ""), elements.ID_CHARS
        kind = block["type"]
        if kind in _TEXTS and "text" in block:
            yield f"text of a {kind}", len(block["text"]["text"]), _TEXTS[kind]
        for each in block.get("fields", ()):
            yield "fields", len(block["fields"]), blocks.MAX_FIELDS
            yield "text of a field", len(each["text"]), blocks.FIELD_CHARS
        if kind == "context":
            yield "elements of a context", len(block["elements"]), blocks.MAX_CONTEXT
            for each in block["elements"]:
                yield "text of a context", len(each.get("text") or ""), blocks.SECTION_CHARS
        if kind == "actions":
            yield "elements of an actions block", len(block["elements"]), blocks.MAX_ACTIONS
        if kind == "input":
            yield "label", len(block["label"]["text"]), blocks.LABEL_CHARS
            yield "hint", len((block.get("hint") or {}).get("text", "")), blocks.LABEL_CHARS
        for _, element in blocks.elements_of(block):
            yield from _element(element)


def _element(element: Json) -> Iterator[Use]:
    yield "action_id", len(element.get("action_id") or ""), elements.ID_CHARS
    yield "placeholder", len((element.get("placeholder") or {}).get("text", "")), elements.PLACEHOLDER_CHARS
    kind = element["type"]
    if kind == "button":
        yield "text of a button", len(element["text"]["text"]), elements.BUTTON_CHARS
        yield "value of a button", len(element.get("value") or ""), elements.BUTTON_VALUE_CHARS
        yield "url of a button", len(element.get("url") or ""), elements.URL_CHARS
    options = elements.options_of(element)
    few = {"checkboxes": elements.MAX_CHOICES, "radio_buttons": elements.MAX_CHOICES, "overflow": elements.MAX_OVERFLOW}
    yield f"options of {kind}", len(options), few.get(kind, elements.MAX_OPTIONS)
    for option in options:
        yield "text of an option", len(option["text"]["text"]), elements.OPTION_CHARS
        yield "value of an option", len(option["value"]), elements.OPTION_VALUE_CHARS
    yield "initial_value", len(element.get("initial_value") or ""), elements.INPUT_CHARS


# ---------------------------------------------------------------------------------------------- Discord


def _discord(body: Any) -> Iterator[Use]:
    if isinstance(body, list):  # the registration of commands
        yield from _commands(body)
        return
    if isinstance(body, Mapping) and "payload_json" in body:  # as it is beside files
        yield "files", len(body["files"]), bounds.FILES
        body = body["payload_json"]
    data = (
        body.get("data", body) if isinstance(body, Mapping) else None
    )  # an answer to an interaction carries it inside
    if not isinstance(data, Mapping):
        return
    yield "content", len(data.get("content") or ""), bounds.CONTENT_CHARS
    yield "embeds", len(data.get("embeds") or ()), bounds.EMBEDS
    yield "suggestions", len(data.get("choices") or ()), bounds.AUTOCOMPLETE_CHOICES
    yield "nonce", len(str(data.get("nonce") or "")), bounds.NONCE_CHARS
    parts = data.get("components") or []
    if "title" in data:
        yield "title of a form", len(data["title"]), bounds.MODAL_TITLE[1]
        yield "parts of a form", len(parts), bounds.MODAL_PARTS[1]
        yield "custom_id", len(data.get("custom_id") or ""), bounds.CUSTOM_ID[1]
    else:
        yield from _totals(parts)
    for _, part in components.walk(parts):
        yield from _part(part)


def _totals(parts: list[Json]) -> Iterator[Use]:
    every = [part for _, part in components.walk(parts)]
    texts = [part["content"] for part in every if part.get("type") == components.TEXT]
    yield "components", len(every), bounds.COMPONENTS
    yield "text shown", sum(map(len, texts)), bounds.DISPLAYED_CHARS
    stored = sum(len(each.encode()) + bounds.STORED_BYTES_A_TEXT for each in texts)
    yield "text in bytes", stored, bounds.STORED_BYTES


def _part(part: Json) -> Iterator[Use]:
    kind = part.get("type")
    yield "custom_id", len(part.get("custom_id") or ""), bounds.CUSTOM_ID[1]
    yield "alternative text", len(part.get("description") or "") if "media" in part else 0, bounds.ALT_TEXT
    if kind == inputs.BUTTON:
        yield "label of a button", len(part.get("label") or ""), bounds.BUTTON_LABEL
        yield "url of a button", len(part.get("url") or ""), bounds.BUTTON_URL
    elif kind == components.ROW:
        yield "width of a row", len(part.get("components") or ()), bounds.ROW_WIDTH
    elif kind == components.LABEL:
        yield "label of a field", len(part.get("label") or ""), bounds.LABEL[1]
        yield "description of a field", len(part.get("description") or ""), bounds.LABEL_DESCRIPTION
    elif kind == inputs.TEXT_INPUT:
        yield "placeholder of a field", len(part.get("placeholder") or ""), bounds.INPUT_PLACEHOLDER
        yield "text in a field", len(part.get("value") or ""), bounds.INPUT_CHARS
    elif kind in inputs.SELECTS:
        yield "placeholder of a menu", len(part.get("placeholder") or ""), bounds.PLACEHOLDER
    for option in part.get("options") or ():
        yield "options", len(part["options"]), bounds.OPTIONS[1]
        yield "text of an option", len(option.get("label") or ""), bounds.OPTION_CHARS[1]
        yield "value of an option", len(option.get("value") or ""), bounds.OPTION_CHARS[1]


def _commands(listed: list[Json]) -> Iterator[Use]:
    yield "commands", len(listed), bounds.COMMANDS
    for command in listed:
        yield "name of a command", len(command["name"]), bounds.COMMAND_NAME[1]
        yield "description of a command", len(command.get("description") or ""), bounds.COMMAND_DESCRIPTION[1]
        yield "options of a command", len(command.get("options") or ()), bounds.COMMAND_OPTIONS
