"""Lists of blocks and whole views: what Slack refuses, as pure functions.

Each rule names its source: a page of Slack's reference, or a real answer that was reported. *Guessed* and *stricter*
(than the real Slack, on purpose) are said where they apply.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from bots.playground.slack.elements import (
    ALT_CHARS,
    ELEMENTS,
    ID_CHARS,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_INPUT,
    IN_SECTION,
    URL_CHARS,
    only,
    plain,
    rich,
)
from bots.playground.slack.schema import Check, Json, Problem, boolean, both, items, one_of, shaped, string, typed


class Surface(StrEnum):
    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


MAX_BLOCKS = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}  # page "blocks"
MAX_ACTIONS = 25  # page "actions block"
MAX_CONTEXT = 10  # page "context block"
MAX_FIELDS = 10  # page "section block"
SECTION_CHARS = 3000
FIELD_CHARS = 2000
HEADER_CHARS = 150
LABEL_CHARS = 2000  # page "input block": label and hint
TITLE_CHARS = 24  # page "views": title, submit, close
METADATA_CHARS = 3000
VIEW_BYTES = 250_000  # page "views": 250 kB


def _text_or_fields(block: Any, at: str) -> Iterator[Problem]:
    if "text" not in block and "fields" not in block:
        yield Problem("must define either `text` or `fields`", f"{at}/type")


_BLOCK_ID: dict[str, Check] = {"block_id": string(ID_CHARS)}
_CONTEXT_ITEM = typed(
    {
        "plain_text": rich(SECTION_CHARS),
        "mrkdwn": rich(SECTION_CHARS),
        **{kind: ELEMENTS[kind] for kind in IN_CONTEXT},
    }
)

_EVERYWHERE: Mapping[str, Check] = {
    "section": both(
        shaped(
            {},
            {
                **_BLOCK_ID,
                "text": rich(SECTION_CHARS),
                "fields": items(rich(FIELD_CHARS), MAX_FIELDS),
                "accessory": only(IN_SECTION),
                "expand": boolean,
            },
        ),
        _text_or_fields,
    ),
    "header": shaped({"text": plain(HEADER_CHARS)}, _BLOCK_ID),
    "divider": shaped({}, _BLOCK_ID),
    "context": shaped({"elements": items(_CONTEXT_ITEM, MAX_CONTEXT)}, _BLOCK_ID),
    "actions": shaped({"elements": items(only(IN_ACTIONS), MAX_ACTIONS)}, _BLOCK_ID),
    "image": shaped(
        {"image_url": string(URL_CHARS), "alt_text": string(ALT_CHARS)}, {**_BLOCK_ID, "title": plain(2000)}
    ),
}
_INPUT = shaped(
    {"label": plain(LABEL_CHARS), "element": only(IN_INPUT)},
    {**_BLOCK_ID, "hint": plain(LABEL_CHARS), "optional": boolean, "dispatch_action": boolean},
)

# Stricter: Slack takes input blocks in messages and on Home too. What is typed there reaches the app only through a
# button's state, and in a message it stays where others may read it.
_BLOCK = {
    Surface.MESSAGE: typed(_EVERYWHERE),
    Surface.HOME: typed(_EVERYWHERE),
    Surface.MODAL: typed({**_EVERYWHERE, "input": _INPUT}),
}


BLOCK_KINDS = frozenset({*_EVERYWHERE, "input"})


def elements_of(block: Json) -> list[tuple[str, Json]]:
    """Return the elements of *block* that can be acted on, each with its pointer inside the block."""
    found: list[tuple[str, Json]] = []
    if block["type"] == "actions":
        found += [(f"/elements/{index}", element) for index, element in enumerate(block["elements"])]
    if block["type"] == "section" and "accessory" in block:
        found.append(("/accessory", block["accessory"]))
    if block["type"] == "input":
        found.append(("/element", block["element"]))
    return [(at, element) for at, element in found if element["type"] != "image"]


def _unique(blocks: list[Json], at: str) -> Iterator[Problem]:
    # Page "blocks": block_id is unique in a message or view. Page "button element": action_id is unique in its block.
    # Guessed wording of the first.
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            yield Problem(f'`block_id` "{block_id}" already exists', f"{at}/{index}/block_id")
        seen.add(block_id or "")
        actions: Counter[str] = Counter()
        for inside, element in elements_of(block):
            action_id = element.get("action_id")
            if action_id is not None and actions[action_id]:
                message = f'`action_id` "{action_id}" already exists for `block_id` "{block_id}"'
                yield Problem(message, f"{at}/{index}{inside}/action_id")
            actions[action_id or ""] += 1


def _one_focus(blocks: list[Json], at: str) -> Iterator[Problem]:
    # Page "plain-text input element": one element per view may have focus_on_load. Guessed wording.
    focused = [f"{at}/{i}" for i, block in enumerate(blocks) for _, e in elements_of(block) if e.get("focus_on_load")]
    for pointer in focused[1:]:
        yield Problem("only one element may set `focus_on_load`", pointer)


def problems_in_blocks(blocks: Any, surface: Surface, at: str = "/blocks") -> list[Problem]:
    """Return what Slack would refuse in *blocks* on *surface*; nothing when they can be shown."""
    found = list(items(_BLOCK[surface], MAX_BLOCKS[surface], least=0)(blocks, at))
    if not found:
        found = [*_unique(blocks, at), *_one_focus(blocks, at)]
    return found


_VIEW_COMMON: dict[str, Check] = {
    "private_metadata": string(METADATA_CHARS, least=0),
    "callback_id": string(ID_CHARS, least=0),
    "external_id": string(ID_CHARS, least=0),
}


def _anything(_value: Any, _at: str) -> Iterator[Problem]:
    yield from ()


_VIEW = typed(
    {
        "modal": shaped(
            {"title": plain(TITLE_CHARS), "blocks": _anything},
            {
                **_VIEW_COMMON,
                "submit": plain(TITLE_CHARS),
                "close": plain(TITLE_CHARS),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
            },
        ),
        "home": shaped({"blocks": _anything}, _VIEW_COMMON),
    }
)


def problems_in_view(view: Any, surface: Surface, at: str = "/view") -> list[Problem]:
    """Return what Slack would refuse in *view*, which is to be shown on *surface* (modal or home)."""
    found = list(_VIEW(view, at))
    if isinstance(view, dict) and view.get("type") in tuple(Surface) and view["type"] != surface:
        found += one_of(surface)(view["type"], f"{at}/type")
    if isinstance(view, dict) and view.get("blocks") is not None:
        found += problems_in_blocks(view["blocks"], surface, f"{at}/blocks")
    if not found and not view.get("submit"):
        # A real answer, as reported: the pointer ends in the block's type.
        found += [
            Problem("must define `submit` to use an `input` block in modals", f"{at}/blocks/{index}/input")
            for index, block in enumerate(view["blocks"])
            if block["type"] == "input"
        ]
    return found


def bytes_of(view: Any) -> int:
    """Return the size of *view* as compact UTF-8 JSON (guessed: how Slack counts)."""
    return len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode())


def is_too_large(view: Any) -> bool:
    """Tell whether *view* is over the 250 kB that Slack takes."""
    return bytes_of(view) > VIEW_BYTES
