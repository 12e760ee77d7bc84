"""Inside an exercise: back, stopping where something is whole, one's words, and a thought that goes along."""

from datetime import timedelta

import pytest

from core.pages import OwnWords, TextField
from core.people.who import Profile
from core.private import Private
from tests.support.visitor import FakeClock, FakeReach, Visitor

RULE = "A good parent is never late"
NEW = "I come as soon as I can"
THOUGHT = "I am doing everything badly"


async def begin(visitor: Visitor, title: str) -> None:
    await visitor.keep_first_check_in()
    await visitor.command("start")
    await visitor.press(title)


async def test_a_rule_is_traced_to_the_end(visitor: Visitor) -> None:
    """Old and new stand side by side, and are on the shelf."""
    await begin(visitor, "Whose rule is it?")
    await visitor.fill(rule=RULE)
    assert RULE in visitor.text
    await visitor.fill(voice=("family", "earned"))
    assert "Families hand on" in visitor.text
    await visitor.fill(then="There was a grandmother in the house")
    await visitor.press("A bad feeling, or a look")
    await visitor.press("Hardly anyone")
    await visitor.fill(protect="Being loved")
    await visitor.press("Soften it")
    await visitor.fill(new=NEW)
    words = [block.text.reveal() for block in visitor.page.body if isinstance(block, OwnWords)]
    assert words == [RULE, NEW]
    await visitor.command("shelf")
    await visitor.press("Open 1")
    assert NEW in visitor.text


async def test_a_rule_with_teeth_leads_to_the_load(visitor: Visitor) -> None:
    """A real consequence is not in the head: the door to the load stands there, and going on is possible."""
    await begin(visitor, "Whose rule is it?")
    await visitor.fill(rule=RULE)
    await visitor.fill(voice=("work",))
    await visitor.fill()
    await visitor.press("Job, money, home, safety")
    assert "It is the load" in visitor.text
    await visitor.press("It is the load")
    assert "Who decides?" in visitor.text


async def test_stopping_where_something_is_whole_keeps_it(visitor: Visitor) -> None:
    """After half a minute "Enough for now" is there, and what was written so far is kept."""
    await begin(visitor, "Whose rule is it?")
    await visitor.fill(rule=RULE)
    assert "Enough for now" not in visitor.text
    await visitor.fill(voice=("culture",))
    await visitor.press("Enough for now")
    assert RULE in visitor.text
    assert "It is on your shelf" in visitor.text
    await visitor.command("shelf")
    assert RULE in visitor.text


async def test_back_returns_with_every_answer_kept(visitor: Visitor) -> None:
    """One step back, the words stand in the form; there is no way back before the first step."""
    await begin(visitor, "Whose rule is it?")
    assert "Back" not in visitor.text.splitlines()
    await visitor.fill(rule=RULE)
    await visitor.press("Back")
    field = visitor.page.fields[0]
    assert isinstance(field, TextField)
    assert field.value == Private(RULE)


@pytest.mark.parametrize(("label", "shown"), [("Back", "How tired they are"), ("Enough for now", "on your shelf")])
async def test_leaving_a_form_by_another_button_keeps_what_was_typed(visitor: Visitor, label: str, shown: str) -> None:
    """Half a letter is typed, and "Back" or "Enough for now" is pressed instead of "Next": it is there after."""
    await begin(visitor, "As to a friend")
    await visitor.press("Yes, now")
    await visitor.fill(happened="I shouted at breakfast")
    await visitor.fill(seen="How tired they are")
    leave = next(action.token for action in visitor.page.actions if action.label == label)
    visitor.reply = await visitor.desk.submit(visitor.who, leave, {"letter": Private("You had slept four")})
    field = visitor.page.fields[0] if visitor.page.fields else None
    assert shown in (field.value.reveal() if isinstance(field, TextField) and field.value else visitor.text)
    if label == "Back":
        await visitor.fill(seen="How tired they are")
        field = visitor.page.fields[0]
        assert isinstance(field, TextField)
        assert field.value == Private("You had slept four")
    else:
        await visitor.command("shelf")
        await visitor.press("Open 1")
        assert "You had slept four" in visitor.text


async def test_words_that_a_crisis_page_answered_are_kept_by_the_way_out(visitor: Visitor) -> None:
    """They stand in the form afterwards; "Enough for now" beside it takes them along."""
    await begin(visitor, "As to a friend")
    await visitor.press("Yes, now")
    await visitor.fill(happened="I shouted at breakfast")
    await visitor.fill(seen="How tired they are")
    await visitor.fill(letter="Sometimes I want to kill myself")
    await visitor.desk.settle()
    await visitor.press("Carry on")
    await visitor.press("Enough for now")
    await visitor.command("shelf")
    await visitor.press("Open 1")
    assert "Sometimes I want to kill myself" in visitor.text


async def test_my_words_are_shown_and_lead_back(visitor: Visitor) -> None:
    """What was written so far, on a page of its own, and from there back to the step."""
    await begin(visitor, "Close the day")
    await visitor.press("Low")
    await visitor.press("Yes, one thing")
    await visitor.fill(loop="the slides for Ana")
    await visitor.press("No, that is all")
    await visitor.press("Show my words")
    assert "the slides for Ana" in visitor.text
    await visitor.press("Back")
    assert "One thing that was enough" in visitor.text


async def test_kind_asks_first_and_stores_nothing_when_let_go(visitor: Visitor) -> None:
    """ "Not now" ends it; let go at the end, nothing is on the shelf."""
    await begin(visitor, "As to a friend")
    await visitor.press("Not now")
    await visitor.command("start")
    await visitor.begin("As to a friend")
    await visitor.press("Yes, now")
    await visitor.fill(happened="I shouted at breakfast")
    await visitor.fill(seen="How tired they are")
    await visitor.fill(letter="You had slept four hours.")
    assert "You had slept four hours." in visitor.text
    await visitor.press("I have read it")
    await visitor.fill(stay="You had slept four hours.")
    await visitor.fill(limit="I need sleep")
    await visitor.press("Let it go")
    assert "Nothing of it was stored" in visitor.text
    await visitor.command("shelf")
    assert "Nothing is here yet" in visitor.text


async def test_a_thought_goes_along(visitor: Visitor) -> None:
    """Typed after the command it stands in the form; then in the first field of the door that is chosen, and on top."""
    await visitor.keep_first_check_in()
    await visitor.command(f"put {THOUGHT}")
    field = visitor.page.fields[0]
    assert isinstance(field, TextField)
    assert field.value == Private(THOUGHT)
    page = await visitor.desk.form(visitor.who, visitor.page.token)
    assert isinstance(page.fields[0], TextField)
    assert page.fields[0].value == Private(THOUGHT)  # Discord opens the form from its token
    await visitor.fill(thought=THOUGHT)
    assert {"None of these", "It is the load", "Talk to a person"} <= set(visitor.text.splitlines())
    await visitor.begin("Whose rule is it?")
    assert THOUGHT in visitor.text
    field = visitor.page.fields[0]
    assert isinstance(field, TextField)
    assert field.value == Private(THOUGHT)
    await visitor.fill(rule=RULE)
    await visitor.fill(voice=("unsure",))
    await visitor.press("Enough for now")
    assert THOUGHT in visitor.text
    await visitor.command("start")
    await visitor.begin("Close the day")
    assert THOUGHT not in visitor.text


async def test_a_thought_goes_into_a_door_that_was_looked_into_before(visitor: Visitor) -> None:
    """Opened once and closed again, with nothing answered: the thought is taken up there all the same."""
    await visitor.keep_first_check_in()
    await visitor.begin("Whose rule is it?")
    await visitor.command("put")
    await visitor.fill(thought=THOUGHT)
    await visitor.press("Whose rule is it?")
    assert "Here is where you left it" not in visitor.text
    field = visitor.page.fields[0]
    assert isinstance(field, TextField)
    assert field.value == Private(THOUGHT)


async def test_a_thought_waits_beside_what_was_begun_before(visitor: Visitor) -> None:
    """What was answered there is not overwritten, and the thought is not lost: "Start fresh" begins from it."""
    await visitor.keep_first_check_in()
    await visitor.begin("Whose rule is it?")
    await visitor.fill(rule="be on time for everyone")
    await visitor.command("put")
    await visitor.fill(thought=THOUGHT)
    await visitor.press("Whose rule is it?")
    assert "be on time for everyone" in visitor.text
    assert THOUGHT in visitor.text
    await visitor.press("Start fresh")
    field = visitor.page.fields[0]
    assert isinstance(field, TextField)
    assert field.value == Private(THOUGHT)


async def test_a_thought_of_a_stranger_is_given_back(visitor: Visitor) -> None:
    """Before consent it cannot be kept: the first page shows it to them again."""
    await visitor.command(f"put {THOUGHT}")
    assert "Your country" in visitor.text
    assert THOUGHT in visitor.text


async def test_a_thought_is_heard_first(visitor: Visitor) -> None:
    """An explicit sentence after ``put`` is answered by the crisis page."""
    await visitor.keep_first_check_in()
    await visitor.command("put I want to kill myself")
    assert "Emergency: call 911" in visitor.text


async def test_a_thought_is_not_there_at_another_time(visitor: Visitor, clock: FakeClock) -> None:
    """Put down and left: tomorrow no form and no exercise begins with it."""
    await visitor.keep_first_check_in()
    await visitor.command(f"put {THOUGHT}")
    await visitor.fill(thought=THOUGHT)
    await visitor.press("None of these")
    clock.move(timedelta(days=1))
    await visitor.command("start")
    await visitor.begin("Close the day")
    await visitor.press("Low")
    await visitor.press("Yes, one thing")
    assert THOUGHT not in visitor.text
    assert isinstance(visitor.page.fields[0], TextField)
    assert visitor.page.fields[0].value is None
    await visitor.command(f"put {THOUGHT}")
    clock.move(timedelta(days=1))
    await visitor.command("put")
    assert isinstance(visitor.page.fields[0], TextField)
    assert visitor.page.fields[0].value is None


@pytest.mark.parametrize("typed", [False, True])
async def test_a_thought_that_a_question_came_before_is_kept(visitor: Visitor, typed: bool) -> None:
    """After "No", and after "Carry on", the doors for it are there; after the full answer it stands in the form."""
    await visitor.keep_first_check_in()
    for words, press in (
        ("I want to kill myself", "Carry on"),
        ("everyone would be better off without me", "Yes"),
        ("everyone would be better off without me", "No"),
    ):
        if typed:
            await visitor.command(f"put {words}")
        else:
            await visitor.command("put")
            await visitor.fill(thought=words)
        await visitor.desk.settle()
        await visitor.press(press)
        if press == "Yes":
            await visitor.press("I’m safe")
            await visitor.press("Carry on")
        if press == "Carry on":
            assert isinstance(visitor.page.fields[0], TextField)
            assert visitor.page.fields[0].value == Private(words)
        else:
            assert words in visitor.text
            assert "Whose rule is it?" in visitor.text


async def test_tender_doors_stay_closed_at_work(visitor: Visitor, reach: FakeReach) -> None:
    """On a Monday at 15:40 where they are, the tender door is not among those for a thought."""
    reach.profile_of_all = Profile(zone="Europe/Lisbon")
    await visitor.keep_first_check_in()
    await visitor.command("put")
    await visitor.fill(thought=THOUGHT)
    assert "As to a friend" not in visitor.text


async def test_a_thought_that_waits_is_exported_too(visitor: Visitor) -> None:
    """Everything means everything: words in a form not sent yet, and a thought that no exercise has taken up."""
    await visitor.keep_first_check_in()
    await visitor.command("put half a thought")
    await visitor.command("export")
    await visitor.press("Show it to me")
    assert "half a thought" in visitor.text
    await visitor.command("put")
    await visitor.fill(thought=THOUGHT)
    await visitor.command("export")
    await visitor.press("Show it to me")
    assert THOUGHT in visitor.text


@pytest.mark.parametrize(
    ("heavy", "room", "door"),
    [(8, 5, "Whose rule is it?"), (10, 5, "Talk to a person"), (0, 0, "Talk to a person"), (3, 6, None)],
)
async def test_a_check_in_ends_with_one_door_or_none(visitor: Visitor, heavy: int, room: int, door: str | None) -> None:
    """After a heavy one the rule, after the lowest a person, after a light one nothing: it is done."""
    await visitor.keep_first_check_in()
    await visitor.begin("Check in")
    await visitor.fill(roles=("work",), heavy=heavy, room=room)
    labels = [action.label for action in visitor.page.actions]
    assert [each for each in labels if each in {"Whose rule is it?", "Talk to a person"}] == ([door] if door else [])
    if door:
        await visitor.press(door)
        assert visitor.page.title == door


async def test_whoever_took_the_wrong_door_has_a_way_back(visitor: Visitor) -> None:
    """On the first page of an exercise there is no step before it: the start page is one tap away."""
    await visitor.keep_first_check_in()
    for title in ("Whose rule is it?", "Close the day", "Check in"):
        await visitor.begin(title)
        await visitor.press("Back to start")
        assert "What would help now?" in visitor.text
    await visitor.begin("Close the day")
    await visitor.press("Low")
    assert "Back to start" not in visitor.text


async def test_a_form_that_is_filled_goes_on_as_it_stands(visitor: Visitor) -> None:
    """After Back, and with a thought to begin from: one tap takes what stands there, without opening the form. An empty
    form has no such tap."""
    await visitor.keep_first_check_in()
    await visitor.command("put")
    await visitor.fill(thought="A good parent is never late")
    await visitor.press("Whose rule is it?")
    await _as_it_is(visitor)
    assert "Whose voice is it?" in visitor.text
    assert visitor.page.as_it_is is None
    await visitor.fill(voice=("family",))
    await visitor.press("Back")
    await _as_it_is(visitor)
    assert "Families hand on" in visitor.text


async def _as_it_is(visitor: Visitor) -> None:
    token = visitor.page.as_it_is
    assert token is not None
    visitor.reply = await visitor.desk.tap(visitor.who, token)
