"""Wakes whoever waits for a change, however many they are, and loses none between two looks."""

import asyncio


class Bell:
    """Counts its rings: who remembers the count they looked at hears every ring since."""

    def __init__(self) -> None:
        self.count = 0
        self._next = asyncio.Event()

    def ring(self) -> None:
        self.count += 1
        self._next.set()
        self._next = asyncio.Event()

    async def after(self, count: int) -> int:
        """Return the present count as soon as it is past *count*."""
        while self.count <= count:
            await self._next.wait()
        return self.count
