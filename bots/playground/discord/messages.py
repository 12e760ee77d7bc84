"""What an app may send or edit as a message: checked as a whole, then put into a :class:`Message`.

Source: https://docs.discord.com/developers/resources/message and the component reference. Marked (g): *guessed*.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bots.playground.discord import bounds, checks, components, payloads
from bots.playground.discord.errors import Json, Path, Problems, empty_message, too_large
from bots.playground.discord.world import EPHEMERAL, LOADING, V2, Channel, File, Message, World

_SUPPRESS_EMBEDS, _SILENT = 1 << 2, 1 << 12
_SETTABLE: Final = _SUPPRESS_EMBEDS | _SILENT | EPHEMERAL | V2  # [r] others are ignored (g)
_LEGACY: Final = ("content", "embeds", "poll", "sticker_ids")
_LEGACY_CODE: Final = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"


@dataclass(frozen=True)
class Form:
    """The body of one request: its JSON, and the files that came with it by field name (``files[0]``)."""

    json: Any = None
    uploads: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """A message that passed every check, not yet sent."""

    content: str
    embeds: list[Json]
    components: list[Json]
    files: list[File]
    flags: int


def compose(
    world: World, payload: Any, form: Form, channel: Channel, *, before: Message | None = None, prefix: Path = ()
) -> Draft:
    """Check *payload* as a new message, or as an edit of *before*: what it leaves out stays.

    Raises Refusal: 50035 with paths under *prefix*, 50006 for an empty message, 40005 for a file that is too large.
    """
    problems = Problems()
    if not isinstance(payload, dict):
        problems.add((), *checks.REQUIRED)
        problems.raise_if_any(prefix)
    flags = checks.number(problems, ("flags",), payload.get("flags"), least=0, most=2**31 - 1, default=0) & _SETTABLE
    if before is not None:
        flags = (flags & ~EPHEMERAL) | (
            before.flags & ~LOADING
        )  # V2 can't be taken back [c], ephemeral not changed [r]
    content = payload.get("content", before.content if before else "") or ""
    embeds = payload.get("embeds", before.embeds if before else []) or []
    checks.text(problems, ("content",), content, most=bounds.CONTENT_CHARS)
    checks.items(problems, ("embeds",), embeds, most=bounds.EMBEDS)
    if flags & V2:
        _no_legacy(problems, payload, content, embeds)
    _allowed_mentions(problems, payload.get("allowed_mentions"))
    files = _files(world, problems, payload, form, before)
    parts = payload.get("components")
    if parts is None:
        placed = before.components if before and "components" not in payload else []
    elif not isinstance(parts, list):
        problems.add(("components",), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        placed = []
    else:
        components.check_message(problems, parts, v2=bool(flags & V2), filenames=frozenset(f.name for f in files))
        problems.raise_if_any(prefix)
        placed = components.with_ids(parts, {each.name: payloads.file_url(channel, each) for each in files})
    problems.raise_if_any(prefix)
    if not (content or embeds or placed or files):
        raise empty_message()
    return Draft(content, embeds, placed, files, flags)


def apply(world: World, message: Message, draft: Draft) -> None:
    """Make *message* what *draft* says, as an edit."""
    message.content, message.embeds, message.components = draft.content, draft.embeds, draft.components
    message.files, message.flags = draft.files, draft.flags
    message.edited = world.clock()
    message.changed = world.touch()


def _no_legacy(problems: Problems, payload: Json, content: str, embeds: list[Json]) -> None:
    standing = {"content": content, "embeds": embeds}
    for name in _LEGACY:
        empty_text = name == "content" and payload.get(name) == ""  # [s] even "" is refused; null and [] are not
        if payload.get(name) or empty_text or standing.get(name):
            message = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            problems.add((name,), _LEGACY_CODE, message)


def _allowed_mentions(problems: Problems, value: Any) -> None:
    if value is None:
        return
    path: Path = ("allowed_mentions",)
    if not isinstance(value, dict):
        problems.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    kinds = ("roles", "users", "everyone")
    parse = checks.items(problems, (*path, "parse"), value.get("parse"))
    for index, kind in enumerate(parse):
        checks.choice(problems, (*path, "parse", index), kind, kinds, str(kinds))
    for kind in kinds[:2]:
        checks.items(problems, (*path, kind), value.get(kind), most=bounds.MENTIONS)
        if value.get(kind) and kind in parse:
            message = f"parse:['{kind}'] and {kind}: [ids...] are mutually exclusive."
            problems.add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)


def _files(world: World, problems: Problems, payload: Json, form: Form, before: Message | None) -> list[File]:
    listed = payload.get("attachments")
    described: dict[str, Json] = {}
    kept = list(before.files) if before is not None else []
    if listed is not None:
        found = checks.items(problems, ("attachments",), listed)
        described = {str(each.get("id")): each for each in found if isinstance(each, dict)}
        kept = [each for each in kept if each.id in described]
    fresh = []
    for name, (filename, data) in form.uploads.items():
        if len(data) > bounds.FILE_BYTES:
            raise too_large()
        about = described.get(name.removeprefix("files[").removesuffix("]"), {})
        called = str(about.get("filename") or filename)
        fresh.append(File(world.snowflake(), called, data, str(about.get("description") or "")))
    files = kept + fresh
    known = {each.id for each in kept} | {name.removeprefix("files[").removesuffix("]") for name in form.uploads}
    for identifier in described.keys() - known:
        message = f"No file was uploaded for attachment {identifier}"
        problems.add(("attachments",), "ATTACHMENT_NOT_FOUND", message)  # (g)
    if len(files) > bounds.FILES:
        problems.add(("attachments",), "BASE_TYPE_MAX_LENGTH", f"Must be {bounds.FILES} or fewer in length.")
    return files
