"""The line on top after an answer to a crisis, on the real wire: one tap takes it off, wherever it stands."""

from pathlib import Path

from bots.playground.slack.seen import text_of
from tests.support.bot import AFTERNOON, keep_and_be_reminded, town

EXPLICIT = "I want to kill myself"
LINE, SEEN = "116 123", "I know where help is"
WORDS = "half a sentence that is not sent yet"


async def test_on_slack_in_a_form_and_on_home(tmp_path: Path) -> None:
    """What was typed into the form and not sent stays there; Home is drawn without it as well."""
    async with town(tmp_path) as here:
        await here.bot.start("--only", "slack,web")
        await here.bot.move_clock(AFTERNOON)
        player, person = here.slack_player, here.slack.person(here.slack_id)
        await keep_and_be_reminded(player)
        await player.command("put", EXPLICIT)
        assert "Emergency: call 999" in "\n".join(player.screen)
        await person.close_modal()
        await person.open_home()
        await person.wait_for(lambda: person.home)
        assert person.home is not None
        assert LINE in "\n".join(text_of(person.home))
        await player.command("start")
        for label in ("Close the day", "Tired", "Yes, one thing"):
            await player.press(label)
        assert LINE in "\n".join(player.screen)
        await person.fill({"What is it?": WORDS})
        await player.press(SEEN)
        assert LINE not in "\n".join(player.screen)
        assert WORDS in "\n".join(player.screen)
        await person.wait_for(lambda: person.home and LINE not in "\n".join(text_of(person.home)))


async def test_on_slack_on_home_itself(tmp_path: Path) -> None:
    """Pressed there, the page opens in front of it, and both are without."""
    async with town(tmp_path) as here:
        await here.bot.start("--only", "slack,web")
        await here.bot.move_clock(AFTERNOON)
        player, person = here.slack_player, here.slack.person(here.slack_id)
        await keep_and_be_reminded(player)
        await player.command("put", EXPLICIT)
        await person.close_modal()
        await person.open_home()
        await person.wait_for(lambda: person.home)
        await person.press(SEEN, where=person.home)
        await person.wait_for(lambda: person.modal)
        assert LINE not in "\n".join(player.screen)
        await person.wait_for(lambda: person.home and LINE not in "\n".join(text_of(person.home)))


async def test_on_discord(tmp_path: Path) -> None:
    """In the message that only they see, above a form that is not opened yet."""
    async with town(tmp_path) as here:
        await here.bot.start("--only", "discord,web")
        await here.bot.move_clock(AFTERNOON)
        await here.discord.wait_commands()
        player = here.discord_player
        await keep_and_be_reminded(player)
        await player.command("start")
        for label in ("Close the day", "Tired", "Yes, one thing"):
            await player.press(label)
        await player.answer({"What is it?": EXPLICIT}, send="Park it")
        await player.press("Carry on")
        assert LINE in "\n".join(player.screen)
        await player.press(SEEN)
        screen = "\n".join(player.screen)
        assert LINE not in screen
        assert "Park it here" in screen
        assert "[ Change ]" in screen, "what was written still stands in the form"
