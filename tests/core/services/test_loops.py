"""What was parked comes back the next working morning, and only then; what became of it is the person's choice."""

from datetime import UTC, datetime, timedelta

import pytest

from core.exercises.catalog import load_catalog
from core.pages import OwnWords, Page
from core.people.who import Profile
from core.services.front_desk import FrontDesk
from core.services.visit import House
from tests.support.visitor import FakeClock, FakeReach, Visitor

WORDS = "the handover for Ana"
PICK = "at my desk, with coffee"
BACK = "What you parked"


@pytest.fixture(autouse=True)
def lisbon(reach: FakeReach) -> None:
    reach.profile_of_all = Profile(zone="Europe/Lisbon")


async def park(visitor: Visitor, *things: str, pick: str = "") -> None:
    """Close the day with *things* parked."""
    await visitor.command("start")
    await visitor.begin("Close the day")
    await visitor.press("Tired")
    await visitor.press("Yes, one thing")
    for number, thing in enumerate(things, 1):
        if number > 1:
            await visitor.press("Yes, one more")
        suffix = str(number) if number > 1 else ""
        await visitor.fill(**{f"loop{suffix}": thing}, **({f"pick{suffix}": pick} if pick else {}))
    if len(things) < 3:
        await visitor.press("No, that is all")
    await visitor.fill()


def at(clock: FakeClock, day: int, hour: int = 9, minute: int = 0) -> None:
    """Set the clock to that hour, by the clock of Lisbon, of a day in March 2026: the 2nd is a Monday."""
    clock.move(datetime(2026, 3, day, hour, minute, tzinfo=UTC) - clock.now())


async def begin(visitor: Visitor, *things: str, pick: str = "") -> None:
    await visitor.keep_first_check_in()
    await park(visitor, *things, pick=pick)


@pytest.mark.parametrize("word", ["open", "home"])
async def test_it_is_back_the_next_morning_in_their_words(visitor: Visitor, clock: FakeClock, word: str) -> None:
    """Not that evening, not at one at night; from the morning on, with where it is picked up, for them to see."""
    await begin(visitor, WORDS, pick=PICK)
    for day, hour in ((2, 20), (3, 1)):
        at(clock, day, hour)
        await visitor.command(word)
        assert BACK not in visitor.text
    at(clock, 3, 8)
    await visitor.command(word)
    assert BACK in visitor.text
    assert f"{WORDS} · {PICK}" in [each.text.reveal() for each in visitor.page.body if isinstance(each, OwnWords)]


@pytest.mark.parametrize(("answer", "said"), [("Picked up", "Picked up."), ("Let it go", "Let go.")])
async def test_dealt_with_it_does_not_come_again(visitor: Visitor, clock: FakeClock, answer: str, said: str) -> None:
    """Either way it is gone from the start page and stays on the shelf; neither is weighed."""
    await begin(visitor, WORDS, pick=PICK)
    at(clock, 3)
    await visitor.command()
    await visitor.press(BACK)
    assert {WORDS, PICK} <= set(visitor.text.splitlines())
    await visitor.press(answer)
    assert said in visitor.text
    assert WORDS not in visitor.text
    for day in (3, 4, 9):
        at(clock, day, 10)
        await visitor.command()
        assert WORDS not in visitor.text
    await visitor.command("shelf")
    assert WORDS in visitor.text


async def test_parked_again_it_comes_the_next_working_morning(visitor: Visitor, clock: FakeClock) -> None:
    """On Thursday for Friday; on Friday for Monday."""
    await begin(visitor, WORDS)
    at(clock, 5)
    await visitor.command()
    await visitor.press(BACK)
    await visitor.press("Park it again")
    assert "comes back on Friday, 6 March" in visitor.text
    await visitor.command()
    assert BACK not in visitor.text
    at(clock, 6)
    await visitor.command()
    await visitor.press(BACK)
    await visitor.press("Park it again")
    assert "comes back on Monday, 9 March" in visitor.text


async def test_after_a_week_it_is_on_the_shelf_only(visitor: Visitor, clock: FakeClock) -> None:
    """It is there unchanged for seven days, cannot be put off past them, and is then not mentioned."""
    await begin(visitor, WORDS)
    at(clock, 9)
    await visitor.command()
    await visitor.press(BACK)
    page = visitor.page
    assert "Park it again" not in visitor.text
    at(clock, 6)
    await visitor.command()
    await visitor.press(BACK)
    again = next(action for action in visitor.page.actions if action.label == "Park it again")
    at(clock, 10)
    for word in ("open", "home"):
        await visitor.command(word)
        assert BACK not in visitor.text
    reply = await visitor.desk.tap(visitor.who, again.token)
    assert isinstance(reply, Page)
    assert reply.title == "From earlier"
    visitor.reply = page
    await visitor.press("Picked up")
    assert "Picked up." in visitor.text


async def test_friday_comes_back_on_monday(visitor: Visitor, clock: FakeClock) -> None:
    """The weekend is free of it."""
    at(clock, 6, 16)
    await begin(visitor, WORDS)
    for day, there in ((7, False), (8, False), (9, True)):
        at(clock, day)
        await visitor.command()
        assert (BACK in visitor.text) is there


async def test_closed_after_midnight_it_is_back_that_morning(visitor: Visitor, clock: FakeClock) -> None:
    """Whoever closes the day at half past midnight parks it for the morning that follows."""
    at(clock, 3, 0, 30)
    await begin(visitor, WORDS)
    at(clock, 3, 9)
    await visitor.command()
    assert BACK in visitor.text


async def test_the_morning_is_that_of_their_own_clock(visitor: Visitor, clock: FakeClock, reach: FakeReach) -> None:
    """In Auckland it is Tuesday morning while it is Monday evening in UTC."""
    reach.profile_of_all = Profile(zone="Pacific/Auckland")
    at(clock, 2, 4)  # Monday, 17:00 there
    await begin(visitor, WORDS)
    at(clock, 2, 19)  # Tuesday, 8:00 there
    await visitor.command()
    assert BACK in visitor.text


async def test_three_are_looked_at_one_by_one(visitor: Visitor, clock: FakeClock) -> None:
    """Each is answered for itself, in any order; what is left alone stays as it was."""
    await begin(visitor, "the report", "the tax form", "a gift")
    assert all(each in visitor.text for each in ("the report", "the tax form", "a gift"))
    at(clock, 3)
    await visitor.command()
    assert all(each in visitor.text for each in ("the report", "the tax form", "a gift"))
    await visitor.press(BACK)
    assert "the report" in visitor.text
    await visitor.press("Look at another one")
    assert "the tax form" in visitor.text
    assert "the report" not in visitor.text
    await visitor.press("Let it go")
    await visitor.press("Look at another one")
    assert "a gift" in visitor.text
    await visitor.press("Picked up")
    assert "the report" in visitor.text
    assert "Look at another one" not in visitor.text
    await visitor.command()
    assert "the report" in visitor.text
    assert "the tax form" not in visitor.text


async def test_a_week_of_parking_is_no_pile(visitor: Visitor, clock: FakeClock) -> None:
    """However much was parked: the start page shows the newest three, and everything fits, with help on top too."""
    await visitor.keep_first_check_in()
    for day in (2, 3, 4, 5):
        at(clock, day, 17)
        await park(visitor, *(f"{day}.{number} " + "word " * 55 for number in range(3)), pick="there " * 48)
    await visitor.command("start")
    await visitor.begin("Check in")
    await visitor.fill(roles=("work",), heavy=8, room=2)
    await visitor.command("start")
    await visitor.begin("As to a friend")
    at(clock, 6, 17)
    await visitor.command("I want to kill myself")
    await visitor.desk.settle()
    for word in ("open", "home"):
        await visitor.command(word)
        assert "Call 988" in visitor.text
        assert [each for each in ("5.0", "5.1", "5.2", "4.1") if each in visitor.text] == ["5.0", "5.1", "5.2"]
    await visitor.press(BACK)
    assert "5.0" in visitor.text


async def test_deleted_or_emptied_on_the_shelf_it_is_gone_here(visitor: Visitor, clock: FakeClock) -> None:
    """What is shown is what stands on the shelf now, and an old button finds nothing."""
    await begin(visitor, WORDS, "the tax form")
    at(clock, 3)
    await visitor.command()
    await visitor.press(BACK)
    old = visitor.page
    await visitor.command("shelf")
    await visitor.press("Open 1")
    await visitor.press("Change the words")
    await visitor.fill(loop="the handover for Ben", loop2="")
    await visitor.command()
    assert "the handover for Ben" in visitor.text
    assert "the tax form" not in visitor.text
    await visitor.command("shelf")
    await visitor.press("Open 1")
    await visitor.press("Delete")
    await visitor.press("Yes, delete it")
    await visitor.command()
    assert BACK not in visitor.text
    visitor.reply = old
    await visitor.press("Picked up")
    assert visitor.page.title == "From earlier"


async def test_it_is_nobody_elses(visitor: Visitor, other: Visitor, clock: FakeClock) -> None:
    """The button of somebody else opens nothing."""
    await begin(visitor, WORDS)
    await other.keep_first_check_in()
    at(clock, 3)
    await visitor.command()
    await visitor.press(BACK)
    other.reply = visitor.reply
    await other.press("Let it go")
    assert other.page.title == "From earlier"
    await visitor.command()
    assert WORDS in visitor.text


async def test_with_nothing_parked_its_page_says_so(visitor: Visitor, clock: FakeClock) -> None:
    """An old button to the page, when all was dealt with in another window."""
    await begin(visitor, WORDS)
    at(clock, 3)
    await visitor.command()
    front = visitor.page
    await visitor.press(BACK)
    await visitor.press("Picked up")
    visitor.reply = front
    await visitor.press(BACK)
    assert "Nothing is parked right now." in visitor.text


async def test_what_became_of_it_is_forgotten_in_time(visitor: Visitor, clock: FakeClock, house: House) -> None:
    """The sealed note of it does not grow: what cannot come back any more leaves no trace."""
    await visitor.keep_first_check_in()
    for day in (2, 13):
        at(clock, day, 17)
        await park(visitor, WORDS)
        clock.move(timedelta(days=3))
        await visitor.command()
        await visitor.press(BACK)
        await visitor.press("Picked up")
    async with house.storage.begin() as work:
        owner = await work.people.find(visitor.who)
        assert owner is not None
        notes = owner.private.reveal()["loops"]
    assert isinstance(notes, dict)
    assert len(notes) == 1


async def test_an_exercise_that_parks_no_more_brings_nothing_back(
    visitor: Visitor, clock: FakeClock, house: House
) -> None:
    """Taken out by whoever runs it: the page is as if nothing had been parked."""
    await begin(visitor, WORDS)
    at(clock, 3)
    catalog = {name: each for name, each in load_catalog().items() if name != "closing"}
    visitor.desk = FrontDesk(House(house.storage, house.reach, house.clock, catalog, house.facts))
    await visitor.command()
    assert BACK not in visitor.text
