"""A question comes back once, on the day that was chosen, and only as long as what it is about is there."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.tables import entry, exercise_run, follow_up, nudge, person
from core.pages import Page
from core.people.who import Profile
from core.services.front_desk import FrontDesk
from core.services.visit import House
from core.tokens import ActionToken
from tests.support.visitor import FakeClock, FakeReach, Visitor

LIMITS = "Words for a limit"
CALLS = "calls after six"
RECORD = "Your own record, of the limits you said:"
OFTEN = "People often take a limit better than we fear"
EARLIER = "That button belongs to an earlier moment"
WELL, BADLY, UNSAID = "I said it, and it went well", "I said it. It went badly", "I have not said it"


@pytest.fixture(autouse=True)
def lisbon(reach: FakeReach) -> None:
    reach.profile_of_all = Profile(zone="Europe/Lisbon")


async def until_how_it_goes(visitor: Visitor, about: str = CALLS) -> None:
    await visitor.begin(LIMITS)
    await visitor.fill(about=about)
    await visitor.fill(risk=("none",))
    await visitor.fill(protects="the evening")
    await visitor.press("Plainly")
    await visitor.fill(draft=f"No more {about}")


async def word_a_limit(visitor: Visitor, about: str = CALLS, *, ask: str = "In three days") -> None:
    await until_how_it_goes(visitor, about)
    await visitor.press("It will go badly")
    await visitor.fill(ifbad="I call Ana")
    await visitor.press(ask)


async def look_back(visitor: Visitor, answer: str) -> None:
    await visitor.command()
    await visitor.press("Look back")
    await visitor.press(answer)


async def begin(visitor: Visitor, *, written_to: bool = False) -> None:
    await visitor.keep_first_check_in()
    await visitor.press("Yes, at 16:45" if written_to else "No")


def pressed(visitor: Visitor, label: str) -> ActionToken:
    return next(action.token for action in visitor.page.actions if action.label == label)


async def test_their_own_record_comes_after_five_outcomes(visitor: Visitor, clock: FakeClock) -> None:
    """Not after four, said or unsaid; it counts the ones that were said, and those that went badly too."""
    await begin(visitor)
    for answer in (WELL, UNSAID, BADLY, WELL, WELL):
        assert RECORD not in visitor.text
        await word_a_limit(visitor)
        clock.move(timedelta(days=3))
        await look_back(visitor, answer)
    assert RECORD in visitor.text
    assert "You thought it would go well 0×, so-so 0×, badly 4×. It went well 3×, so-so 0×, badly 1×." in visitor.text


async def test_nobody_to_whom_it_went_badly_hears_that_it_often_goes_better(visitor: Visitor, clock: FakeClock) -> None:
    """Not that day, and not years and good outcomes later."""
    await begin(visitor)
    await word_a_limit(visitor)
    assert any(isinstance(page, Page) and OFTEN in str(page.body) for page in visitor.seen)
    clock.move(timedelta(days=3))
    await look_back(visitor, BADLY)
    for _ in range(2):
        await until_how_it_goes(visitor)
        assert OFTEN not in visitor.text
        for label in ("It will go badly", "Leave it", "In three days"):
            await (visitor.fill() if label == "Leave it" else visitor.press(label))
        clock.move(timedelta(days=3))
        await look_back(visitor, WELL)


async def test_with_the_entry_goes_its_question(visitor: Visitor, clock: FakeClock) -> None:
    """Deleted while the question waits, and while it is open in another window: it is answered nowhere any more."""
    await begin(visitor)
    await word_a_limit(visitor)
    clock.move(timedelta(days=3))
    await visitor.command()
    await visitor.press("Look back")
    answer = pressed(visitor, WELL)
    await delete_newest(visitor)
    await visitor.command()
    assert "Look back" not in visitor.text
    reply = await visitor.desk.tap(visitor.who, answer)
    assert isinstance(reply, Page)
    assert EARLIER in str(reply.body)


async def test_with_the_entry_goes_what_came_of_it(visitor: Visitor, clock: FakeClock) -> None:
    """Nothing of an outcome is left to look at when the words it was about are deleted."""
    await begin(visitor)
    await word_a_limit(visitor)
    clock.move(timedelta(days=3))
    await look_back(visitor, BADLY)
    await delete_newest(visitor)
    await until_how_it_goes(visitor)
    assert OFTEN in visitor.text


async def delete_newest(visitor: Visitor) -> None:
    await visitor.command("shelf")
    for label in ("Open 1", "Delete", "Yes, delete it"):
        await visitor.press(label)


async def test_two_answers_at_once_are_one_answer(visitor: Visitor, clock: FakeClock) -> None:
    """From two windows: one of them counts, and the question is over."""
    await begin(visitor)
    await word_a_limit(visitor)
    clock.move(timedelta(days=3))
    await visitor.command()
    await visitor.press("Look back")
    tokens = [pressed(visitor, each) for each in (WELL, BADLY)]
    replies = await asyncio.gather(*(visitor.desk.tap(visitor.who, each) for each in tokens))
    assert all(isinstance(each, Page) for each in replies)
    await visitor.command("shelf")
    await visitor.press("Open 1")
    await visitor.press("More")
    assert (WELL in visitor.text) + (BADLY in visitor.text) == 1
    await visitor.command()
    assert "Look back" not in visitor.text


async def test_a_double_click_on_the_answer_shows_the_ending_again(visitor: Visitor, clock: FakeClock) -> None:
    """As at the end of any exercise."""
    await begin(visitor)
    await word_a_limit(visitor)
    clock.move(timedelta(days=3))
    await visitor.command()
    await visitor.press("Look back")
    answer = pressed(visitor, WELL)
    for _ in range(2):
        reply = await visitor.desk.tap(visitor.who, answer)
        assert isinstance(reply, Page)
        assert "You thought: badly. It was: well." in str(reply.body)


async def test_a_question_of_an_exercise_that_is_gone_is_not_asked(
    visitor: Visitor, house: House, clock: FakeClock
) -> None:
    """Taken out of the content: no button, and an old button leads nowhere; back in, it is asked."""
    await begin(visitor)
    await word_a_limit(visitor)
    clock.move(timedelta(days=3))
    await visitor.command()
    back = pressed(visitor, "Look back")
    whole = visitor.desk
    visitor.desk = FrontDesk(replace(house, catalog={k: v for k, v in house.catalog.items() if k != "limits"}))
    await visitor.command()
    assert "Look back" not in visitor.text
    reply = await visitor.desk.tap(visitor.who, back)
    assert isinstance(reply, Page)
    assert "Nothing is waiting here." in str(reply.body)
    visitor.desk = whole
    await look_back(visitor, WELL)
    assert "It was: well." in visitor.text


@pytest.mark.parametrize(("days", "shown"), [(2, False), (3, True), (17, True), (18, False)])
async def test_it_waits_two_weeks(visitor: Visitor, clock: FakeClock, days: int, shown: bool) -> None:
    """Not before its day, and not when silence was the answer."""
    await begin(visitor)
    await word_a_limit(visitor)
    clock.move(timedelta(days=days))
    for word in ("", "home"):
        await visitor.command(word)
        assert ("Look back" in visitor.text) is shown


async def test_several_that_came_back_are_a_list(visitor: Visitor, clock: FakeClock) -> None:
    """Each has its button; the one that is answered is gone from it, and the last one is shown itself."""
    await begin(visitor)
    for about in ("calls", "Sundays", "shifts"):
        await word_a_limit(visitor, about)
        clock.move(timedelta(hours=1))
    clock.move(timedelta(days=3))
    await visitor.command()
    await visitor.press("Look back")
    assert "There is no order" in visitor.text
    await visitor.press("Look at 2")
    assert "No more Sundays" in visitor.text
    await visitor.press(UNSAID)
    await visitor.command()
    await visitor.press("Look back")
    assert "Look at 3" not in visitor.text
    await visitor.press("Look at 1")
    assert "No more calls" in visitor.text
    await visitor.press("Ask no more")
    await visitor.command()
    await visitor.press("Look back")
    assert "No more shifts" in visitor.text


async def test_ask_no_more_is_there_on_every_page_of_the_question(visitor: Visitor, clock: FakeClock) -> None:
    """Also after a look at their own words."""
    await begin(visitor)
    await word_a_limit(visitor)
    clock.move(timedelta(days=3))
    await visitor.command()
    for label in ("Look back", "Show my words", "Back", "Ask no more"):
        await visitor.press(label)
    await visitor.command()
    assert "Look back" not in visitor.text


async def test_the_day_is_on_the_list_of_when_i_write(visitor: Visitor, clock: FakeClock) -> None:
    """A Saturday has a message of its own then; a working day has its one."""
    await begin(visitor, written_to=True)
    await visitor.command("when")
    before = visitor.text
    assert "Saturday" not in before
    await word_a_limit(visitor, ask="In three days")
    await visitor.command("when")
    assert visitor.text == before
    clock.move(timedelta(days=2))
    await word_a_limit(visitor, ask="In three days")
    assert "I ask once, on Saturday, 7 March" in visitor.text
    await visitor.command("when")
    assert "Saturday, 7 March, 16:45" in visitor.text
    assert "Saturday, 14 March" not in visitor.text


async def test_the_question_comes_at_the_new_hour(visitor: Visitor, clock: FakeClock) -> None:
    """Whoever changes when they are written to changes it for this too."""
    await begin(visitor, written_to=True)
    clock.move(timedelta(days=2))
    await word_a_limit(visitor)
    await visitor.command("settings")
    await visitor.fill(country="PT", language="en", zone="", time="18:10")
    await visitor.command("when")
    assert "Saturday, 7 March, 18:10" in visitor.text
    assert "16:45" not in visitor.text


async def test_whoever_stopped_messages_is_not_written_to(visitor: Visitor, clock: FakeClock) -> None:
    """Stopped before or after the question was set down: it waits on the start page alone."""
    await begin(visitor, written_to=True)
    clock.move(timedelta(days=2))
    await word_a_limit(visitor)
    await visitor.command("stop")
    await word_a_limit(visitor, "Sundays")
    assert "I do not write to you" in visitor.text
    await visitor.command("when")
    assert "I do not write to you" in visitor.text
    assert "Saturday" not in visitor.text
    clock.move(timedelta(days=3))
    await visitor.command()
    assert "Look back" in visitor.text


async def test_an_erase_takes_it_all(visitor: Visitor, engine: AsyncEngine, clock: FakeClock) -> None:
    """The question, what was begun of it, what was remembered, and the message that was planned."""
    await begin(visitor, written_to=True)
    for _ in range(2):
        await word_a_limit(visitor)
    clock.move(timedelta(days=3))
    await visitor.command()
    for label in ("Look back", "Look at 1", WELL):
        await visitor.press(label)
    await visitor.command()
    await visitor.press("Look back")
    await visitor.command("erase")
    await visitor.press("Erase it all")
    async with engine.connect() as connection:
        for table in (person, entry, exercise_run, follow_up, nudge):
            assert (await connection.execute(select(func.count()).select_from(table))).scalar() == 0, table.name


async def test_a_question_is_its_owners_alone(visitor: Visitor, other: Visitor, clock: FakeClock) -> None:
    """With the ids of somebody else, it is neither seen nor answered nor dropped."""
    await begin(visitor)
    for about in ("calls", "Sundays"):
        await word_a_limit(visitor, about)
    clock.move(timedelta(days=3))
    await visitor.command()
    await visitor.press("Look back")
    listed = pressed(visitor, "Look at 1")
    await visitor.press("Look at 1")
    tokens = (listed, pressed(visitor, WELL), pressed(visitor, "Ask no more"))
    await begin(other)
    for token in tokens:
        reply = await other.desk.tap(other.who, token)
        assert isinstance(reply, Page)
        assert EARLIER in str(reply.body)
    await visitor.command()
    await visitor.press("Look back")
    assert "Look at 2" in visitor.text
