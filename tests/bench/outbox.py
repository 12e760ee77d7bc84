"""What the outbox costs for many people: the whole chain on PostgreSQL against three bare SQL statements.

The chain turns what is due into deliveries, claims them, decides each at the gate, marks, "sends" to a messenger that
answers at once, counts what is unanswered, and finishes; its workers are processes. The bare statements insert, set and
set again as many rows, with no claim, gate, mark or count: the least that any design with one row a message has to
write. All run on the same server, one after the other, on rows made anew.
"""

import asyncio
import sys
import time

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.engine import make_engine
from core.db.outbox import SqlOutbox
from schedules.materialise import Materialiser
from schedules.pacing import BATCH, WIDTH
from tests.bench.many import AT_ONCE, SetClock, anew, patient, populate, postgres

PEOPLE, AT_16_45 = 300_000, 60_000
LARGE = 1000  # a batch and a width that no platform takes, so that the database and the process are what is measured

_BARE = (
    """
    INSERT INTO delivery (nudge, work_date, recipient, platform, tenant, due_at, visible_at, expires_at, state)
    SELECT n.id, s.next_work_date, r.id, r.platform, r.tenant, s.next_due_at, s.next_due_at,
           s.next_due_at + interval '30 minutes', 'todo'
    FROM slot s JOIN nudge_slot l ON l.slot = s.id JOIN nudge n ON n.id = l.nudge JOIN recipient r ON r.id = n.recipient
    WHERE s.next_due_at <= :now
    """,
    "UPDATE delivery SET state = 'sending', token = 't', attempts = attempts + 1 WHERE state = 'todo'",
    "UPDATE delivery SET state = 'sent', receipt = 'm', token = NULL WHERE state = 'sending'",
)


async def cost_of_many(people: int = PEOPLE, at_once: int = AT_16_45) -> tuple[float, ...]:
    """Return bare seconds over ours: one worker, two, one as in production, and the materialising alone; then the
    seconds of the bare statements, and how many times one worker two are."""
    async with postgres() as url:
        engine, plain = make_engine(url), patient(url)
        try:
            await populate(plain, people=people, at_once=at_once)
            whole, insert = await _bare(plain)
            made, spent = await _chain(url, engine, plain, 1, LARGE, LARGE, at_once)
            made_again, by_two = await _chain(url, engine, plain, 2, LARGE, LARGE, at_once)
            _, usual = await _chain(url, engine, plain, 1, BATCH, WIDTH, at_once)
            share = 2 * insert / (made + made_again)
            return whole / spent, whole / by_two, whole / usual, share, whole, spent / by_two
        finally:
            await engine.dispose()
            await plain.dispose()


async def _bare(engine: AsyncEngine) -> tuple[float, float]:
    """Return seconds of the three statements, and of the first."""
    marks = [time.perf_counter()]
    for statement in _BARE:
        async with engine.begin() as connection:
            await connection.execute(text(statement), {"now": SetClock(1).now()} if ":now" in statement else {})
        marks.append(time.perf_counter())
    return marks[-1] - marks[0], marks[1] - marks[0]


async def _chain(
    url: str, engine: AsyncEngine, plain: AsyncEngine, workers: int, batch: int, width: int, due: int
) -> tuple[float, float]:
    """Return seconds of materialising, and of all."""
    async with plain.begin() as connection:
        await anew(connection)
    command = (sys.executable, "-m", "tests.bench.worker", url, str(batch), str(width))
    pipes = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE}
    processes = [await asyncio.create_subprocess_exec(*command, **pipes) for _ in range(workers)]
    for process in processes:
        assert await process.stdout.readline() == b"ready\n"
    begun = time.perf_counter()
    await Materialiser(SqlOutbox(engine), SetClock(1), pace=AT_ONCE).tick()
    made = time.perf_counter() - begun
    answers = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
    spent = time.perf_counter() - begun
    if (sent := sum(int(answer.split()[0]) for answer, _ in answers)) != due:
        raise RuntimeError(f"{sent} of {due} were sent")
    return made, spent


if __name__ == "__main__":
    size = [int(each) for each in sys.argv[1:3]] or [PEOPLE, AT_16_45]
    print(*(round(number, 3) for number in asyncio.run(cost_of_many(*size))))  # noqa: T201
