"""Every IANA zone, two years, nine times of day: exactly one occurrence for each working date.

``python -m tests.proofs.zones`` looks at all 730 days (about a minute); the suite at the days around each clock change
and around New Year, where alone something can go wrong (tests/core/rhythm/test_every_zone.py).
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from core.rhythm.occurrence import Slot, next_occurrence

ZONES: Final = sorted(available_timezones() - {"localtime", "Factory"})
MINUTES: Final = (
    0,
    30,
    120,
    150,
    540,
    1005,
    1410,
    1439,
    1440 + 150,
)  # midnight, the hours that clocks skip, a shift's end
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
_AROUND: Final = 2  # days before and after a change


def changes(name: str, first: date = FIRST, last: date = LAST) -> list[date]:
    """Return the dates on whose midnight another offset holds than a day before."""
    zone, found = ZoneInfo(name), []
    before = None
    for ordinal in range(first.toordinal(), last.toordinal() + 2):
        offset = datetime.fromordinal(ordinal).replace(tzinfo=zone).utcoffset()
        if before not in {None, offset}:
            found.append(date.fromordinal(ordinal))
        before = offset
    return found


def spans_around_changes(name: str) -> Iterator[tuple[date, date]]:
    """Yield the first and last date of each stretch worth a look."""
    for day in (*changes(name), date(2027, 1, 1)):
        yield day - timedelta(days=_AROUND + 1), day + timedelta(days=_AROUND)


def wrong(name: str, spans: Sequence[tuple[date, date]] = ((FIRST, LAST),)) -> list[str]:
    """Return what is not as promised: a date left out, doubled or out of order, a time that is not the meant one."""
    found = []
    for minute in MINUTES:
        slot = Slot(name, minute)
        for first, last in spans:
            found += list(_wrong(slot, first, last))
    return found


def _wrong(slot: Slot, first: date, last: date) -> Iterator[str]:
    zone, offset = ZoneInfo(slot.zone), timedelta(minutes=slot.local_minute)
    after = (datetime.combine(first, datetime.min.time()) + offset).replace(tzinfo=zone).astimezone(UTC)
    after -= timedelta(seconds=1)
    day = first
    while day <= last:
        if not _exists(zone, day):
            day += timedelta(days=1)
            continue
        occurrence = next_occurrence(slot, after)
        where = f"{slot.zone} {slot.local_minute} {day}: {occurrence}"
        if occurrence.work_date != day or occurrence.utc <= after:
            yield where
            return
        meant = datetime.combine(day, datetime.min.time()) + offset
        shown = occurrence.utc.astimezone(zone)
        late = shown.replace(tzinfo=None) - meant
        # Later than meant only where the wall never shows the minute: both its readings come out as another one.
        back = {
            meant.replace(tzinfo=zone, fold=fold).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
            for fold in (0, 1)
        }
        if shown.fold or not (late == timedelta() or (timedelta() < late <= timedelta(days=1) and meant not in back)):
            yield where
        after, day = occurrence.utc, day + timedelta(days=1)


def _exists(zone: ZoneInfo, day: date) -> bool:
    midnight = datetime.combine(day, datetime.min.time(), tzinfo=zone)
    return midnight.astimezone(UTC).astimezone(zone).date() == day


def main() -> int:
    """Look at every day of every zone, and print what is wrong and how much was looked at."""
    found = [each for name in ZONES for each in wrong(name)]
    days = (LAST - FIRST).days + 1
    print(*found, f"{len(ZONES)} zones, {days} days, {len(MINUTES)} times: {len(found)} wrong", sep="\n")  # noqa: T201
    return len(found)


if __name__ == "__main__":
    sys.exit(bool(main()))
