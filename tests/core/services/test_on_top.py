"""The line on top of the next pages after a full answer, and the one tap that says it was seen."""

import pytest

from core.exercises.catalog import load_catalog
from core.pages import BODY_CHARS, MAX_ACTIONS, MAX_BLOCKS, Action, Contact, Document, Note, Page, Paragraph, in_groups
from core.people.who import Platform, Who
from core.services.front_desk import FrontDesk
from core.services.on_top import page_below, with_line
from core.services.visit import House, Visit
from core.tokens import ActionToken, Verb
from tests.support.visitor import FakeClock, Visitor

EXPLICIT = "I want to kill myself"
WEAK = "everyone would be better off without me"
LINE = "988 Suicide & Crisis Lifeline"
SEEN = "I know where help is"


async def in_a_hard_moment(visitor: Visitor) -> None:
    await visitor.keep_first_check_in()
    await visitor.command(EXPLICIT)
    await visitor.desk.settle()


@pytest.mark.parametrize("word", ["shelf", "home", "start", "settings", "when", "export", "privacy", "load", "ground"])
async def test_one_tap_on_any_page_takes_the_line_off_and_leaves_the_page(visitor: Visitor, word: str) -> None:
    """Nothing is asked: the same page stands there without it, and so do the next ones."""
    await in_a_hard_moment(visitor)
    await visitor.command(word)
    title = visitor.page.title
    assert LINE in visitor.text
    await visitor.press(SEEN)
    assert LINE not in visitor.text
    assert SEEN not in visitor.text
    assert visitor.page.title == title
    await visitor.command("shelf")
    assert LINE not in visitor.text


async def test_in_a_step_the_step_stays(visitor: Visitor) -> None:
    """What was typed before stands in its form again, and the exercise goes on."""
    await visitor.keep_first_check_in()
    await visitor.begin("Close the day")
    for label in ("Low", "Yes, one thing"):
        await visitor.press(label)
    await visitor.fill(loop=EXPLICIT)
    await visitor.desk.settle()
    await visitor.press("Carry on")
    form = visitor.page
    assert LINE in visitor.text
    await visitor.press(SEEN)
    assert LINE not in visitor.text
    assert (visitor.page.token, visitor.page.fields) == (form.token, form.fields)


async def test_in_the_second_part_of_grounding_it_stays_there(visitor: Visitor) -> None:
    """Its pages are told apart by the button alone."""
    await in_a_hard_moment(visitor)
    for label in ("A steady minute", "Next"):
        await visitor.press(label)
    assert "Look around you" in visitor.text
    await visitor.press(SEEN)
    assert LINE not in visitor.text
    assert "Look around you" in visitor.text
    await visitor.press("Back")
    assert "Emergency: call 911" in visitor.text


async def test_on_the_outcome_of_a_form_it_leads_to_the_start(visitor: Visitor) -> None:
    """What a form did is not done twice."""
    await in_a_hard_moment(visitor)
    await visitor.command("put")
    await visitor.fill(thought="A long week")
    await visitor.press(SEEN)
    assert "What would help now?" in visitor.text
    assert LINE not in visitor.text


async def test_on_an_exercise_that_ended_meanwhile_it_leads_to_the_start(visitor: Visitor) -> None:
    """The page below is gone, and the line is seen all the same."""
    await in_a_hard_moment(visitor)
    await visitor.begin("Close the day")
    await visitor.press("Low")
    asked = visitor.page
    await visitor.press("No, nothing")
    await visitor.fill(enough="lunch")
    visitor.reply = asked
    await visitor.press(SEEN)
    assert "What would help now?" in visitor.text


async def test_it_stands_with_the_ways_elsewhere(visitor: Visitor) -> None:
    """Between the answers of a page it would read as one of them."""
    await in_a_hard_moment(visitor)
    await visitor.begin("Close the day")
    answers, elsewhere = in_groups(visitor.page.actions)
    assert SEEN not in [each.label for each in answers]
    assert elsewhere[0].label == SEEN


async def test_a_page_that_shows_the_line_itself_has_no_such_button(visitor: Visitor) -> None:
    """Help now, the plan and the answer itself: there the line is what the page is about."""
    await in_a_hard_moment(visitor)
    for word in ("now", "plan"):
        await visitor.command(word)
        assert LINE in visitor.text
        assert SEEN not in visitor.text


async def test_the_line_of_one_page_has_none(visitor: Visitor) -> None:
    """After weak wording that was asked about this week the line is on that page alone, and needs no tap."""
    await visitor.keep_first_check_in()
    await visitor.command(f"put {WEAK}")
    await visitor.press("No")
    await visitor.command("put")
    await visitor.fill(thought=WEAK)
    assert LINE in visitor.text
    assert SEEN not in visitor.text
    await visitor.command("shelf")
    assert LINE not in visitor.text


async def test_a_button_of_an_earlier_moment_has_the_line_too(visitor: Visitor) -> None:
    """Whatever the next page is."""
    await in_a_hard_moment(visitor)
    visitor.reply = await visitor.desk.tap(visitor.who, ActionToken(Verb.RUN, subject="a" * 24, step="closing.loop"))
    assert "belongs to an earlier moment" in visitor.text
    assert LINE in visitor.text
    await visitor.press(SEEN)
    assert LINE not in visitor.text


async def test_what_is_exported_has_it_above(visitor: Visitor) -> None:
    """A document is a private page like any other."""
    await in_a_hard_moment(visitor)
    await visitor.command("export")
    await visitor.press("Show it to me")
    assert isinstance(visitor.reply, Document)
    assert LINE in visitor.text


@pytest.mark.parametrize("country", ["US", "JP", "ZZ"])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param((Paragraph("w" * (BODY_CHARS // 2)),) * 2, id="full of words"),
        pytest.param((Note("w"),) * MAX_BLOCKS, id="full of blocks"),
        pytest.param((Paragraph("w" * 1600),) * 2, id="nearly full"),
        pytest.param((), id="empty"),
    ],
)
async def test_the_fullest_page_can_be_shown(house: House, country: str, body: tuple[Paragraph, ...]) -> None:
    """Where there is no room for all of the line its name and first way stand there; a page is never lost to it."""
    visit = Visit(house, Who(Platform.SLACK, "-/T1", "U1"), ActionToken(Verb.GO, country=country), house.clock.now())
    visit.line_on_top = True
    buttons = tuple(Action(f"{n}", visit.go("shelf", f"{n}")) for n in range(MAX_ACTIONS))
    shown = with_line(visit, Page(token=visit.token, title="T", body=body, actions=buttons))
    assert isinstance(shown, Page)
    assert shown.body[len(shown.body) - len(body) :] == body
    has_line = any(isinstance(block, Contact) for block in shown.body)
    assert has_line == (sum(len(block.text) for block in body) < BODY_CHARS and len(body) < MAX_BLOCKS)


def test_every_step_of_every_exercise_can_be_named_by_the_button() -> None:
    """A button's token has a bound, and the page below has to be found again from it."""
    for exercise in load_catalog().values():
        for step in exercise.steps:
            page = ActionToken(Verb.RUN, subject="a" * 24, step=f"{exercise.id}.{step}", version=99, country="US")
            seen = page.to(Verb.CARE, subject=page.subject, step=f"seen.run.{page.step}")
            assert page_below(seen) == page.to(Verb.RUN, subject=page.subject, step=page.step)


@pytest.mark.parametrize("step", ["seen", "seen.", "seen.no.x", "safe", "seen.run.x.y.z"])
async def test_a_forged_button_is_one_of_another_time(visitor: Visitor, step: str) -> None:
    """It shows a page, whatever it says."""
    await visitor.keep_first_check_in()
    assert isinstance(await visitor.desk.tap(visitor.who, ActionToken(Verb.CARE, step=step)), Page)


async def test_a_home_with_everything_on_it_has_room_for_the_button(
    visitor: Visitor, house: House, clock: FakeClock
) -> None:
    """The bound on buttons counts it in."""
    await in_a_hard_moment(visitor)
    visitor.desk = FrontDesk(house)
    await visitor.command("home")
    assert len(visitor.page.actions) <= MAX_ACTIONS
    assert SEEN in visitor.text
