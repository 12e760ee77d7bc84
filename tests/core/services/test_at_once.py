"""Two presses at once, from two windows or a double click: what is said last is what holds."""

import asyncio
from dataclasses import replace

import pytest

from core.pages import Page
from core.people.who import Address, Profile, Who
from core.private import Private
from core.services.front_desk import FrontDesk
from core.services.visit import House
from core.tokens import ActionToken
from tests.support.visitor import FakeReach, Visitor


class SlowReach(FakeReach):
    """A platform that takes its time for everything; ``asked`` is set once it is."""

    def __init__(self) -> None:
        super().__init__()
        self.profile_of_all = Profile(zone="Europe/Lisbon")
        self.asked = asyncio.Event()

    async def open_dm(self, who: Who) -> Address:
        await self._slowly()
        return await super().open_dm(who)

    async def profile(self, who: Who) -> Profile:
        await self._slowly()
        return await super().profile(who)

    async def _slowly(self) -> None:
        self.asked.set()
        await asyncio.sleep(0.2)


@pytest.fixture(autouse=True)
def _zone(reach: FakeReach) -> None:
    reach.profile_of_all = Profile(zone="Europe/Lisbon")


def token(page: Page, label: str) -> ActionToken:
    return next(action.token for action in page.actions if action.label == label)


async def test_no_after_a_yes_that_takes_long(visitor: Visitor, house: House) -> None:
    """While yes still opens the direct message, no is pressed: nothing is planned, as the page says."""
    await visitor.keep_first_check_in()
    slow = SlowReach()
    desk = FrontDesk(replace(house, reach=dict.fromkeys(house.reach, slow)))
    offer = visitor.page
    yes = asyncio.create_task(desk.tap(visitor.who, token(offer, "Yes, at 16:45")))
    await asyncio.wait_for(slow.asked.wait(), 5)
    said = await desk.tap(visitor.who, token(offer, "No"))
    await yes
    assert "Then I stay silent" in repr(said)
    await visitor.command("when")
    assert "I do not write to you" in visitor.text


async def test_no_from_an_older_page_ends_what_was_begun(visitor: Visitor) -> None:
    """The page says "I stay silent", so reminders that were asked for meanwhile end."""
    await visitor.keep_first_check_in()
    offer = visitor.page
    await visitor.press("Yes, at 16:45")
    visitor.reply = offer
    await visitor.press("No")
    await visitor.command("when")
    assert "I do not write to you" in visitor.text


async def test_stop_while_a_yes_takes_long(visitor: Visitor, house: House) -> None:
    """Typed while yes is under way, stop comes after it and holds."""
    await visitor.keep_first_check_in()
    slow = SlowReach()
    desk = FrontDesk(replace(house, reach=dict.fromkeys(house.reach, slow)))
    yes = asyncio.create_task(desk.tap(visitor.who, token(visitor.page, "Yes, at 16:45")))
    await asyncio.wait_for(slow.asked.wait(), 5)
    await desk.command(visitor.who, Private("stop"))
    await yes
    await visitor.command("when")
    assert "I do not write to you" in visitor.text


async def test_let_it_go_after_a_keep_that_takes_long(visitor: Visitor, house: House) -> None:
    """It is not said that nothing was stored when it was; the way to erase it is there."""
    slow = SlowReach()
    visitor.desk = FrontDesk(replace(house, reach=dict.fromkeys(house.reach, slow)))
    await visitor.command()
    await visitor.fill(country="US")
    await visitor.fill(roles=("work",), heavy=8, room=2)
    await visitor.press("Next")
    question = visitor.page
    slow.asked.clear()
    keep = asyncio.create_task(visitor.desk.tap(visitor.who, token(question, "Keep this")))
    await asyncio.wait_for(slow.asked.wait(), 5)
    said = await visitor.desk.tap(visitor.who, token(question, "Let it go"))
    await keep
    assert isinstance(said, Page)
    assert said.title == "It is kept"
    assert token(said, "Erase").subject == "erase"


async def test_one_exercise_begun_twice_is_begun_once(visitor: Visitor) -> None:
    """Both presses lead into the same run."""
    await visitor.keep_first_check_in()
    await visitor.command("home")
    close = token(visitor.page, "Close the day")
    pages = await asyncio.gather(*(visitor.desk.tap(visitor.who, close) for _ in range(2)))
    runs = {
        action.token.subject
        for page in pages
        if isinstance(page, Page)
        for action in page.actions
        if action.label == "Tired"
    }
    assert len(runs) == 1


async def test_help_waits_for_no_decision(visitor: Visitor, house: House) -> None:
    """While yes takes long, "Help now" is there at once."""
    await visitor.keep_first_check_in()
    slow = SlowReach()
    desk = FrontDesk(replace(house, reach=dict.fromkeys(house.reach, slow)))
    yes = asyncio.create_task(desk.tap(visitor.who, token(visitor.page, "Yes, at 16:45")))
    await asyncio.wait_for(slow.asked.wait(), 5)
    await desk.tap(visitor.who, token(visitor.page, "Help now"))
    assert not yes.done()
    await yes


async def test_a_pause_that_begins_while_a_message_is_opened_stays(visitor: Visitor, house: House) -> None:
    """In another process, so that nothing waits for anything: yes to reminders does not end the pause."""
    await visitor.keep_first_check_in()
    slow = SlowReach()
    elsewhere = FrontDesk(replace(house, reach=dict.fromkeys(house.reach, slow)))
    yes = asyncio.create_task(elsewhere.tap(visitor.who, token(visitor.page, "Yes, at 16:45")))
    await asyncio.wait_for(slow.asked.wait(), 5)
    await visitor.command("pause")
    await visitor.press("Quiet for a week")
    await yes
    await visitor.command("pause")
    assert "I am quiet until" in visitor.text
