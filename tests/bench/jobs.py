"""The chain on SQLite against what one would write first: one APScheduler job a nudge, in memory.

Both have as many nudges that recur on working days, all due at one minute, and both call a function that returns at
once; counted are the seconds until the first was called, and until the last was, with ours until that is stored. The
jobs are in the scheduler before it counts: that a process must put them there at every start is not held against it.
"""

import asyncio
import gc
import sys
import time
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]  # 3.11 ships no types
from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped]

from core.db.engine import make_engine
from core.db.outbox import SqlOutbox
from core.people.who import Platform
from schedules.dispatch import Dispatcher
from schedules.materialise import Materialiser
from tests.bench.many import AT_ONCE, AnswersAtOnce, SetClock, populate, sqlite

NUDGES = 20_000
LARGE = 1000


async def chain_beside_jobs(nudges: int = NUDGES) -> tuple[float, float]:
    """Return how many times ours its seconds are: to the last call, and to the first."""
    first, last = await _chain(nudges)
    their_first, their_last = await _jobs(nudges)
    return their_last / last, their_first / first


async def _chain(nudges: int) -> tuple[float, float]:
    async with sqlite() as url:
        engine = make_engine(url, bound=60)
        await populate(engine, people=nudges, at_once=nudges)
        outbox, messenger = SqlOutbox(engine), AnswersAtOnce()
        gc.freeze()  # as bots.bootstrap does
        begun = time.perf_counter()
        await Materialiser(outbox, SetClock(1), pace=AT_ONCE).tick()
        await Dispatcher(outbox, {Platform.SLACK: messenger}, SetClock(2), batch=LARGE, width=LARGE).tick()
        spent = time.perf_counter() - begun
        await engine.dispose()
    if messenger.sent != nudges:
        raise RuntimeError(f"{messenger.sent} of {nudges} were sent")
    return messenger.first_at - begun, spent


async def _jobs(nudges: int) -> tuple[float, float]:
    calls: list[float] = []
    ended = asyncio.Event()

    async def send() -> None:
        calls.append(time.perf_counter())
        if len(calls) == nudges:
            ended.set()

    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
    due = datetime.now(UTC) - timedelta(seconds=1)
    trigger = CronTrigger(day_of_week="mon-fri", hour=due.hour, minute=due.minute, timezone="Europe/Lisbon")
    scheduler.start(paused=True)
    for _ in range(nudges):
        scheduler.add_job(send, trigger, next_run_time=due)
    gc.freeze()
    begun = time.perf_counter()
    scheduler.resume()
    await ended.wait()
    scheduler.shutdown(wait=False)
    await asyncio.sleep(0)
    return calls[0] - begun, calls[-1] - begun


if __name__ == "__main__":
    print(*asyncio.run(chain_beside_jobs(*map(int, sys.argv[1:]))))  # noqa: T201
