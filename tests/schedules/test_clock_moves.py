"""The machine's clock is moved, or the machine slept: no burst, no double, at most the last one inside its grace."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from core.people.who import Platform
from core.ports import DeliveryKey
from core.rhythm.kinds import Kind
from tests.support.world import DUE, MONDAY, World

TUESDAY = MONDAY + timedelta(1)
LEASE = timedelta(seconds=30)


async def _minutes(world: World, start: datetime, count: int) -> None:
    """Let a process tick each minute from *start* on, by the machine's clock."""
    for minute in range(count):
        world.clock.at = start + timedelta(minutes=minute)
        await world.tick()


@pytest.fixture
async def names(world: World) -> list[str]:
    """Thirty people who want more than a closing, with room for it."""
    names = await world.people(30)
    for name in names:
        await world.nudge(name, Kind.OPENING, minute=540)
        await world.nudge(name, Kind.CROSSING, minute=990)
        await world.change("recipient", name, per_day=2, per_week=10)
    return names


async def test_a_laptop_that_slept_from_monday_morning_to_wednesday_evening(world: World, names: list[str]) -> None:
    """Awake at 16:50 on Wednesday: one message each, Wednesday's closing. The crossing of 16:30 is stale, and Monday's
    and Tuesday's are over."""
    await _minutes(world, DUE.replace(hour=7), 2)
    await _minutes(world, DUE + timedelta(days=2, minutes=5), 40)
    assert sorted(world.slack.keys, key=str) == sorted(
        (DeliveryKey(name, MONDAY + timedelta(2)) for name in names), key=str
    )


async def test_a_laptop_that_slept_while_it_held_a_claim(world: World, names: list[str]) -> None:
    """Claimed at 16:45 and awake at 21:00: what was claimed is not sent, and nothing else is made up for."""
    await world.materialiser().tick()
    claimed = await world.outbox.claim(world.clock.now(), platforms=[Platform.SLACK], limit=9, lease=LEASE)
    assert len(claimed) > 0
    world.clock.at = DUE.replace(hour=21, minute=0)
    assert await world.outbox.mark(claimed, world.clock.now(), lease=LEASE) == frozenset()
    await _minutes(world, world.clock.at, 3)
    assert world.slack.sent == []


async def test_a_clock_a_day_ahead_that_is_put_right(world: World, names: list[str]) -> None:
    """Tuesday's closings come on Monday, by a wrong clock. Monday's come when it is put right, Tuesday's are not
    repeated, and Wednesday's come."""
    await _minutes(world, DUE + timedelta(days=1), 5)
    closings = {DeliveryKey(name, TUESDAY) for name in names}
    assert set(world.slack.keys) == closings
    world.clock.at = DUE.replace(hour=12)
    await world.reaper().repair()  # at the next start, or within the day
    for day in range(3):
        await _minutes(world, DUE + timedelta(days=day), 5)
        await world.answer()
    assert Counter(world.slack.keys) == Counter(
        DeliveryKey(name, MONDAY + timedelta(day)) for day in range(3) for name in names
    )


async def test_a_clock_put_back_by_an_hour_after_the_messages(world: World, names: list[str]) -> None:
    """16:45 comes twice: one message each."""
    await _minutes(world, DUE, 15)
    await _minutes(world, DUE - timedelta(minutes=45), 90)
    assert sorted(key.nudge for key in world.slack.keys if key.nudge in names) == sorted(names)
    assert len(set(world.slack.keys)) == len(world.slack.keys)


async def test_a_clock_put_back_by_an_hour_while_they_go_out(world: World, names: list[str]) -> None:
    """Some are sent, one process died over one: the rest wait for 16:45 to come again, and come once."""
    await world.materialiser().tick()
    world.clock.forward(seconds=2)
    await world.dispatcher().tick()
    assert 0 < len(world.slack.sent) < 30
    claimed = await world.outbox.claim(world.clock.at + LEASE, platforms=[Platform.SLACK], limit=1, lease=LEASE)
    await world.outbox.mark(claimed, world.clock.at, lease=LEASE)
    await _minutes(world, DUE - timedelta(minutes=58), 90)
    assert len(set(world.slack.keys)) == len(world.slack.keys)
    assert {key.nudge for key in world.slack.keys} >= set(names) - {claimed[0].key.nudge}
    assert (await world.states())[claimed[0].key.nudge, MONDAY] == "unknown"
