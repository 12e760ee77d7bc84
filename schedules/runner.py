"""The ticks. APScheduler is their source and nothing else: no job of it is about a person.

Ticks come in real time; what they do, they do at the time of the core's clock.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from typing import TypeAlias

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]  # 3.11 ships no types

from core.errors import StorageDown
from schedules.dispatch import Dispatcher
from schedules.materialise import Materialiser
from schedules.reap import Reaper

_Tick: TypeAlias = Callable[[], Awaitable[None]]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Ticks:
    """Seconds between ticks."""

    materialise: float = 5.0
    dispatch: float = 1.0
    reap: float = 10.0
    repair: float = 86400.0  # a process reads a zone's rules once, so what counts is that it repairs at its start
    tidy: float = 86400.0


class Runner:
    """Runs the ticks in the loop of :meth:`start`. A tick never meets itself, and none ends the runner."""

    def __init__(
        self, materialiser: Materialiser, dispatcher: Dispatcher, reaper: Reaper, *, ticks: Ticks | None = None
    ) -> None:
        ticks = ticks or Ticks()
        self._dispatcher = dispatcher
        self._jobs: dict[str, tuple[_Tick, float]] = {
            "materialise": (materialiser.tick, ticks.materialise),
            "dispatch": (dispatcher.tick, ticks.dispatch),
            "reap": (reaper.reap, ticks.reap),
            "repair": (reaper.repair, ticks.repair),
            "tidy": (reaper.tidy, ticks.tidy),
        }
        self._running: dict[str, asyncio.Task[None]] = {}
        self._storage_down = False
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    async def start(self) -> None:
        """Run every tick once, so that none waits its first hour, and then each at its interval."""
        for name, (_, seconds) in self._jobs.items():
            self._scheduler.add_job(self._begin, "interval", seconds=seconds, args=[name], id=name)
        self._scheduler.start()
        for name in self._jobs:
            await self._begin(name)

    async def stop(self, *, patience: float) -> bool:
        """Begin nothing more and wait up to *patience* seconds for what is being sent; then cancel it.

        Returns whether everything ended by itself. What was cancelled is settled by the reaper of the next process;
        what had an answer by then is still stored, which takes as long as the database may at the most.
        """
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # APScheduler puts its shutdown into the loop; after it no tick begins
        self._dispatcher.stop()
        running = list(self._running.values())
        _, late = await asyncio.wait(running, timeout=patience) if running else (set(), set())
        for task in late:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        with suppress(StorageDown):
            await self._dispatcher.flush()
        return not late

    async def wake(self) -> None:
        """Look now for what is due, and return when it was sent: for a clock that was moved by hand."""
        for name in ("materialise", "dispatch"):
            if self._running:  # they may have looked before the clock moved, or hold what is due
                await asyncio.wait(self._running.values())
            await self._begin(name)
            await asyncio.wait([self._running[name]])

    async def _begin(self, name: str) -> None:
        """Let the tick run on its own, so that APScheduler does not warn each second that a long one still runs."""
        if name not in self._running:
            self._running[name] = asyncio.create_task(self._run(name), name=f"tick {name}")

    async def _run(self, name: str) -> None:
        tick, _ = self._jobs[name]
        try:
            await tick()
        except StorageDown:
            if not self._storage_down:
                self._storage_down = True
                _log.error("storage_down", tick=name)
        except Exception as error:  # noqa: BLE001 - a bug in one tick must not silence the others
            _log.error(
                "tick_failed", tick=name, error=type(error).__name__
            )  # no traceback: drivers quote values in theirs
        else:
            if self._storage_down:
                self._storage_down = False
                _log.info("storage_back", tick=name)
        finally:
            del self._running[name]
