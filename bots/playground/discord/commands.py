"""Application commands: what an app may register, and what the person's client lets them send.

Source: https://docs.discord.com/developers/interactions/application-commands. Marked (g): *guessed* words.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from bots.playground.discord import bounds, checks
from bots.playground.discord.errors import Json, Path, Problems
from bots.playground.discord.world import Installed

SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, NUMBER = 3, 4, 5, 10
_NAME: Final = re.compile(r"[-_'\w]+")
_NAME_MESSAGE: Final = "String value did not match validation regex."


class RefusedByClient(Exception):
    """The person's own client does not let them do that: nothing was sent to the app."""


def check_all(problems: Problems, payload: Any) -> None:
    """Check the body of a bulk overwrite."""
    found = checks.items(problems, (), payload, most=bounds.COMMANDS)
    taken: set[tuple[Any, Any]] = set()
    for index, command in enumerate(found):
        if not isinstance(command, dict):
            problems.add((index,), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            continue
        _command(problems, (index,), command)
        key = (command.get("type", 1), command.get("name"))
        if key in taken:
            message = "Application command names must be unique"
            problems.add((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        taken.add(key)


def _command(problems: Problems, path: Path, command: Json) -> None:
    if not checks.choice(problems, (*path, "type"), command.get("type", 1), (1, 2, 3), "(1, 2, 3)"):
        return
    if command.get("type", 1) == 1:
        _named(problems, path, command)
        _options(problems, path, command, depth=0)
        if _characters(command) > bounds.COMMAND_CHARS:
            message = f"Command exceeds maximum size ({bounds.COMMAND_CHARS})"
            problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", message)
    else:
        low, high = bounds.COMMAND_NAME
        checks.text(problems, (*path, "name"), command.get("name"), least=low, most=high, required=True)
        if command.get("description"):
            problems.add((*path, "description"), "APPLICATION_COMMAND_DESCRIPTION", "Not allowed here")  # (g)
    for key, among in (("contexts", (0, 1, 2)), ("integration_types", (0, 1))):
        values = command.get(key)
        if values is None:
            continue
        for index, value in enumerate(checks.items(problems, (*path, key), values, least=1)):
            checks.choice(problems, (*path, key, index), value, among, str(among))


def _named(problems: Problems, path: Path, part: Json) -> None:
    low, high = bounds.COMMAND_NAME
    name: Any = part.get("name")
    if checks.text(problems, (*path, "name"), name, least=low, most=high, required=True) and (
        not _NAME.fullmatch(name) or name != name.lower()
    ):
        problems.add((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", _NAME_MESSAGE)
    low, high = bounds.COMMAND_DESCRIPTION
    checks.text(problems, (*path, "description"), part.get("description"), least=low, most=high, required=True)


def _options(problems: Problems, path: Path, part: Json, *, depth: int) -> None:
    """Check options. *depth* 0: a command, 1: a group, 2: a subcommand."""
    found = checks.items(problems, (*path, "options"), part.get("options"), most=bounds.COMMAND_OPTIONS)
    names: set[Any] = set()
    optional_seen = False
    kinds = [option.get("type") for option in found if isinstance(option, dict)]
    nested = [kind in (SUBCOMMAND, GROUP) for kind in kinds]
    if any(nested) and not all(nested):
        message = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        problems.add((*path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    for index, option in enumerate(found):
        at = (*path, "options", index)
        if not isinstance(option, dict):
            problems.add(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            continue
        _named(problems, at, option)
        if option.get("name") in names:
            problems.add(at, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique")  # (g) words
        names.add(option.get("name"))
        kind = option.get("type")
        if not checks.choice(problems, (*at, "type"), kind, _allowed_kinds(depth), str(_allowed_kinds(depth))):
            continue
        if kind in (SUBCOMMAND, GROUP):
            _options(problems, at, option, depth=2 if kind == SUBCOMMAND else 1)
            continue
        if option.get("required") and optional_seen:
            message = "Required options must be placed before non-required options"
            problems.add(at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional_seen = optional_seen or not option.get("required")
        _value_option(problems, at, option)


def _allowed_kinds(depth: int) -> tuple[int, ...]:
    return (SUBCOMMAND,) if depth == 1 else tuple(range(3 if depth == 2 else 1, 12))


def _value_option(problems: Problems, path: Path, option: Json) -> None:
    found = checks.items(problems, (*path, "choices"), option.get("choices"), most=bounds.COMMAND_OPTIONS)
    low, high = bounds.CHOICE_CHARS
    for index, choice in enumerate(found):
        at = (*path, "choices", index)
        checks.text(problems, (*at, "name"), choice.get("name"), least=low, most=high, required=True)
        if option["type"] == STRING:
            checks.text(problems, (*at, "value"), choice.get("value"), most=high, required=True)
    if found and option.get("autocomplete"):
        message = "Autocomplete and choices cannot both be set"
        problems.add((*path, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", message)  # (g)
    most = bounds.OPTION_LENGTH
    if option["type"] == STRING:
        checks.number(problems, (*path, "min_length"), option.get("min_length"), least=0, most=most, default=0)
        checks.number(problems, (*path, "max_length"), option.get("max_length"), least=1, most=most, default=most)


def _characters(part: Json) -> int:
    """Return the characters that count against the size of one command: names, descriptions, choice values."""
    own = len(str(part.get("name", ""))) + len(str(part.get("description", "")))
    choices = sum(len(str(c.get("name"))) + len(str(c.get("value"))) for c in part.get("choices") or ())
    return own + choices + sum(_characters(o) for o in part.get("options") or () if isinstance(o, dict))


# ----------------------------------------------------------------------------------- the person's client


def is_offered(command: Json, installed: Installed, context: int) -> bool:
    """Tell whether the client of somebody for whom the app is *installed* offers *command* in that *context* [a]."""
    contexts = command["contexts"]
    needed = 0 if installed == "guild" else 1
    return needed in command["integration_types"] and (contexts is None or context in contexts)


def offered(commands: list[Json], name: str, installed: Installed, context: int) -> Json:
    """Return the command ``/name``. Raises RefusedByClient where there is none, or it is not offered."""
    known = {each["name"]: each for each in commands if each["type"] == 1}
    command = known.get(name)
    if command is None:
        msg = f"no command /{name}; there are {sorted(known)}"
        raise RefusedByClient(msg)
    if not is_offered(command, installed, context):
        msg = f"/{name} is not offered here: contexts {command['contexts']}, installs {command['integration_types']}"
        raise RefusedByClient(msg)
    return command


def invocation(command: Json, path: str, given: Mapping[str, Any], *, focused: str = "") -> list[Json]:
    """Return the ``options`` of an interaction for ``/name path`` with the values *given*.

    *focused* is the option that is being typed into, for a completion: it need not be whole then, nor the others given.
    Raises RefusedByClient for what the client would not let anybody send: a bare command that has subcommands, an
    unknown subcommand or option, a value of the wrong kind, length or choice, a required option left out.
    """
    wrappers: list[Json] = []
    here = command
    for word in path.split():
        following = _nested(here).get(word)
        if following is None:
            known = ", ".join(_nested(here)) or "none"
            msg = f"/{command['name']} has no subcommand {word!r} (known: {known})"
            raise RefusedByClient(msg)
        wrappers.append({"type": following["type"], "name": word})
        here = following
    if _nested(here):
        msg = f"/{command['name']} {path}".rstrip() + " cannot be sent without one of: " + ", ".join(_nested(here))
        raise RefusedByClient(msg)
    options = _values(here, given, focused)
    for wrapper in reversed(wrappers):
        options = [{**wrapper, "options": options}]
    return options


def _nested(part: Json) -> dict[str, Json]:
    return {each["name"]: each for each in part.get("options") or () if each["type"] in (SUBCOMMAND, GROUP)}


def _values(part: Json, given: Mapping[str, Any], focused: str) -> list[Json]:
    known = {each["name"]: each for each in part.get("options") or ()}
    if unknown := set(given) - set(known):
        msg = f"no option {sorted(unknown)} (known: {sorted(known)})"
        raise RefusedByClient(msg)
    values = [{"type": known[name]["type"], "name": name, "value": value} for name, value in given.items()]
    if focused:
        if not known[focused].get("autocomplete"):
            msg = f"option {focused}: the app suggests nothing for it"
            raise RefusedByClient(msg)
        return [{**each, **({"focused": True} if each["name"] == focused else {})} for each in values]
    if missing := [name for name, option in known.items() if option.get("required") and name not in given]:
        msg = f"required: {missing}"
        raise RefusedByClient(msg)
    for name, value in given.items():
        _check_value(known[name], value)
    return values


def _check_value(option: Json, value: Any) -> None:
    kinds: dict[int, type | tuple[type, ...]] = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: (int, float)}
    expected = kinds.get(option["type"], str)
    if not isinstance(value, expected) or (isinstance(value, bool) and option["type"] != BOOLEAN):
        msg = f"option {option['name']}: a value of type {option['type']} is wanted"
        raise RefusedByClient(msg)
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        msg = f"option {option['name']}: not one of its choices"
        raise RefusedByClient(msg)
    if option["type"] == STRING:
        shortest, longest = option.get("min_length", 0), option.get("max_length", bounds.OPTION_LENGTH)
        if not shortest <= len(str(value)) <= longest:
            msg = f"option {option['name']}: {shortest} to {longest} characters"
            raise RefusedByClient(msg)
    elif option["type"] in (INTEGER, NUMBER):
        least, most = option.get("min_value"), option.get("max_value")
        if (least is not None and value < least) or (most is not None and value > most):
            msg = f"option {option['name']}: from {least} to {most}"
            raise RefusedByClient(msg)
