"""Grounding and the safety plan on the real wire, for somebody of whom nothing is kept, and from an answer and back."""

from pathlib import Path

import pytest

from tests.support.bot import AFTERNOON, keep_and_be_reminded, town


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_before_consent_and_from_an_answer_to_a_crisis(tmp_path: Path, platform: str) -> None:
    """Page by page before anything is stored; later from the gentle question, and back to it."""
    async with town(tmp_path) as here:
        await here.bot.start("--only", f"{platform},web")
        await here.bot.move_clock(AFTERNOON)
        if platform == "discord":
            await here.discord.wait_commands()
        player = here.slack_player if platform == "slack" else here.discord_player
        await player.command("now")
        for label, seen in (
            ("A steady minute", "Both feet on the floor"),
            ("Next", "Look around you"),
            ("Enough for now", "That can be all"),
            ("My safety plan", "Nothing is kept here about you"),
        ):
            await player.press(label)
            assert seen in "\n".join(player.screen)
        assert here.bot.rows_about_people() == 0
        await keep_and_be_reminded(player)
        await player.command("start")
        for label in ("Close the day", "Low", "Yes, one thing"):
            await player.press(label)
        await player.answer({"What is it?": "everyone would be better off without me"}, send="Park it")
        for label, seen in (
            ("My safety plan", "There is no plan here yet"),
            ("A steady minute", "Both feet on the floor"),
            ("Back", "Are you thinking about suicide?"),
            ("No", "Is there one more thing to park?"),
        ):
            await player.press(label)
            assert seen in "\n".join(player.screen)
