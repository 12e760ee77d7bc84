"""A person's own page on the real wire: Slack's Home tab and Discord's ``home``, before the first minute and after."""

from datetime import timedelta
from pathlib import Path

from bots.playground.players import Player
from bots.playground.slack.person import Person
from bots.playground.slack.seen import text_of
from tests.support.bot import AFTERNOON, close_the_day, keep_and_be_reminded, town

WORDS = "Ana waits for the handover"
EVENING = AFTERNOON + timedelta(hours=2)
MORNING = AFTERNOON + timedelta(hours=17, minutes=20)


async def look(person: Person) -> str:
    """Open the Home tab and return what stands there."""
    await person.open_home()
    return shown(person)


def shown(person: Person) -> str:
    assert person.home is not None
    return "\n".join(text_of(person.home))


async def press(player: Player, *labels: str) -> None:
    for label in labels:
        await player.press(label)


async def test_the_home_tab_from_the_first_look_to_the_erase(tmp_path: Path) -> None:
    """Unknown: what this is, and one button that begins. Known: their page, whose buttons open a modal. What they let
    go, change or erase does not stay on the tab behind it."""
    async with town(tmp_path) as here:
        await here.bot.start("--only", "slack,web")
        await here.bot.move_clock(AFTERNOON)
        player, person = here.slack_player, here.slack.person(here.slack_id)
        first = await look(person)
        for each in ("I am a program", "findahelpline.com", "[ Begin ]", "[ Who can read this? ]", "[ Help now ]"):
            assert each in first
        assert here.bot.rows_about_people() == 0
        await person.press("Begin", where=person.home)
        await person.wait_for(lambda: person.modal)
        assert "Your country" in "\n".join(player.screen)
        await keep_and_be_reminded(player)
        await here.bot.move_clock(EVENING)
        await close_the_day(player, WORDS)
        await person.close_modal()
        await here.bot.move_clock(MORNING)
        known = await look(person)
        for each in ("# Now", "# Today", "# My shelf", "My next message comes today at 16:45", WORDS, "[ Help now ]"):
            assert each in known
        assert "[ Begin ]" not in known
        await person.press("What you parked", where=person.home)
        await person.wait_for(lambda: person.modal)
        assert WORDS in "\n".join(player.screen)
        await press(player, "Let it go")
        await person.wait_for(lambda: "What you parked" not in shown(person))
        await person.close_modal()
        await person.press("Open 1", where=person.home)
        await person.wait_for(lambda: person.modal)
        await press(player, "Change the words")
        await player.answer({"One thing that was enough": "The soup"}, send="Save")
        await press(player, "Delete", "Yes, delete it")
        await person.wait_for(lambda: WORDS not in shown(person))
        await player.command("erase")
        await press(player, "Erase it all")
        await person.wait_for(lambda: "[ Begin ]" in shown(person))


async def test_home_on_discord(tmp_path: Path) -> None:
    """The same two pages, for the person alone."""
    async with town(tmp_path) as here:
        await here.bot.start("--only", "discord,web")
        await here.bot.move_clock(AFTERNOON)
        await here.discord.wait_commands()
        player = here.discord_player
        await player.command("home")
        first = "\n".join(player.screen)
        for each in ("I am a program", "findahelpline.com", "[ Begin ]", "[ Who can read this? ]", "[ Help now ]"):
            assert each in first
        await press(player, "Begin")
        assert "Your country" in "\n".join(player.screen)
        await keep_and_be_reminded(player)
        await here.bot.move_clock(EVENING)
        await close_the_day(player, WORDS)
        await here.bot.move_clock(MORNING)
        await player.command("home")
        known = "\n".join(player.screen)
        for each in (
            "Now",
            "Today",
            "My shelf",
            "My next message comes today at 16:45",
            WORDS,
            "Only you can see this",
        ):
            assert each in known
        await press(player, "What you parked", "Picked up")
        await player.command("open")
        assert WORDS not in "\n".join(player.screen)
