"""Around a crisis answer: what is asked, what is believed, what is remembered, and for how long."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.storage import SqlStorage
from core.pages import Page, TextField
from core.people.who import Platform, Profile, Who
from core.private import Private
from core.services.front_desk import FrontDesk
from core.services.shelf import ON_A_PAGE
from core.services.visit import House
from core.storage import UnitOfWork
from core.tokens import ActionToken, Verb
from core.vault import Vault, new_master_key, parse_master_keys
from tests.support.visitor import FakeClock, FakeReach, StorageThatIsDown, Visitor

EXPLICIT = "I want to kill myself"
WEAK = "everyone would be better off without me"
LINE = "988 Suicide & Crisis Lifeline"


async def park(visitor: Visitor, words: str) -> None:
    """Come to the step that asks what is still pulling, and answer it with *words*."""
    await visitor.command("start")
    labels = [action.label for action in visitor.page.actions]
    await visitor.press(next(label for label in labels if "Close the day" in label))
    if "Start fresh" in visitor.text:
        await visitor.press("Start fresh")
    await visitor.press("Low")
    await visitor.press("Yes, one thing")
    await visitor.fill(loop=words)
    await visitor.desk.settle()


async def test_weak_wording_is_one_question_with_the_line_on_top(visitor: Visitor) -> None:
    """It names suicide, kindly; yes, no and not sure are there, and so is going on."""
    await visitor.keep_first_check_in()
    await park(visitor, WEAK)
    assert "suicide" in visitor.text
    assert LINE in visitor.text
    assert {"Yes", "No", "Not sure", "Carry on"} <= set(visitor.text.splitlines())


async def test_no_goes_on_with_the_words_that_were_typed(visitor: Visitor) -> None:
    """After a no, the step is answered with what was written: nothing is typed twice."""
    await visitor.keep_first_check_in()
    await park(visitor, WEAK)
    await visitor.press("No")
    await visitor.press("No, that is all")
    await visitor.fill(enough="lunch")
    assert WEAK in visitor.text


async def test_yes_and_not_sure_get_the_full_answer(visitor: Visitor) -> None:
    """Both lead to the full answer, and back to the step with the words in it."""
    await visitor.keep_first_check_in()
    for label in ("Yes", "Not sure"):
        await park(visitor, WEAK)
        await visitor.press(label)
        assert "Emergency: call 911" in visitor.text
        await visitor.press("Carry on")
        field = visitor.page.fields[0]
        assert isinstance(field, TextField)
        assert field.value == Private(WEAK)


async def test_the_same_weak_wording_that_week_gets_the_line_alone(visitor: Visitor, clock: FakeClock) -> None:
    """After a no it is not asked again for a week, the line stands on top; explicit words get the full answer."""
    await visitor.keep_first_check_in()
    await park(visitor, WEAK)
    await visitor.press("No")
    await park(visitor, WEAK)
    assert LINE in visitor.text
    assert "Not sure" not in visitor.text
    assert "Is there one more thing to park?" in visitor.text
    await park(visitor, EXPLICIT)
    assert "Emergency: call 911" in visitor.text
    clock.move(timedelta(days=8))
    await park(visitor, WEAK)
    assert "Not sure" in visitor.text


async def test_safe_is_believed_with_one_offer_more(visitor: Visitor) -> None:
    """ "I'm safe" is answered with the line once more and no "are you sure"; then the line no longer follows them."""
    await visitor.keep_first_check_in()
    await park(visitor, EXPLICIT)
    await visitor.press("I’m safe")
    assert LINE in visitor.text
    assert "I’m safe" not in visitor.text
    await visitor.command("shelf")
    assert LINE not in visitor.text


async def test_safe_is_not_asked_about_twice(visitor: Visitor) -> None:
    """Carrying on from there takes the words as the answer: sent again, they would raise the alarm again."""
    await visitor.keep_first_check_in()
    await park(visitor, EXPLICIT)
    await visitor.press("I’m safe")
    await visitor.press("Carry on")
    assert "Is there one more thing to park?" in visitor.text
    await visitor.press("No, that is all")
    await visitor.fill(enough="lunch")
    assert EXPLICIT in visitor.text


async def test_carrying_on_keeps_help_on_top(visitor: Visitor) -> None:
    """The very next page after the full answer has the line on top, and the full answer itself has it once."""
    await visitor.keep_first_check_in()
    await park(visitor, EXPLICIT)
    assert visitor.text.count(LINE) == 1
    await visitor.press("Carry on")
    assert LINE in visitor.text


async def test_a_stranger_in_crisis_is_answered_in_their_language(visitor: Visitor, reach: FakeReach) -> None:
    """Before anything is stored the platform's profile says which: for help, and for what is typed."""
    reach.profile_of_all = Profile(language="es-MX")
    for typed in ("ayuda", EXPLICIT, "help"):
        await visitor.command(typed)
        assert "Ayuda ahora" in visitor.text or "No tienes que llevarlo a solas" in visitor.text


async def test_a_crisis_answer_is_forgotten_after_a_week(visitor: Visitor, clock: FakeClock) -> None:
    """The line stands on top for 7 days at the most."""
    await visitor.keep_first_check_in()
    await park(visitor, EXPLICIT)
    clock.move(timedelta(days=6))
    await visitor.command("shelf")
    assert LINE in visitor.text
    clock.move(timedelta(days=2))
    await visitor.command("shelf")
    assert LINE not in visitor.text


async def test_a_stranger_in_crisis_is_answered_and_nothing_is_stored(visitor: Visitor) -> None:
    """Before any consent the answer comes, and leaves no person behind."""
    await visitor.command(EXPLICIT)
    await visitor.desk.settle()
    assert "findahelpline.com" in visitor.text
    assert isinstance(visitor.reply, Page)
    await visitor.command("shelf")
    assert "Your country" in visitor.text


async def test_a_half_filled_form_is_open_again_after_the_question(visitor: Visitor) -> None:
    """The words stood in the optional field and the needed one is empty: "no" leads back to the form, as it was."""
    await visitor.keep_first_check_in()
    await park(visitor, "the slides")
    await visitor.command("home")
    await visitor.press("Carry on: Close the day")
    await visitor.press("Start fresh")
    await visitor.press("Low")
    await visitor.press("Yes, one thing")
    await visitor.fill(pick=WEAK)
    await visitor.desk.settle()
    await visitor.press("No")
    assert [field.id for field in visitor.page.fields] == ["loop", "pick"]
    field = visitor.page.fields[1]
    assert isinstance(field, TextField)
    assert field.value == Private(WEAK)


async def test_the_line_stands_on_top_of_a_full_shelf_too(visitor: Visitor) -> None:
    """However much is listed, there is room for the longest line."""
    await visitor.keep_first_check_in(country="US")
    for number in range(ON_A_PAGE + 1):
        await park(visitor, f"{number} " + "word " * 50)
        await visitor.press("No, that is all")
        await visitor.fill(enough="w" * 300)
    await visitor.command(EXPLICIT)
    await visitor.desk.settle()
    await visitor.command("shelf")
    assert LINE in visitor.text
    assert f"Open {ON_A_PAGE}" in visitor.text


async def test_half_a_character_is_kept_as_a_sign_that_something_was_there(visitor: Visitor) -> None:
    """JSON can carry a lone surrogate, which nothing can be sealed or shown with: the rest of the words stays."""
    await visitor.keep_first_check_in()
    await park(visitor, "the \ud83d slides, \ud83d\ude42")
    await visitor.press("No, that is all")
    await visitor.fill(enough=f"{WEAK} \udc00")
    await visitor.desk.settle()
    await visitor.press("No")
    assert "the \N{REPLACEMENT CHARACTER} slides, \N{SLIGHTLY SMILING FACE}" in visitor.text


FRIEND = "My friend wants to kill himself"
OTHER_LINES = "Asking them openly does no harm"


async def test_going_on_from_a_friends_page_is_no_answer_to_the_question(visitor: Visitor) -> None:
    """Nobody asked about suicide there: weak wording that week is asked about all the same."""
    await visitor.keep_first_check_in()
    await park(visitor, FRIEND)
    assert OTHER_LINES in visitor.text
    await visitor.press("Carry on")
    assert "Is there one more thing to park?" in visitor.text
    await park(visitor, WEAK)
    assert "Not sure" in visitor.text


async def test_passing_by_is_a_no_wherever_it_was_asked(visitor: Visitor) -> None:
    """After a command too, where there is no exercise to go back to."""
    await visitor.keep_first_check_in()
    await visitor.command(WEAK)
    await visitor.press("Carry on")
    assert "What would help now?" in visitor.text
    await park(visitor, WEAK)
    assert LINE in visitor.text
    assert "Not sure" not in visitor.text


async def test_a_crisis_in_one_field_comes_before_a_friend_in_another(visitor: Visitor) -> None:
    """The strongest counts, whichever stands first; a concern is still answered where weak wording no longer is."""
    await visitor.keep_first_check_in()
    await park(visitor, "x")
    for loop, pick in ((EXPLICIT, FRIEND), (FRIEND, EXPLICIT)):
        await _at_the_loop(visitor)
        await visitor.fill(loop=loop, pick=pick)
        assert "Emergency: call 911" in visitor.text
        assert OTHER_LINES not in visitor.text
        await visitor.desk.settle()
        await visitor.press("I’m safe")
    await park(visitor, WEAK)
    await visitor.press("No")
    await _at_the_loop(visitor)
    await visitor.fill(loop=WEAK, pick=FRIEND)
    assert OTHER_LINES in visitor.text
    assert LINE in visitor.text


async def _at_the_loop(visitor: Visitor) -> None:
    await visitor.command("start")
    await visitor.press("Close the day")
    if "Start fresh" in visitor.text:
        await visitor.press("Start fresh")
    await visitor.press("Low")
    await visitor.press("Yes, one thing")


async def test_words_that_came_too_late_for_their_step_are_there_to_copy(visitor: Visitor) -> None:
    """Written into a step that was past by then, or whose exercise ended: the answer first, then the words, once."""
    await visitor.keep_first_check_in()
    await _at_the_loop(visitor)
    late = visitor.page
    await visitor.fill(loop="the slides")
    visitor.reply = late
    await visitor.fill(loop=EXPLICIT)
    assert "Emergency: call 911" in visitor.text
    await visitor.desk.settle()
    await visitor.press("Carry on")
    assert "Is there one more thing to park?" in visitor.text
    assert EXPLICIT in visitor.text
    await visitor.press("No, that is all")
    await visitor.fill(enough="lunch")
    assert EXPLICIT not in visitor.text

    visitor.reply = late
    await visitor.fill(loop=EXPLICIT)
    await visitor.desk.settle()
    await visitor.press("Carry on")
    assert "belongs to an earlier moment" in visitor.text
    assert EXPLICIT in visitor.text


async def test_help_comes_in_the_language_and_country_picked_in_the_same_form(
    visitor: Visitor, reach: FakeReach
) -> None:
    """Settings are changed and a city is asked for with heavy words: both changes hold, and no time is taken away."""
    reach.profile_of_all = Profile(zone="America/New_York")
    await visitor.keep_first_check_in()
    await visitor.press("Yes, at 16:45")
    await visitor.command("settings")
    await visitor.fill(country=("ES",), language=("es",), zone=EXPLICIT, time="")
    assert "No tienes que llevarlo a solas" in visitor.text
    assert "024" in visitor.text
    await visitor.desk.settle()
    await visitor.press("Estoy a salvo")
    assert "024" in visitor.text
    assert "No tienes que" not in visitor.text
    await visitor.command("when")
    assert "16:45" in visitor.text


async def test_two_hard_texts_at_once_are_both_answered(visitor: Visitor, desk: FrontDesk) -> None:
    """From two devices, into one form: both get the whole answer, and the line stays on top."""
    await visitor.keep_first_check_in()
    await _at_the_loop(visitor)
    token = visitor.page.token
    texts = ({"loop": Private(EXPLICIT)}, {"loop": Private(f"{EXPLICIT} tonight")})
    for reply in await asyncio.gather(*(desk.submit(visitor.who, token, each) for each in texts)):
        visitor.reply = reply
        assert "Emergency: call 911" in visitor.text
    await desk.settle()
    await visitor.press("Carry on")
    assert LINE in visitor.text
    await visitor.command("shelf")
    assert LINE in visitor.text


async def test_after_an_erase_nothing_of_it_is_left(visitor: Visitor) -> None:
    """Neither the line on top nor the "no": whoever begins anew is new."""
    await visitor.keep_first_check_in()
    await park(visitor, WEAK)
    await visitor.press("No")
    await park(visitor, EXPLICIT)
    await visitor.command("erase")
    await visitor.press("Erase it all")
    await visitor.keep_first_check_in()
    await visitor.command("shelf")
    assert LINE not in visitor.text
    await park(visitor, WEAK)
    assert "Not sure" in visitor.text


async def test_somebody_whose_key_does_not_open_is_answered(
    visitor: Visitor, house: House, engine: AsyncEngine
) -> None:
    """The whole answer, and every button on it shows a page with help in reach."""
    await visitor.keep_first_check_in()
    await _at_the_loop(visitor)
    storage = SqlStorage(engine, Vault(parse_master_keys(new_master_key())))
    visitor.desk = FrontDesk(replace(house, storage=storage))
    await visitor.fill(loop=EXPLICIT)
    await visitor.desk.settle()
    answer = visitor.page
    assert "Emergency: call 911" in visitor.text
    for action in answer.actions:
        visitor.reply = answer
        await visitor.press(action.label)
        assert LINE in visitor.text or "Help now" in visitor.text


class HangingStorage(StorageThatIsDown):
    """A database that never answers."""

    def begin(self) -> UnitOfWork:
        return HangingWork()  # type: ignore[return-value]  # nothing of it is ever reached


class HangingWork:
    async def __aenter__(self) -> "HangingWork":
        await asyncio.Event().wait()
        return self

    async def __aexit__(self, *_: object) -> None: ...


@pytest.mark.parametrize("text", [EXPLICIT, WEAK, FRIEND])
async def test_an_answer_waits_for_no_storage(house: House, text: str) -> None:
    """With a database that hangs, what is typed is answered within 1.5 s, and so is each button of an answer."""
    desk = FrontDesk(replace(house, storage=HangingStorage()))
    who = Who(Platform.SLACK, "-/T1", "U1")
    form = ActionToken(Verb.RUN, subject="a" * 24, step="closing.loop", version=1, country="US")
    async with asyncio.timeout(1.5):
        page = await desk.submit(who, form, {"loop": Private(text)})
    assert isinstance(page, Page)
    assert any(action.token.verb is Verb.CARE for action in page.actions)
    for step in ("yes", "unsure", "safe", "friend", "ask"):
        async with asyncio.timeout(1.5):
            assert isinstance(await desk.tap(who, form.to(Verb.CARE, subject=form.subject, step=step)), Page)
    for task in list(desk._after):
        task.cancel()


@pytest.mark.parametrize("label", ["Carry on", "I’m safe"])
async def test_a_quick_tap_finds_the_words_that_are_still_being_kept(visitor: Visitor, label: str) -> None:
    """They are kept after the answer was given, and whoever presses at once comes after that."""
    await visitor.keep_first_check_in()
    await visitor.command(f"put {EXPLICIT}")
    await visitor.press(label)
    if label != "Carry on":
        await visitor.press("Carry on")
        assert "It may sound different about a friend" in visitor.text
    else:
        assert visitor.page.fields[0] == replace(visitor.page.fields[0], value=Private(EXPLICIT))
        assert LINE in visitor.text
