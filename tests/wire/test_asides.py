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


async def test_a_half_written_form_is_left_without_a_loss(tmp_path: Path) -> None:
    """On Slack "Show my words" comes on top and leads back by closing; "Back" and "Enough for now" take along what was
    typed."""
    async with town(tmp_path) as here:
        await here.bot.start("--only", "slack,web")
        await here.bot.move_clock(AFTERNOON)
        player, person = here.slack_player, here.slack.person(here.slack_id)
        await keep_and_be_reminded(player)
        await player.command("start")
        for label in ("As to a friend", "Yes, now"):
            await player.press(label)
        await player.answer({"What happened": "I shouted"}, send="Next")
        await player.answer({"What I see that they cannot": "How tired they are"}, send="Next")
        form = person.modal
        await person.fill({"To my friend": WORDS})
        await player.press("Show my words")
        assert "I shouted" in "\n".join(player.screen)
        assert "[ Back ]" not in "\n".join(player.screen)
        await person.close_modal()
        assert person.modal is form
        assert WORDS in "\n".join(player.screen)
        await player.press("Back")
        await player.answer({"What I see that they cannot": "How tired they are"}, send="Next")
        assert WORDS in "\n".join(player.screen)
        await person.fill({"To my friend": f"{WORDS}, and more"})
        await player.press("Enough for now")
        await player.press("My shelf")
        await player.press("Open 1")
        assert f"{WORDS}, and more" in "\n".join(player.screen)
