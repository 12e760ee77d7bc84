"""The kinds of nudges: how late each may come, and which one goes first when the budget has room for one.

Graces: an opening an hour and a half late still opens the day; a crossing ten minutes late meets nobody at the door.
The words are stored (``nudge.kind``) and never reused for another meaning.
"""

from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    OPENING = "opening"
    CHECKIN = "checkin"
    CROSSING = "crossing"
    CLOSING = "closing"
    CHANNEL = "channel"
    REVIEW = "review"
    FOLLOWUP = "followup"

    @property
    def grace(self) -> timedelta:
        """How long after it was due it may still be sent."""
        return GRACES[self]

    @property
    def rank(self) -> int:
        """Smaller goes first within a budget."""
        return _ORDER.index(self)

    @property
    def budgeted(self) -> bool:
        """Whether it counts as a message to a person. A channel's prompts are no one's messages."""
        return self is not Kind.CHANNEL


GRACES = {
    Kind.OPENING: timedelta(minutes=90),
    Kind.CHECKIN: timedelta(minutes=90),
    Kind.CROSSING: timedelta(minutes=10),
    Kind.CLOSING: timedelta(minutes=30),
    Kind.CHANNEL: timedelta(minutes=30),
    Kind.REVIEW: timedelta(hours=12),
    Kind.FOLLOWUP: timedelta(hours=12),
}
LONGEST_GRACE = max(GRACES.values())

_ORDER = (Kind.CLOSING, Kind.CROSSING, Kind.OPENING, Kind.CHECKIN, Kind.REVIEW, Kind.FOLLOWUP, Kind.CHANNEL)
