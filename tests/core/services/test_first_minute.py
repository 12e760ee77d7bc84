"""The first minute: nothing is stored before it is agreed to, and every way through it ends well."""

import pytest

from core.errors import RateLimited, RecipientGone
from core.pages import Page
from core.people.who import Platform, Profile, Who
from core.services.front_desk import FrontDesk
from core.services.visit import House
from tests.support.visitor import FakeClock, FakeReach, Visitor


async def is_known(house: House, who: Who) -> bool:
    async with house.storage.begin() as work:
        return await work.people.find(who) is not None


async def test_it_says_what_it_is_before_the_first_field(visitor: Visitor) -> None:
    """A program, who can read this, a line to call: all before anything is asked."""
    await visitor.command()
    assert "I am a program" in visitor.text
    assert "Example Ltd" in visitor.text
    assert "findahelpline.com" in visitor.text
    assert {"Who can read this?", "Help now"} <= set(visitor.text.splitlines())


async def test_nothing_is_stored_before_keep(visitor: Visitor, house: House) -> None:
    """Taps leave no trace until "Keep this" is pressed."""
    await visitor.command()
    await visitor.fill(country="US")
    assert "Nothing is stored yet." in visitor.text
    await visitor.fill(roles=("work", "parent"), heavy=8, room=2)
    assert "work and being a parent" in visitor.text
    await visitor.press("Next")
    assert not await is_known(house, visitor.who)
    await visitor.press("Let it go")
    assert not await is_known(house, visitor.who)


async def test_the_first_minute_asks_for_taps_alone(visitor: Visitor) -> None:
    """No field for words before consent: words cannot be carried without being stored."""
    await visitor.command()
    await visitor.fill(country="ZZ")
    assert {field.id for field in visitor.page.fields} == {"roles", "heavy", "room"}


async def test_keep_stores_the_check_in_once(visitor: Visitor) -> None:
    """Pressed twice, "Keep this" keeps one check-in."""
    await visitor.keep_first_check_in()
    keep = visitor.seen[-2]
    visitor.reply = keep
    await visitor.press("Keep this")
    await visitor.command("shelf")
    await visitor.press("Check-ins")
    assert visitor.text.count("Open 1") == 1
    assert "Open 2" not in visitor.text


async def test_reminders_begin_with_a_yes(visitor: Visitor, reach: FakeReach, clock: FakeClock) -> None:
    """On Slack the profile says the zone; yes opens the DM in that very click and names the first time."""
    reach.profile_of_all = Profile(zone="Europe/Lisbon")
    await visitor.keep_first_check_in()
    assert "Shall I write at 16:45" in visitor.text
    await visitor.press("Yes, at 16:45")
    assert reach.opened == [visitor.who]
    assert "today at 16:45" in visitor.text


async def test_no_reminder_leaves_no_dm_and_no_plan(visitor: Visitor, reach: FakeReach) -> None:
    """No means no: nothing is opened, nothing is planned, and it is not asked again."""
    await visitor.keep_first_check_in()
    await visitor.press("No")
    assert reach.opened == []
    await visitor.command("when")
    assert "I do not write to you" in visitor.text


async def test_the_zone_is_asked_only_when_reminders_are_wanted(desk: FrontDesk, reach: FakeReach) -> None:
    """Discord's profile has no zone: one country with one clock is one question, by the time it shows."""
    visitor = Visitor(desk, Who(Platform.DISCORD, "app", "42"))
    await visitor.keep_first_check_in(country="GB")
    assert "zone" not in visitor.text
    await visitor.press("Yes, at 16:45")
    assert "Is it 15:40 for you?" in visitor.text
    await visitor.press("15:40 · London")
    assert "today at 16:45" in visitor.text


async def test_a_zone_can_be_typed(visitor: Visitor) -> None:
    """Another place: a city is understood, and nonsense is answered with the forms that are."""
    await visitor.keep_first_check_in(country="ZZ")
    await visitor.press("Yes, at 16:45")
    await visitor.fill(zone="Atlantis")
    assert "Lisbon" in visitor.errors["zone"]
    await visitor.fill(zone="lisbon")
    assert "the clock of Lisbon" in visitor.text


async def test_another_time_can_be_typed(visitor: Visitor, reach: FakeReach) -> None:
    """A time is read in several forms; nonsense is answered with them, and the form stays."""
    reach.profile_of_all = Profile(zone="Europe/Lisbon")
    await visitor.keep_first_check_in()
    await visitor.press("Another time")
    await visitor.fill(time="quarter past dinner")
    assert "16:45" in visitor.errors["time"]
    await visitor.fill(time="5:30pm")
    assert "I write at 17:30" in visitor.text


async def test_closed_dms_are_said_plainly(visitor: Visitor, reach: FakeReach) -> None:
    """When the platform refuses the DM, the page says so, nothing is planned, and trying again works."""
    reach.profile_of_all = Profile(zone="Europe/Lisbon")
    await visitor.keep_first_check_in()
    reach.refusal = RecipientGone("50007")
    await visitor.press("Yes, at 16:45")
    assert "does not let me write to you" in visitor.text
    reach.refusal = RateLimited("40003", retry_after=60)
    await visitor.press("Try again")
    assert "press again in a minute" in visitor.text
    reach.refusal = None
    await visitor.press("Try again")
    assert "I write at 16:45" in visitor.text


async def test_an_app_of_the_user_alone_cannot_write_first(desk: FrontDesk, reach: FakeReach) -> None:
    """Discord: installed for the user only, a DM is not possible, and that is said instead of tried."""
    visitor = Visitor(desk, Who(Platform.DISCORD, "app", "42", can_dm=False))
    await visitor.keep_first_check_in(country="GB")
    await visitor.press("Yes, at 16:45")
    await visitor.press("15:40 · London")
    assert "your own account only" in visitor.text
    assert reach.opened == []


async def test_the_language_is_a_hint_and_the_country_is_asked(desk: FrontDesk, reach: FakeReach) -> None:
    """A Spanish profile gets Spanish, and no country is taken from that."""
    reach.profile_of_all = Profile(language="es-ES")
    visitor = Visitor(desk, Who(Platform.SLACK, "-/T1", "U9"))
    await visitor.command()
    assert isinstance(visitor.reply, Page)
    assert visitor.page.token.language == "es"
    assert visitor.page.token.country == ""


@pytest.mark.parametrize("zone", ["Mars/Olympus", "America", "../etc/passwd", "x" * 200, "Europe/\x00"])
async def test_a_zone_that_nobody_knows_is_asked_for(visitor: Visitor, reach: FakeReach, zone: str) -> None:
    """What a profile says is taken only if it is a clock; else it is asked, as of somebody without one."""
    reach.profile_of_all = Profile(zone=zone)
    await visitor.keep_first_check_in(country="GB")
    await visitor.press("Yes, at 16:45")
    assert visitor.page.title == "Your clock"
