"""Modals: what an app may open as one.

Source of every bound: :mod:`bots.playground.discord.bounds`.
"""

from typing import Any

from bots.playground.discord import bounds, checks, components, inputs
from bots.playground.discord.errors import Json, Path, Problems


def check_modal(problems: Problems, data: Any) -> None:
    """Check the data of a callback of type 9. Paths start inside ``data``."""
    if not isinstance(data, dict):
        problems.add((), *checks.REQUIRED)
        return
    low, high = bounds.CUSTOM_ID
    checks.text(problems, ("custom_id",), data.get("custom_id"), least=low, most=high, required=True)
    low, high = bounds.MODAL_TITLE
    checks.text(problems, ("title",), data.get("title"), least=low, most=high, required=True)
    low, high = bounds.MODAL_PARTS
    path: Path = ("components",)
    parts = checks.items(problems, path, data.get("components"), least=low, most=high)
    for index, part in enumerate(parts):
        _part(problems, (*path, index), part)
    components.check_ids(problems, parts, path)


def _part(problems: Problems, path: Path, part: Json) -> None:
    if inputs.not_one_of(problems, path, part, (components.ROW, components.TEXT, components.LABEL)):
        return
    if part["type"] == components.TEXT:
        components.text_display(problems, path, part)
    elif part["type"] == components.ROW:
        # Deprecated in favour of Label, still accepted [c]: exactly one text input.
        found = checks.items(problems, (*path, "components"), part.get("components"), least=1, most=1)
        for index, child in enumerate(found):
            at = (*path, "components", index)
            if not inputs.not_one_of(problems, at, child, (inputs.TEXT_INPUT,)):
                inputs.text_input(problems, at, child, labelled=False)
    else:
        _label(problems, path, part)


def _label(problems: Problems, path: Path, part: Json) -> None:
    low, high = bounds.LABEL
    checks.text(problems, (*path, "label"), part.get("label"), least=low, most=high, required=True)
    checks.text(problems, (*path, "description"), part.get("description"), most=bounds.LABEL_DESCRIPTION)
    child = part.get("component")
    at = (*path, "component")
    if child is None:
        problems.add(at, *checks.REQUIRED)
        return
    if inputs.not_one_of(problems, at, child, inputs.MODAL_INPUTS):
        return
    kind = child["type"]
    if kind == inputs.TEXT_INPUT:
        inputs.text_input(problems, at, child, labelled=True)
    elif kind == inputs.RADIO_GROUP:
        inputs.radio_group(problems, at, child)
    elif kind == inputs.CHECKBOX_GROUP:
        inputs.checkbox_group(problems, at, child)
    elif kind == inputs.CHECKBOX:
        inputs.checkbox(problems, at, child)
    elif kind == inputs.FILE_UPLOAD:
        inputs.file_upload(problems, at, child)
    else:
        inputs.select(problems, at, child, modal=True)
