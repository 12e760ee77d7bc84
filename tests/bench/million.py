"""What a million people cost while nothing is due, and when a hundred thousand are due at once."""

import asyncio
import random
import sys
import time
import zlib
from datetime import datetime, timedelta

import asyncpg
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db import outbox as module
from core.db.engine import make_engine
from core.db.outbox import SqlOutbox
from core.db.tables import EVERY_WEEK, delivery
from core.people.who import Platform
from core.rhythm.occurrence import Occurrence, Slot, next_occurrence
from schedules.dispatch import Dispatcher
from schedules.materialise import Materialiser
from schedules.reap import Reaper
from tests.bench.many import AT_ONCE, DUE, SHARDS, AnswersAtOnce, SetClock, patient, populate, postgres
from tests.bench.resident import in_a_process

TICKS = 200
ROUNDS = 3

# Where people live, most first, and when work ends: on the quarter hour for nine of ten, at some fifth minute else.
ZONES = (
    "America/New_York",
    "Europe/London",
    "America/Los_Angeles",
    "America/Chicago",
    "Europe/Berlin",
    "Europe/Madrid",
    "America/Mexico_City",
    "America/Toronto",
    "Europe/Paris",
    "America/Sao_Paulo",
    "Australia/Sydney",
    "Asia/Kolkata",
    "America/Denver",
    "Europe/Amsterdam",
    "America/Bogota",
    "Europe/Lisbon",
    "Europe/Dublin",
    "America/Argentina/Buenos_Aires",
    "Europe/Rome",
    "Asia/Singapore",
    "Europe/Warsaw",
    "America/Phoenix",
    "Europe/Stockholm",
    "America/Santiago",
    "Pacific/Auckland",
    "Asia/Tokyo",
    "America/Lima",
    "Europe/Zurich",
    "America/Vancouver",
    "Africa/Johannesburg",
    "Asia/Manila",
    "Europe/Vienna",
    "Australia/Melbourne",
    "Asia/Dubai",
    "Africa/Lagos",
    "America/Halifax",
    "Australia/Perth",
    "Asia/Hong_Kong",
    "Africa/Nairobi",
    "Australia/Adelaide",
)
QUARTERS, MOST = 0.9, 0.85
MASKS = (0b0011111, 0b0001111, 0b0011110, 0b0111111, 0b0010101, 0b1111111)


async def cost_of_a_million(people: int = 1_000_000, due: int = 100_000, few: int = 10_000) -> tuple[float, ...]:
    """Return how many times the idle ticks of *few* those of *people* take, the largest memory in MB of a process that
    sends to *due* of them, and occurrences computed for each nudge that came due on a day of theirs: for what was due,
    and for the daily repair."""
    async with postgres() as small, postgres() as large:
        engines = [make_engine(url, bound=60) for url in (small, large)]
        for url, number, at_once in ((small, few, few // 10), (large, people, due)):
            plain = patient(url)
            await populate(plain, people=number, at_once=at_once)
            await plain.dispose()
        rounds = [[await _idle(engine) for engine in engines] for _ in range(ROUNDS)]
        ratio = min(large for _, large in rounds) / min(small for small, _ in rounds)
        for engine in engines:
            await engine.dispose()
        sent, memory, *_ = await in_a_process(large, 0.0)
        if sent < due:  # the clock runs on, and the next minutes come due as well
            raise RuntimeError(f"{sent} of {due} were sent")
        return ratio, memory, *await _occurrences(large, people)


async def _idle(engine: AsyncEngine) -> float:
    """Return seconds of a materialise, a dispatch and a reap, an hour before anything is due."""
    outbox, clock = SqlOutbox(engine), SetClock(-3600)
    dispatcher = Dispatcher(outbox, {Platform.SLACK: AnswersAtOnce()}, clock)
    ticks = (Materialiser(outbox, clock).tick, dispatcher.tick, Reaper(outbox, clock).reap)
    spent = []
    for _ in range(TICKS):
        begun = time.perf_counter()
        for tick in ticks:
            await tick()
        spent.append(time.perf_counter() - begun)
    return sorted(spent)[TICKS // 2]


async def _occurrences(url: str, people: int) -> tuple[float, float]:
    """Let a whole Monday come due, every five minutes, for people all over the world, and repair once."""
    computed = 0

    def counted(slot: Slot, after: datetime) -> Occurrence:
        nonlocal computed
        computed += 1
        return next_occurrence(slot, after)

    await _spread(url, people)
    engine, clock = make_engine(url, bound=60), SetClock(0)
    outbox = SqlOutbox(engine)
    module.next_occurrence = counted  # type: ignore[attr-defined]  # counted where it is used; nothing else differs
    try:
        for _ in range(24 * 12):
            await Materialiser(outbox, clock, pace=AT_ONCE).tick()
            clock.at += timedelta(minutes=5)
        by_then = computed
        await outbox.repair(clock.at)
        async with engine.connect() as connection:
            made = (await connection.execute(select(func.count()).select_from(delivery))).scalar_one()
    finally:
        module.next_occurrence = next_occurrence  # type: ignore[attr-defined]
        await engine.dispose()
    return by_then / made, (computed - by_then) / made


async def _spread(url: str, people: int) -> None:
    """Give everybody a zone, a time and working days, the common ones more often, on the day that begins at ``DUE``."""
    chance = random.Random(1)
    slots: dict[tuple[str, int, int, int], int] = {}
    links = []
    for number in range(people):
        zone = ZONES[int(len(ZONES) * chance.random() ** 2)]
        minute = 15 * chance.randrange(60, 80) if chance.random() < QUARTERS else 5 * chance.randrange(288)
        mask = MASKS[0] if chance.random() < MOST else chance.choice(MASKS)
        time_of_day = (zone, minute, mask, zlib.crc32(f"n{number}".encode()) % SHARDS)
        links.append((f"n{number}", slots.setdefault(time_of_day, len(slots)), DUE - timedelta(days=1)))
    rows = []
    for (zone, minute, mask, shard), number in slots.items():
        first = next_occurrence(Slot(zone, minute, mask), DUE)
        rows.append((number, zone, minute, mask, EVERY_WEEK, shard, first.utc, first.work_date))
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute("TRUNCATE nudge_slot, slot, delivery CASCADE")
    await connection.copy_records_to_table("slot", records=rows)
    await connection.copy_records_to_table("nudge_slot", records=links)
    await connection.execute("ANALYZE")
    await connection.close()


if __name__ == "__main__":
    size = [int(each) for each in sys.argv[1:4]]
    print(*asyncio.run(cost_of_a_million(*size)))  # noqa: T201
