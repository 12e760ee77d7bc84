"""A small schema language in which the rules for blocks and views are written, with Slack's wording of refusals.

A check takes a value and its JSON pointer and yields what is wrong. The wording of each refusal was read in reports of
real answers (``response_metadata.messages``) unless the rule says *guessed*. The real API puts a general line ("failed
to match all allowed schemas") before the specific ones; only the specific ones are given here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """One reason why a payload is refused. ``pointer`` is a JSON pointer into the call's arguments."""

    message: str
    pointer: str

    def __str__(self) -> str:
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


Check: TypeAlias = Callable[[Any, str], Iterator[Problem]]


def string(most: int, *, least: int = 1, pattern: str = "") -> Check:
    """A string of *least* to *most* characters, matching *pattern* in full where one is given."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem("must be a string", at)
        elif len(value) > most:
            yield Problem(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            yield Problem(f"must be more than {least - 1} characters", at)
        elif pattern and re.fullmatch(pattern, value) is None:
            yield Problem("failed to match schema", at)

    return check


def boolean(value: Any, at: str) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield Problem("must be a boolean", at)


def integer(low: int, high: int) -> Check:
    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Problem("must be an integer", at)
        elif not low <= value <= high:
            yield Problem(f"must be between {low} and {high}", at)  # guessed wording

    return check


def one_of(*allowed: str) -> Check:
    def check(value: Any, at: str) -> Iterator[Problem]:
        if value not in allowed:
            yield Problem(f"must be one of: {', '.join(allowed)}", at)  # guessed wording

    return check


def items(each: Check, most: int, *, least: int = 1) -> Check:
    """A list of *least* to *most* items, each of which passes *each*."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem("must be an array", at)
            return
        if len(value) > most:
            yield Problem(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield Problem(f"no less than {least} items allowed", at)
        for index, item in enumerate(value):
            yield from each(item, f"{at}/{index}")

    return check


def shaped(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with all of *required*, any of *optional* and nothing else, ``type`` aside."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("must be an object", at)
            return
        for name in required:
            if value.get(name) is None:
                yield Problem(f"missing required field: {name}", at)
        for name, content in value.items():
            if name == "type":
                continue
            if name not in known:
                yield Problem(f"invalid additional property: {name}", at)
            elif content is not None or name not in required:
                yield from known[name](content, f"{at}/{name}")

    return check


def typed(shapes: Mapping[str, Check]) -> Check:
    """An object whose ``type`` picks one of *shapes*."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("must be an object", at)
        elif value.get("type") is None:
            yield Problem("missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in shapes:
            yield Problem(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from shapes[value["type"]](value, at)

    return check


def both(first: Check, *others: Check) -> Check:
    """All checks, the later ones only where the first finds the shape right."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        problems = list(first(value, at))
        yield from problems
        if not problems:
            for other in others:
                yield from other(value, at)

    return check
