"""Public holidays by country and region. The library is 20 MB in memory, so it is imported when somebody needs it."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from holidays import HolidayBase

REGIONS_NAMED: Final = 3  # in an error, as examples
_CODE_CHARS: Final = 3


class NotARegion(ValueError):
    """No region of the country goes by that name. Holds no part of the text; ``accepted`` are some that do."""

    def __init__(self, accepted: tuple[str, ...]) -> None:
        super().__init__("no such region; accepted are forms such as " + ", ".join(accepted))
        self.accepted = accepted


def holidays_between(country: str, region: str, language: str, first: date, last: date) -> dict[date, str]:
    """Return the public holidays from *first* to *last* of *country* (ISO alpha-2), and of its *region* where it has
    one: in *language*, or in the language of the country where they are not known in that. {} for a country that is
    not known."""
    found: dict[date, str] = {}
    for year in range(first.year, last.year + 1):
        found |= {day: name for day, name in _of_year(country, region, language, year).items() if first <= day <= last}
    return found


def find_region(country: str, text: str) -> str:
    """Return the code of the region that *text* names: by its code, its name, or another name it has. "" for no text.
    Raises NotARegion."""
    wanted = _plain(text)
    if not wanted:
        return ""
    names = _names_of_regions(country)
    for code, spoken in names.items():
        if wanted in {_plain(each) for each in (code, *spoken)}:
            return code
    raise NotARegion(some_regions(country))


def some_regions(country: str) -> tuple[str, ...]:
    """Return a few regions of *country* by name; () where it has none, or is not known."""
    return tuple(name_of_region(country, code) for code in list(_names_of_regions(country))[:REGIONS_NAMED])


def name_of_region(country: str, region: str) -> str:
    """Return what *region* is called: its code where it has no name."""
    return next((name for name in _names_of_regions(country).get(region, ()) if len(name) > _CODE_CHARS), region)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(each if each.isalnum() else " " for each in letters if not unicodedata.combining(each))
    return " ".join(bare.casefold().split())


@lru_cache(maxsize=32)
def _names_of_regions(country: str) -> Mapping[str, tuple[str, ...]]:
    calendar = _calendar(country, "", None)
    if calendar is None:
        return {}
    aliases = calendar.get_subdivision_aliases()
    return {str(code): tuple(aliases.get(code, ())) for code in calendar.subdivisions}


@lru_cache(maxsize=128)
def _of_year(country: str, region: str, language: str, year: int) -> Mapping[date, str]:
    calendar = _calendar(country, region, language, year)
    return {} if calendar is None else dict(calendar.items())


def _calendar(country: str, region: str, language: str | None, year: int | None = None) -> "HolidayBase | None":
    import holidays

    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:
        return None
    spoken = next((each for each in known.supported_languages if language and each.startswith(language)), None)
    return holidays.country_holidays(
        country,
        subdiv=region if region in known.subdivisions else None,
        years=year,
        language=spoken or known.default_language,
    )
