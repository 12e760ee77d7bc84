"""The outbox beside what others use for jobs at a time, on one PostgreSQL: ``make bench-peers``.

Each is timed from putting the work in until the last message is sent and its end is stored: what is due today has to be
put in today, by whichever. The message is a function that returns at once. The first line of each is with batches as
large as ours has in the other measurements, where the peer has any; the second is with the defaults of both. None of
them asks a gate, and none says of a message that was being sent when the process died that it may have arrived.
"""

import asyncio
import gc
import json
import logging
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
from apscheduler.events import EVENT_JOB_EXECUTED
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from pgqueuer import AsyncpgPoolDriver, Job, PgQueuer, Queries
from pgqueuer.types import QueueExecutionMode
from procrastinate import App, PsycopgConnector
from sqlalchemy.engine import make_url

from core.db.engine import make_engine
from core.db.outbox import SqlOutbox
from core.people.who import Platform
from schedules.dispatch import Dispatcher
from schedules.materialise import Materialiser
from schedules.pacing import BATCH, WIDTH
from tests.bench.many import AT_ONCE, AnswersAtOnce, SetClock, anew, patient, populate, postgres

RUNS = 3
OURS, LARGE = 20_000, 1000


class Counter:
    """Counts what was sent. APScheduler and procrastinate store a function by its name, so there is one."""

    sent = 0


async def send(**_: Any) -> None:
    Counter.sent += 1


async def outbox(url: str, batch: int, width: int) -> float:
    """Ours. Like the others it returns messages a second."""
    engine, plain = make_engine(url), patient(url)
    async with plain.begin() as connection:
        await anew(connection)
    outbox, messenger = SqlOutbox(engine), AnswersAtOnce()
    begun = time.perf_counter()
    await Materialiser(outbox, SetClock(1), pace=AT_ONCE).tick()
    await Dispatcher(outbox, {Platform.SLACK: messenger}, SetClock(2), batch=batch, width=width).tick()
    spent = time.perf_counter() - begun
    await engine.dispose()
    await plain.dispose()
    return messenger.sent / spent


async def apscheduler(url: str, jobs: int = 1000) -> float:
    """A job a message in APScheduler's SQLAlchemyJobStore."""
    store = SQLAlchemyJobStore(url=make_url(url).set(drivername="postgresql+psycopg"))
    scheduler = AsyncIOScheduler(
        jobstores={"default": store}, timezone=UTC, job_defaults={"misfire_grace_time": None, "max_instances": 1}
    )
    ended = asyncio.Event()
    scheduler.add_listener(lambda _: Counter.sent == jobs and ended.set(), EVENT_JOB_EXECUTED)
    scheduler.start(paused=True)
    begun = time.perf_counter()
    due = datetime.now(UTC) - timedelta(seconds=1)
    for _ in range(jobs):
        scheduler.add_job(send, "date", run_date=due)
    scheduler.resume()
    await ended.wait()
    spent = time.perf_counter() - begun
    scheduler.shutdown(wait=False)
    await asyncio.sleep(0)
    store.engine.dispose()
    return jobs / spent


async def procrastinate(url: str, jobs: int = 3000) -> float:
    """A job a message in procrastinate, put in all at once."""
    app = App(connector=PsycopgConnector(conninfo=url.replace("+asyncpg", ""), max_size=20))
    task = app.task(name="send")(send)
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        begun = time.perf_counter()
        await task.batch_defer_async(*({"n": number} for number in range(jobs)))
        await app.run_worker_async(wait=False, concurrency=20, install_signal_handlers=False, listen_notify=False)
        return jobs / (time.perf_counter() - begun)


async def pgqueuer(url: str, jobs: int = OURS, batch: int = LARGE) -> float:
    """A job a message in pgqueuer, put in all at once."""
    pool = await asyncpg.create_pool(url.replace("+asyncpg", ""), min_size=2, max_size=10)
    queue, queries = PgQueuer(AsyncpgPoolDriver(pool)), Queries(AsyncpgPoolDriver(pool))
    await queries.install()

    @queue.entrypoint("send")
    async def send_one(job: Job) -> None:
        await send()

    begun = time.perf_counter()
    await queries.enqueue(["send"] * jobs, [b""] * jobs, [0] * jobs)
    await queue.qm.run(batch_size=batch, mode=QueueExecutionMode.drain)
    spent = time.perf_counter() - begun
    await pool.close()
    return jobs / spent


async def pgqueuer_as_it_comes(url: str) -> float:
    return await pgqueuer(url, 5000, 10)


async def main() -> None:
    """Print each peer's rate and how many times it ours is, medians of runs in turn."""
    logging.disable(logging.WARNING)
    peers: list[tuple[Callable[[str], Awaitable[float]], int, int, float]] = [
        (apscheduler, LARGE, LARGE, 50),
        (procrastinate, LARGE, LARGE, 20),
        (pgqueuer, LARGE, LARGE, 3),
        (pgqueuer_as_it_comes, BATCH, WIDTH, 3),
    ]
    for peer, batch, width, target in peers:
        pairs = [await _side_by_side(peer, batch, width) for _ in range(RUNS)]
        value = statistics.median(ours / theirs for ours, theirs in pairs)
        ours, theirs = (round(statistics.median(column)) for column in zip(*pairs, strict=True))
        line = {
            "name": f"outbox on PostgreSQL / {peer.__name__}",
            "value": round(value, 2),
            "unit": "x messages a second",
        }
        line |= {"ours": ours, "theirs": theirs, "target": target, "ok": value >= target}
        print(json.dumps(line), flush=True)  # noqa: T201


async def _side_by_side(peer: Callable[[str], Awaitable[float]], batch: int, width: int) -> tuple[float, float]:
    async with postgres() as url:
        plain = patient(url)
        await populate(plain, people=OURS, at_once=OURS)
        await plain.dispose()
        gc.collect()
        gc.freeze()  # as bots.bootstrap does, for all alike
        ours = await outbox(url, batch, width)
        Counter.sent = 0
        theirs = await peer(url)
        if not Counter.sent:
            raise RuntimeError("nothing was sent")
        return ours, theirs


if __name__ == "__main__":
    asyncio.run(main())
