"""How long somebody has been talking to a program: kept in memory alone, and said to them alone."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.people.who import Who

# As New York's law on companion programs asks (in force since November 2025); a good habit anywhere.
EVERY: Final = timedelta(hours=3)
PAUSE: Final = timedelta(minutes=45)  # of silence, after which the next word begins another talk
MOST: Final = 10_000  # people at once; beyond that the one who was silent the longest is forgotten


@dataclass
class _Talk:
    since: datetime
    last: datetime


@dataclass(frozen=True)
class Arrival:
    """``new``: it begins a talk. ``long``: they have been here for hours, which is said once every three."""

    new: bool
    long: bool


class Talks:
    """Knows since when each person has been here without a longer pause."""

    def __init__(self) -> None:
        self._talks: OrderedDict[tuple[str, str, str], _Talk] = OrderedDict()

    def arrive(self, who: Who, now: datetime) -> Arrival:
        """Note that *who* is here at *now* (aware UTC)."""
        key = (who.platform.value, who.tenant, who.external_id)
        talk = self._talks.pop(key, None)
        new = talk is None or not timedelta() <= now - talk.last <= PAUSE
        if talk is None or new:
            talk = _Talk(now, now)
        talk.last = now
        self._talks[key] = talk
        if len(self._talks) > MOST:
            self._talks.popitem(last=False)
        long = now - talk.since >= EVERY
        if long:
            talk.since = now
        return Arrival(new, long)
