"""What opening, crossing and review answer: what is back, what the day is for, how to arrive, and the week."""

import pytest

from core.exercises.catalog import load_catalog
from core.exercises.day_moves import (
    how_to_arrive,
    reply_to_choice,
    week_in_words,
    what_today_is_for,
    what_was_parked,
)
from core.exercises.known import Known, Told
from core.exercises.model import Parked
from core.pages import Block, OwnWords
from core.private import Private
from core.wording import voice

EN = voice("en")
TAX = Parked(Private("the tax form"), Private("at my desk"), "Monday, 2 March")
SOUP = Parked(Private("the soup"), Private(""), "Tuesday, 3 March")


def said(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text.reveal() if isinstance(block, OwnWords) else getattr(block, "text", "") for block in blocks]


def test_what_is_parked_is_numbered_as_its_buttons_are() -> None:
    """Each with its day, its words, and where it is picked up if that was said; nothing where nothing is parked."""
    assert what_was_parked({}, Known(), EN) == ()
    assert said(what_was_parked({}, Known(parked=(TAX, SOUP)), EN)) == [
        "You parked this:",
        "1 · Monday, 2 March",
        "the tax form · at my desk",
        "2 · Tuesday, 3 March",
        "the soup",
        "One of these can be for today. What you leave stays as it is.",
    ]


def test_one_thing_that_is_parked_is_not_called_several() -> None:
    """Alone, it is "it"."""
    assert said(what_was_parked({}, Known(parked=(SOUP,)), EN))[-1] == (
        "It can be for today. Left alone, it stays as it is."
    )


def test_a_part_belongs_to_what_was_taken_up() -> None:
    """Written for something parked, it is not shown beside another thing that was chosen after all."""
    answers = {"one": "call Ana", "part": "the first page"}
    assert "the first page" in said(what_today_is_for({**answers, "morning": ("take1",)}, Known(), EN))
    assert "the first page" not in said(what_today_is_for({**answers, "morning": ("one",)}, Known(), EN))


def test_a_day_for_nothing_in_particular_is_a_day() -> None:
    """It is answered like any other, and nothing is said to be for it; words written before do not come back."""
    for answers in ({"morning": ("nothing",)}, {"morning": ("nothing",), "one": "call Ana"}):
        first, *rest = said(what_today_is_for(answers, Known(), EN))
        assert first == "Nothing in particular, then. The day can come as it comes."
        assert rest == ["It is on your shelf."]


@pytest.mark.parametrize("whom", [tap.value for tap in load_catalog()["crossing"].steps["whom"].taps])
def test_whoever_goes_somewhere_arrives_with_one_breath(whom: str) -> None:
    """Everybody gets the breath and one first thing; whoever goes for themselves alone is not told to look at them."""
    lines = said(how_to_arrive({"whom": (whom,), "name": "Leo"}, Known(), EN))
    assert "One slow breath out. Feel the ground under you. Then go." in lines
    assert any("look at them" in line for line in lines) is (whom != "me")
    assert ("Leo" in lines) is (whom == "word")


def test_the_week_is_shown_in_their_words_and_never_counted() -> None:
    """Each line with its day and what it comes from; a week without words is a week all the same."""
    told = Told(Private("I went home at five"), "Monday, 2 March", "Close the day")
    assert said(week_in_words({}, Known(week=(told,)), EN)) == [
        "This week, in your words:",
        "Monday, 2 March · Close the day",
        "I went home at five",
    ]
    (empty,) = said(week_in_words({}, Known(), EN))
    assert not any(letter.isdigit() for letter in empty)


@pytest.mark.parametrize(("choice", "lines"), [("yes", 1), ("partly", 1), ("no", 0)])
def test_a_choice_is_answered_and_the_load_was_before(choice: str, lines: int) -> None:
    """Yes and partly have a line each; after a no, the page before has said that it is the load."""
    assert len(reply_to_choice({"traded": "sleep", "choice": (choice,)}, Known(), EN)) == lines
    assert reply_to_choice({"choice": (choice,)}, Known(), EN) == ()
