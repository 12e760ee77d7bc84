"""One's shelf: finding, changing and reading long entries."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import BadToken
from core.pages import OwnWords, Page, TextField
from core.private import Private
from core.services.front_desk import FrontDesk
from core.services.visit import House
from tests.support.visitor import FakeClock, Visitor


async def park(visitor: Visitor, words: str) -> None:
    await visitor.command("start")
    await visitor.begin("Close the day")
    await visitor.press("Tired")
    await visitor.press("Yes, one thing")
    await visitor.fill(loop=words)
    await visitor.press("No, that is all")
    await visitor.fill()


async def test_words_are_changed_and_the_rest_stays(visitor: Visitor) -> None:
    """The form has the words in it; saved, the entry shows the new ones and all else as it was."""
    await visitor.keep_first_check_in()
    await park(visitor, "the slides for Ana")
    await visitor.command("shelf")
    await visitor.press("Open 1")
    await visitor.press("Change the words")
    field = visitor.page.fields[0]
    assert isinstance(field, TextField)
    assert field.value == Private("the slides for Ana")
    await visitor.fill(loop="the slides for Ben")
    assert "the slides for Ben" in visitor.text
    assert "Tired" in visitor.text
    await visitor.command("shelf")
    assert "the slides for Ben" in visitor.text


async def test_an_entry_is_what_was_said_not_how_it_went_on(visitor: Visitor, clock: FakeClock) -> None:
    """Buttons of which only one leads to something kept are no answer: the page has none of those questions."""
    await visitor.keep_first_check_in()
    clock.move(timedelta(hours=3))
    await visitor.begin("As to a friend")
    await visitor.press("Yes, now")
    await visitor.fill(happened="I was late for the play")
    await visitor.fill(seen="the train was late")
    await visitor.fill(letter="the train was late, and then you ran")
    await visitor.press("I have read it")
    for _ in range(2):
        await visitor.fill()
    await visitor.press("Keep it")
    await visitor.command("shelf")
    await visitor.press("Open 1")
    assert "the train was late, and then you ran" in visitor.text
    assert not any(each in visitor.text for each in ("good time", "Yes, now", "I have read it", "Keep it"))


async def test_too_long_is_refused_and_emptied_is_gone(visitor: Visitor) -> None:
    """A change over the bound is an error at its field; left empty, the words go."""
    await visitor.keep_first_check_in()
    await park(visitor, "the slides for Ana")
    await visitor.command("shelf")
    await visitor.press("Open 1")
    await visitor.press("Change the words")
    await visitor.fill(loop="x" * 301)
    assert set(visitor.errors) == {"loop"}
    await visitor.fill(loop="")
    assert "slides" not in visitor.text


async def test_a_form_of_words_that_are_gone_by_now(visitor: Visitor) -> None:
    """Emptied in another window meanwhile: the button changes nothing, and what the form brings is shown to copy."""
    await visitor.keep_first_check_in()
    await park(visitor, "the slides for Ana")
    await visitor.command("shelf")
    await visitor.press("Open 1")
    opened = visitor.reply
    await visitor.press("Change the words")
    form = visitor.page
    await visitor.fill(loop="")
    visitor.reply = form
    await visitor.fill(loop="the slides for Ben")
    assert "Nothing was changed" in visitor.text
    assert "the slides for Ben" in visitor.text
    visitor.reply = opened
    await visitor.press("Change the words")
    assert "Nothing was changed" in visitor.text
    assert (await visitor.desk.form(visitor.who, form.token)).title == "From earlier"


async def test_changed_words_that_a_question_came_before_are_kept(visitor: Visitor) -> None:
    """After "No" the entry has them; after the full answer they stand in the form, and the entry as it was."""
    await visitor.keep_first_check_in()
    await park(visitor, "the slides for Ana")
    await visitor.command("shelf")
    await visitor.press("Open 1")
    await visitor.press("Change the words")
    await visitor.fill(loop="I want to kill myself")
    await visitor.desk.settle()
    await visitor.press("Carry on")
    field = visitor.page.fields[0]
    assert isinstance(field, TextField)
    assert field.value == Private("I want to kill myself")
    await visitor.fill(loop="everyone would be better off without me")
    await visitor.desk.settle()
    await visitor.press("No")
    assert "everyone would be better off without me" in visitor.text
    await visitor.press("Change the words")
    field = visitor.page.fields[0]
    assert isinstance(field, TextField)
    assert field.value == Private("everyone would be better off without me")


async def test_somebody_elses_entry_is_not_changed(visitor: Visitor, other: Visitor) -> None:
    """The same form, sent by another person, changes nothing."""
    await visitor.keep_first_check_in()
    await park(visitor, "the slides for Ana")
    await visitor.command("shelf")
    await visitor.press("Open 1")
    await visitor.press("Change the words")
    form = visitor.reply
    await other.keep_first_check_in()
    other.reply = form
    await other.fill(loop="something else")
    assert other.page.title == "From earlier"
    await visitor.command("shelf")
    assert "the slides for Ana" in visitor.text


async def test_finding_by_words_whatever_case_and_accents(visitor: Visitor, clock: FakeClock) -> None:
    """All words have to be in it; case and accents do not matter; what is not there is said."""
    await visitor.keep_first_check_in()
    for words in ("Café with Ana", "the slides for Ana", "the dentist"):
        clock.move(timedelta(minutes=1))
        await park(visitor, words)
    await visitor.command("shelf")
    await visitor.press("Find")
    await visitor.fill(words="ANA cafe", kind="*")
    shown = [block.text.reveal() for block in visitor.page.body if isinstance(block, OwnWords)]
    assert shown == ["Café with Ana"]
    await visitor.press("My shelf")
    await visitor.press("Find")
    await visitor.fill(words="ana", kind="trace")
    assert "Nothing like that is on your shelf" in visitor.text


async def test_many_found_are_said_to_be_the_newest(visitor: Visitor, clock: FakeClock) -> None:
    """More than a page holds: the newest are shown, and that is said."""
    await visitor.keep_first_check_in()
    for number in range(10):
        clock.move(timedelta(minutes=1))
        await park(visitor, f"loop {number}")
    await visitor.command("shelf")
    await visitor.press("Find")
    await visitor.fill(words="loop", kind="closing")
    assert "These are the newest" in visitor.text
    assert "loop 9" in visitor.text
    assert "loop 0" not in visitor.text


async def test_a_long_entry_is_read_on_more_than_one_page(visitor: Visitor) -> None:
    """With every answer at its longest, each page fits, and together they hold every word."""
    await visitor.keep_first_check_in()
    await visitor.command("start")
    await visitor.begin("As to a friend")
    await visitor.press("Yes, now")
    words = {name: f"{name} " + "x" * size for name, size in (("happened", 280), ("seen", 480), ("letter", 1480))}
    for name, text in words.items():
        await visitor.fill(**{name: text})
    await visitor.press("I have read it")
    await visitor.fill(stay="stay " + "y" * 290)
    await visitor.fill(limit="limit " + "z" * 290)
    await visitor.press("Keep it")
    await visitor.command("shelf")
    await visitor.press("Open 1")
    seen = visitor.text
    while "More" in visitor.text.splitlines():
        await visitor.press("More")
        seen += visitor.text
    assert all(text in seen for text in words.values())
    assert "limit zz" in seen


async def test_an_entry_that_is_gone_is_not_saved(house: House, visitor: Visitor) -> None:
    """Deleted in another window while the form was open: nothing comes back, and the words are shown."""
    await visitor.keep_first_check_in()
    await park(visitor, "the slides for Ana")
    await visitor.command("shelf")
    await visitor.press("Open 1")
    opened = visitor.reply
    await visitor.press("Change the words")
    form = visitor.reply
    assert isinstance(opened, Page)
    visitor.reply = opened
    await visitor.press("Delete")
    await visitor.press("Yes, delete it")
    visitor.reply = form
    await visitor.fill(loop="kept in mind")
    assert visitor.page.title == "From earlier"
    assert "kept in mind" in visitor.text
    async with house.storage.begin() as work:
        owner = await work.people.find(visitor.who)
        assert owner is not None
        assert await work.entries.count(owner) == 0
        with pytest.raises(BadToken):
            await work.entries.get(owner, "a" * 24)


async def test_the_shelf_outlives_an_exercise_that_is_taken_out(house: House, visitor: Visitor) -> None:
    """An operator removed its file: the others are shown, and the words of that one are still in the export."""
    await visitor.keep_first_check_in()
    await park(visitor, "the slides for Ana")
    left = {name: each for name, each in house.catalog.items() if name != "closing"}
    visitor.desk = FrontDesk(replace(house, catalog=left))
    await visitor.command("shelf")
    assert visitor.page.title == "My shelf"
    assert "no longer offered" in visitor.text
    await visitor.command("export")
    await visitor.press("Show it to me")
    assert "the slides for Ana" in visitor.text
