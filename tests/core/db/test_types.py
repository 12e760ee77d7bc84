"""Instants stay aware."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.storage import SqlStorage
from core.db.tables import person
from core.people.who import Platform, Who


@pytest.fixture
async def somebody(storage: SqlStorage, now: datetime) -> None:
    async with storage.begin() as work:
        who = Who(Platform.SLACK, "-/T1", "U")
        await work.people.create(who, country="", language="en", zone=None, now=now)
        await work.commit()


@pytest.mark.usefixtures("somebody")
async def test_an_instant_comes_back_in_utc(engine: AsyncEngine) -> None:
    """Whatever its zone was, to the microsecond."""
    there = datetime(2026, 3, 29, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    async with engine.begin() as connection:
        await connection.execute(update(person).values(quiet_until=there))
        back = (await connection.execute(select(person.c.quiet_until))).scalar_one()
        found = await connection.execute(select(person.c.id).where(person.c.quiet_until < there + timedelta(seconds=1)))
        assert len(found.all()) == 1
    assert back == there
    assert back is not None
    assert back.tzinfo is UTC


@pytest.mark.usefixtures("somebody")
async def test_a_time_without_a_zone_is_refused(engine: AsyncEngine) -> None:
    """A wall time is no instant, on either engine."""
    naive = datetime(2026, 3, 2, 12, 0)  # noqa: DTZ001 - naive is the point
    async with engine.connect() as connection:
        with pytest.raises(StatementError, match="aware times only"):
            await connection.execute(update(person).values(quiet_until=naive))
