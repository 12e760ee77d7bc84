"""A message or modal as lines of text, the way a person sees it. Pure; used by transcripts and by tests."""

import re
from typing import Final

from bots.playground.discord import components, inputs
from bots.playground.discord.errors import Json
from bots.playground.discord.form import Field, OpenModal
from bots.playground.discord.world import V2, Message

ONLY_YOU: Final = "Only you can see this"
THINKING: Final = "(thinking…)"
_MARKS: Final = re.compile(r"(\*\*\*|\*\*|\*|___|__|_|~~|\|\||`)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_LINK: Final = re.compile(r"\[([^\]\n]+)\]\(<?((?:https?|discord)://[^)\s>]+)>?\)")
_BARE: Final = re.compile(r"<(https?://[^>\s]+)>")
_HEADING: Final = re.compile(r"^(?:#{1,3}|-#) +")
_BULLET: Final = re.compile(r"^(\s*)[-*] +")
_QUOTE: Final = re.compile(r"^> ?")
_ESCAPE: Final = re.compile(r"\\([^A-Za-z0-9\s])")
_HELD: Final = re.compile("\ue000(\\d+)\ue001")  # private use characters stand for what is escaped


def text_of(shown: Message | OpenModal) -> list[str]:
    """Return what stands on *shown*, top to bottom, one line each; no empty lines.

    A modal's title is ``== title ==``, a button ``[ label ]``, a chosen option ``(x) label``, a quoted line ``| …``, a
    field ``label: value``, a file ``file: name``. An error stands under its field as ``! error``.
    """
    if isinstance(shown, OpenModal):
        return _modal_lines(shown)
    lines = markdown(shown.content)
    if shown.loading:
        lines.append(THINKING)
    lines += _part_lines(shown.components)
    if not shown.flags & V2:  # with V2 a file shows only through a component
        lines += [f"file: {each.name}" for each in shown.files]
    if shown.ephemeral:
        lines.append(ONLY_YOU)
    return lines


def markdown(text: str) -> list[str]:
    """Return the lines of Discord markdown as they read: marks gone, links as ``label (url)``, no empty lines."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[1])
        return f"\ue000{len(held) - 1}\ue001"

    text = _ESCAPE.sub(hold, text)
    lines = [_line(line) for line in text.splitlines()]
    return [_HELD.sub(lambda match: held[int(match[1])], line) for line in lines if line.strip()]


def _line(line: str) -> str:
    quoted = "| " if _QUOTE.match(line) else ""
    if quoted:
        line = _QUOTE.sub("", line)
    line = _BULLET.sub(r"\1• ", _HEADING.sub("", line))
    line = _BARE.sub(r"\1", _LINK.sub(r"\1 (\2)", line))
    while (plain := _MARKS.sub(r"\2", line)) != line:
        line = plain
    return quoted + line


def _part_lines(parts: list[Json]) -> list[str]:
    lines: list[str] = []
    for part in parts:
        lines += _one(part)
    return lines


def _one(part: Json) -> list[str]:
    kind = part["type"]
    if kind == components.TEXT:
        return markdown(part["content"])
    if kind == components.SECTION:
        return [*_part_lines(part["components"]), *_one(part["accessory"])]
    if kind == components.CONTAINER:
        return _part_lines(part["components"])
    if kind == components.ROW:
        buttons = [_button(each) for each in part["components"] if each["type"] == inputs.BUTTON]
        menus = [line for each in part["components"] if each["type"] != inputs.BUTTON for line in _menu(each)]
        return [*([" ".join(buttons)] if buttons else []), *menus]
    if kind == components.FILE:
        return [f"file: {part['name']}"]
    if kind == components.GALLERY:
        return [f"picture: {item.get('description') or item['media']['url']}" for item in part["items"]]
    if kind == components.THUMBNAIL:
        return [f"picture: {part.get('description') or part['media']['url']}"]
    if kind == inputs.BUTTON:
        return [_button(part)]
    return ["---"] if part.get("divider", True) else []


def _button(part: Json) -> str:
    emoji = (part.get("emoji") or {}).get("name") or ""
    label = " ".join(each for each in (emoji, part.get("label") or "") if each)
    arrow = " ↗" if part["style"] == inputs.LINK else ""
    return f"[ {label}{arrow} ]" + (" (off)" if part.get("disabled") else "")


def _menu(part: Json) -> list[str]:
    lines = [f"{part.get('placeholder') or 'Make a selection'}:"]
    chosen = {option["value"] for option in part.get("options") or () if option.get("default")}
    return lines + _options(part, chosen)


def _options(part: Json, chosen: set[str]) -> list[str]:
    lines = []
    for option in part.get("options") or ():
        description = f" ({option['description']})" if option.get("description") else ""
        lines.append(f"  ({'x' if option['value'] in chosen else ' '}) {option['label']}{description}")
    return lines


def _modal_lines(modal: OpenModal) -> list[str]:
    lines = [f"== {modal.title} =="]
    fields = iter(modal.fields)
    for part in modal.components:
        if part["type"] == components.TEXT:
            lines += markdown(part["content"])
        else:
            lines += _field_lines(next(fields), modal)
    if modal.notice:
        lines.append(f"! {modal.notice}")
    return [*lines, "[ Cancel ] [ Submit ]"]


def _field_lines(field: Field, modal: OpenModal) -> list[str]:
    part = field.part
    value = modal.values[part["custom_id"]]
    star = " *" if inputs.is_required(part) else ""
    if part["type"] == inputs.TEXT_INPUT:
        lines = [f"{field.label}{star}: {value or '(' + (part.get('placeholder') or '') + ')'}"]
    elif part["type"] == inputs.CHECKBOX:
        lines = [f"({'x' if value else ' '}) {field.label}"]
    else:
        chosen = set(value) if isinstance(value, list) else {str(value)}
        lines = [f"{field.label}{star}:", *_options(part, chosen)]
    if field.description:
        lines.insert(1, f"  {field.description}")
    if field.label in modal.errors:
        lines.append(f"  ! {modal.errors[field.label]}")
    return lines
