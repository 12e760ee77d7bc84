"""A person's own page: what now, today, the shelf, for them alone; and what somebody sees who was never here."""

from datetime import timedelta

import pytest

from core.pages import Heading, Page
from core.people.who import Profile
from core.services.visit import House
from core.tokens import Verb
from tests.support.visitor import FakeClock, FakeReach, Visitor

MORE_ROOM = "There was more room after it last time."


@pytest.fixture(autouse=True)
def lisbon(reach: FakeReach) -> None:
    reach.profile_of_all = Profile(zone="Europe/Lisbon")


async def close_the_day(visitor: Visitor) -> None:
    await visitor.command("start")
    for label in ("Close the day", "Low", "No, nothing"):
        await visitor.press(label)
    await visitor.fill(enough="lunch outside")


async def check_in(visitor: Visitor, *, room: int) -> None:
    await visitor.command("start")
    await visitor.begin("Check in")
    await visitor.fill(roles=("work",), heavy=6, room=room)


@pytest.mark.parametrize(("language", "begin"), [("en", "Begin"), ("es", "Empezar")])
async def test_a_newcomer_sees_what_this_is(
    visitor: Visitor, reach: FakeReach, house: House, language: str, begin: str
) -> None:
    """A program, a line to call, who can read it, one button to begin; in their language, and nothing is stored."""
    reach.profile_of_all = Profile(language=language)
    await visitor.command("home")
    assert not visitor.page.fields
    assert "findahelpline.com" in visitor.text
    assert next(action.label for action in visitor.page.actions) == begin
    assert [action.token.subject for action in visitor.page.actions] == ["open", "ground", "privacy", "now"]
    async with house.storage.begin() as work:
        assert await work.people.find(visitor.who) is None
    await visitor.press(begin)
    assert [field.id for field in visitor.page.fields] == ["country"]


async def test_the_page_of_a_day(visitor: Visitor, clock: FakeClock) -> None:
    """The doors, what was done today, when the bot writes next, the newest two on the shelf, and every way on."""
    await visitor.keep_first_check_in()
    await visitor.press("Yes, at 16:45")
    for _ in range(3):
        clock.move(timedelta(minutes=1))
        await close_the_day(visitor)
    await visitor.command("home")
    assert [each.text for each in visitor.page.body if isinstance(each, Heading)] == ["Now", "Today", "My shelf"]
    assert "Done: Check in, Close the day\n" in visitor.text
    assert "My next message comes tomorrow at 16:45." in visitor.text
    assert visitor.text.count("lunch outside") == 2
    labels = {action.label for action in visitor.page.actions}
    assert {"Something else", "It is the load", "Talk to a person", "My shelf", "When I write", "Settings"} <= labels
    assert {"Who can read this?", "Help now", "Open 1", "Open 2"} <= labels
    await visitor.press("Open 1")
    assert "lunch outside" in visitor.text


async def test_a_day_without_anything_is_not_remarked_on(visitor: Visitor, clock: FakeClock) -> None:
    """Three weeks of silence: the page is as on any day, and nothing on it is about what was not done."""
    await visitor.keep_first_check_in()
    await visitor.press("No")
    clock.move(timedelta(days=21))
    await visitor.command("home")
    assert "Done" not in visitor.text
    assert "Nothing is here yet." in visitor.text
    assert "I do not write to you." in visitor.text
    assert not any(each in visitor.text.lower() for each in ("missed", "behind", "yet to", "since", "last time", "21"))


async def test_a_pause_is_said_with_what_comes_after(visitor: Visitor) -> None:
    """It rests until the day that was chosen, and writes next after it."""
    await visitor.keep_first_check_in()
    await visitor.press("Yes, at 16:45")
    await visitor.command("pause")
    await visitor.press("Quiet until tomorrow")
    await visitor.command("home")
    assert "I am quiet until Tuesday, 3 March." in visitor.text
    assert "My next message comes tomorrow at 16:45." in visitor.text


async def test_what_was_begun_can_wait(visitor: Visitor, clock: FakeClock) -> None:
    """It is there with a button, on this page and on the start page, the newest first."""
    await visitor.keep_first_check_in()
    for title, first in (("Close the day", "Low"), ("As to a friend", "Yes, now")):
        clock.move(timedelta(minutes=1))
        await visitor.begin(title)
        await visitor.press(first)
    for word in ("home", "open"):
        await visitor.command(word)
        carried = [action.label for action in visitor.page.actions if action.label.startswith("Carry on")]
        assert carried == ["Carry on: As to a friend", "Carry on: Close the day"]
    await visitor.command("home")
    assert "Begun, and it can wait: As to a friend, Close the day\n" in visitor.text


async def test_a_door_that_was_only_looked_into_is_not_begun(visitor: Visitor) -> None:
    """Nothing was answered there, so there is nothing to carry on with, and doors that fit are offered as before."""
    await visitor.keep_first_check_in()
    for title in ("Close the day", "Whose rule is it?", "As to a friend", "Check in"):
        await visitor.begin(title)
    for word in ("home", "open"):
        await visitor.command(word)
        assert "Carry on" not in visitor.text
        assert "Begun" not in visitor.text
        assert len([each for each in visitor.page.actions if each.token.verb is Verb.START]) >= 2
    await visitor.begin("Close the day")
    assert "Here is where you left it" not in visitor.text
    assert "Start fresh" not in visitor.text


async def test_what_was_begun_leaves_room_for_two_doors_that_fit(visitor: Visitor, clock: FakeClock) -> None:
    """Whatever was begun, the start page offers two more that were not, and never the same thing twice."""
    await visitor.keep_first_check_in()
    for title, first in (("Close the day", "Low"), ("As to a friend", "Yes, now")):
        clock.move(timedelta(minutes=1))
        await visitor.begin(title)
        await visitor.press(first)
    await visitor.command("open")
    doors = [each for each in visitor.page.actions if each.token.verb is Verb.START]
    assert len({each.token.subject for each in doors}) == len(doors) == 4


async def test_it_is_nobody_elses(visitor: Visitor, other: Visitor) -> None:
    """What one person kept is on no other person's page, and their buttons open nothing for others."""
    await visitor.keep_first_check_in()
    await close_the_day(visitor)
    await visitor.command("home")
    await other.keep_first_check_in()
    await other.command("home")
    assert "lunch outside" not in other.text
    other.reply = visitor.reply
    await other.press("Open 1")
    assert isinstance(other.reply, Page)
    assert other.page.title == "From earlier"


async def test_a_door_says_that_there_was_more_room_after_it(visitor: Visitor, clock: FakeClock) -> None:
    """In words, where the next check-in had more room than the one before; and no longer when it was not so again."""
    await visitor.keep_first_check_in()  # room: 2
    clock.move(timedelta(hours=3))
    await close_the_day(visitor)
    clock.move(timedelta(hours=1))
    await visitor.command()
    assert MORE_ROOM not in visitor.text
    await check_in(visitor, room=5)
    clock.move(timedelta(hours=20))
    for word in ("open", "home"):
        await visitor.command(word)
        assert f"Close the day: to leave work at work. {MORE_ROOM}" in visitor.text
    await close_the_day(visitor)
    clock.move(timedelta(hours=20))
    await check_in(visitor, room=4)
    await visitor.command()
    assert MORE_ROOM not in visitor.text


async def test_the_start_page_is_doors_and_ways_on(visitor: Visitor) -> None:
    """Two or three doors, three ways on for when none fits, the person's own page; and from there back again."""
    await visitor.keep_first_check_in()
    await visitor.command()
    labels = [action.label for action in visitor.page.actions]
    assert labels[-6:] == [
        "Something else", "It is the load", "Talk to a person", "My page", "Who can read this?", "Help now"
    ]  # fmt: skip
    assert 2 <= len(labels) - 6 <= 3
    await visitor.press("My page")
    assert visitor.page.title == "My page"
    await visitor.press("When I write")
    await visitor.press("Back to start")
    assert visitor.page.title == "Enough"
