"""A time of day, and the hours of a day, as people type them in English and Spanish."""

import re
from collections.abc import Iterable
from typing import Final

from core.rhythm.typed import plain

ACCEPTED_TIMES: Final = ("16:45", "4:45 pm", "5pm", "17h30", "half past five", "las cinco y media")
ACCEPTED_HOURS: Final = ("9-17", "9 to 5", "8:30-17:00", "22:00-06:00", "9 a 18")

_DAY: Final = 1440
_BEGINS_AROUND: Final = 10 * 60 + 30  # 5 to 12 are mornings; at 3 or 4 a late shift begins
_OFF: Final = frozenset({"off", "day off", "no", "none", "free", "not working", "-", "–", "—", "libre", "dia libre",
                         "nada", "ninguna", "descanso", "descanso semanal", "no trabajo"})  # fmt: skip
_NUMBERS: Final = {
    **{word: number for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1)},
    **{word: number for number, word in enumerate(
        ["una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"], 1)},
}  # fmt: skip
_MINUTES: Final = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty five": 25,
                   "media": 30, "cuarto": 15, "cinco": 5, "diez": 10, "veinte": 20, "veinticinco": 25}  # fmt: skip
_READ_OUT: Final = {"fifteen": 15, "thirty": 30, "forty five": 45,
                    "quince": 15, "treinta": 30, "cuarenta y cinco": 45}  # fmt: skip
_NAMED: Final = {"noon": 720, "midday": 720, "midnight": 0, "mediodia": 720, "medianoche": 0}
_HALVES: Final = {
    **dict.fromkeys(("am", "in the morning", "de la madrugada"), "am"),
    **dict.fromkeys(("pm", "in the afternoon", "in the evening", "de la tarde", "por la tarde", "del mediodia"), "pm"),
    **dict.fromkeys(("at night", "de la noche", "por la noche"), "night"),
    **dict.fromkeys(("de la manana", "por la manana"), "manana"),
}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_HOUR: Final = rf"(?P<hour>[0-9]{{1,2}}|{_any(_NUMBERS)})"
_PART: Final = rf"(?P<part>[0-9]{{1,2}}|{_any(_MINUTES)})"
_HALF: Final = rf"(?:\s*(?P<half>{_any(_HALVES)}))?"
_FIGURES: Final = re.compile(
    r"(?P<hour>[0-9]{1,2})"
    r"(?:\s*[:.,]\s*(?P<minute>[0-9]{2})(?:\s*h(?:oras|rs?|s)?)?|\s*h(?:oras|rs?|s)?\s*(?P<after_h>[0-9]{2})?|(?P<packed>[0-9]{2}))?"
    + _HALF
)
_PAST: Final = re.compile(rf"{_PART}(?: minutes)? (?:past|after) {_HOUR}{_HALF}")
_TO: Final = re.compile(rf"{_PART}(?: minutes)? (?:to|before) {_HOUR}{_HALF}")
_Y: Final = re.compile(rf"{_HOUR} y {_PART}{_HALF}")
_MENOS: Final = re.compile(rf"{_HOUR} menos {_PART}{_HALF}")
_PARA: Final = re.compile(rf"{_PART}(?: minutos)? para las? {_HOUR}{_HALF}")
_HALF_FIVE: Final = re.compile(rf"(?P<part>half) {_HOUR}{_HALF}")
_IN_A_ROW: Final = re.compile(rf"{_HOUR} (?:y )?(?P<part>[0-5][0-9]|{_any(_READ_OUT)}){_HALF}")
_BARE: Final = re.compile(rf"{_HOUR}(?: o'?clock| en punto| horas?| hrs?)?{_HALF}")
_FORMS: Final = ((_PAST, 1), (_TO, -1), (_Y, 1), (_MENOS, -1), (_PARA, -1), (_HALF_FIVE, 1), (_IN_A_ROW, 1))
_BETWEEN: Final = re.compile(r"\s*(?:-|–|—| to | till | until | a | hasta )\s*(?:las? )?")
_MIDNIGHT: Final = re.compile(r"(?:24|0)(?:[:.]?00)?\s*h?\.?")
_SAID_FIRST: Final = re.compile(r"^(?:(?:at|by|from|about|around|desde|de|al?|sobre|hacia|un|las?)\s+)+")
_HYPHEN: Final = re.compile(r"(?<=[a-z])-(?=[a-z])")  # "five-thirty"
_LETTERS: Final = re.compile(r"(?<![a-z])([ap])(?:\s?\.?\s?m)?\b\.?$")  # "5 p. m.", "5p"


class NotATime(ValueError):
    """The text is no time of day. Holds no part of it; :data:`ACCEPTED_TIMES` shows forms that are one."""

    def __init__(self, accepted: tuple[str, ...] = ACCEPTED_TIMES) -> None:
        super().__init__("no time of day; accepted are forms such as " + ", ".join(accepted))


def parse_time(text: str, *, around: int | None = None) -> int:
    """Return the minute of the day (0-1439) that *text* names: "16:45", "16h45", "4:45pm", "1645", "half past five".

    Where nothing says which half of the day is meant ("5", "5:30", "half past five"), it is the one nearer to *around*
    (a minute of the day); without *around* a time with two digits after it is taken as it stands ("5:30"), and any
    other is refused. "05:30" is always the morning. Raises NotATime.
    """
    said = _HYPHEN.sub(" ", _LETTERS.sub(r"\1m", _SAID_FIRST.sub("", plain(text)))).rstrip(" .")
    if said in _NAMED:
        return _NAMED[said]
    if found := _FIGURES.fullmatch(said):
        return _in_figures(found, around)
    for form, sign in _FORMS:
        if found := form.fullmatch(said):
            minute = found["part"]
            away = int(minute) if minute.isdecimal() else {**_MINUTES, **_READ_OUT}[minute]
            return _in_words(found["hour"], sign * away, found["half"], around)
    if found := _BARE.fullmatch(said):
        return _in_words(found["hour"], 0, found["half"], around)
    raise NotATime


def parse_hours(text: str) -> tuple[int, int]:
    """Return when a working day begins and ends, in minutes from its start: the end is after the beginning, and up to
    2879 where it lies past midnight ("22-6" is 1320 to 1800).

    "9-5" is nine to five in the afternoon. Raises NotATime.
    """
    ends = _BETWEEN.split(_SAID_FIRST.sub("", plain(text)))
    if len(ends) != 2:
        raise NotATime(ACCEPTED_HOURS)
    try:
        begins = parse_time(ends[0], around=_BEGINS_AROUND)
        until = _parse_end(ends[1], begins)
    except NotATime:
        raise NotATime(ACCEPTED_HOURS) from None
    if until <= begins:
        until += _DAY
    if not 0 < until - begins <= 18 * 60:  # nobody works longer; so long a day is a slip
        raise NotATime(ACCEPTED_HOURS)
    return begins, until


def parse_working_hours(text: str) -> tuple[int, int] | None:
    """Return what :func:`parse_hours` does, or None for a day without work ("off", "libre"). Raises NotATime."""
    return None if plain(text).strip(" .") in _OFF | {""} else parse_hours(text)


def _parse_end(text: str, begins: int) -> int:
    if _MIDNIGHT.fullmatch(text):
        return _DAY
    return parse_time(text, around=None if _is_exact(text) else (begins + 8 * 60) % _DAY)


def _is_exact(text: str) -> bool:
    """Tell whether figures say which half of the day is meant, as "05:30" does."""
    return re.fullmatch(r"0[0-9](?:[:.h][0-9]{2}|h)?", text.strip()) is not None


def _in_words(hour: str, away: int, half: str | None, around: int | None) -> int:
    number = int(hour) if hour.isdecimal() else _NUMBERS[hour]
    if abs(away) > 59 or number > 23:
        raise NotATime
    if number > 12:
        if half:
            raise NotATime
        return (60 * number + away) % _DAY
    if not half and around is None:
        raise NotATime
    return (_of_twelve(number, half, away, around)) % _DAY


def _in_figures(found: re.Match[str], around: int | None) -> int:
    digits, half = found["hour"], found["half"]
    hour = int(digits)
    minute = int(found["minute"] or found["after_h"] or found["packed"] or 0)
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        raise NotATime
    if half:
        return _of_twelve(hour, half, minute, around)
    open_half = 1 <= hour <= 12 and not digits.startswith("0") and not found["packed"]
    if open_half and around is not None:
        return _of_twelve(hour, None, minute, around)
    bare = found.end("hour") == found.end()
    if bare and hour < 13:
        raise NotATime
    return 60 * hour + minute


def _of_twelve(hour: int, half: str | None, minute: int, around: int | None) -> int:
    """Return the minute of the day of an hour on a clock of twelve."""
    if not 1 <= hour <= 12:
        raise NotATime
    morning = 60 * (hour % 12) + minute
    if half:
        return morning + 720 * _is_after_noon(_HALVES[half], hour)
    near = around if around is not None else 0
    return min(morning, morning + 720, key=lambda each: min((each - near) % _DAY, (near - each) % _DAY))


def _is_after_noon(half: str, hour: int) -> bool:
    """Tell whether *hour* lies after noon: nights go on past twelve, and "las 12 de la mañana" is noon."""
    match half:
        case "night":
            return 6 <= hour < 12
        case "manana":
            return hour == 12
    return half == "pm"
