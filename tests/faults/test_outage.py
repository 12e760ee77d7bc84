"""The database is away for five minutes: the process lives, says so, recovers, and sends nothing that is stale."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import pytest
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs

from core.clock import SteeredClock
from core.db.engine import make_engine
from core.db.outbox import SqlOutbox
from core.people.who import Platform
from core.ports import DeliveryKey
from core.rhythm.kinds import Kind
from schedules.dispatch import Dispatcher
from schedules.materialise import Materialiser
from schedules.reap import Reaper
from schedules.runner import Runner, Ticks
from tests.support.world import DUE, MONDAY, World

QUICK = Ticks(materialise=0.02, dispatch=0.02, reap=0.02, repair=0.05, tidy=0.05)
BOUND = 1.0  # seconds, where production waits five; a busy machine is no outage


@pytest.fixture
def away(database_url: str):
    """Take the database away as long as the block lasts: locked by another process, or its server refuses everybody."""
    return lambda: (_locked if database_url.startswith("sqlite") else _refusing)(database_url)


@asynccontextmanager
async def _locked(url: str) -> AsyncIterator[None]:
    engine = make_engine(url)
    async with engine.begin():
        yield
    await engine.dispose()


@asynccontextmanager
async def _refusing(url: str) -> AsyncIterator[None]:
    name = make_url(url).database
    server = await asyncpg.connect(make_url(url).set(database="postgres").render_as_string(hide_password=False))
    await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    await server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
    yield
    await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    await server.close()


async def _until(condition: Callable[[], object]) -> None:
    for _ in range(2000):
        if condition():
            return
        await asyncio.sleep(0.005)
    pytest.fail("waited ten seconds")


async def test_five_minutes_without_a_database(world: World, away) -> None:
    """From 16:44 to 16:49. The crossing that waited for its workspace is stale by then and stays unsent; the closing of
    16:45 goes out late, once. The log has one line when it goes and one when it is back."""
    (late,) = await world.people(1)
    (held,) = await world.people(1, tenant="-/T2")
    await world.change("nudge", held, enabled=False)
    crossing = await world.nudge(held, Kind.CROSSING, minute=998)  # 16:38, good until 16:48
    clock = SteeredClock()
    clock.jump_to(DUE - timedelta(minutes=6))
    await world.outbox.hold(Platform.SLACK, "-/T2", DUE)
    await world.engine.dispose()

    engine = make_engine(world.url, bound=BOUND)
    outbox = SqlOutbox(engine, bound=BOUND)
    dispatcher = Dispatcher(outbox, world.messengers, clock)
    runner = Runner(Materialiser(outbox, clock), dispatcher, Reaper(outbox, clock), ticks=QUICK)
    with capture_logs() as logs:
        await runner.start()
        await asyncio.sleep(0.2)
        clock.jump_to(DUE - timedelta(minutes=1))
        async with away():
            await _until(lambda: "storage_down" in {log["event"] for log in logs})
            for _ in range(5):
                clock.jump_to(clock.now() + timedelta(minutes=1))
                await asyncio.sleep(0.1)
            assert world.slack.sent == []
        await _until(lambda: world.slack.sent)
        await asyncio.sleep(0.2)
        assert await runner.stop(patience=5)
    await engine.dispose()
    assert world.slack.keys == [DeliveryKey(late, MONDAY)]
    found = await world.states()
    assert found[late, MONDAY] == "sent"
    assert found[crossing, MONDAY] == "skipped stale"
    told = [log["event"] for log in logs if log["event"].startswith("storage")]
    assert told == ["storage_down", "storage_back"]
