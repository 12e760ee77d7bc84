"""Time zones as people name them, from the tz database's own tables.

``zone.tab`` is read, not ``zone1970.tab``: it gives each country zones under its own city (Europe/Oslo for Norway).
"""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from zoneinfo import available_timezones

from core.rhythm.cities import CITIES
from core.rhythm.occurrence import load_zone
from core.wording import LANGUAGES

MOST_ZONES = 24  # a select holds 25 options; one is left for "another"
ACCEPTED_ZONES = ("Lisbon", "New York", "Europe/Lisbon")

# The eight clocks of the United States. zone.tab lists 29, most of which differ only in years long past.
_US = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Adak",
)
# zone.tab goes from east to west, or west to east; where most people live comes first here.
_MAIN = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
}
_NO_PLACE = ("Etc/", "SystemV/", "posix/", "right/")


class NotAZone(ValueError):
    """No zone goes by that name. Holds no part of the text; :data:`ACCEPTED_ZONES` shows forms that work."""

    def __init__(self) -> None:
        super().__init__("no such zone; accepted are forms such as " + ", ".join(ACCEPTED_ZONES))


def find_zone(text: str, country: str = "") -> str:
    """Return the IANA name for *text*: such a name itself, its city in any language there is, or another large city
    (:mod:`core.rhythm.cities`), whatever the case, accents and spaces.

    Where a city stands in several zones, one of *country* (ISO alpha-2 or "") goes first, then one that the tz
    database still lists for a country. Raises NotAZone.
    """
    wanted = _plain(text)
    names = [name for known in (_by_name(), _by_spoken_name(), _by_city()) for name in known.get(wanted, ())]
    if not names:
        raise NotAZone
    own = zones_of_country(country)
    listed = _listed()
    return min(names, key=lambda name: (name not in own, name not in listed, name.count("/"), name))


def zones_of_country(country: str) -> tuple[str, ...]:
    """Return the zones of *country* (ISO alpha-2), the one where most people live first, at most 24; () if unknown."""
    if country == "US":
        return _US
    zones = _by_country().get(country, ())
    main = _MAIN.get(country)
    ordered = sorted(zones, key=lambda name: name != main)
    if len(ordered) > MOST_ZONES:
        ordered = _one_for_each_clock(ordered)
    return tuple(ordered[:MOST_ZONES])


def city_of(zone: str, language: str) -> str:
    """Return the city that *zone* is named after, as *language* calls it: "Nueva York" for America/New_York."""
    return _cities(language).get(zone) or zone.rpartition("/")[2].replace("_", " ")


def _plain(text: str) -> str:
    """Return *text* as it is compared: without accents, case, and with one space for "_", "-" and blanks."""
    decomposed = unicodedata.normalize("NFKD", text.replace("_", " ").replace("-", " "))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split())


@lru_cache
def _by_country() -> Mapping[str, tuple[str, ...]]:
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _, name = line.split("\t")[:3]
            found[country] = (*found.get(country, ()), name)
    return found


@lru_cache
def _cities(language: str) -> Mapping[str, str]:
    """The cities that *language* has a name of its own for, by zone. The tz database itself speaks English."""
    if language == LANGUAGES[0]:
        return {}
    from babel import Locale  # late: English never needs it

    zones = Locale.parse(language).time_zones
    return {zone: str(names["city"]) for zone, names in zones.items() if "city" in names}


@lru_cache
def _by_spoken_name() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        for zone, city in _cities(language).items():
            if zone in available_timezones():
                found[_plain(city)] = (*found.get(_plain(city), ()), zone)
    return found


@lru_cache
def _by_city() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for zone, cities in CITIES.items():
        for city in map(_plain, cities.split(", ")):
            found[city] = (*found.get(city, ()), zone)
    return found


@lru_cache
def _listed() -> frozenset[str]:
    return frozenset(name for names in _by_country().values() for name in names)


@lru_cache
def _by_name() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in available_timezones():
        if "/" not in name and name != "UTC":  # "EST", "Cuba", "Factory": no cities, and few mean them
            continue
        if name.startswith(_NO_PLACE):
            continue
        for spoken in {_plain(name), _plain(name.rsplit("/", 1)[-1])}:
            found[spoken] = (*found.get(spoken, ()), name)
    return found


def _one_for_each_clock(names: list[str]) -> list[str]:
    """Keep the first of those whose clocks agree all through a recent year."""
    days = [datetime(2026, month, 15) for month in range(1, 13)]  # noqa: DTZ001 - wall times, asked of each zone
    kept: dict[tuple[object, ...], str] = {}
    for name in names:
        zone = load_zone(name)
        kept.setdefault(tuple(zone.utcoffset(day) for day in days), name)
    return list(kept.values())
