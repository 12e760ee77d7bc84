"""What is parked opens the day, and the week is looked at in the person's own words; both come from the shelf alone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from core.exercises.known import MOST_TOLD, TOLD_CHARS
from core.pages import OwnWords, Page
from core.people.who import Profile
from tests.support.visitor import FakeClock, FakeReach, Visitor

OPEN, CLOSE, WEEK, CROSS = "Open the day", "Close the day", "Look at the week", "From here to there"
TAX, SOUP, HANDOVER = "the tax form", "the soup", "the handover for Ana"


@pytest.fixture(autouse=True)
def lisbon(reach: FakeReach) -> None:
    reach.profile_of_all = Profile(zone="Europe/Lisbon")


def at(clock: FakeClock, day: int, hour: int = 9) -> None:
    """Set the clock to that hour, by the clock of Lisbon, of a day in March 2026: the 2nd is a Monday."""
    clock.move(datetime(2026, 3, day, hour, tzinfo=UTC) - clock.now())


async def close_the_day(visitor: Visitor, *parked: str, enough: str = "") -> None:
    await visitor.begin(CLOSE)
    await visitor.press("Tired")
    await visitor.press("Yes, one thing" if parked else "No, nothing")
    for number, thing in enumerate(parked, 1):
        await visitor.fill(**{f"loop{number if number > 1 else ''}": thing})
        if number < 3:
            await visitor.press("Yes, one more" if number < len(parked) else "No, that is all")
    await visitor.fill(**({"enough": enough} if enough else {}))


def own(visitor: Visitor) -> Sequence[str]:
    return [block.text.reveal() for block in visitor.page.body if isinstance(block, OwnWords)]


async def test_what_was_parked_opens_the_day_and_is_picked_up_with_it(visitor: Visitor, clock: FakeClock) -> None:
    """Taken up and begun, it is on the shelf as the thing for today, and does not come back; the other one does."""
    await visitor.keep_first_check_in()
    await close_the_day(visitor, TAX, SOUP)
    at(clock, 3)
    await visitor.begin(OPEN)
    assert own(visitor) == [TAX, SOUP]
    await visitor.press("Take up 2")
    assert own(visitor) == [SOUP]
    await visitor.command()
    assert {TAX, SOUP} <= set(own(visitor))
    await visitor.begin(OPEN)
    await visitor.fill(part="soak the beans")
    assert own(visitor) == [SOUP, "soak the beans"]
    await visitor.command()
    assert own(visitor) == [TAX]
    await visitor.command("shelf")
    await visitor.press("Open 1")
    assert SOUP in visitor.text
    assert "Take up" not in visitor.text


@pytest.mark.parametrize("day", [2, 7, 8, 10])
async def test_nothing_is_brought_on_the_same_evening_at_the_weekend_or_after_a_week(
    visitor: Visitor, clock: FakeClock, day: int
) -> None:
    """Then the day is opened with nothing but the question."""
    await visitor.keep_first_check_in()
    await close_the_day(visitor, TAX)
    at(clock, day, 20)
    await visitor.begin(OPEN)
    assert own(visitor) == []
    assert "Take up 1" not in visitor.text
    assert "Write one thing" in visitor.text


async def test_what_was_dealt_with_elsewhere_is_not_taken_up_here(visitor: Visitor, clock: FakeClock) -> None:
    """A page that stood open while it was let go on another one: nothing is made up, and the page answers kindly."""
    await visitor.keep_first_check_in()
    await close_the_day(visitor, TAX)
    at(clock, 3)
    await visitor.begin(OPEN)
    take = next(action.token for action in visitor.page.actions if action.label == "Take up 1")
    await visitor.command()
    await visitor.press("What you parked")
    await visitor.press("Let it go")
    reply = await visitor.desk.tap(visitor.who, take)
    assert isinstance(reply, Page)
    assert reply.title == "From earlier"
    await visitor.begin(OPEN)
    assert own(visitor) == []


async def test_what_is_changed_on_the_shelf_is_changed_here(visitor: Visitor, clock: FakeClock) -> None:
    """The words are read anew each time: changed there, they are those; deleted there, nothing is parked."""
    await visitor.keep_first_check_in()
    await close_the_day(visitor, TAX)
    at(clock, 3)
    await visitor.command("shelf")
    await visitor.press("Open 1")
    await visitor.press("Change the words")
    await visitor.fill(loop=HANDOVER)
    await visitor.begin(OPEN)
    assert own(visitor) == [HANDOVER]
    await visitor.command("shelf")
    await visitor.press("Open 1")
    await visitor.press("Delete")
    await visitor.press("Yes, delete it")
    await visitor.begin(OPEN)
    assert own(visitor) == []


async def test_the_week_shows_what_was_kept_in_it(visitor: Visitor, clock: FakeClock) -> None:
    """One line of each, the newest first: what was enough before what was parked, and what the day was for."""
    await visitor.keep_first_check_in()
    await close_the_day(visitor, TAX, enough="I called the school back")
    at(clock, 3)
    await visitor.begin(OPEN)
    await visitor.press("Write one thing")
    await visitor.fill(one="a walk at lunch")
    at(clock, 3, 18)
    await close_the_day(visitor, SOUP)
    at(clock, 6, 16)
    await visitor.begin(WEEK)
    assert own(visitor) == [SOUP, "a walk at lunch", "I called the school back"]
    assert "Tuesday, 3 March · Open the day" in visitor.text


async def test_what_is_older_than_a_week_is_not_of_this_week(visitor: Visitor, clock: FakeClock) -> None:
    """Seven days, and then it is on the shelf only."""
    await visitor.keep_first_check_in()
    await close_the_day(visitor, enough="I called the school back")
    clock.move(timedelta(days=7))
    await visitor.begin(WEEK)
    assert own(visitor) == ["I called the school back"]
    clock.move(timedelta(minutes=1))
    await visitor.command("start")
    await visitor.begin(WEEK)
    assert own(visitor) == []
    assert "The week was there all the same." in visitor.text


async def test_a_letter_to_a_friend_is_not_brought_up_in_the_week(visitor: Visitor) -> None:
    """Of a tender hour only the line that was to stay is shown, and without one nothing is."""
    await visitor.keep_first_check_in()
    await visitor.begin("As to a friend")
    await visitor.press("Yes, now")
    await visitor.fill(happened="I shouted at breakfast")
    await visitor.fill(seen="How tired they are")
    await visitor.fill(letter="You had slept four hours.")
    await visitor.press("Enough for now")
    await visitor.begin(WEEK)
    assert own(visitor) == []


async def test_a_full_week_is_shown_in_part_and_shortened(visitor: Visitor, clock: FakeClock) -> None:
    """The newest few, each in one line, so that the page stays one; the whole is on the shelf."""
    await visitor.keep_first_check_in()
    for number in range(MOST_TOLD + 2):
        await close_the_day(visitor, enough=f"{number} " + "many words " * 26)
        clock.move(timedelta(minutes=1))
    await visitor.begin(WEEK)
    assert [words.split()[0] for words in own(visitor)] == ["6", "5", "4", "3", "2"]
    assert all(len(words) <= TOLD_CHARS + 2 and words.endswith("…") for words in own(visitor))


async def test_a_review_with_nothing_said_leaves_nothing_behind(visitor: Visitor) -> None:
    """Both forms left empty: no entry, and no sign that it was done."""
    await visitor.keep_first_check_in()
    await visitor.begin(WEEK)
    await visitor.fill()
    await visitor.fill()
    assert "The week can rest." in visitor.text
    await visitor.command("shelf")
    assert "Nothing is here yet" in visitor.text


async def test_one_look_at_the_week_is_enough_for_a_week(visitor: Visitor, clock: FakeClock) -> None:
    """Offered on Sundays; looked at on a Friday, it is not offered on that Sunday, and on the next it is again."""
    await visitor.keep_first_check_in()
    at(clock, 8)
    await visitor.begin("Check in")
    await visitor.fill(roles=("friend",), heavy=3, room=7)
    await visitor.command()
    assert WEEK in visitor.text.splitlines()
    at(clock, 13, 15)
    await visitor.begin(WEEK)
    await visitor.fill(traded="the gym for sleep")
    await visitor.press("Enough for now")
    for day, offered in ((15, False), (22, True)):
        at(clock, day)
        await visitor.command()
        assert (WEEK in visitor.text.splitlines()) is offered


async def test_words_left_at_a_crossing_are_kept_and_taps_are_not(visitor: Visitor) -> None:
    """Tapped through, nothing of it is stored; a name alone is kept as well as what was set down."""
    await visitor.keep_first_check_in()
    await visitor.begin(CROSS)
    await visitor.press("It can wait here")
    await visitor.press("Nobody, only me")
    await visitor.command("shelf")
    assert "Nothing is here yet" in visitor.text
    await visitor.begin(CROSS)
    await visitor.press("Write it down")
    await visitor.fill(down=HANDOVER)
    await visitor.press("A child")
    assert own(visitor) == [HANDOVER]
    await visitor.command("shelf")
    assert HANDOVER in visitor.text
