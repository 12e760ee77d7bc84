"""Days of the week, and dates, as people type them in English and Spanish."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from core.rhythm.typed import plain

ACCEPTED_DAYS: Final = ("mon-fri", "weekdays", "mon, wed, fri", "every day", "lunes a jueves")
ACCEPTED_DATES: Final = ("2026-12-24", "24 Dec", "24.12.", "tomorrow", "Friday", "in 3 days", "24 de diciembre")
MONTH_FIRST: Final = frozenset({"US"})  # countries (ISO alpha-2) in which 12/5 is in December
FURTHEST: Final = timedelta(days=400)  # a date further away is a slip

_WEEKDAYS: Final = (
    ("monday", "mon", "mo", "lunes", "lun", "lu"),
    ("tuesday", "tues", "tue", "tu", "martes", "mar", "ma"),
    ("wednesday", "weds", "wed", "we", "miercoles", "mie", "mi"),
    ("thursday", "thurs", "thur", "thu", "th", "jueves", "jue", "ju"),
    ("friday", "fri", "fr", "viernes", "vie", "vi"),
    ("saturday", "sat", "sa", "sabado", "sab"),
    ("sunday", "sun", "su", "domingo", "dom", "do"),
)
_MONTHS: Final = (
    ("january", "jan", "enero", "ene"),
    ("february", "feb", "febrero"),
    ("march", "mar", "marzo"),
    ("april", "apr", "abril", "abr"),
    ("may", "mayo"),
    ("june", "jun", "junio"),
    ("july", "jul", "julio"),
    ("august", "aug", "agosto", "ago"),
    ("september", "sept", "sep", "septiembre", "set"),
    ("october", "oct", "octubre"),
    ("november", "nov", "noviembre"),
    ("december", "dec", "diciembre", "dic"),
)
_GROUPS: Final[Mapping[str, frozenset[int]]] = {
    **dict.fromkeys(("weekdays", "week days", "working days", "workdays", "laborables", "entre semana",
                     "dias laborables", "dias habiles", "dias de semana", "weekday", "m-f", "m to f", "l-v", "l a v"),
                    frozenset(range(5))),
    **dict.fromkeys(("l-j", "l a j", "m-th"), frozenset(range(4))),
    **dict.fromkeys(("every day", "everyday", "daily", "all days", "all week", "each day", "todos los dias",
                     "cada dia", "diario"),
                    frozenset(range(7))),
    **dict.fromkeys(("weekend", "weekends", "the weekend", "fin de semana", "fines de semana"), frozenset({5, 6})),
}  # fmt: skip
_NAMED_DATES: Final = {
    **dict.fromkeys(("today", "hoy"), 0),
    **dict.fromkeys(("tomorrow", "manana"), 1),
    **dict.fromkeys(("day after tomorrow", "the day after tomorrow", "pasado manana"), 2),
}
_SPANS: Final = {"day": 1, "days": 1, "week": 7, "weeks": 7, "dia": 1, "dias": 1, "semana": 7, "semanas": 7}
_MONTH_SPANS: Final = frozenset({"month", "months", "mes", "meses"})
_COUNTS: Final = {
    **dict.fromkeys(("a", "an", "one", "un", "una"), 1), **dict.fromkeys(("two", "dos"), 2),
    **dict.fromkeys(("three", "tres"), 3), **dict.fromkeys(("four", "cuatro"), 4),
}  # fmt: skip
_NEXT_WEEK: Final = frozenset({"next week", "proxima semana", "semana que viene", "semana proxima"})
_SLIP: Final = timedelta(days=350)  # a day without a year that is further away was over days ago
_RANGE: Final = re.compile(r"\s*(?:-|–|—|\bto\b|\bthr(?:ough|u)\b|\b(?:un)?till?\b|\ba\b|\bal\b|\bhasta\b)\s*")
_EACH: Final = re.compile(r"^(?:on|every|each|all|cada|todos los|tod[oa]s|solo|only)\s+")
_AND: Final = re.compile(r"\s*(?:,|;|/|\+|&|\band\b|\by\b|\s)\s*")
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DOTTED: Final = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*(?:[./-]\s*(\d{4}|\d{2})?)?")
_WITH_WEEKDAY: Final = re.compile(r"([a-z]+)\.?,?\s+(.*\d.*)")
_DAY_ALONE: Final = re.compile(r"(?:.*\b(?:the|el)\s+(\d{1,2})(?:st|nd|rd|th)?|(\d{1,2})(?:st|nd|rd|th))")
_DAY_MONTH: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|r?o)?\s*(?:(?:of|de)\s+)?([a-z]+)\.?,?\s*(?:de\s+)?(\d{4})?")
_MONTH_DAY: Final = re.compile(r"([a-z]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s*(\d{4})?")
_IN: Final = re.compile(rf"(?:(?:in|en|dentro de)\s+)?(\d{{1,3}}|{'|'.join(_COUNTS)})\s+([a-z]+)")
_ARTICLE: Final = re.compile(r"^(?:on|from|until|till|next|this|the|el|la|los|desde|hasta|de|proximo|este)\s+")


class NotDays(ValueError):
    """The text names no days of the week. Holds no part of it."""

    def __init__(self) -> None:
        super().__init__("no days of the week; accepted are forms such as " + ", ".join(ACCEPTED_DAYS))


class NotADate(ValueError):
    """The text names no date that is meant. Holds no part of it."""

    def __init__(self) -> None:
        super().__init__("no date; accepted are forms such as " + ", ".join(ACCEPTED_DATES))


def parse_weekdays(text: str) -> frozenset[int]:
    """Return the days of the week (0 is Monday) that *text* names: "mon-thu", "weekdays", "tue and thu", "lunes a
    jueves", "sab, dom". A range runs past Sunday ("fri-mon"). Raises NotDays."""
    said = _plain(text)
    for each in (said, said.replace(" - ", "-").replace("–", "-"), _EACH.sub("", said)):
        if each in _GROUPS:
            return _GROUPS[each]
    said = _EACH.sub("", said)
    ends = [_weekday(_without_article(each)) for each in _RANGE.split(said)]
    if len(ends) == 2 and None not in ends:
        first, last = (each for each in ends if each is not None)
        return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
    found: set[int] = set()
    for part in re.split(r"\s*(?:,|;|/|\+|&|\band\b|\by\b)\s*", said):
        if not part:
            continue
        found |= parse_weekdays(part) if _RANGE.search(part) and part != said else _listed(part)
    if not found:
        raise NotDays
    return frozenset(found)


def parse_date(text: str, today: date, *, month_first: bool = False) -> date:
    """Return the day that *text* names, seen from *today*: "2026-12-24", "24 Dec", "24.12.", "tomorrow", "Friday" (the
    next one), "in 3 days", "in a week". Without a year it is the next such day.

    Day and month in figures stand in that order, but for "12/24", which can be read one way only, and for any with a
    stroke where *month_first*. Raises NotADate, also for a day before *today* or more than 400 days away; without a
    year, for one that was over in the two weeks before.
    """
    said = _plain(text).replace("primero de ", "1 de ")
    day = _date(_without_article(said.removesuffix(" que viene")), today, month_first=month_first)
    if said.removeprefix("the ").removeprefix("la ") in _NEXT_WEEK:
        day = today + timedelta(days=7 - today.weekday())
    elif day is None and (found := _DAY_ALONE.fullmatch(said)):
        day = _next_of_month(int(found[1] or found[2]), today)
    if day is None or not today <= day <= today + FURTHEST:
        raise NotADate
    return day


def _plain(text: str) -> str:
    return plain(text).strip(" .!")


def _without_article(text: str) -> str:
    while (shorter := _ARTICLE.sub("", text)) != text:
        text = shorter
    return text


def _weekday(word: str) -> int | None:
    bare = word.rstrip(".")
    for number, names in enumerate(_WEEKDAYS):
        if bare in names or bare.rstrip("s") in names:
            return number
    return None


def _listed(text: str) -> set[int]:
    if text in _GROUPS:
        return set(_GROUPS[text])
    found = set()
    for word in _without_article(text).split():
        number = _weekday(_without_article(word))
        if number is None:
            raise NotDays
        found.add(number)
    return found


def _date(said: str, today: date, *, month_first: bool = False) -> date | None:
    if said in _NAMED_DATES:
        return today + timedelta(days=_NAMED_DATES[said])
    weekday = _weekday(said)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if found := _IN.fullmatch(said):
        count = int(found[1]) if found[1].isdecimal() else _COUNTS[found[1]]
        if found[2] in _SPANS:
            return today + timedelta(days=count * _SPANS[found[2]])
        if found[2] in _MONTH_SPANS:
            return _months_on(today, count)
    if found := _ISO.fullmatch(said):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.fullmatch(said):
        day, month = int(found[1]), int(found[3])
        if (month_first and found[2] == "/" and day <= 12) or month > 12 >= day:
            day, month = month, day
        return _next(month, day, found[4], today)
    if found := _DAY_MONTH.fullmatch(said):
        return _named_month(found[2], int(found[1]), found[3], today)
    if (found := _MONTH_DAY.fullmatch(said)) and (named := _named_month(found[1], int(found[2]), found[3], today)):
        return named
    if (found := _WITH_WEEKDAY.fullmatch(said)) and (weekday := _weekday(found[1])) is not None:
        named = _date(found[2], today, month_first=month_first)
        return named if named and named.weekday() == weekday else None
    return None


def _named_month(name: str, day: int, year: str | None, today: date) -> date | None:
    for number, names in enumerate(_MONTHS, 1):
        if name in names:
            return _next(number, day, year, today)
    return None


def _next(month: int, day: int, year: str | None, today: date) -> date | None:
    if year:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this_year = _made(today.year, month, day)
    if this_year is not None and this_year >= today:
        return this_year
    next_year = _made(today.year + 1, month, day)
    return None if next_year is None or next_year - today >= _SLIP else next_year


def _next_of_month(day: int, today: date) -> date | None:
    """Return the next day of that number, this month or in one of the two after it."""
    months = (_months_on(today.replace(day=1), count) for count in range(3))
    return next((each for month in months if (each := _made(month.year, month.month, day)) and each >= today), None)


def _months_on(day: date, count: int) -> date:
    """Return the same day *count* months later, or the last of a month that is shorter."""
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
