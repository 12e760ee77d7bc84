"""Turns what is due into deliveries."""

from collections.abc import Mapping

from core.clock import Clock
from core.outbox import Outbox
from core.people.who import Platform
from schedules.pacing import MEMBERS, PER_SECOND


class Materialiser:
    def __init__(
        self, outbox: Outbox, clock: Clock, *, pace: Mapping[Platform, int] = PER_SECOND, members: int = MEMBERS
    ) -> None:
        self._outbox = outbox
        self._clock = clock
        self._pace = pace
        self._members = members

    async def tick(self) -> None:
        """Take due slots until none is left. Raises StorageDown; the next tick goes on from there."""
        while await self._outbox.materialise(self._clock.now(), pace=self._pace, members=self._members):
            pass
