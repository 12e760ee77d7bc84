"""Nudges, as core.storage promises them, on every database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.storage import SqlStorage
from core.db.tables import DeliveryState, delivery, nudge, nudge_slot, slot
from core.errors import BadToken
from core.people.who import Address, Platform, Who
from core.storage import NudgePlan, Owner, WeeklyTime

ZONE = "America/New_York"
WORK_DAYS = frozenset(range(5))
AT_1645 = WeeklyTime(ZONE, 16 * 60 + 45, WORK_DAYS)
AT_1800 = WeeklyTime(ZONE, 18 * 60, WORK_DAYS)
TODAY = date(2026, 3, 2)


async def _plan(storage: SqlStorage, owner: Owner, now: datetime, *times: WeeklyTime) -> NudgePlan:
    async with storage.begin() as work:
        plan = await work.nudges.plan(owner, kind="closing", times=times, active_from=TODAY, now=now)
        await work.commit()
    return plan


async def _deliver(engine: AsyncEngine, plan: NudgePlan, state: DeliveryState, day: date = TODAY) -> None:
    """Put a row where the outbox would."""
    at = datetime(2026, 3, 2, 21, 45, tzinfo=UTC)
    async with engine.begin() as connection:
        recipient = (await connection.execute(select(nudge.c.recipient).where(nudge.c.id == plan.id))).scalar_one()
        row = {"nudge": plan.id, "work_date": day, "recipient": recipient, "platform": "slack", "tenant": "-/T1"}
        row |= {"due_at": at, "visible_at": at, "expires_at": at + timedelta(minutes=30), "state": state.value}
        await connection.execute(insert(delivery).values(row))


async def _states(engine: AsyncEngine) -> list[tuple[Any, ...]]:
    async with engine.connect() as connection:
        found = await connection.execute(select(delivery.c.state, delivery.c.reason).order_by(delivery.c.work_date))
        return [tuple(row) for row in found]


async def test_a_plan_is_listed_as_it_was_made(storage: SqlStorage, ann: Owner, ben: Owner, now: datetime) -> None:
    """Several times where hours differ by weekday; seen by their owner alone."""
    friday = WeeklyTime(ZONE, 15 * 60, frozenset({4}))
    other_days = WeeklyTime(ZONE, 16 * 60 + 45, frozenset(range(4)))
    plan = await _plan(storage, ann, now, other_days, friday)
    async with storage.begin() as work:
        (listed,) = await work.nudges.all(ann)
        assert await work.nudges.all(ben) == []
    assert listed == plan
    assert (plan.kind, plan.active_from, plan.enabled) == ("closing", TODAY, True)
    assert set(plan.times) == {friday, other_days}


async def test_one_time_given_in_two_parts_is_one(storage: SqlStorage, ann: Owner, now: datetime) -> None:
    """The same minute on some days, and on others, is one weekly time."""
    halves = [WeeklyTime(ZONE, 1005, frozenset({0, 1, 2})), WeeklyTime(ZONE, 1005, frozenset({2, 3, 4}))]
    assert (await _plan(storage, ann, now, *halves)).times == (AT_1645,)


@pytest.mark.parametrize("times", [(), (WeeklyTime(ZONE, 1005, frozenset()),)])
async def test_a_plan_without_a_day_is_a_bug(
    storage: SqlStorage, ann: Owner, now: datetime, times: tuple[WeeklyTime, ...]
) -> None:
    """No time at all is :meth:`stop`."""
    with pytest.raises(ValueError, match="weekday"):
        await _plan(storage, ann, now, *times)


async def test_a_slot_begins_with_its_next_occurrence(
    storage: SqlStorage, engine: AsyncEngine, ann: Owner, now: datetime
) -> None:
    """At 16:45 on Monday the first 16:45 to come is Tuesday's; 18:00 is still today's."""
    await _plan(storage, ann, now, AT_1645, AT_1800)
    async with engine.connect() as connection:
        found = await connection.execute(
            select(slot.c.local_minute, slot.c.next_due_at, slot.c.next_work_date).order_by(slot.c.local_minute)
        )
        assert [tuple(row) for row in found] == [
            (1005, now + timedelta(days=1), TODAY + timedelta(days=1)),
            (1080, now + timedelta(minutes=75), TODAY),
        ]


async def test_a_slot_is_shared(storage: SqlStorage, engine: AsyncEngine, now: datetime) -> None:
    """Twenty people at one time make at most one slot a shard, and each is linked to one."""
    for number in range(20):
        async with storage.begin() as work:
            who = Who(Platform.SLACK, "-/T1", f"U{number}")
            owner = await work.people.create(who, country="", language="en", zone=ZONE, now=now)
            await work.nudges.plan(owner, kind="closing", times=[AT_1645], active_from=TODAY, now=now)
            await work.commit()
    async with engine.connect() as connection:
        slots = (await connection.execute(select(func.count()).select_from(slot))).scalar_one()
        links = (await connection.execute(select(func.count()).select_from(nudge_slot))).scalar_one()
    assert 2 <= slots <= 8
    assert links == 20


async def test_changing_times_cancels_what_is_pending(
    storage: SqlStorage, engine: AsyncEngine, ann: Owner, now: datetime
) -> None:
    """The nudge keeps its id; the old time's delivery makes room for one at the new time, the one being sent goes on,
    what was sent stays."""
    first = await _plan(storage, ann, now, AT_1645)
    await _deliver(engine, first, DeliveryState.SENT, TODAY - timedelta(days=2))
    await _deliver(engine, first, DeliveryState.SENDING, TODAY - timedelta(days=1))
    await _deliver(engine, first, DeliveryState.TODO)
    later = now + timedelta(minutes=5)
    second = await _plan(storage, ann, later, AT_1800)
    assert second.id == first.id
    assert second.times == (AT_1800,)
    assert await _states(engine) == [("sent", ""), ("sending", "")]
    async with engine.connect() as connection:
        since = (await connection.execute(select(nudge_slot.c.active_since))).scalars().all()
    assert since == [later]


async def test_the_same_times_again_change_nothing(
    storage: SqlStorage, engine: AsyncEngine, ann: Owner, now: datetime
) -> None:
    """Saying yes twice does not cancel what is on its way."""
    plan = await _plan(storage, ann, now, AT_1645)
    await _deliver(engine, plan, DeliveryState.TODO)
    assert await _plan(storage, ann, now + timedelta(minutes=1), AT_1645) == plan
    assert await _states(engine) == [("todo", "")]


async def test_stop_ends_all_nudges(
    storage: SqlStorage, engine: AsyncEngine, ann: Owner, ben: Owner, now: datetime
) -> None:
    """One tap stops everything of this person, and nothing of another's."""
    mine, other = await _plan(storage, ann, now, AT_1645), await _plan(storage, ben, now, AT_1645)
    await _deliver(engine, mine, DeliveryState.TODO)
    await _deliver(engine, other, DeliveryState.TODO, TODAY + timedelta(days=1))
    async with storage.begin() as work:
        await work.nudges.stop(ann)
        await work.commit()
    async with storage.begin() as work:
        assert [plan.enabled for plan in await work.nudges.all(ann)] == [False]
        assert [plan.enabled for plan in await work.nudges.all(ben)] == [True]
    assert await _states(engine) == [("skipped", "stopped"), ("todo", "")]


async def test_a_stopped_nudge_starts_anew(storage: SqlStorage, engine: AsyncEngine, ann: Owner, now: datetime) -> None:
    """Asked for again at the same time, it counts from then on."""
    plan = await _plan(storage, ann, now, AT_1645)
    async with storage.begin() as work:
        await work.nudges.stop(ann)
        await work.commit()
    later = now + timedelta(days=9)
    again = await _plan(storage, ann, later, AT_1645)
    assert (again.id, again.enabled) == (plan.id, True)
    async with engine.connect() as connection:
        assert (await connection.execute(select(nudge_slot.c.active_since))).scalars().all() == [later]


async def test_cancelling_keeps_the_nudges(
    storage: SqlStorage, engine: AsyncEngine, ann: Owner, ben: Owner, now: datetime
) -> None:
    """A pause skips what has not begun to be sent, for the reason given, of this person alone."""
    mine, other = await _plan(storage, ann, now, AT_1645), await _plan(storage, ben, now, AT_1645)
    await _deliver(engine, mine, DeliveryState.TODO, TODAY)
    await _deliver(engine, mine, DeliveryState.SENDING, TODAY + timedelta(days=1))
    await _deliver(engine, other, DeliveryState.TODO, TODAY + timedelta(days=2))
    async with storage.begin() as work:
        assert await work.nudges.sending(ann) == 1
        await work.nudges.cancel_pending(ann, reason="resting")
        await work.commit()
    async with storage.begin() as work:
        assert [plan.enabled for plan in await work.nudges.all(ann)] == [True]
        assert (await work.nudges.sending(ann), await work.nudges.sending(ben)) == (1, 0)
    assert await _states(engine) == [("skipped", "resting"), ("sending", ""), ("todo", "")]


async def test_a_delivery_tells_why_it_came(
    storage: SqlStorage, engine: AsyncEngine, ann: Owner, ben: Owner, now: datetime
) -> None:
    """For its recipient alone; for anybody else, or another day, there is none."""
    plan = await _plan(storage, ann, now, AT_1645)
    await _deliver(engine, plan, DeliveryState.SENT)
    async with storage.begin() as work:
        fact = await work.nudges.delivery(ann, plan.id, TODAY)
        with pytest.raises(BadToken):
            await work.nudges.delivery(ben, plan.id, TODAY)
        with pytest.raises(BadToken):
            await work.nudges.delivery(ann, plan.id, TODAY + timedelta(days=1))
    assert (fact.nudge, fact.kind, fact.work_date, fact.due_at) == (plan.id, "closing", TODAY, now)
    assert (fact.state, fact.reason) == ("sent", "")


async def test_a_nudge_may_be_planned_before_there_is_an_address(
    storage: SqlStorage, engine: AsyncEngine, ann: Owner, ann_who: Who, now: datetime
) -> None:
    """The address that is set later is where it goes."""
    plan = await _plan(storage, ann, now, AT_1645)
    async with storage.begin() as work:
        assert await work.people.address(ann) is None
        await work.people.set_address(ann, ann_who, Address(Platform.SLACK, "-/T1", "D1"))
        await work.commit()
    async with storage.begin() as work:
        assert await work.people.address(ann) == Address(Platform.SLACK, "-/T1", "D1")
        assert await work.nudges.all(ann) == [plan]


async def test_an_unplanned_kind_is_its_own_nudge(
    storage: SqlStorage, engine: AsyncEngine, ann: Owner, now: datetime
) -> None:
    """Another kind gets another nudge, and its times are its own."""
    closing = await _plan(storage, ann, now, AT_1645)
    async with storage.begin() as work:
        opening = await work.nudges.plan(
            ann, kind="opening", times=[AT_1800], active_from=TODAY, now=now + timedelta(seconds=1)
        )
        await work.commit()
    async with storage.begin() as work:
        assert await work.nudges.all(ann) == [closing, opening]
    async with engine.begin() as connection:
        await connection.execute(update(nudge).where(nudge.c.id == opening.id).values(subject="something"))
    async with storage.begin() as work:
        again = await work.nudges.plan(ann, kind="opening", times=[AT_1800], active_from=TODAY, now=now)
    assert again.id != opening.id
