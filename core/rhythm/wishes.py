"""How one person wants to be written to: all of it in one value, from which everything is planned.

It is stored sealed. What the gate needs without a key (times, days without a reason, how many, quiet hours) is planned
from it, always all at once, so that the two cannot disagree.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from core.private import Private
from core.rhythm.gate import DEFAULT_BUDGET, Budget
from core.rhythm.kinds import Kind
from core.rhythm.occurrence import DAY_MINUTES
from core.rhythm.week import NINE_TO_FIVE, Week
from core.storage import WeeklyTime

KINDS: Final = (Kind.OPENING, Kind.CHECKIN, Kind.CLOSING, Kind.CROSSING, Kind.REVIEW)  # that can be wished for
MORE: Final = Budget(day=2, week=10)  # for somebody who added a kind
MOST_CROSSINGS: Final = 6
MOST_DAYS_OFF: Final = 12  # spans
NAME_CHARS: Final = 60


@dataclass(frozen=True)
class Crossing:
    """A way from one role into another, at a time of one's own. ``id`` is the subject of its message."""

    id: str
    name: Private[str]
    weekdays: frozenset[int]
    minute: int  # of the day, when they leave
    before: int  # minutes before that, when the message comes

    def time(self, zone: str) -> WeeklyTime:
        """Return when its message is due; before midnight it is the day before."""
        minute = self.minute - self.before
        if minute >= 0:
            return WeeklyTime(zone, minute, self.weekdays)
        return WeeklyTime(zone, minute + DAY_MINUTES, frozenset((day - 1) % 7 for day in self.weekdays))


@dataclass(frozen=True, order=True)
class Span:
    """Days off, from the first to the last."""

    first: date
    last: date

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Known:
    """Public holidays that were looked up: for which country and region, in which language, and up to which day."""

    country: str
    region: str
    language: str
    until: date
    names: Mapping[date, str]

    def is_for(self, country: str, region: str, language: str) -> bool:
        return (self.country, self.region, self.language) == (country, region, language)


@dataclass(frozen=True)
class Wishes:
    """``kinds`` are those that are wanted, each with the minute of the day that was chosen for it, or None where it
    follows the week. ``crossings`` stand there whether or not they are wanted. ``holidays``: nothing comes on public
    holidays, those of ``region`` too (a code of the country's; "" is the country alone)."""

    week: Week = NINE_TO_FIVE
    kinds: Mapping[Kind, int | None] = field(default_factory=dict)
    crossings: tuple[Crossing, ...] = ()
    days_off: tuple[Span, ...] = ()
    holidays: bool = True
    region: str = ""
    known: Known | None = None
    quiet_hours: tuple[int, int] | None = None

    @property
    def budget(self) -> Budget:
        return MORE if len(self.kinds) > 1 else DEFAULT_BUDGET

    def with_kind(self, kind: Kind, own: int | None) -> "Wishes":
        """Want *kind* too, at the minute *own*; a minute that the week gives anyway goes on following the week."""
        if own is not None and kind is not Kind.CROSSING:
            given = {time.minute for time in self.week.times(kind, "UTC")}
            own = None if given == {time.minute for time in self.week.times(kind, "UTC", own)} else own
        return replace(self, kinds={**self.kinds, kind: own})

    def without(self, kind: Kind) -> "Wishes":
        return replace(self, kinds={each: own for each, own in self.kinds.items() if each is not kind})

    def with_week(self, week: Week) -> "Wishes":
        return replace(self, week=week)

    def with_days_off(self, spans: Iterable[Span]) -> "Wishes":
        return replace(self, days_off=tuple(sorted(set(spans))))

    def with_holidays(self, *, free: bool, region: str) -> "Wishes":
        return replace(self, holidays=free, region=region)

    def times(self, kind: Kind, zone: str) -> tuple[WeeklyTime, ...]:
        """Return when a message of *kind* is due; none where it is not wanted. Not for crossings."""
        return self.week.times(kind, zone, self.kinds[kind]) if kind in self.kinds else ()

    def planned_crossings(self) -> tuple[Crossing, ...]:
        return self.crossings if Kind.CROSSING in self.kinds else ()

    def free_days(self, today: date) -> dict[date, str]:
        """Return the days from *today* on on which nothing comes: those of their own ("") and holidays by name."""
        found = {day: "" for span in self.days_off for day in span.days()}
        if self.holidays and self.known:
            found |= self.known.names
        return {day: name for day, name in found.items() if day >= today}

    def to_json(self) -> dict[str, object]:
        """Return it as :func:`from_json` reads it."""
        return {
            "week": self.week.to_json(),
            "kinds": {kind.value: own for kind, own in self.kinds.items()},
            "crossings": [
                {
                    "id": each.id,
                    "name": each.name.reveal(),
                    "days": sorted(each.weekdays),
                    "minute": each.minute,
                    "before": each.before,
                }
                for each in self.crossings
            ],
            "days_off": [[each.first.isoformat(), each.last.isoformat()] for each in self.days_off],
            "holidays": self.holidays,
            "region": self.region,
            "known": None if self.known is None else {
                "country": self.known.country,
                "region": self.known.region,
                "language": self.known.language,
                "until": self.known.until.isoformat(),
                "names": {day.isoformat(): name for day, name in self.known.names.items()},
            },
            "quiet_hours": None if self.quiet_hours is None else list(self.quiet_hours),
        }  # fmt: skip


def from_json(stored: Mapping[str, object]) -> Wishes:
    """Read what :meth:`Wishes.to_json` made. A kind that this version does not know is left out. Raises ValueError,
    KeyError or TypeError for anything else."""
    known = {kind.value: kind for kind in KINDS}
    quiet = stored.get("quiet_hours")
    return Wishes(
        week=Week.from_json(_object(stored["week"])),
        kinds={known[name]: _minute(own) for name, own in _object(stored["kinds"]).items() if name in known},
        crossings=tuple(_crossing(_object(each)) for each in _list(stored["crossings"])),
        days_off=tuple(_span(_list(each)) for each in _list(stored["days_off"])),
        holidays=stored["holidays"] is True,
        region=str(stored["region"]),
        known=_known(_object(stored["known"])) if stored.get("known") else None,
        quiet_hours=None if quiet is None else _pair(_list(quiet)),
    )  # fmt: skip


def _crossing(stored: Mapping[str, object]) -> Crossing:
    return Crossing(
        id=str(stored["id"]),
        name=Private(str(stored["name"])),
        weekdays=frozenset(_int(day) for day in _list(stored["days"])),
        minute=_int(stored["minute"]),
        before=_int(stored["before"]),
    )


def _span(stored: Sequence[object]) -> Span:
    first, last = (date.fromisoformat(str(end)) for end in stored)
    return Span(first, last)


def _known(stored: Mapping[str, object]) -> Known:
    return Known(
        country=str(stored["country"]),
        region=str(stored["region"]),
        language=str(stored["language"]),
        until=date.fromisoformat(str(stored["until"])),
        names={date.fromisoformat(day): str(name) for day, name in _object(stored["names"]).items()},
    )


def _object(stored: object) -> Mapping[str, object]:
    if not isinstance(stored, Mapping):
        raise TypeError("an object is expected")
    return stored


def _list(stored: object) -> Sequence[object]:
    if not isinstance(stored, list):
        raise TypeError("a list is expected")
    return stored


def _pair(stored: Sequence[object]) -> tuple[int, int]:
    first, second = map(_int, stored)
    return first, second


def _int(stored: object) -> int:
    if not isinstance(stored, int):
        raise TypeError("a number is expected")
    return stored


def _minute(stored: object) -> int | None:
    return None if stored is None else _int(stored)
