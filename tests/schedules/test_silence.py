"""Silence is an answer: messages that nobody answers become fewer, then one says so, and then none come."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update

from core.db.tables import day_off, recipient
from core.rhythm.kinds import Kind
from tests.support.world import DUE, MONDAY, World

LISBON = ZoneInfo("Europe/Lisbon")


async def _days(world: World, count: int, start: int = 0) -> list[tuple[int, str]]:
    """Live *count* days from the day *start* on; return on which days a message came, and which."""
    came = []
    for day in range(start, start + count):
        world.clock.at = datetime.combine(MONDAY + timedelta(days=day), time(16, 45), LISBON).astimezone(UTC)
        await world.tick()
        today = [message for _, message, key in world.slack.sent if (key.work_date - MONDAY).days == day]
        came += [(day, message.key.value) for message in today]
    return came


async def test_eight_weeks_of_silence(world: World) -> None:
    """Three days in a row, then two a week apart, then the last one; and then nothing for weeks."""
    await world.people(1)
    usual = [(day, "nudge") for day in (0, 1, 2, 9, 16)]
    assert await _days(world, 56) == [*usual, (23, "last")]


async def test_whoever_comes_back_is_written_to_as_before(world: World) -> None:
    """After the last one, a visit starts it over; nothing that was silent meanwhile is made up for."""
    (ann,) = await world.people(1)
    await _days(world, 30)
    async with world.engine.begin() as connection:
        assert (await connection.execute(select(recipient.c.unanswered))).scalar_one() == 6
        await connection.execute(update(recipient).where(recipient.c.id == ann).values(unanswered=0))
    assert await _days(world, 4, start=35) == [(35, "nudge"), (36, "nudge"), (37, "nudge")]


async def test_a_day_off_is_quiet(world: World) -> None:
    """Nothing comes on the holiday, and what is stored about it is the word for all rest."""
    (ann,) = await world.people(1)
    async with world.engine.begin() as connection:
        await connection.execute(insert(day_off).values(person=ann, day=MONDAY))
    assert await _days(world, 2) == [(1, "nudge")]
    assert (await world.states())[ann, MONDAY] == "skipped resting"


async def test_a_closed_day_is_quiet(world: World) -> None:
    """Whoever closed the day before the message has no message; the next day has one."""
    (ann,) = await world.people(1)
    await world.change("recipient", ann, closed_on=MONDAY)
    assert await _days(world, 2) == [(1, "nudge")]
    assert (await world.states())[ann, MONDAY] == "skipped resting"


async def test_quiet_hours_hold(world: World) -> None:
    """Somebody who wants nothing after 16:00 by their clock gets nothing at 16:45."""
    (ann,) = await world.people(1)
    await world.change("person", ann, zone="Europe/Lisbon")
    await world.change("recipient", ann, quiet_from=960, quiet_to=420)
    assert await _days(world, 1) == []


async def test_more_a_day_where_it_was_asked_for(world: World) -> None:
    """With room for two a day both the opening and the closing come."""
    (ann,) = await world.people(1)
    await world.nudge(ann, Kind.OPENING, minute=540)
    await world.change("recipient", ann, per_day=2, per_week=10)
    world.clock.at = DUE.replace(hour=9, minute=0)
    await world.tick()
    world.clock.at = DUE
    await world.tick()
    assert len(world.slack.sent) == 2
