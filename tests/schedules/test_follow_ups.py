"""A question comes back as a button on that day's message, and by itself only on a day without one."""

from datetime import date, timedelta

from sqlalchemy import delete, insert

from core.db.tables import follow_up
from core.rhythm.kinds import Kind
from tests.support.world import DUE, MONDAY, World

SATURDAY = MONDAY + timedelta(days=5)


async def _comes_back(world: World, whose: str, on: date) -> None:
    async with world.engine.begin() as connection:
        await connection.execute(insert(follow_up).values(id=f"{whose}{on}", person=whose, due_on=on, body=b""))


async def test_it_rides_along_with_the_message_of_that_day(world: World) -> None:
    """One message on Monday, with the button; the one of Tuesday has none."""
    (ann,) = await world.people(1)
    await world.nudge(ann, Kind.FOLLOWUP, mask=0b0000001)
    await _comes_back(world, ann, MONDAY)
    for _ in range(2):
        await world.tick()
        world.clock.forward(seconds=30)
    world.clock.at = DUE + timedelta(days=1)
    await world.tick()
    sent = [(key.nudge, key.work_date, message.follow_up) for _, message, key in world.slack.sent]
    assert sent == [(ann, MONDAY, True), (ann, MONDAY + timedelta(days=1), False)]
    assert (await world.states())[f"{ann}-followup", MONDAY] == "skipped budget"


async def test_it_comes_alone_on_a_day_without_a_message(world: World) -> None:
    """On Saturday nothing else is due: then it comes by itself, in the same words as any message."""
    (ann,) = await world.people(1)
    alone = await world.nudge(ann, Kind.FOLLOWUP, mask=0b0100000)
    await _comes_back(world, ann, SATURDAY)
    world.clock.at = DUE + timedelta(days=5)
    await world.tick()
    ((_, message, key),) = world.slack.sent
    assert (key.nudge, key.work_date, message.follow_up) == (alone, SATURDAY, False)


async def test_it_does_not_come_once_it_was_answered(world: World) -> None:
    """Answered before its day: nothing is sent, and a week later neither."""
    (ann,) = await world.people(1)
    await world.nudge(ann, Kind.FOLLOWUP, mask=0b0100000)
    await _comes_back(world, ann, SATURDAY)
    async with world.engine.begin() as connection:
        await connection.execute(delete(follow_up))
    for week in (5, 12):
        world.clock.at = DUE + timedelta(days=week)
        await world.tick()
    assert world.slack.sent == []


async def test_one_persons_question_is_no_other_persons(world: World) -> None:
    """Of two people who are written to at the same minute, one has the button."""
    ann, ben = await world.people(2)
    await _comes_back(world, ann, MONDAY)
    await world.tick()
    world.clock.forward(seconds=2)
    await world.tick()
    assert {key.nudge: message.follow_up for _, message, key in world.slack.sent} == {ann: True, ben: False}
