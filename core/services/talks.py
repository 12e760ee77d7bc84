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


class Talks:
    """Knows since when each person has been here without a longer pause."""

    def __init__(self) -> None:
        self._talks: OrderedDict[tuple[str, str, str], _Talk] = OrderedDict()

    def is_long(self, who: Who, now: datetime) -> bool:
        """Note that *who* is here at *now* (aware UTC). True once every three hours of one talk."""
        key = (who.platform.value, who.tenant, who.external_id)
        talk = self._talks.pop(key, None)
        if talk is None or now - talk.last > PAUSE or now < talk.last:
            talk = _Talk(now, now)
        talk.last = now
        self._talks[key] = talk
        if len(self._talks) > MOST:
            self._talks.popitem(last=False)
        if now - talk.since < EVERY:
            return False
        talk.since = now
        return True
