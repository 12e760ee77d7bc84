"""When a weekly time comes next. Every rule about clock changes lives here.

A slot is a wall-clock time in a zone on some days of the week. The wall time is turned into an instant by PEP 495 with
``fold=0``, which gives the two rules that are promised:

* **A gap shifts forward.** 02:30 on a day whose clock jumps from 02:00 to 03:00 comes at 03:30: as long after the last
  minute before the gap as was meant.
* **An overlap fires once,** the first time the wall shows the minute.

A working date that a zone skipped as a whole (2011-12-30 in Apia, which crossed the date line) has no occurrence:
nobody worked on it. A time that belongs to the working date before and falls into the skipped day shifts as in any gap.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY_MINUTES = 1440
EVERY_DAY = 0b1111111


@dataclass(frozen=True, slots=True)
class Slot:
    """A weekly time.

    ``zone`` is an IANA name. ``local_minute`` is 0 to 2879, from the start of the **working day**: 1440 and more is the
    next calendar day and still belongs to the working date. ``weekday_mask`` has bit 0 for Monday, of the working day.
    ``week_parity`` chooses every other week: 0 or 1, by :func:`week_parity`; None means every week.

    Raises ValueError for a zone that is not known, an empty mask, or a number out of its range.
    """

    zone: str
    local_minute: int
    weekday_mask: int = EVERY_DAY
    week_parity: int | None = None

    def __post_init__(self) -> None:
        load_zone(self.zone)
        if not 0 <= self.local_minute < 2 * DAY_MINUTES:
            raise ValueError(f"a slot's minute is 0 to {2 * DAY_MINUTES - 1}, not {self.local_minute}")
        if not 1 <= self.weekday_mask <= EVERY_DAY:
            raise ValueError(f"a slot's weekday mask is 1 to {EVERY_DAY}, not {self.weekday_mask}")
        if self.week_parity not in {None, 0, 1}:
            raise ValueError(f"a slot's week parity is 0, 1 or None, not {self.week_parity}")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time a slot comes: the working date it is **meant** for, and the instant (aware, UTC)."""

    work_date: date
    utc: datetime


@lru_cache(maxsize=1024)  # about 600 names exist; ZoneInfo's own cache keeps the last 8 alive
def load_zone(name: str) -> ZoneInfo:
    """Return the zone called *name*. Raises ValueError for one that the tz database does not have."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # OSError: the name of a folder, such as "America"
        raise ValueError(f"no zone is called {name!r}") from error


def week_parity(day: date) -> int:
    """Return 0 or 1 for the week of *day*: its Monday's ordinal // 7 % 2.

    Not the ISO week number, which has the same parity twice in a row after a year of 53 weeks.
    """
    return (day.toordinal() - day.weekday()) // 7 % 2


def next_occurrence(slot: Slot, after: datetime) -> Occurrence:
    """Return the first occurrence of *slot* strictly after *after* (aware).

    Raises ValueError for a naive *after*.
    """
    if after.tzinfo is None:
        raise ValueError("an occurrence is looked for after an aware instant")
    zone = load_zone(slot.zone)
    offset = timedelta(minutes=slot.local_minute)
    meant = after.astimezone(zone).replace(tzinfo=None) - offset
    # Dates before this one cannot do, not even through a gap: it is a day long at the most, so what it shifts from the
    # date before comes no later than the same wall time of this one.
    ordinal = meant.toordinal() - 1
    while True:
        ordinal += 1
        if not slot.weekday_mask >> (ordinal - 1) % 7 & 1:  # ordinal 1 was a Monday
            continue
        if slot.week_parity is not None and (ordinal - 1) // 7 % 2 != slot.week_parity:
            continue
        midnight = datetime.fromordinal(ordinal)
        utc = (midnight + offset).replace(tzinfo=zone).astimezone(UTC)
        if utc > after and _exists(midnight, zone):
            return Occurrence(midnight.date(), utc)


def _exists(midnight: datetime, zone: ZoneInfo) -> bool:
    there = midnight.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return there.date() == midnight.date()
