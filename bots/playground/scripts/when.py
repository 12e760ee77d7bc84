"""Times as a script writes them: "Mon 16:45" on the person's own clock, and "2 weeks"."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MOMENT: Final = '"16:45" or "Mon 16:45"'
SPAN: Final = '"30 minutes", "7 days" or "2 weeks"'
MOST_DAYS: Final = 400  # that one step can take
_MOMENT = re.compile(rf"(?:({'|'.join(WEEKDAYS)})[a-z]* )?([01]?\d|2[0-3]):([0-5]\d)")
_SPAN = re.compile(r"(\d{1,4}) (minute|hour|day|week)s?")


@dataclass(frozen=True)
class Moment:
    """A time of day, and perhaps the day of the week (0 is Monday)."""

    at: time
    weekday: int | None = None

    def after(self, now: datetime, zone: str) -> datetime:
        """Return the first such moment after *now* on the clock of *zone*."""
        local = now.astimezone(ZoneInfo(zone))
        ahead = 0 if self.weekday is None else (self.weekday - local.weekday()) % 7
        found = self._on(local, ahead)
        return found if found > now else self._on(local, ahead + (1 if self.weekday is None else 7))

    def _on(self, local: datetime, days: int) -> datetime:
        return datetime.combine(local.date() + timedelta(days=days), self.at, local.tzinfo)


def read_moment(written: str) -> Moment:
    """Raises ValueError."""
    found = _MOMENT.fullmatch(written)
    if not found:
        raise ValueError(f"a time is written as {MOMENT}, and not {written!r}")
    weekday, hour, minute = found.groups()
    return Moment(time(int(hour), int(minute)), WEEKDAYS.index(weekday) if weekday else None)


def read_span(written: str) -> timedelta:
    """Raises ValueError."""
    found = _SPAN.fullmatch(written)
    span = timedelta(**{f"{found[2]}s": int(found[1])}) if found else timedelta()
    if not timedelta() < span <= timedelta(days=MOST_DAYS):
        raise ValueError(f"how long is written as {SPAN}, up to {MOST_DAYS} days, and not {written!r}")
    return span


def said(instant: datetime, zone: str) -> str:
    """Return *instant* as a transcript has it, on the clock of *zone*."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # unknown to the zone database, or no key for it at all
        return False
    return True
