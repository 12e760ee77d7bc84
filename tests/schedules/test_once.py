"""Each nudge once, at its time, to whom it is meant."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from core.db.engine import make_engine
from core.db.outbox import SqlOutbox
from core.db.tables import nudge_slot
from core.errors import Refused
from core.outbox import Finished, Sent
from core.pages import Message, MessageKey
from core.people.who import Address, Platform
from core.ports import DeliveryKey
from core.rhythm.kinds import Kind
from tests.support.world import MONDAY, World

LEASE = timedelta(seconds=30)


async def test_a_due_nudge_is_sent_once_in_the_persons_language(world: World) -> None:
    """At 16:45 one neutral message with nudge and working date goes to the address; later ticks send nothing."""
    (name,) = await world.people(1)
    for _ in range(3):
        await world.tick()
        world.clock.forward(seconds=5)
    message = Message(key=MessageKey.NUDGE, language="es", country="PT", nudge=name, work_date=MONDAY)
    assert world.slack.sent == [(Address(Platform.SLACK, "-/T1", f"D-{name}"), message, DeliveryKey(name, MONDAY))]
    assert await world.states() == {(name, MONDAY): "sent"}


async def test_nothing_is_sent_before_its_time(world: World) -> None:
    """A second before 16:45 there is not even a delivery."""
    await world.people(1)
    world.clock.forward(seconds=-1)
    await world.tick()
    assert world.slack.sent == []
    assert await world.states() == {}


async def test_a_time_chosen_after_it_was_due_counts_from_the_next_day(world: World) -> None:
    """16:45 is taken up late, at 17:00; whoever chose it at 16:50 is not written to today."""
    before, after = await world.people(2)
    async with world.engine.begin() as connection:
        chosen = world.clock.now() + timedelta(minutes=5)
        await connection.execute(update(nudge_slot).where(nudge_slot.c.nudge == after).values(active_since=chosen))
    world.clock.forward(minutes=15)
    await world.tick()
    world.clock.forward(seconds=1)
    await world.tick()
    assert world.slack.keys == [DeliveryKey(before, MONDAY)]
    assert await world.states() == {(before, MONDAY): "sent"}


async def test_a_week_brings_one_each_working_day(world: World) -> None:
    """Monday to Friday, each at 16:45, and nothing at the weekend."""
    (name,) = await world.people(1)
    for _ in range(7 * 24):
        await world.tick()
        await world.answer()
        world.clock.forward(hours=1)
    assert world.slack.keys == [DeliveryKey(name, MONDAY + timedelta(n)) for n in range(5)]


async def test_several_processes_make_and_send_each_once(world: World) -> None:
    """Three processes with connections of their own, at the same time: forty people get one message each."""
    slack = await world.people(30)
    discord = await world.people(10, tenant="app-1", platform=Platform.DISCORD)
    for name in slack[:5]:
        await world.nudge(name, Kind.REVIEW, minute=1000)  # another slot due; the budget keeps it back
    world.clock.forward(seconds=1)
    engines = [make_engine(world.url) for _ in range(3)]
    outboxes = [SqlOutbox(engine) for engine in engines]
    await asyncio.gather(*(world.materialiser(outbox).tick() for outbox in outboxes))
    world.clock.forward(minutes=1)
    await asyncio.gather(*(world.dispatcher(outbox, batch=7, width=3).tick() for outbox in outboxes))
    for engine in engines:
        await engine.dispose()
    assert Counter(world.slack.keys) == Counter(DeliveryKey(name, MONDAY) for name in slack)
    assert Counter(world.discord.keys) == Counter(DeliveryKey(name, MONDAY) for name in discord)


async def test_a_full_hour_leaves_at_the_platforms_pace(world: World) -> None:
    """Nine people of one workspace: four in the first second, four in the next, one after; another is not held up."""
    await world.people(9)
    await world.people(2, tenant="-/T2")
    await world.materialiser().tick()
    sent = []
    for _ in range(3):
        world.clock.forward(seconds=0.9)
        await world.dispatcher().tick()
        sent.append(len(world.slack.sent))
        world.clock.forward(seconds=0.1)
    assert sent == [6, 10, 11]


async def test_what_a_dead_process_claimed_comes_back_after_the_lease(world: World) -> None:
    """Claimed and never marked: hidden for the lease, then another's. What the dead one says no longer counts."""
    (name,) = await world.people(1)
    await world.materialiser().tick()
    claimed = await world.outbox.claim(world.clock.now(), platforms=[Platform.SLACK], limit=10, lease=LEASE)
    assert [each.key.nudge for each in claimed] == [name]
    world.clock.forward(seconds=29)
    await world.dispatcher().tick()
    assert world.slack.sent == []
    world.clock.forward(seconds=1)
    again = await world.outbox.claim(world.clock.now(), platforms=[Platform.SLACK], limit=10, lease=LEASE)
    assert await world.outbox.mark(claimed, world.clock.now(), lease=LEASE) == frozenset()
    await world.outbox.finish([Finished(claimed[0].key, claimed[0].token, claimed[0].recipient, Sent("by the dead"))])
    assert await world.states() == {(name, MONDAY): "todo"}
    assert await world.outbox.mark(again, world.clock.now(), lease=LEASE) == {DeliveryKey(name, MONDAY)}


@pytest.mark.parametrize(
    ("table", "values", "reason"),
    [
        ("nudge", {"enabled": False}, "stopped"),
        ("person", {"quiet_until": "soon"}, "resting"),
        ("recipient", {"unreachable_at": "soon"}, "unreachable"),
    ],
)
async def test_a_change_of_mind_between_claim_and_mark_counts(
    world: World, table: str, values: dict, reason: str
) -> None:
    """Stopped, paused or gone after the claim: it is not marked, so it is not sent, and the reason is kept."""
    (name,) = await world.people(1)
    await world.materialiser().tick()
    claimed = await world.outbox.claim(world.clock.now(), platforms=[Platform.SLACK], limit=10, lease=LEASE)
    soon = world.clock.now() + timedelta(hours=1)
    await world.change(table, name, **{key: soon if value == "soon" else value for key, value in values.items()})
    assert await world.outbox.mark(claimed, world.clock.now(), lease=LEASE) == frozenset()
    await world.dispatcher().tick()
    assert world.slack.sent == []
    assert await world.states() == {(name, MONDAY): f"skipped {reason}"}


async def test_another_time_chosen_between_making_and_sending_counts(world: World) -> None:
    """The link to the old time is replaced: what was due by it is not sent."""
    (name,) = await world.people(1)
    await world.materialiser().tick()
    async with world.engine.begin() as connection:
        link = (await connection.execute(select(nudge_slot).where(nudge_slot.c.nudge == name))).one()
        await connection.execute(delete(nudge_slot).where(nudge_slot.c.nudge == name))
        await connection.execute(insert(nudge_slot).values(nudge=name, slot=link.slot, active_since=world.clock.now()))
    await world.dispatcher().tick()
    assert world.slack.sent == []
    assert await world.states() == {(name, MONDAY): "skipped changed"}


async def test_a_rest_that_ended_is_over(world: World) -> None:
    """Quiet until noon, sent at 16:45."""
    (name,) = await world.people(1)
    await world.change("person", name, quiet_until=world.clock.now() - timedelta(hours=4))
    await world.tick()
    assert world.slack.keys == [DeliveryKey(name, MONDAY)]


async def test_the_closing_takes_the_days_only_message(world: World) -> None:
    """With an opening and a closing, the default budget of one a day goes to the closing."""
    (name,) = await world.people(1)
    opening = await world.nudge(name, Kind.OPENING, minute=540)
    world.clock.forward(hours=-7, minutes=-45)
    await world.tick()
    world.clock.forward(hours=7, minutes=45)
    await world.tick()
    assert world.slack.keys == [DeliveryKey(name, MONDAY)]
    assert await world.states() == {(opening, MONDAY): "skipped budget", (name, MONDAY): "sent"}


async def test_a_stopped_closing_keeps_no_place(world: World) -> None:
    """With the closing stopped, the opening is the day's message."""
    (name,) = await world.people(1)
    await world.change("nudge", name, enabled=False)
    opening = await world.nudge(name, Kind.OPENING, minute=540)
    world.clock.forward(hours=-7, minutes=-45)
    await world.tick()
    assert world.slack.keys == [DeliveryKey(opening, MONDAY)]


async def test_two_that_are_due_together_share_the_budget(world: World) -> None:
    """Closing and crossing in the same second, found by two processes: the closing goes out, the crossing stays."""
    (name,) = await world.people(1)
    crossing = await world.nudge(name, Kind.CROSSING)
    await _both_due(world)
    assert world.slack.keys == [DeliveryKey(name, MONDAY)]
    assert await world.states() == {(crossing, MONDAY): "skipped budget", (name, MONDAY): "sent"}


async def test_two_of_a_kind_that_are_due_together_share_the_budget(world: World) -> None:
    """Two crossings in the same second, found by two processes: one of them goes out."""
    (name,) = await world.people(1)
    await world.change("nudge", name, enabled=False)
    school = await world.nudge(name, Kind.CROSSING, subject="school")
    pool = await world.nudge(name, Kind.CROSSING, subject="pool")
    await _both_due(world)
    assert len(world.slack.sent) == 1
    found = await world.states()
    assert sorted([found[school, MONDAY], found[pool, MONDAY]]) == ["sent", "skipped budget"]


async def test_the_lighter_one_goes_when_the_weightier_one_does_not(world: World) -> None:
    """Closing and crossing in the same second, and Slack refuses the closing: the crossing has the budget."""
    (name,) = await world.people(1)
    crossing = await world.nudge(name, Kind.CROSSING)
    world.slack.answers.append(Refused("msg_blocks_too_long"))
    await _both_due(world)
    assert world.slack.keys == [DeliveryKey(name, MONDAY), DeliveryKey(crossing, MONDAY)]


async def _both_due(world: World) -> None:
    """Let two processes claim one delivery each, at the same time, and go on for a minute."""
    await world.materialiser().tick()
    world.clock.forward(seconds=1)
    await asyncio.gather(*(world.dispatcher(batch=1).tick() for _ in range(2)))
    for _ in range(3):
        world.clock.forward(seconds=20)
        await world.dispatcher().tick()


async def test_six_a_week_is_enough(world: World) -> None:
    """Someone who chose all seven days gets six messages; Sunday's is over the budget, Monday begins anew."""
    (name,) = await world.people(1)
    await world.change("nudge", name, enabled=False)
    daily = await world.nudge(name, Kind.OPENING, minute=1005, mask=0b1111111)
    for _ in range(8):
        await world.tick()
        await world.answer()
        world.clock.forward(days=1)
    found = await world.states()
    assert [found[daily, MONDAY + timedelta(n)] for n in range(8)] == ["sent"] * 6 + ["skipped budget", "sent"]
