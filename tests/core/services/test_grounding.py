"""Grounding: by buttons alone, for whoever asks, with nothing behind it that could fail."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.tables import metadata
from core.exercises.catalog import load_catalog
from core.exercises.own_pages import GROUNDING
from core.pages import Page
from core.people.who import Platform, Who
from core.services.front_desk import FrontDesk
from core.services.visit import House
from core.tokens import ActionToken, Verb, decode
from core.wording import voice
from tests.support.visitor import StorageThatIsDown, Visitor

WORDS_IN_A_PANIC = 60  # on one page
STEPS = load_catalog()[GROUNDING].steps


def down(house: House) -> FrontDesk:
    return FrontDesk(replace(house, storage=StorageThatIsDown()))


@pytest.mark.parametrize("platform", list(Platform))
@pytest.mark.parametrize("language", ["en", "es"])
async def test_it_is_walked_with_the_database_down(house: House, platform: Platform, language: str) -> None:
    """From the first page to the last, in the language of the button, and once more; help stands on each page."""
    t = voice(language)
    desk = down(house)
    visitor = Visitor(desk, Who(platform, "-/T1", "U1"))
    visitor.reply = await desk.tap(visitor.who, ActionToken(Verb.GO, subject="ground", country="MX", language=language))
    seen = [visitor.text]
    while t("Next") in visitor.text.splitlines():
        assert t("Help now") in visitor.text
        assert t("Who can read this?") in visitor.text
        await visitor.press(t("Next"))
        seen.append(visitor.text)
    assert len(seen) == len(STEPS)
    assert all(one != other for one, other in pairwise(seen))
    await visitor.press(t("Once more"))
    assert visitor.text == seen[0]


@pytest.mark.parametrize("step", [each for each in STEPS if each not in {"rest", "breath"}])
async def test_every_page_can_be_the_last(house: House, step: str) -> None:
    """ "Enough for now" ends it there, with no question why."""
    desk = down(house)
    visitor = Visitor(desk, Who(Platform.SLACK, "-/T1", "U1"))
    visitor.reply = await desk.tap(visitor.who, ActionToken(Verb.GO, subject="ground", carry=step, country="US"))
    await visitor.press("Enough for now")
    assert "That can be all" in visitor.text
    assert {"Once more", "My safety plan", "Open Enough", "Help now"} <= set(visitor.text.splitlines())


def pages() -> Iterator[tuple[str, str]]:
    for language in ("en", "es"):
        for step in STEPS.values():
            t = voice(language)
            yield step.id, " ".join(t(each.text) for each in step.say)


@pytest.mark.parametrize(("step", "said"), list(pages()))
def test_a_page_is_short_enough_for_somebody_in_panic(step: str, said: str) -> None:
    """A few lines, in both languages."""
    assert 0 < len(said.split()) <= WORDS_IN_A_PANIC, step


async def test_nothing_is_stored_and_nothing_says_that_it_was_done(visitor: Visitor, engine: AsyncEngine) -> None:
    """No row changes, whoever walks it; it is on no shelf and in no list of the day."""
    await visitor.keep_first_check_in()
    await visitor.command("home")
    before = await everything(engine)
    await visitor.press("A steady minute")
    for _ in range(3):
        await visitor.press("Next")
    await visitor.press("Enough for now")
    assert await everything(engine) == before
    for word in ("home", "shelf"):
        await visitor.command(word)
        assert "Done: A steady minute" not in visitor.text
        assert "Carry on: A steady minute" not in visitor.text
        assert "Open 1" not in visitor.text
    await visitor.command("shelf")
    assert "Nothing is here yet" in visitor.text


@pytest.mark.parametrize("carry", ["nope", "99", "_back", "see.x"])
async def test_a_step_that_is_gone_begins_it_anew(visitor: Visitor, carry: str) -> None:
    """An old button in a panic is answered with the first page, not with an apology."""
    reply = await visitor.desk.tap(visitor.who, ActionToken(Verb.GO, subject="ground", carry=carry))
    assert isinstance(reply, Page)
    assert "Both feet on the floor" in str(reply.body)


async def test_begun_like_an_exercise_it_is_not_stored_either(visitor: Visitor) -> None:
    """The list of all there is leads to the same pages; so does the button of an exercise that somebody forged."""
    await visitor.keep_first_check_in()
    await visitor.begin("A steady minute")
    assert "Both feet on the floor" in visitor.text
    reply = await visitor.desk.tap(visitor.who, ActionToken(Verb.START, subject=GROUNDING))
    assert isinstance(reply, Page)
    assert "Both feet on the floor" in str(reply.body)
    await visitor.command("open")
    assert "Carry on: A steady minute" not in visitor.text


async def test_the_line_stays_on_top_while_an_answer_is_open(visitor: Visitor) -> None:
    """After a full answer the line stands above grounding as above every other page."""
    await visitor.keep_first_check_in()
    await visitor.command("I want to kill myself")
    await visitor.desk.settle()
    await visitor.press("A steady minute")
    assert "988 Suicide & Crisis Lifeline" in visitor.text
    for action in visitor.page.actions:
        assert decode(action.token.encode()) == action.token


async def everything(engine: AsyncEngine) -> dict[str, list[tuple[object, ...]]]:
    async with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in await connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }
