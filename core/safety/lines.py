"""The crisis lines by country: the project's own dated data, ``lines.json``.

Each number was seen in the ``source`` named beside it on ``checked_on``. Where no opening hours were seen, none are
claimed. A number that is not in that file is shown nowhere.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

DIRECTORY = "findahelpline.com"
ANOTHER_NAME = "Another country"
ANOTHER_COUNTRY = "ZZ"  # ISO 3166 leaves it to its users; no line is known for it
MAX_AGE = timedelta(days=180)


class WayKind(StrEnum):
    CALL = "call"
    TEXT = "text"
    WHATSAPP = "whatsapp"
    CHAT = "chat"


class Hours(StrEnum):
    """What is known of opening hours. Times are local to the country."""

    UNKNOWN = ""
    NINE_TO_MIDNIGHT = "09:00-24:00"
    BY_WEEKDAY = "weekday"
    ALWAYS = "24h"


@dataclass(frozen=True)
class Way:
    """One way to reach a line. ``word`` is what to text first; ``of`` names a service that is not the line itself."""

    kind: WayKind
    value: str
    word: str = ""
    of: str = ""
    hours: Hours = Hours.UNKNOWN
    calls_back: bool = False


@dataclass(frozen=True)
class Line:
    """The crisis line of one country, and its emergency numbers."""

    country: str
    place: str
    name: str
    ways: tuple[Way, ...]
    emergency: tuple[str, ...]
    hours: Hours
    source: str
    checked_on: date


def line_for(country: str) -> Line | None:
    """Return the line of *country* (ISO 3166 alpha-2), or None where none is known."""
    return _lines().get(country)


def countries() -> tuple[tuple[str, str], ...]:
    """Return the choices for a field that asks for the country: code and English name (a sentence of the catalogue).

    By name, with "another country" last.
    """
    known = sorted(((line.country, line.place) for line in _lines().values()), key=lambda each: each[1])
    return (*known, (ANOTHER_COUNTRY, ANOTHER_NAME))


def stale(now: datetime) -> bool:
    """Tell whether any number was last checked more than 180 days before *now* (aware)."""
    return any(now.date() - line.checked_on > MAX_AGE for line in _lines().values())


@lru_cache(maxsize=1)
def _lines() -> Mapping[str, Line]:
    data = json.loads(files("core.safety").joinpath("lines.json").read_text(encoding="utf-8"))
    return {
        country: Line(
            country=country,
            place=entry["in"],
            name=entry["name"],
            ways=tuple(
                Way(
                    kind=WayKind(way["kind"]),
                    value=way["value"],
                    word=way.get("word", ""),
                    of=way.get("of", ""),
                    hours=Hours(way.get("hours", "")),
                    calls_back=way.get("calls_back", False),
                )
                for way in entry["ways"]
            ),
            emergency=tuple(entry["emergency"]),
            hours=Hours(entry.get("hours", "")),
            source=entry["source"],
            checked_on=date.fromisoformat(entry["checked_on"]),
        )
        for country, entry in data["countries"].items()
    }
