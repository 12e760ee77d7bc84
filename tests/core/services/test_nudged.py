"""The buttons under a message: what it opens, and why it came. The message itself comes from the real outbox."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from core.pages import Message
from core.people.who import Profile
from core.rhythm.kinds import Kind
from core.rhythm.wishes import KINDS
from core.services.front_desk import FrontDesk
from core.services.nudged import EXERCISE_OF_KIND
from core.services.visit import House
from core.tokens import ActionToken
from core.wording import message_actions
from tests.support.visitor import FakeClock, FakeReach, Visitor
from tests.support.world import World

CANARY = "kumquat pickup"
STEP = timedelta(minutes=5)  # every time below lies on one
# Monday, 15:40: the times of the next hour
SOON = {"opening": "15:50", "checkin": "16:00", "closing": "16:10"}


@pytest.fixture
def world(engine: AsyncEngine, clock: FakeClock, reach: FakeReach) -> World:
    reach.profile_of_all = Profile(zone="Europe/Lisbon")
    return World(engine, str(engine.url))


async def come(world: World, clock: FakeClock) -> Message:
    """Let the clock run until a message comes, and return it."""
    for _ in range(2000):
        clock.move(STEP)
        world.clock.at = clock.now()
        await world.tick()
        if world.slack.sent:
            return world.slack.sent[-1][1]
    raise AssertionError("no message came within a week")


async def ask_for(visitor: Visitor, kind: str) -> None:
    await visitor.keep_first_check_in()
    await visitor.press("No")
    await visitor.command("settings")
    await visitor.press("What I write")
    if kind == "crossing":
        await visitor.press("Crossings")
        await visitor.fill(name=CANARY, days="mon", time="16:20", before=15)
    elif kind == "review":
        await visitor.fill(which=("review",), review="9:00")
    else:
        await visitor.fill(which=(kind,), **{kind: SOON[kind]})


async def press(visitor: Visitor, message: Message, label: str) -> Visitor:
    token: ActionToken = next(action.token for action in message_actions(message) if action.label == label)
    visitor.reply = await visitor.desk.tap(visitor.who, token)
    return visitor


WHY = {
    "opening": "at 15:50: start of day.",
    "checkin": "at 16:00: check-in.",
    "closing": "at 16:10: end of day.",
    "crossing": CANARY,
    "review": "on its last working day, at 09:00.",
}


@pytest.mark.parametrize("kind", sorted(WHY))
async def test_a_message_opens_its_exercise_and_says_why_it_came(
    visitor: Visitor, house: House, world: World, clock: FakeClock, kind: str
) -> None:
    """Each kind opens its own; without that one in the catalogue, the start page. Why: what was asked for, when it was
    due, and that nothing spoke against it. What a crossing is called is on that page, and in no message."""
    await ask_for(visitor, kind)
    message = await come(world, clock)
    assert CANARY not in repr(message)
    await press(visitor, message, "Why this message?")
    assert WHY[kind] in visitor.text
    assert "This one was due on" in visitor.text
    assert "Nothing spoke against it then" in visitor.text
    await press(visitor, message, "Open")
    opened = EXERCISE_OF_KIND[kind]
    title = house.catalog[opened].title
    assert title in (visitor.page.title, *visitor.text.splitlines()) or visitor.page.token.step.startswith(opened)
    bare = {name: exercise for name, exercise in house.catalog.items() if name != opened}
    visitor.desk = FrontDesk(replace(house, catalog=bare))
    await press(visitor, message, "Open")
    assert "What would help now?" in visitor.text
    await visitor.desk.settle()


async def test_every_kind_that_is_offered_opens_something(house: House) -> None:
    """A kind that can be wished for has an exercise, and the catalogue has it."""
    assert {EXERCISE_OF_KIND[kind] for kind in KINDS} <= house.catalog.keys()
    assert Kind.FOLLOWUP not in EXERCISE_OF_KIND
