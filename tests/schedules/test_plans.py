"""From the yes of a person to the message: planned through the storage, sent through the outbox."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from core.db.storage import SqlStorage
from core.people.who import Address, Platform, Who
from core.ports import DeliveryKey
from core.storage import WeeklyTime
from tests.support.world import MONDAY, World

WHO = Who(Platform.SLACK, "-/T1", "U1", "en")
WORKING_DAYS = frozenset(range(5))
LISBON = WeeklyTime("Europe/Lisbon", 1005, WORKING_DAYS)
NEW_YORK = WeeklyTime("America/New_York", 1005, WORKING_DAYS)


@pytest.fixture
def person(world: World, storage: SqlStorage):
    """Plan times as the person would, at the world's clock; returns the nudge's id."""

    async def plan(times: Sequence[WeeklyTime]) -> str:
        now = world.clock.now()
        async with storage.begin() as work:
            owner = await work.people.find(WHO)
            if owner is None:
                owner = await work.people.create(WHO, country="PT", language="en", zone=None, now=now)
                await work.people.set_address(owner, WHO, Address(WHO.platform, WHO.tenant, "D1"))
            nudge = await work.nudges.plan(owner, kind="closing", times=times, active_from=MONDAY, now=now)
            await work.commit()
        return nudge.id

    return plan


async def _run_until(world: World, end: datetime) -> list[tuple[str, DeliveryKey]]:
    """Tick every quarter of an hour up to *end*; return when each new message went out."""
    log = []
    while world.clock.now() < end:
        before = len(world.slack.sent)
        await world.tick()
        log += [(f"{world.clock.now():%d %H:%M}", key) for key in world.slack.keys[before:]]
        world.clock.forward(minutes=15)
    return log


async def test_said_yes_in_the_afternoon(world: World, person) -> None:
    """Planned at 15:00 for 16:45: it comes at 16:45 that day, and at 16:45 the next."""
    world.clock.at = datetime(2026, 3, 2, 15, tzinfo=UTC)
    nudge = await person([LISBON])
    assert await _run_until(world, datetime(2026, 3, 3, 18, tzinfo=UTC)) == [
        ("02 16:45", DeliveryKey(nudge, MONDAY)),
        ("03 16:45", DeliveryKey(nudge, MONDAY + timedelta(1))),
    ]


async def test_said_yes_after_the_time_of_today(world: World, person) -> None:
    """Planned at 16:50: the first one comes tomorrow."""
    world.clock.forward(minutes=5)
    nudge = await person([LISBON])
    log = await _run_until(world, datetime(2026, 3, 3, 18, tzinfo=UTC))
    assert [key for _, key in log] == [DeliveryKey(nudge, MONDAY + timedelta(1))]


async def test_a_move_to_another_zone_before_the_time(world: World, person) -> None:
    """In New York since noon: 16:45 is five hours later, and comes once."""
    world.clock.at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    nudge = await person([LISBON])
    assert await _run_until(world, datetime(2026, 3, 2, 16, tzinfo=UTC)) == []
    assert await person([NEW_YORK]) == nudge
    assert await _run_until(world, datetime(2026, 3, 3, 12, tzinfo=UTC)) == [("02 21:45", DeliveryKey(nudge, MONDAY))]


async def test_a_move_to_another_zone_after_the_message(world: World, person) -> None:
    """Had Monday's in Lisbon, then flew west: no second Monday message in New York, Tuesday's as usual."""
    world.clock.at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    nudge = await person([LISBON])
    assert len(await _run_until(world, datetime(2026, 3, 2, 18, tzinfo=UTC))) == 1
    await person([NEW_YORK])
    assert await _run_until(world, datetime(2026, 3, 4, 12, tzinfo=UTC)) == [
        ("03 21:45", DeliveryKey(nudge, MONDAY + timedelta(1)))
    ]


async def test_stopped_with_one_tap_between_claim_and_mark(world: World, storage: SqlStorage, person) -> None:
    """The person's stop takes back what a process holds already."""
    world.clock.at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    nudge = await person([LISBON])
    world.clock.at = datetime(2026, 3, 2, 16, 45, tzinfo=UTC)
    await world.materialiser().tick()
    lease = timedelta(seconds=30)
    claimed = await world.outbox.claim(world.clock.now(), platforms=[Platform.SLACK], limit=5, lease=lease)
    async with storage.begin() as work:
        owner = await work.people.find(WHO)
        assert owner is not None
        await work.nudges.stop(owner)
        await work.commit()
    assert await world.outbox.mark(claimed, world.clock.now(), lease=lease) == frozenset()
    assert await _run_until(world, datetime(2026, 3, 3, 18, tzinfo=UTC)) == []
    assert await world.states() == {(nudge, MONDAY): "skipped stopped"}


async def test_somebody_erased_while_their_message_is_made(world: World, storage: SqlStorage, person) -> None:
    """Erased with a delivery pending: nothing goes out, and the others' messages do."""
    (other,) = await world.people(1)
    world.clock.at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    await person([LISBON])
    world.clock.at = datetime(2026, 3, 2, 16, 45, tzinfo=UTC)
    await world.materialiser().tick()
    async with storage.begin() as work:
        owner = await work.people.find(WHO)
        assert owner is not None
        await work.people.forget(owner)
        await work.commit()
    world.clock.forward(seconds=1)
    await world.tick()
    assert world.slack.keys == [DeliveryKey(other, MONDAY)]
