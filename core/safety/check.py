"""``enough safety check``: judges JSON lines from outside, so that anyone can measure the screen on their own lines."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from core.safety.look import look_at
from core.safety.model import ANSWER, RISK, model
from core.safety.rulebook import rulebook
from core.safety.screen import screen
from core.safety.verdict import Route

_ROUTE = Route("check", "text")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class BadLine:
    """What is wrong with one line of input. Says nothing of what stands in it."""

    number: int
    problem: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.problem}"


def check(lines: Iterable[bytes], *, explain: bool = False) -> Iterator[dict[str, Any] | BadLine]:
    """Yield ``id``, ``level`` and ``rules`` for each line of JSON with ``id`` and ``text``; empty lines are skipped.

    With *explain* also the features that weighed most: words of the text, for whoever brought it.
    """
    for number, raw in enumerate(lines, start=1):
        line = raw.removeprefix(_BOM).strip() if number == 1 else raw.strip()
        if not line:
            continue
        asked = _read(line, number)
        if isinstance(asked, BadLine):
            yield asked
            continue
        text = asked["text"]
        verdict = screen(text, _ROUTE)
        found = {"id": asked["id"], "level": str(verdict.level), "rules": list(verdict.rules)}
        yield {**found, "explain": _explain(text)} if explain else found


def _read(line: bytes, number: int) -> dict[str, Any] | BadLine:
    try:
        asked = json.loads(line)
    except UnicodeDecodeError:
        return BadLine(number, "is not UTF-8")
    except (ValueError, RecursionError):
        return BadLine(number, "is not JSON")
    if not isinstance(asked, dict):
        return BadLine(number, "is not a JSON object")
    if not isinstance(asked.get("id"), str | int):
        return BadLine(number, '"id" is missing, or neither a string nor a number')
    if not isinstance(asked.get("text"), str):
        return BadLine(number, '"text" is missing, or no string')
    return asked


def _explain(text: str) -> dict[str, dict[str, float]]:
    weights, look = model(), look_at(text, rulebook())
    return {head: {each.feature: round(each.by, 3) for each in weights.explain(look, head)} for head in (RISK, ANSWER)}
