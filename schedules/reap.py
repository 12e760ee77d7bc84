"""Clears up: what dead processes left, slots whose zone changed its rules, and what is old."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final

import structlog

from core.clock import Clock
from core.outbox import Outbox

# A budget looks a week back and "why this message?" at what a person still scrolls past; nothing needs more.
KEEP: Final = timedelta(days=60)

_log = structlog.get_logger(__name__)


class Reaper:
    """Three ticks. Each raises StorageDown, and the next of its kind does what was left.

    *chores* are done once a day after the tidying, in their order: what else has had its time.
    """

    def __init__(
        self,
        outbox: Outbox,
        clock: Clock,
        *,
        keep: timedelta = KEEP,
        chores: Sequence[Callable[[], Awaitable[object]]] = (),
    ) -> None:
        self._outbox = outbox
        self._clock = clock
        self._keep = keep
        self._chores = chores

    async def reap(self) -> None:
        """Settle deliveries whose process died while it sent them, and those that expired unseen."""
        if settled := await self._outbox.reap(self._clock.now()):
            _log.info("deliveries_reaped", count=settled)

    async def repair(self) -> None:
        """Move slots whose next occurrence the tz database now puts elsewhere."""
        if repaired := await self._outbox.repair(self._clock.now()):
            _log.info("slots_repaired", count=repaired)

    async def tidy(self) -> None:
        """Delete deliveries that were due longer ago than *keep*, and do the chores."""
        await self._outbox.tidy(self._clock.now() - self._keep)
        for chore in self._chores:
            await chore()
