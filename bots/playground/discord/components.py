"""Components of messages: layout rules, totals, and the numeric ids that Discord gives out.

Source of every bound: :mod:`bots.playground.discord.bounds`. Codes and words marked (g) are *guessed*.
"""

import copy
from collections.abc import Iterator, Mapping
from typing import Final

from bots.playground.discord import bounds, checks, inputs
from bots.playground.discord.errors import Json, Path, Problems, internal

ROW, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 1, 9, 10, 11, 12, 13, 14, 17, 18
_IN_CONTAINER: Final = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
_ON_TOP: Final = (*_IN_CONTAINER, CONTAINER)
_ACCESSORIES: Final = (inputs.BUTTON, THUMBNAIL)


def walk(parts: list[Json], path: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Yield every component with its path, a parent before its children."""
    for index, part in enumerate(parts):
        yield from _walk_one(part, (*path, index))


def _walk_one(part: Json, path: Path) -> Iterator[tuple[Path, Json]]:
    if not isinstance(part, dict):
        return
    yield path, part
    children = part.get("components")
    if isinstance(children, list):
        yield from walk(children, (*path, "components"))
    for single in ("accessory", "component"):
        if isinstance(part.get(single), dict):
            yield from _walk_one(part[single], (*path, single))


def check_message(problems: Problems, parts: list[Json], *, v2: bool, filenames: frozenset[str]) -> None:
    """Check the components of a message. *filenames*: what its attachments are called.

    Raises the HTTP 500 of discord-api-docs issue 8554 when the text takes too many bytes.
    """
    path: Path = ("components",)
    if v2:
        checks.items(problems, path, parts)
        for index, part in enumerate(parts):
            _block(problems, (*path, index), part, _ON_TOP, filenames)
    else:
        checks.items(problems, path, parts, most=bounds.ROWS)
        for index, part in enumerate(parts):
            if not inputs.not_one_of(problems, (*path, index), part, (ROW,)):
                _row(problems, (*path, index), part)
    check_ids(problems, parts, path)
    _check_totals(problems, parts, path)


def _block(problems: Problems, path: Path, part: Json, allowed: tuple[int, ...], filenames: frozenset[str]) -> None:
    if inputs.not_one_of(problems, path, part, allowed):
        return
    kind = part["type"]
    if kind == ROW:
        _row(problems, path, part)
    elif kind == TEXT:
        text_display(problems, path, part)
    elif kind == SECTION:
        _section(problems, path, part, filenames)
    elif kind == GALLERY:
        low, high = bounds.GALLERY_ITEMS
        found = checks.items(problems, (*path, "items"), part.get("items"), least=low, most=high)
        for index, item in enumerate(found):
            _media(problems, (*path, "items", index), item, "media", filenames)
    elif kind == FILE:
        _media(problems, path, part, "file", filenames, uploaded_only=True)
    elif kind == SEPARATOR:
        checks.flag(problems, (*path, "divider"), part.get("divider"))
        checks.choice(problems, (*path, "spacing"), part.get("spacing", 1), (1, 2), "(1, 2)")
    else:
        low, high = bounds.COLOURS
        checks.number(problems, (*path, "accent_color"), part.get("accent_color"), least=low, most=high, default=0)
        children = checks.items(problems, (*path, "components"), part.get("components"), least=1)
        for index, child in enumerate(children):
            _block(problems, (*path, "components", index), child, _IN_CONTAINER, filenames)


def _row(problems: Problems, path: Path, part: Json) -> None:
    children = part.get("components")
    if not isinstance(children, list) or not children:
        checks.items(problems, (*path, "components"), children, least=1, most=bounds.ROW_WIDTH)
        return
    width = 0
    for index, child in enumerate(children):
        at = (*path, "components", index)
        if inputs.not_one_of(problems, at, child, inputs.MESSAGE_INPUTS):
            continue
        width += 1 if child["type"] == inputs.BUTTON else bounds.ROW_WIDTH
        if width > bounds.ROW_WIDTH:
            message = "The specified component exceeds the maximum width"
            problems.add(at, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)
        elif child["type"] == inputs.BUTTON:
            inputs.button(problems, at, child)
        else:
            inputs.select(problems, at, child)


def _section(problems: Problems, path: Path, part: Json, filenames: frozenset[str]) -> None:
    low, high = bounds.SECTION_TEXTS
    found = checks.items(problems, (*path, "components"), part.get("components"), least=low, most=high)
    for index, child in enumerate(found):
        at = (*path, "components", index)
        if not inputs.not_one_of(problems, at, child, (TEXT,)):
            text_display(problems, at, child)
    accessory = part.get("accessory")
    at = (*path, "accessory")
    if accessory is None:
        problems.add(at, *checks.REQUIRED)
    elif not inputs.not_one_of(problems, at, accessory, _ACCESSORIES):
        if accessory["type"] == inputs.BUTTON:
            inputs.button(problems, at, accessory)
        else:
            _media(problems, at, accessory, "media", filenames)


def text_display(problems: Problems, path: Path, part: Json) -> None:
    content = part.get("content")
    checks.text(problems, (*path, "content"), content, least=1, most=bounds.DISPLAYED_CHARS, required=True)


def _media(
    problems: Problems, path: Path, part: Json, key: str, filenames: frozenset[str], *, uploaded_only: bool = False
) -> None:
    at = (*path, key, "url")
    media = part.get(key) if isinstance(part, dict) else None
    url = media.get("url") if isinstance(media, dict) else None
    if not isinstance(url, str) or not url:
        problems.add(at, *checks.REQUIRED)
        return
    scheme, _, name = url.partition("://")
    if scheme == "attachment":
        if name not in filenames:
            message = f"The referenced attachment '{name}' was not found"
            problems.add(at, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", message)  # (g) words
    elif uploaded_only:
        problems.add(at, "FILE_COMPONENT_ATTACHMENT_ONLY", "Only attachment:// may be used here")  # [c] rule, (g) words
    else:
        checks.address(problems, at, url, ("http", "https"))
    checks.text(problems, (*path, "description"), part.get("description"), most=bounds.ALT_TEXT)


def check_ids(problems: Problems, parts: list[Json], path: Path) -> None:
    """Check that no two components share a ``custom_id`` or a numeric ``id``."""
    custom: set[str] = set()
    numeric: set[int] = set()
    for at, part in walk(parts, path):
        if (name := part.get("custom_id")) and isinstance(name, str):
            if name in custom:
                message = "Component custom id cannot be duplicated"
                problems.add((*at, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", message)
            custom.add(name)
        identifier = checks.number(problems, (*at, "id"), part.get("id"), least=0, most=2**31 - 1, default=0)
        if identifier:
            if identifier in numeric:
                problems.add((*at, "id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")  # (g)
            numeric.add(identifier)


def _check_totals(problems: Problems, parts: list[Json], path: Path) -> None:
    every = [part for _, part in walk(parts)]
    if len(every) > bounds.COMPONENTS:
        message = f"The total number of components exceeds the maximum of {bounds.COMPONENTS}"
        problems.add(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)  # (g) words
    texts = [part["content"] for part in every if part.get("type") == TEXT and isinstance(part.get("content"), str)]
    if sum(map(len, texts)) > bounds.DISPLAYED_CHARS:
        message = f"Components displayable text size exceeds maximum size of {bounds.DISPLAYED_CHARS}"
        problems.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
    elif sum(len(each.encode()) + bounds.STORED_BYTES_A_TEXT for each in texts) > bounds.STORED_BYTES:
        raise internal()


def with_ids(parts: list[Json], urls: Mapping[str, str] | None = None) -> list[Json]:
    """Return a copy in which every component has an ``id``: sequential, skipping those taken [c].

    *urls* maps attachment names to where they were put; ``attachment://`` references are replaced by them.
    """
    numbered = copy.deepcopy(parts)
    taken = {part["id"] for _, part in walk(numbered) if part.get("id")}
    following = 1
    for _, part in walk(numbered):
        if not part.get("id"):
            while following in taken:
                following += 1
            part["id"] = following
            taken.add(following)
        _place(part, urls or {})
    return numbered


def media_urls(part: Json) -> list[str]:
    """Return the addresses of the files and pictures that *part* shows."""
    media = [part.get("file"), part.get("media"), *(item["media"] for item in part.get("items", ()))]
    return [each["url"] for each in media if each]


def _place(part: Json, urls: Mapping[str, str]) -> None:
    media = [part.get("file"), part.get("media"), *(item.get("media") for item in part.get("items", ()))]
    for each in media:
        if each and each["url"].startswith("attachment://"):
            name = each["url"].removeprefix("attachment://")
            each["url"] = each["proxy_url"] = urls[name]
            if part["type"] == FILE:
                part["name"] = name
