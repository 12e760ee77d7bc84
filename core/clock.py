"""The only source of "now"."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time. Every value is aware and in UTC; callers pass it on as a parameter."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SteeredClock:
    """A clock that jumps when told and runs on from there, for trying a day in a minute.

    It runs at real speed between jumps, so a wait that is measured with it ends.
    """

    def __init__(self, underlying: Clock | None = None) -> None:
        self._underlying = underlying or SystemClock()
        self._offset = self._underlying.now() - self._underlying.now()

    def now(self) -> datetime:
        return self._underlying.now() + self._offset

    def jump_to(self, instant: datetime) -> None:
        """Make ``now()`` return *instant* (aware; any zone) and run on from it.

        Raises ValueError for a naive *instant*: a wall time without a zone has no place on a clock.
        """
        if instant.tzinfo is None:
            msg = "the steered clock needs an aware time, such as 2026-03-02T16:45:00+00:00"
            raise ValueError(msg)
        self._offset = instant.astimezone(UTC) - self._underlying.now()
