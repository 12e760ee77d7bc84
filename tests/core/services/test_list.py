"""The list of "When I write" beside what is sent: the two never differ, whatever was changed in the middle of a day."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.tables import recipient
from core.pages import Page
from core.people.who import Profile
from core.private import Private
from core.tokens import ActionToken, Verb
from tests.support.visitor import FakeClock, FakeReach, Visitor
from tests.support.world import World

SETTINGS = {"country": "GB", "language": "en", "zone": "Europe/Lisbon"}


class Day:
    """Monday, 2 March, with the bot running. Lisbon's clock is UTC then."""

    def __init__(self, visitor: Visitor, clock: FakeClock, engine: AsyncEngine) -> None:
        self.visitor = visitor
        self._clock = clock
        self._world = World(engine, "")
        self._world.clock = clock  # type: ignore[assignment]  # one clock for both

    async def until(self, time: str) -> list[str]:
        """Let the bot run minute by minute; return at which times it wrote."""
        hour, minute = map(int, time.split(":"))
        came = []
        while self._clock.now() < datetime(2026, 3, 2, hour, minute, tzinfo=UTC):
            before = len(self._world.slack.sent)
            await self._world.tick()
            came += [f"{self._clock.now():%H:%M}"] * (len(self._world.slack.sent) - before)
            self._clock.move(timedelta(minutes=1))
        return came

    async def listed(self) -> list[str]:
        """Return the lines about today."""
        await self.visitor.command("when")
        return [line for line in self.visitor.text.splitlines() if line.startswith("Monday, 2 March,")]

    def under_the_message(self, step: str) -> ActionToken:
        """Return the token of a button under the message that came last."""
        _, _, key = self._world.slack.sent[-1]
        return ActionToken(Verb.NUDGE, subject=key.nudge, step=step, carry=key.work_date.isoformat())

    async def go(self, command: str, *labels: str, **answers: str | tuple[str, ...]) -> None:
        await self.visitor.command(command)
        for label in labels:
            await self.visitor.press(label)
        if answers:
            await self.visitor.fill(**answers)


@pytest.fixture
async def day(visitor: Visitor, clock: FakeClock, reach: FakeReach, engine: AsyncEngine) -> Day:
    """15:40, with a closing at 16:45."""
    reach.profile_of_all = Profile(zone="Europe/Lisbon")
    await visitor.keep_first_check_in(country="GB")
    await visitor.press("Yes, at 16:45")
    return Day(visitor, clock, engine)


async def test_what_was_sent_does_not_come_a_second_time_that_day_and_is_not_listed(day: Day) -> None:
    """A closing that is moved to later that day after it came is listed from the next day on."""
    both = {"which": ("opening", "closing")}
    await day.go("settings", "What I write", **both)
    assert await day.until("16:50") == ["16:45"]
    await day.go("settings", "What I write", **both, closing="18:00")
    assert await day.listed() == []
    assert await day.until("18:10") == []


async def test_what_was_left_out_comes_at_the_new_time_that_was_asked_for(day: Day) -> None:
    """A pause over 16:45 that is over, and then 18:00: the list says today, and it comes today."""
    await day.go("pause", "Quiet until tomorrow")
    assert await day.until("16:50") == []
    await day.go("pause", "End the quiet")
    await day.go("settings", **SETTINGS, time="18:00")
    assert await day.listed() == ["Monday, 2 March, 18:00"]
    assert await day.until("18:10") == ["18:00"]


async def test_what_waits_for_the_end_of_quiet_hours_is_listed_meanwhile(day: Day) -> None:
    """It was due at 16:45 and comes at 17:00: also to somebody who looks at 16:50."""
    await day.go("settings", "Quiet hours", **{"from": "16:30", "to": "17:00"})
    assert await day.listed() == ["Monday, 2 March, 17:00"]
    assert await day.until("16:50") == []
    assert await day.listed() == ["Monday, 2 March, 17:00"]
    assert await day.until("17:10") == ["17:00"]
    assert await day.listed() == []


async def test_a_long_quiet_is_not_called_never(day: Day) -> None:
    """In a month of quiet messages are still wanted: no page says that they were not asked for, or when one comes."""
    await day.go("pause", "Until a day I name", day="2026-04-02")
    await day.go("home")
    assert "I am quiet until Thursday, 2 April." in day.visitor.text
    assert "I do not write to you" not in day.visitor.text
    assert "Nothing comes in the next two weeks." in day.visitor.text
    asked = await day.visitor.desk.submit(
        day.visitor.who, ActionToken(Verb.REMIND, step="other"), {"time": Private("17:00")}
    )
    assert isinstance(asked, Page)
    said = [getattr(block, "text", "") for block in asked.body]
    assert said[0] == "I write at 17:00, Monday to Friday, by the clock of Lisbon."
    assert said[1] == "I am quiet until Thursday, 2 April. Nothing comes before that."


async def test_a_message_that_is_answered_at_once_is_answered(day: Day, engine: AsyncEngine) -> None:
    """Also by somebody who was here a little before it came."""
    await day.until("16:40")
    await day.go("home")
    await day.until("16:50")
    async with engine.begin() as connection:
        unanswered = select(recipient.c.unanswered)
        assert (await connection.execute(unanswered)).scalar_one() == 1
    await day.visitor.desk.tap(day.visitor.who, day.under_the_message("open"))
    await day.visitor.desk.settle()
    async with engine.begin() as connection:
        assert (await connection.execute(unanswered)).scalar_one() == 0


async def test_what_waits_for_quiet_hours_to_end_is_measured_again_then(day: Day) -> None:
    """At 16:30 the budget still has a place, but the closing goes first: the list knows what is decided at 16:30."""
    await day.go("settings", "Quiet hours", **{"from": "15:45", "to": "16:30"})
    await day.go("settings", "What I write", which=("opening", "checkin", "closing"), opening="15:50", checkin="15:55")
    assert await day.listed() == [
        "Monday, 2 March, 15:55 · check-in · not then: two a day are enough",
        "Monday, 2 March, 16:30 · start of day",
        "Monday, 2 March, 16:45 · end of day",
    ]
    assert await day.until("17:30") == ["16:30", "16:45"]


async def test_a_stop_and_a_start_on_the_same_day(day: Day) -> None:
    """Stopped while it waited, and asked for again at a later time: it comes then, and once."""
    await day.go("settings", "Quiet hours", **{"from": "16:30", "to": "17:00"})
    assert await day.until("16:50") == []
    await day.go("stop")
    assert await day.listed() == []
    await day.go("settings", **SETTINGS, time="17:30")
    assert await day.listed() == ["Monday, 2 March, 17:30"]
    assert await day.until("18:10") == ["17:30"]
