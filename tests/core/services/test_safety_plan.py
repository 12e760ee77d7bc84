"""The safety plan: never an empty form first, never an alarm, never lost, and the line above every page of it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.tables import person
from core.exercises.own_pages import PLAN
from core.pages import Contact, OwnWords, Page, TextField
from core.people.who import Platform, Profile, Who
from core.private import Private
from core.services.front_desk import FrontDesk
from core.services.visit import House
from core.storage import UnitOfWork
from core.tokens import ActionToken, Verb
from tests.support.visitor import FakeClock, FakeReach, StorageThatIsDown, Visitor

LINE = "988 Suicide & Crisis Lifeline"
EXPLICIT = "I want to kill myself"
SIGNS = "I stop answering, and I count what is left"
SAFER = "My sister keeps it"
PARTS = ("signs", "safer", "steady", "company", "ask", "places", "pros")


async def open_plan(visitor: Visitor) -> None:
    await visitor.command("home")
    await visitor.press("My safety plan")


async def write(visitor: Visitor, *words: str) -> None:
    """Write the first parts of a plan, and leave."""
    await visitor.keep_first_check_in()
    await open_plan(visitor)
    await visitor.press("Write a plan")
    for part, said in zip(PARTS, words, strict=False):
        await visitor.fill(**{part: said})


def standing(visitor: Visitor) -> str:
    """Return what stands in the form."""
    field = visitor.page.fields[0]
    assert isinstance(field, TextField)
    return field.value.reveal() if field.value else ""


async def test_nobody_meets_an_empty_form_first(visitor: Visitor) -> None:
    """Without a plan: the line, then grounding, then the offer to write one in a calmer hour."""
    await visitor.keep_first_check_in()
    await visitor.command("now")
    await visitor.press("My safety plan")
    assert not visitor.page.fields
    assert visitor.text.index(LINE) < visitor.text.index("There is no plan here yet")
    assert [each.label for each in visitor.page.actions][:2] == ["A steady minute", "Write a plan"]


async def test_nothing_that_is_written_in_it_interrupts(visitor: Visitor) -> None:
    """Explicit words are words for a plan, in each part; the line stands above each page instead."""
    await visitor.keep_first_check_in()
    await open_plan(visitor)
    await visitor.press("Write a plan")
    for part in PARTS:
        assert [each.id for each in visitor.page.fields] == [part]
        assert LINE in visitor.text
        await visitor.fill(**{part: f"{EXPLICIT}, {part}"})
    assert "Your plan is kept" in visitor.text
    assert LINE in visitor.text
    assert "I’m safe" not in visitor.text
    await visitor.desk.settle()
    await visitor.command("shelf")
    assert LINE not in visitor.text, "and it is no crisis that stays on top"


async def test_every_part_is_whole_and_kept_as_soon_as_it_is_written(visitor: Visitor) -> None:
    """One part, and the window is closed: the plan shows it, the shelf has it, and the export once."""
    await write(visitor, SIGNS)
    assert "Enough for now" in visitor.text
    await open_plan(visitor)
    assert SIGNS in visitor.text
    assert LINE in visitor.text
    await visitor.command("export")
    await visitor.press("Show it to me")
    assert visitor.text.count(SIGNS) == 1
    await visitor.command("shelf")
    assert "My safety plan" in visitor.text
    assert SIGNS not in visitor.text, "its words are not on a list that others in the room could see"
    await visitor.press("Open 1")
    assert SIGNS in visitor.text
    assert LINE in visitor.text


async def test_left_half_way_it_is_taken_up_there(visitor: Visitor, clock: FakeClock) -> None:
    """A week later "Carry on" leads to the part that came next; a start page never says that it was begun."""
    await write(visitor, SIGNS, SAFER)
    clock.move(timedelta(days=7))
    for word in ("open", "home"):
        await visitor.command(word)
        assert "Carry on: My safety plan" not in visitor.text
        assert "Done: My safety plan" not in visitor.text
    await visitor.press("My safety plan")
    await visitor.press("Carry on")
    assert "Here is where you left it" in visitor.text
    assert [each.id for each in visitor.page.fields] == ["steady"]
    await visitor.press("Back")
    assert standing(visitor) == SAFER
    await visitor.press("Show my words")
    assert SIGNS in visitor.text
    assert LINE in visitor.text
    await visitor.press("Back")
    await visitor.press("Enough for now")
    assert "Your plan is kept" in visitor.text


async def test_there_is_one_plan_and_each_part_of_it_is_changed(visitor: Visitor) -> None:
    """ "Change" leads to each part with what stands there; changed, the others stay, and the shelf still has one."""
    await write(visitor, SIGNS, SAFER)
    await open_plan(visitor)
    await visitor.press("Change")
    await visitor.press("To make the place safer")
    assert standing(visitor) == SAFER
    await visitor.fill(safer="Ana keeps it")
    await visitor.press("Enough for now")
    await open_plan(visitor)
    assert [block.text.reveal() for block in visitor.page.body if isinstance(block, OwnWords)] == [
        SIGNS,
        "Ana keeps it",
    ]
    assert "Carry on" not in visitor.text.splitlines(), "nothing was left half-way"
    await visitor.press("Change")
    await visitor.press("How I notice it")
    assert standing(visitor) == SIGNS
    await visitor.fill(signs="")
    await visitor.command("shelf")
    assert "Open 1" in visitor.text
    assert "Open 2" not in visitor.text
    await visitor.press("Open 1")
    assert SIGNS not in visitor.text
    assert "Ana keeps it" in visitor.text


async def test_a_plan_without_a_word_is_none(visitor: Visitor) -> None:
    """Every part can stay empty. Then there is nothing on the shelf, and the page says that there is no plan."""
    await write(visitor, "", "")
    await visitor.press("Enough for now")
    assert "Nothing is written yet" in visitor.text
    await visitor.press("My safety plan")
    assert "There is no plan here yet" in visitor.text
    await visitor.press("Write a plan")
    await visitor.fill(signs=SIGNS)
    await open_plan(visitor)
    await visitor.press("Change")
    await visitor.press("How I notice it")
    await visitor.fill(signs="")
    await visitor.command("shelf")
    assert "Nothing is here yet" in visitor.text


async def test_deleted_it_is_gone_also_from_where_it_was_left(visitor: Visitor) -> None:
    """Asked first, the line above it; then nothing of it comes back, and an old form does not bring it back."""
    await write(visitor, SIGNS)
    old_form = visitor.page.token
    await open_plan(visitor)
    await visitor.press("Change")
    await visitor.press("Delete")
    assert LINE in visitor.text
    await visitor.press("Yes, delete it")
    assert "It is deleted" in visitor.text
    assert LINE in visitor.text
    await visitor.desk.submit(visitor.who, old_form, {"safer": Private(SAFER)})
    await open_plan(visitor)
    assert "There is no plan here yet" in visitor.text
    await visitor.press("Write a plan")
    assert standing(visitor) == ""
    await visitor.command("export")
    await visitor.press("Show it to me")
    assert SIGNS not in visitor.text


async def test_it_is_changed_nowhere_but_on_its_own_pages(visitor: Visitor) -> None:
    """The form over an entry is screened like any other, and the plan's words are not: the two do not mix."""
    await write(visitor, SIGNS)
    await visitor.command("shelf")
    opened = next(each.token for each in visitor.page.actions if each.label == "Open 1")
    edit = replace(opened, step="edit")
    page = await visitor.desk.form(visitor.who, edit)
    assert not page.fields
    reply = await visitor.desk.submit(visitor.who, edit, {"signs": Private("other words")})
    assert isinstance(reply, Page)
    assert reply.title == "From earlier"
    reply = await visitor.desk.tap(visitor.who, edit)
    assert isinstance(reply, Page)
    assert "To make the place safer" in [each.label for each in reply.actions]


async def test_the_last_form_sent_twice_shows_the_same_ending(visitor: Visitor) -> None:
    """A slow answer makes people send again: the plan is kept once, and they are told so."""
    await write(visitor, SIGNS)
    await open_plan(visitor)
    await visitor.press("Change")
    await visitor.press("Doctor, therapist, clinic")
    last = visitor.page.token
    for _ in range(2):
        reply = await visitor.desk.submit(visitor.who, last, {"pros": Private("Dr. Okafor, 9 to 5")})
        assert isinstance(reply, Page)
        assert "Your plan is kept" in str(reply.body)
    await open_plan(visitor)
    assert visitor.text.count("Dr. Okafor, 9 to 5") == 1


async def test_from_a_crisis_answer_and_back(visitor: Visitor) -> None:
    """One tap shows the plan; from there one leads back to the answer, where "I'm safe" is."""
    await write(visitor, SIGNS)
    await visitor.begin("Close the day")
    await visitor.press("Low")
    await visitor.press("Yes, one thing")
    await visitor.fill(loop=EXPLICIT)
    await visitor.desk.settle()
    await visitor.press("My safety plan")
    assert SIGNS in visitor.text
    assert visitor.text.count(LINE) == 1
    await visitor.press("A steady minute")
    await visitor.press("Back")
    assert "Emergency: call 911" in visitor.text
    await visitor.press("I’m safe")
    await visitor.press("Carry on")
    assert "Is there one more thing to park?" in visitor.text


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("everyone would be better off without me", "Are you thinking about suicide?"),
        ("my husband hits me", "not your fault"),
    ],
)
async def test_grounding_leads_back_to_a_question_or_a_concern_too(visitor: Visitor, words: str, seen: str) -> None:
    """The answer it was opened from is there again, with its way on."""
    await visitor.keep_first_check_in()
    await visitor.begin("Close the day")
    await visitor.press("Low")
    await visitor.press("Yes, one thing")
    await visitor.fill(loop=words)
    await visitor.desk.settle()
    assert seen in visitor.text
    await visitor.press("A steady minute")
    assert seen not in visitor.text
    await visitor.press("Back")
    assert seen in visitor.text
    await visitor.press("Carry on")
    assert "Is there one more thing to park?" in visitor.text


async def test_a_stranger_is_told_what_is_possible(visitor: Visitor, reach: FakeReach) -> None:
    """Before consent nothing is kept: it says so, in their language, with the line and grounding; nothing is stored."""
    for language, said in (("en", "Nothing is kept here about you"), ("es", "Aquí no hay nada guardado de ti")):
        reach.profile_of_all = Profile(language=language)
        await visitor.command("plan")
        assert said in visitor.text
        assert any(isinstance(block, Contact) for block in visitor.page.body)
        assert not visitor.page.fields
        assert visitor.page.actions[0].token.subject == "ground"
    begun = await visitor.desk.tap(visitor.who, ActionToken(Verb.START, subject=PLAN))
    assert isinstance(begun, Page)
    assert [each.id for each in begun.fields] == ["country"]


@pytest.mark.parametrize("platform", list(Platform))
async def test_without_storage_the_page_has_what_works(house: House, platform: Platform) -> None:
    """The line of the country in the button, grounding, and a second try; its form keeps the line above it."""
    desk = FrontDesk(replace(house, storage=StorageThatIsDown()))
    visitor = Visitor(desk, Who(platform, "-/T1", "U1"))
    button = ActionToken(Verb.GO, subject="plan", step="yes.", country="ES", language="en")
    visitor.reply = await desk.tap(visitor.who, button)
    assert "I cannot get to your plan right now" in visitor.text
    assert "024" in visitor.text
    assert [each.label for each in visitor.page.actions][:3] == ["A steady minute", "Try again", "Back"]
    await visitor.press("Back")
    assert "Emergency: call 112" in visitor.text
    form = ActionToken(Verb.RUN, subject="a" * 24, step=f"{PLAN}.signs", version=1, country="ES")
    visitor.reply = await desk.form(visitor.who, form)
    assert "024" in visitor.text
    assert visitor.page.fields


class StorageThatHangs(StorageThatIsDown):
    """A database that takes a connection and never answers."""

    def begin(self) -> "StorageThatHangs":
        return self

    async def __aenter__(self) -> UnitOfWork:
        await asyncio.Event().wait()
        raise AssertionError

    async def __aexit__(self, *_: object) -> None: ...


async def test_nobody_waits_for_a_storage_that_hangs(house: House) -> None:
    """After a second the page comes with what works; a platform gives three."""
    desk = FrontDesk(replace(house, storage=StorageThatHangs()))
    visitor = Visitor(desk, Who(Platform.SLACK, "-/T1", "U1"))
    async with asyncio.timeout(2):
        visitor.reply = await desk.tap(visitor.who, ActionToken(Verb.GO, subject="plan", country="US"))
        await visitor.press("A steady minute")
    assert "Both feet on the floor" in visitor.text


async def test_a_plan_that_does_not_open_is_no_dead_end(visitor: Visitor, engine: AsyncEngine) -> None:
    """The key is broken: the line and grounding are there all the same."""
    await write(visitor, SIGNS)
    async with engine.begin() as connection:
        await connection.execute(update(person).values(wrapped_key=b"\x01" + bytes(100)))
    await visitor.command("plan")
    assert "findahelpline.com" in visitor.text
    assert visitor.page.actions[0].label == "A steady minute"


async def test_one_plan_is_not_anothers(visitor: Visitor, other: Visitor) -> None:
    """What one wrote, the other does not see."""
    await write(visitor, SIGNS)
    await other.keep_first_check_in()
    await open_plan(other)
    assert SIGNS not in other.text
    assert "There is no plan here yet" in other.text
