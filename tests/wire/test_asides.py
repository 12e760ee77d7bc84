"""Help and "Who can read this?" are one tap away from a half-written form, and cost nothing that was typed."""

from pathlib import Path

from tests.support.bot import AFTERNOON, keep_and_be_reminded, town

WORDS = "half a sentence that is not sent yet"


async def test_help_on_top_of_a_form_keeps_what_is_typed(tmp_path: Path) -> None:
    """On Slack both pages come on top of the form; closing them, the words stand there as before."""
    async with town(tmp_path) as here:
        await here.bot.start("--only", "slack,web")
        await here.bot.move_clock(AFTERNOON)
        player, person = here.slack_player, here.slack.person(here.slack_id)
        await keep_and_be_reminded(player)
        await player.command("start")
        for label in ("Close the day", "Tired", "Yes, one thing"):
            await player.press(label)
        form = person.modal
        assert form is not None
        await person.fill({"What is it?": WORDS})
        for label in ("Help now", "Who can read this?"):
            await player.press(label)
            assert person.modal is not form
            await person.close_modal()
            assert person.modal is form
            assert WORDS in "\n".join(player.screen)
