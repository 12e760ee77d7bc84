"""The working week of one person: hours that differ by weekday, one week or two that alternate, ends past midnight.

From it come the times of each kind of message, so that they follow whoever works until six on Mondays and until two
on Fridays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

from core.rhythm.kinds import Kind
from core.rhythm.occurrence import DAY_MINUTES, week_parity
from core.storage import WeeklyTime

BEFORE_THE_END: Final = 15  # minutes: a closing comes while there is still something to close
REVIEW_BEFORE_THE_END: Final = 30
_QUARTER: Final = 15


@dataclass(frozen=True, slots=True)
class Hours:
    """When a working day begins and ends, in minutes from its start; an end of 1440 and more is after midnight.

    Raises ValueError where the end is not after the beginning, or where either is out of its range.
    """

    begins: int
    ends: int

    def __post_init__(self) -> None:
        if not 0 <= self.begins < DAY_MINUTES or not self.begins < self.ends < 2 * DAY_MINUTES:
            raise ValueError(f"hours from {self.begins} to {self.ends}")


Days: TypeAlias = tuple[Hours | None, ...]  # seven, Monday first; None is a day without work


@dataclass(frozen=True)
class Week:
    """``days`` are the hours of every week, or of week A where ``other``, week B, alternates with it.

    ``parity`` is that of the weeks A (see :func:`core.rhythm.occurrence.week_parity`). Raises ValueError for a week of
    other than seven days, and for one in which nobody works.
    """

    days: Days
    other: Days | None = None
    parity: int = 0

    def __post_init__(self) -> None:
        if any(len(days) != 7 for days in self.both) or self.parity not in (0, 1):
            raise ValueError("a week has seven days, and a parity of 0 or 1")
        if not any(hours for days in self.both for hours in days):
            raise ValueError("a working week has a working day")

    @property
    def both(self) -> tuple[Days, ...]:
        """The one week, or the two."""
        return (self.days,) if self.other is None else (self.days, self.other)

    def on(self, day: date) -> Hours | None:
        """Return the hours of that very day."""
        return self._of(week_parity(day))[day.weekday()]

    def is_a(self, day: date) -> bool:
        """Tell whether *day* lies in a week A; every week is one where none alternates."""
        return self.other is None or week_parity(day) == self.parity

    def with_hours(self, weekdays: Iterable[int], hours: Hours | None, *, weeks: str = "ab") -> "Week":
        """Return the week with *hours* on these days: in both weeks, or in "a" or "b" alone. Raises ValueError."""
        changed = frozenset(weekdays)

        def set_in(days: Days) -> Days:
            return tuple(hours if day in changed else before for day, before in enumerate(days))

        first = set_in(self.days) if "a" in weeks or self.other is None else self.days
        other = set_in(self.other) if self.other is not None and "b" in weeks else self.other
        return replace(self, days=first, other=other)

    def alternating(self, this_week: date) -> "Week":
        """Return two weeks, alike at first, of which that of *this_week* is A; itself where two alternate already."""
        return self if self.other is not None else replace(self, other=self.days, parity=week_parity(this_week))

    def every_week(self) -> "Week":
        """Return the one week again: week A, or B where nobody works in A."""
        kept = self.days if any(self.days) or self.other is None else self.other
        return Week(kept)

    def times(self, kind: Kind, zone: str, own: int | None = None) -> tuple[WeeklyTime, ...]:
        """Return when a message of *kind* is due, by the clock of *zone*; ``own`` is a minute of the day that was
        chosen for it. Crossings and questions have times of their own: ValueError."""
        found: dict[tuple[int, int], set[int]] = {}  # (minute, parity) -> weekdays
        for parity in (0, 1):
            days = self._of(parity)
            for weekday in _days_of(kind, days):
                hours = days[weekday]
                if hours is not None:
                    found.setdefault((_minute(kind, hours, own), parity), set()).add(weekday)
        times: list[WeeklyTime] = []
        for minute in sorted({minute for minute, _ in found}):
            even, odd = found.get((minute, 0), set()), found.get((minute, 1), set())
            for weekdays, each in ((even & odd, None), (even - odd, 0), (odd - even, 1)):
                if weekdays:
                    times.append(WeeklyTime(zone, minute, frozenset(weekdays), each))
        return tuple(times)

    def closing_on(self, day: date, own: int | None = None) -> int:
        """Return the minute of a closing on *day*; on a day without work that of most other days."""
        hours = self.on(day)
        if hours is None:
            every = [each for days in self.both for each in days if each is not None]
            hours = max(every, key=lambda each: (every.count(each), -every.index(each)))
        return _minute(Kind.CLOSING, hours, own)

    def to_json(self) -> dict[str, object]:
        """Return it as :meth:`from_json` reads it."""
        stored: dict[str, object] = {"days": _to_json(self.days)}
        if self.other is not None:
            stored |= {"other": _to_json(self.other), "parity": self.parity}
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Week":
        """Raises ValueError or TypeError for anything that :meth:`to_json` did not make."""
        other = stored.get("other")
        parity = stored.get("parity", 0)
        if not isinstance(parity, int):
            raise TypeError("a parity is a number")
        return cls(_from_json(stored.get("days")), None if other is None else _from_json(other), parity)

    def _of(self, parity: int) -> Days:
        return self.days if self.other is None or parity == self.parity else self.other


def placed(own: int, hours: Hours) -> int:
    """Return where on that working day the clock shows the minute *own*: for a shift past midnight, on the side of
    midnight that is nearer to it."""
    if hours.ends <= DAY_MINUTES:
        return own
    middle = (hours.begins + hours.ends) / 2
    return min((own, own + DAY_MINUTES), key=lambda minute: abs(minute - middle))


def last_working_day(days: Days) -> int | None:
    """Return the weekday that the longest time off comes after (Friday, or Thursday where Sunday is worked)."""
    working = [day for day in range(7) if days[day] is not None]

    def off_after(day: int) -> int:
        return next(step for step in range(1, 8) if days[(day + step) % 7] is not None)

    return max(working, key=lambda day: (off_after(day), day), default=None)


def _days_of(kind: Kind, days: Days) -> Iterable[int]:
    if kind is not Kind.REVIEW:
        return range(7)
    last = last_working_day(days)
    return () if last is None else (last,)


def _minute(kind: Kind, hours: Hours, own: int | None) -> int:
    if own is not None:
        if kind is Kind.CLOSING and own < hours.begins and DAY_MINUTES + own - hours.ends < hours.ends - own:
            return own + DAY_MINUTES  # a quarter past midnight, after a shift that ends at midnight
        return placed(own, hours)
    match kind:
        case Kind.OPENING:
            return hours.begins
        case Kind.CHECKIN:
            return max(hours.begins, (hours.begins + hours.ends) // 2 // _QUARTER * _QUARTER)
        case Kind.CLOSING:
            return max(hours.begins, hours.ends - BEFORE_THE_END)
        case Kind.REVIEW:
            return max(hours.begins, hours.ends - REVIEW_BEFORE_THE_END)
    raise ValueError(f"the week gives no time for {kind}")


def _to_json(days: Days) -> list[list[int] | None]:
    return [None if hours is None else [hours.begins, hours.ends] for hours in days]


def _from_json(stored: object) -> Days:
    if not isinstance(stored, list):
        raise TypeError("a week is a list of days")
    days: list[Hours | None] = []
    for each in stored:
        if each is None:
            days.append(None)
        elif isinstance(each, list) and len(each) == 2 and all(isinstance(minute, int) for minute in each):
            days.append(Hours(*each))
        else:
            raise ValueError("a working day has two minutes")
    return tuple(days)


NINE_TO_FIVE: Final = Week(tuple(Hours(540, 1020) if day < 5 else None for day in range(7)))
