"""An erase while something is being written: nothing slips through, on every database."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.storage import SqlStorage
from core.db.tables import checkin, delivery, entry, exercise_run, nudge
from core.errors import BadToken
from core.ids import new_id
from core.private import Private
from core.storage import CheckIn, Entry, Owner, Run, UnitOfWork, WeeklyTime

Write = Callable[[UnitOfWork, Owner, datetime], Awaitable[None]]


async def _add_run(work: UnitOfWork, owner: Owner, now: datetime) -> None:
    await work.runs.add(owner, Run(new_id(now), 0, now, Private({})))


async def _add_entry(work: UnitOfWork, owner: Owner, now: datetime) -> None:
    await work.entries.add(owner, Entry(new_id(now), now, "closing", Private({})))


async def _add_checkin(work: UnitOfWork, owner: Owner, now: datetime) -> None:
    await work.checkins.add(owner, CheckIn(new_id(now), now, Private({})))


async def _plan(work: UnitOfWork, owner: Owner, now: datetime) -> None:
    times = [WeeklyTime("Europe/Paris", 1005, frozenset({0}))]
    await work.nudges.plan(owner, kind="closing", times=times, active_from=now.date(), now=now)


async def _erase(storage: SqlStorage, owner: Owner, *, begun: asyncio.Event | None = None) -> None:
    async with storage.begin() as work:
        await work.people.forget(owner)
        if begun is not None:
            begun.set()
            await asyncio.sleep(0.05)
        await work.commit()


async def _rows(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        counts = [
            (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (exercise_run, entry, checkin, nudge, delivery)
        ]
    return sum(counts)


@pytest.mark.parametrize("write", [_add_run, _add_entry, _add_checkin, _plan])
async def test_what_comes_after_an_erase_is_refused(
    storage: SqlStorage, engine: AsyncEngine, ann: Owner, now: datetime, write: Write
) -> None:
    """A form sent while the erase is under way gets a kind reply, and leaves nothing."""
    begun = asyncio.Event()
    erasing = asyncio.create_task(_erase(storage, ann, begun=begun))
    await begun.wait()
    with pytest.raises(BadToken):
        async with storage.begin() as work:
            await write(work, ann, now)
    await erasing
    assert await _rows(engine) == 0


@pytest.mark.parametrize("write", [_add_run, _add_entry, _add_checkin, _plan])
async def test_an_erase_waits_for_what_is_being_written(
    storage: SqlStorage, engine: AsyncEngine, ann: Owner, now: datetime, write: Write
) -> None:
    """What was a moment earlier is erased too."""
    async with storage.begin() as work:
        await write(work, ann, now)
        erasing = asyncio.create_task(_erase(storage, ann))
        await asyncio.sleep(0.05)
        assert not erasing.done()
        await work.commit()
    await erasing
    assert await _rows(engine) == 0


async def test_a_delivery_made_meanwhile_is_erased_or_refused(
    storage: SqlStorage, engine: AsyncEngine, ann: Owner, now: datetime
) -> None:
    """The outbox cannot leave a delivery behind for somebody who is gone."""
    async with storage.begin() as work:
        await _plan(work, ann, now)
        await work.commit()
    async with engine.connect() as connection:
        nudge_id = (await connection.execute(select(nudge.c.id))).scalar_one()
    row = {"nudge": nudge_id, "recipient": ann.id, "platform": "slack", "tenant": "-/T1"}
    row |= {"due_at": now, "visible_at": now, "expires_at": now + timedelta(minutes=30)}
    async with engine.begin() as connection:
        await connection.execute(insert(delivery).values(row | {"work_date": date(2026, 3, 2)}))
        erasing = asyncio.create_task(_erase(storage, ann))
        await asyncio.sleep(0.05)
        assert not erasing.done()
    await erasing
    with pytest.raises(IntegrityError):
        async with engine.begin() as connection:
            await connection.execute(insert(delivery).values(row | {"work_date": date(2026, 3, 3)}))
    assert await _rows(engine) == 0
