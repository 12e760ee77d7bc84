"""People with something in every table."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.storage import SqlStorage
from core.db.tables import delivery
from core.ids import new_id
from core.people.who import Address, Platform, Who
from core.private import Private
from core.storage import CheckIn, Entry, FollowUp, Owner, Run, WeeklyTime

MakePerson = Callable[[str], Awaitable[Owner]]


@pytest.fixture
def make_person(storage: SqlStorage, engine: AsyncEngine, now: datetime) -> MakePerson:
    """Returns a function that makes a person with a row in every table, and "canary" in every sealed value."""

    async def make(external_id: str) -> Owner:
        who = Who(Platform.SLACK, "-/T1", external_id)
        canary = Private({"words": f"canary of {external_id}"})
        async with storage.begin() as work:
            owner = await work.people.create(who, country="US", language="en", zone="Europe/Paris", now=now)
            owner = await work.people.save_private(owner, canary)
            await work.people.record_consent(owner, kind="canary", version=1, now=now)
            await work.people.set_address(owner, who, Address(Platform.SLACK, "-/T1", f"D{external_id}"))
            await work.runs.add(owner, Run(new_id(now), 0, now, canary))
            await work.entries.add(owner, Entry(new_id(now), now, "canary", canary))
            await work.checkins.add(owner, CheckIn(new_id(now), now, canary))
            await work.follow_ups.add(owner, FollowUp(new_id(now), now.date(), canary))
            times = [WeeklyTime("Europe/Paris", 1005, frozenset(range(5)))]
            await work.nudges.set_days_off(owner, [now.date()])
            plan = await work.nudges.plan(owner, kind="closing", times=times, active_from=now.date(), now=now)
            await work.commit()
        row = {"nudge": plan.id, "work_date": date(2026, 3, 2), "recipient": owner.id, "platform": "slack"}
        row |= {"tenant": "-/T1", "due_at": now, "visible_at": now, "expires_at": now + timedelta(minutes=30)}
        async with engine.begin() as connection:
            await connection.execute(insert(delivery).values(row))
        return owner

    return make
