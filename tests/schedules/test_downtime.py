"""After a time in which nothing ran, or in which the clock moved: at most the last one, and never a stale one."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select, update

from core.clock import SteeredClock
from core.db.tables import delivery, slot
from core.people.who import Platform
from core.ports import DeliveryKey
from core.rhythm.kinds import Kind
from schedules.dispatch import Dispatcher
from schedules.materialise import Materialiser
from schedules.reap import Reaper
from tests.support.world import DUE, MONDAY, World

THURSDAY = MONDAY + timedelta(3)


async def _next_due(world: World) -> set[datetime]:
    async with world.engine.begin() as connection:
        return set((await connection.execute(select(slot.c.next_due_at))).scalars())


async def test_three_days_down_back_within_the_grace(world: World) -> None:
    """Down from Monday to Thursday 17:05: Thursday's is sent, Monday's to Wednesday's were never made."""
    (name,) = await world.people(1)
    world.clock.forward(days=3, minutes=20)
    await world.tick()
    assert world.slack.keys == [DeliveryKey(name, THURSDAY)]
    assert await world.states() == {(name, THURSDAY): "sent"}
    assert await _next_due(world) == {DUE + timedelta(days=4)}


async def test_three_days_down_back_too_late(world: World) -> None:
    """Back on Thursday at 17:15, when the closing's grace is over: nothing is sent, and Friday is next."""
    await world.people(1)
    world.clock.forward(days=3, minutes=30)
    await world.tick()
    assert await world.states() == {}
    assert await _next_due(world) == {DUE + timedelta(days=4)}


async def test_each_kind_has_its_own_grace_after_downtime(world: World) -> None:
    """At 22:45 the closing of 16:45 is stale and the review of 16:45 is not."""
    (name,) = await world.people(1)
    review = await world.nudge(name, Kind.REVIEW)
    world.clock.forward(hours=6)
    await world.tick()
    assert world.slack.keys == [DeliveryKey(review, MONDAY)]


async def test_made_but_not_sent_in_time(world: World) -> None:
    """Only the sending was down: past the grace the delivery is skipped as stale, by whichever tick comes first."""
    names = await world.people(2)
    await world.materialiser().tick()
    world.clock.forward(minutes=30)
    await world.reaper().reap()
    await world.dispatcher().tick()
    assert world.slack.sent == []
    assert set((await world.states()).values()) == {"skipped stale"}
    assert len(names) == 2


async def test_the_dispatcher_alone_sends_nothing_stale(world: World) -> None:
    """Without any reaper the gate says the same."""
    await world.people(1)
    await world.materialiser().tick()
    world.clock.forward(minutes=31)
    await world.dispatcher().tick()
    assert world.slack.sent == []
    assert set((await world.states()).values()) == {"skipped stale"}


async def test_a_grace_that_ends_between_claim_and_mark(world: World) -> None:
    """Claimed in time and marked too late is not sent."""
    await world.people(1)
    await world.materialiser().tick()
    world.clock.forward(minutes=29, seconds=59)
    claimed = await world.outbox.claim(
        world.clock.now(), platforms=[Platform.SLACK], limit=1, lease=timedelta(seconds=30)
    )
    world.clock.forward(seconds=1)
    assert await world.outbox.mark(claimed, world.clock.now(), lease=timedelta(seconds=45)) == frozenset()


async def test_a_steered_clock_that_jumps_by_hours_sends_the_due_one_once(world: World) -> None:
    """From 09:00 straight to 16:45 and on by seconds: one message, as on a day that passed."""
    (name,) = await world.people(1)
    clock = SteeredClock()
    clock.jump_to(DUE - timedelta(hours=7, minutes=45))
    materialiser = Materialiser(world.outbox, clock)
    dispatcher = Dispatcher(world.outbox, world.messengers, clock)
    for instant in (None, DUE, DUE + timedelta(seconds=5), DUE + timedelta(minutes=25)):
        if instant:
            clock.jump_to(instant)
        await materialiser.tick()
        await dispatcher.tick()
    assert world.slack.keys == [DeliveryKey(name, MONDAY)]


async def test_a_slot_that_rules_moved_is_repaired(world: World) -> None:
    """A stored next occurrence that the tz database no longer agrees with is put right, without one being lost."""
    (name,) = await world.people(1)
    world.clock.forward(hours=-2)
    async with world.engine.begin() as connection:
        await connection.execute(update(slot).values(next_due_at=DUE + timedelta(hours=1)))
    await world.reaper().repair()
    assert await _next_due(world) == {DUE}
    assert await world.outbox.repair(world.clock.now()) == 0
    world.clock.forward(hours=2)
    await world.tick()
    assert world.slack.keys == [DeliveryKey(name, MONDAY)]


async def test_a_zone_that_this_machine_lacks_holds_up_nobody(world: World) -> None:
    """A slot whose zone cannot be loaded is put off; the others are made."""
    (name,) = await world.people(1)
    other = await world.nudge(name, Kind.CROSSING, minute=1004)
    async with world.engine.begin() as connection:
        await connection.execute(update(slot).where(slot.c.local_minute == 1004).values(zone="Europe/Atlantis"))
    await world.tick()
    assert world.slack.keys == [DeliveryKey(name, MONDAY)]
    assert other not in {nudge for nudge, _ in await world.states()}


async def test_old_deliveries_are_tidied_away(world: World) -> None:
    """Sixty days are kept, for the budget and for "why this message?"; then the row goes."""
    await world.people(1)
    await world.tick()
    world.clock.at = DUE + timedelta(days=60)
    await world.reaper().tidy()
    assert len(await world.states()) == 1
    world.clock.forward(seconds=1)
    await world.reaper().tidy()
    async with world.engine.begin() as connection:
        assert (await connection.execute(select(delivery))).all() == []


async def test_a_day_that_a_zone_skipped_brings_no_message(world: World) -> None:
    """Apia had no Friday 30 December 2011: four working days that week, four messages, each with its own date."""
    (name,) = await world.people(1)
    world.clock.at = datetime(2011, 12, 26, tzinfo=UTC)
    apia = await world.nudge(name, Kind.OPENING, 1005, "Pacific/Apia", since=world.clock.at)
    for _ in range(6 * 24):
        await world.tick()
        await world.answer()
        world.clock.forward(hours=1)
    assert world.slack.keys == [DeliveryKey(apia, date(2011, 12, day)) for day in (26, 27, 28, 29)]


async def test_what_an_erase_could_not_scrub_is_scrubbed_with_the_tidying(world: World) -> None:
    """Once a day, after the tidying: what a busy database kept an erase from, and entries deleted one by one."""
    scrubbed: list[str] = []

    async def scrub() -> None:
        scrubbed.append("scrubbed")

    await Reaper(world.outbox, world.clock, chores=[scrub]).tidy()
    assert scrubbed == ["scrubbed"]
