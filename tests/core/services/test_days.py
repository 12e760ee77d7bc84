"""After the first minute: closing the day, the shelf, taking words along, silence, and erasing."""

import asyncio
from datetime import timedelta

import pytest

from core.pages import Document, OwnWords, Page
from core.people.who import Profile
from core.private import Private
from core.services.front_desk import COMMANDS, FrontDesk
from core.services.visit import House
from tests.support.visitor import FakeClock, FakeReach, Visitor

WORDS = "The handover for Ana is half done"


async def close_the_day(visitor: Visitor) -> None:
    await visitor.command("start")
    await visitor.begin("Close the day")
    await visitor.press("Tired")
    await visitor.press("Yes, one thing")
    await visitor.fill(loop=WORDS, pick="Tuesday, at my desk")
    await visitor.press("No, that is all")
    await visitor.fill(enough="I answered kindly")


async def test_closing_ends_with_their_words_and_when_it_is_next_back(visitor: Visitor, reach: FakeReach) -> None:
    """Three short steps; the last page says what was parked and when the bot writes again. The day is closed: the
    message that was still to come is not, and "When I write" says why."""
    reach.profile_of_all = Profile(zone="Europe/Lisbon")
    await visitor.keep_first_check_in()
    await visitor.press("Yes, at 16:45")
    await close_the_day(visitor)
    assert WORDS in visitor.text
    assert "I am back tomorrow at 16:45" in visitor.text
    await visitor.command("when")
    assert "Monday, 2 March, 16:45 · not then: the day is closed" in visitor.text


async def test_the_shelf_shows_it_to_them_alone(visitor: Visitor, other: Visitor) -> None:
    """What was kept is on the shelf, whole when opened; somebody else with the same button gets nothing of it."""
    await visitor.keep_first_check_in()
    await close_the_day(visitor)
    await visitor.command("shelf")
    assert WORDS in visitor.text
    opened = next(action.token for action in visitor.page.actions if action.label == "Open 1")
    await visitor.press("Open 1")
    assert WORDS in visitor.text
    assert "I answered kindly" in visitor.text
    await other.keep_first_check_in()
    reply = await other.desk.tap(other.who, opened)
    assert isinstance(reply, Page)
    assert reply.title == "From earlier"


async def test_an_entry_is_deleted_after_a_question(visitor: Visitor) -> None:
    """Delete asks once; no leaves it, yes removes it."""
    await visitor.keep_first_check_in()
    await close_the_day(visitor)
    await visitor.command("shelf")
    await visitor.press("Open 1")
    await visitor.press("Delete")
    await visitor.press("No, it stays")
    assert WORDS in visitor.text
    await visitor.press("Delete")
    await visitor.press("Yes, delete it")
    await visitor.command("shelf")
    assert "Nothing is here yet" in visitor.text


async def test_the_shelf_has_pages(visitor: Visitor, clock: FakeClock) -> None:
    """Nine on a page, newest first, with a way to the older ones and back."""
    await visitor.keep_first_check_in()
    for _ in range(11):
        clock.move(timedelta(minutes=1))
        await close_the_day(visitor)
    await visitor.command("shelf")
    assert "Open 9" in visitor.text
    await visitor.press("Older")
    assert "Open 10" in visitor.text
    await visitor.press("Newer")
    assert "Open 1" in visitor.text


async def test_export_says_who_may_read_it_and_holds_everything(visitor: Visitor) -> None:
    """First where it can be read, then all of it: check-ins, closings, what is not finished."""
    await visitor.keep_first_check_in()
    await close_the_day(visitor)
    await visitor.command("start")
    await visitor.begin("Close the day")
    await visitor.press("Low")
    await visitor.command("export")
    assert "Who sees your screen can read it" in visitor.text
    await visitor.press("Show it to me")
    assert isinstance(visitor.reply, Document)
    text = visitor.reply.text.reveal()
    assert all(part in text for part in (WORDS, "Tuesday, at my desk", "8 of 10", "Work, Being a parent", "Low"))


async def test_a_stale_button_is_answered_with_where_they_are(visitor: Visitor) -> None:
    """A button of an earlier step, pressed again, changes nothing and shows the step that is current."""
    await visitor.keep_first_check_in()
    await visitor.command("start")
    await visitor.begin("Close the day")
    first = visitor.reply
    await visitor.press("Tired")
    visitor.reply = first
    await visitor.press("Low")
    assert "already past that one" in visitor.text
    assert "Is anything still pulling at you?" in visitor.text


async def test_the_same_form_twice_keeps_one_entry(visitor: Visitor) -> None:
    """The last form, sent twice: the second is answered like the first, and one entry is kept."""
    await visitor.keep_first_check_in()
    await visitor.command("start")
    await visitor.begin("Close the day")
    await visitor.press("Tired")
    await visitor.press("No, nothing")
    last = visitor.reply
    await visitor.fill(enough="lunch outside")
    ending = visitor.text
    visitor.reply = last
    await visitor.fill(enough="lunch outside")
    assert visitor.text == ending
    visitor.reply = last
    await visitor.fill(enough="lunch outside, and rain")
    assert "It is not stored" in visitor.text
    assert "lunch outside, and rain" in visitor.text
    await visitor.command("shelf")
    assert "Open 2" not in visitor.text


async def test_a_form_in_the_middle_twice_does_not_disown_the_words(visitor: Visitor) -> None:
    """Sent again since its first answer came late: of words that were taken it is not said that they are not stored."""
    await visitor.keep_first_check_in()
    await visitor.command("home")
    await visitor.begin("Close the day")
    await visitor.press("Tired")
    await visitor.press("Yes, one thing")
    form = visitor.reply
    await visitor.fill(loop=WORDS, pick="Tuesday ")
    for late, owned in (("Tuesday ", True), ("Wednesday", False)):
        visitor.reply = form
        await visitor.fill(loop=WORDS, pick=late)
        assert "already past that one" in visitor.text
        assert ("It is not stored" in visitor.text) is not owned
        assert WORDS not in visitor.text


async def test_it_is_taken_up_where_it_was_left(visitor: Visitor, house: House) -> None:
    """Left in the middle, it goes on there, in another process too; or it begins afresh when they want that."""
    await visitor.keep_first_check_in()
    await visitor.command("start")
    await visitor.begin("Close the day")
    await visitor.press("Tired")
    visitor.desk = FrontDesk(house)
    await visitor.command("home")
    await visitor.press("Carry on: Close the day")
    assert "Is anything still pulling at you?" in visitor.text
    await visitor.press("Start fresh")
    assert "How are you leaving work today?" in visitor.text


@pytest.mark.parametrize("word", ["shelf", "when", "settings", "pause", "export", "erase", "open", "stop"])
async def test_a_stranger_is_welcomed_whatever_they_ask(visitor: Visitor, word: str) -> None:
    """Of whom nothing is stored, nothing can be shown: the first page answers."""
    await visitor.command(word)
    assert "Your country" in visitor.text


@pytest.mark.parametrize("word", ["now", "sos", "988", "crisis", "AYUDA", " Now "])
async def test_help_is_there_before_consent(visitor: Visitor, word: str) -> None:
    """Help now and its aliases answer anybody."""
    await visitor.command(word)
    assert "findahelpline.com" in visitor.text


async def test_a_check_in_leads_to_where_it_was_kept(visitor: Visitor) -> None:
    """Its last page opens the list it stands in, and an entry says which button opens it and which number is which."""
    await visitor.keep_first_check_in()
    await visitor.command("start")
    await visitor.begin("Check in")
    await visitor.fill(roles=("home",), heavy=6, room=3)
    await visitor.press("Check-ins")
    assert "1 · Monday, 2 March" in visitor.text
    assert "Home · How heavy is it? 6 of 10 · How much room to breathe? 3 of 10" in visitor.text


async def test_ending_a_pause_is_answered(visitor: Visitor) -> None:
    """While it is quiet the way back stands there in place of what was pressed; pressing it is confirmed."""
    await visitor.keep_first_check_in()
    await visitor.command("pause")
    await visitor.press("Quiet for a week")
    assert "Quiet until tomorrow" not in visitor.text
    await visitor.press("End the quiet")
    assert "The quiet is over" in visitor.text


@pytest.mark.parametrize("word", ["help", "what", "frobnicate now please"])
async def test_unknown_words_are_answered(visitor: Visitor, word: str) -> None:
    """Any word that is no command is answered with the ones that are, and is not repeated back."""
    await visitor.command(word)
    assert "shelf" in visitor.text
    assert "frobnicate" not in visitor.text


async def test_erase_removes_all(visitor: Visitor, house: House) -> None:
    """After erase they are a stranger, and their old buttons open nothing."""
    await visitor.keep_first_check_in()
    await close_the_day(visitor)
    await visitor.command("shelf")
    opened = next(action.token for action in visitor.page.actions if action.label == "Open 1")
    await visitor.command("erase")
    await visitor.press("Erase it all")
    assert "Everything is erased" in visitor.text
    reply = await visitor.desk.tap(visitor.who, opened)
    assert isinstance(reply, Page)
    assert "Your country" in [field.label for field in reply.fields]
    async with house.storage.begin() as work:
        assert await work.people.find(visitor.who) is None


async def test_erasing_in_two_windows_at_once_erases_and_says_so(visitor: Visitor) -> None:
    """Whichever was quicker: neither window says that nothing was changed."""
    await visitor.keep_first_check_in()
    await visitor.command("erase")
    token = next(action.token for action in visitor.page.actions if action.label == "Erase it all")
    pages = await asyncio.gather(*(visitor.desk.tap(visitor.who, token) for _ in range(3)))
    assert {page.title for page in pages if isinstance(page, Page)} <= {"Erased", "Enough"}


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_form_sent_after_an_erase_gives_the_words_back(
    visitor: Visitor, reach: FakeReach, language: str
) -> None:
    """From an old window: they are welcomed as new, and what they wrote is shown, not stored and not lost."""
    await visitor.keep_first_check_in()
    await visitor.command("start")
    await visitor.begin("Close the day")
    await visitor.press("Low")
    await visitor.press("Yes, one thing")
    form = visitor.page
    await visitor.command("erase")
    await visitor.press("Erase it all")
    reach.profile_of_all = Profile(language=language)
    reply = await visitor.desk.submit(
        visitor.who, form.token, {"loop": Private(WORDS), "pick": Private("word " * 300), "more": Private("w" * 1500)}
    )
    assert isinstance(reply, Page)
    assert OwnWords(Private(WORDS)) in reply.body
    assert [field.id for field in reply.fields] == ["country"]


async def test_pause_is_quiet_until_tomorrow_by_their_own_clock(visitor: Visitor, reach: FakeReach) -> None:
    """ "When I write" begins after the pause, and "End the quiet" ends it."""
    reach.profile_of_all = Profile(zone="Europe/Lisbon")
    await visitor.keep_first_check_in()
    await visitor.press("Yes, at 16:45")
    await visitor.command("pause")
    await visitor.press("Quiet until tomorrow")
    assert "quiet until Tuesday, 3 March" in visitor.text
    await visitor.command("when")
    assert "Monday, 2 March, 16:45 · not then: quiet\n" in visitor.text
    assert "Tuesday, 3 March, 16:45\n" in visitor.text
    await visitor.command("pause")
    await visitor.press("End the quiet")
    await visitor.command("when")
    assert "Monday, 2 March, 16:45" in visitor.text


async def test_stop_sends_nothing_more(visitor: Visitor, reach: FakeReach) -> None:
    """One tap stops all messages; what was kept stays."""
    reach.profile_of_all = Profile(zone="Europe/Lisbon")
    await visitor.keep_first_check_in()
    await visitor.press("Yes, at 16:45")
    await visitor.command("stop")
    await visitor.command("when")
    assert "I do not write to you" in visitor.text


async def test_settings_change_country_language_clock_and_time(visitor: Visitor) -> None:
    """One form; each wrong field is named with the forms that are read, and an empty time means silence."""
    await visitor.keep_first_check_in()
    await visitor.press("No")
    await visitor.command("settings")
    await visitor.fill(country="US", language="en", zone="Atlantis", time="25:99")
    assert set(visitor.errors) == {"zone", "time"}
    await visitor.fill(country="GB", language="en", zone="Europe/London", time="17h30")
    assert "Saved." in visitor.text
    await visitor.command("when")
    assert "17:30" in visitor.text
    await visitor.command("now")
    assert "116 123" in visitor.text
    await visitor.command("settings")
    await visitor.fill(country="GB", language="en", zone="Europe/London", time="")
    await visitor.command("when")
    assert "I do not write to you" in visitor.text


async def test_a_country_that_no_form_offers_is_not_stored(visitor: Visitor) -> None:
    """A forged pick changes nothing: such a country could stand in no button from then on."""
    await visitor.keep_first_check_in(country="GB")
    await visitor.command("settings")
    for forged in ("QQ", "us", "USA", ""):
        await visitor.fill(country=(forged,), language="es")
        await visitor.command("settings")
        assert visitor.page.token.country == "GB"


async def test_help_lists_every_command(visitor: Visitor) -> None:
    """The list that people read leaves out no command, besides itself and pages that buttons show."""
    await visitor.command("help")
    listed = {line.partition(":")[0] for line in visitor.text.splitlines() if ":" in line}
    assert set(COMMANDS) - {"help", "load", "talk", "plan", "ground"} <= listed
