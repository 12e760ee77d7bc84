"""The clock on its way, with the real bot: what comes on the way comes at its time, and a journey is alone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bots.playground.page.journey import Journey
from bots.playground.page.side import Refused
from bots.playground.page.town import Citizen, Town, town
from bots.playground.players import DiscordPlayer, SlackPlayer
from tests.support.bot import keep_and_be_reminded

pytestmark = pytest.mark.asyncio(loop_scope="module")
LONDON = ZoneInfo("Europe/London")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here() -> AsyncIterator[Town]:
    async with town() as here:
        yield here


@pytest_asyncio.fixture(loop_scope="module")
async def journey(here: Town) -> Journey:
    return Journey(here, lambda: None)


@pytest_asyncio.fixture(loop_scope="module")
async def reminded(here: Town, journey: Journey) -> Citizen:
    """Somebody new who is written to at 16:45, on Slack; it is a Wednesday, 15:40."""
    local = here.now.astimezone(LONDON)
    wednesday = (local + timedelta(days=7 + (2 - local.weekday()) % 7)).replace(hour=15, minute=40)
    await journey.set(wednesday)
    citizen = here.add(f"Kim {len(here.people)}")
    await keep_and_be_reminded(SlackPlayer(citizen.slack))
    return citizen


def local(here: Town) -> datetime:
    return here.now.astimezone(LONDON)


async def test_across_a_clock_change_the_time_on_the_wall_stays(here: Town, journey: Journey) -> None:
    """A message at 16:45 is at 16:45 before and after."""
    citizen = here.add("Alex", zone="America/New_York")
    await keep_and_be_reminded(SlackPlayer(citizen.slack))
    zone = ZoneInfo("America/New_York")
    before = here.now.astimezone(zone).utcoffset()
    await journey.jump("clock_change", citizen)
    assert here.now.astimezone(zone).utcoffset() != before
    await SlackPlayer(citizen.slack).command("open")  # it may have grown quiet on the way there
    await journey.jump("next", citizen)
    walls = {datetime.fromtimestamp(float(message.ts), zone).strftime("%H:%M") for message in citizen.slack.dm}
    assert walls == {"16:45"}


async def test_the_next_message_comes_at_its_minute(here: Town, journey: Journey, reminded: Citizen) -> None:
    """The clock stands at the time that was asked for, and the message carries it."""
    said = await journey.jump("next", reminded)
    assert "came for Kim" in said["said"]
    assert (local(here).hour, local(here).minute) == (16, 45)
    (message,) = reminded.slack.dm
    sent_at = datetime.fromtimestamp(float(message.ts), LONDON)
    assert (sent_at.hour, sent_at.minute) == (16, 45)


async def test_on_the_way_to_friday_every_message_comes(here: Town, journey: Journey, reminded: Citizen) -> None:
    """Wednesday's, Thursday's and Friday's, each on its day: nothing is stale by having been jumped over."""
    await journey.jump("friday", reminded)
    assert (local(here).weekday(), local(here).hour) == (4, 18)
    days = [datetime.fromtimestamp(float(message.ts), LONDON).weekday() for message in reminded.slack.dm]
    assert days == [2, 3, 4]


async def test_two_weeks_of_silence_are_backed_off_from(here: Town, journey: Journey, reminded: Citizen) -> None:
    """Three messages, and then one a week."""
    before = here.now
    said = await journey.jump("two_weeks", reminded)
    assert here.now - before >= timedelta(days=14)
    sent = [datetime.fromtimestamp(float(message.ts), LONDON).date() for message in reminded.slack.dm]
    assert (sent[3] - sent[2]).days == 7
    assert len(sent) == 4
    assert "4 messages came" in said["said"]


async def test_nothing_comes_on_a_public_holiday(here: Town, journey: Journey, reminded: Citizen) -> None:
    """The clock goes to its morning; the next message is a later day's."""
    await SlackPlayer(reminded.slack).command("open")
    said = await journey.jump("holiday", reminded)
    assert "in GB" in said["said"]
    holiday = local(here).date()
    await journey.set(local(here).replace(hour=23))
    days = {datetime.fromtimestamp(float(message.ts), LONDON).date() for message in reminded.slack.dm}
    assert days
    assert holiday not in days


async def test_whoever_asked_for_nothing_is_waited_for_in_vain(here: Town, journey: Journey, reminded: Citizen) -> None:
    """The messages of others are not theirs; the clock stands still."""
    other = here.add("Nobody")
    before = here.now
    with pytest.raises(Refused, match="asked for no message"):
        await journey.jump("next", other)
    assert here.now - before < timedelta(minutes=1)


async def test_both_platforms_count_as_one_person(here: Town, journey: Journey, reminded: Citizen) -> None:
    """A message on Discord is a message for them; that on Slack comes at the same time."""
    await keep_and_be_reminded(DiscordPlayer(reminded.discord))
    await journey.jump("next", reminded)
    await reminded.slack.wait_for(lambda: reminded.slack.dm)
    await reminded.discord.wait_for(lambda: reminded.discord.dm)
    assert reminded.messages == 2


async def test_the_clock_has_one_journey_at_a_time(here: Town, journey: Journey, reminded: Citizen) -> None:
    """Whoever asks for another meanwhile is told; the first goes on to its end."""
    long = asyncio.create_task(journey.jump("two_weeks", reminded))
    await asyncio.sleep(0.05)
    with pytest.raises(Refused, match="on its way"):
        await journey.jump("next", reminded)
    assert "messages came" in (await long)["said"]


async def test_a_jump_ends_what_is_played(here: Town, journey: Journey, reminded: Citizen) -> None:
    """A day in a minute gives way to wherever one wants to be."""
    await journey.play()
    await asyncio.sleep(0.1)
    assert journey.playing
    await journey.jump("next", reminded)
    assert not journey.playing
    assert reminded.messages == 1


async def test_the_clock_does_not_go_back(here: Town, journey: Journey) -> None:
    """What was sent would not come again, so it is refused."""
    with pytest.raises(Refused, match="forward only"):
        await journey.set(here.now - timedelta(hours=1))
