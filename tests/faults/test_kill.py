"""The bot dies at the worst moment, between a send and its note: nothing is doubled and nothing is lost."""

import asyncio
from pathlib import Path

import pytest

from bots.playground.process import BotEnded
from tests.support.bot import AFTERNOON, DUE, Town, keep_and_be_reminded, town, trace_a_rule

WORDS = "the words that were kept before"
LONGER_THAN_A_LEASE = 50  # minutes and seconds are the bot's: its clock is moved past the lease of a dead sender


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_killed_between_send_and_finish(tmp_path: Path, database_url: str, platform: str) -> None:
    """kill -9 once the message is out and before that is noted: after a restart it is there once, and the shelf too."""
    async with town(tmp_path, DATABASE_URL=database_url) as here:
        await here.bot.start()
        await here.bot.move_clock(AFTERNOON)
        await here.discord.wait_commands()
        player = here.slack_player if platform == "slack" else here.discord_player
        await keep_and_be_reminded(player)
        await trace_a_rule(player, WORDS)
        hold_the_answer(here)
        moving = asyncio.create_task(here.bot.move_clock(DUE))  # answered once all is sent, which it will not be
        await player.wait_for_nudge(1)
        await here.bot.kill()
        with pytest.raises(BotEnded):
            await moving

        await here.bot.start()
        await here.bot.move_clock(DUE.replace(second=LONGER_THAN_A_LEASE))
        await asyncio.sleep(3)  # two dispatch ticks and the first reap, in which a double would come
        assert player.nudges == 1
        await player.command("shelf")
        assert WORDS in "\n".join(player.screen)
        assert await here.bot.stop() == 0


def hold_the_answer(here: Town) -> None:
    here.slack.faults.apply_then_wait("chat.postMessage", seconds=30)
    here.discord.faults.apply_then_wait("POST /channels/*/messages", seconds=30)
