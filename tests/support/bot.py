"""The real bot process between both stand-ins, and one person on each, for tests over the whole wire."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bots.playground.discord import bounds
from bots.playground.discord.server import DiscordStandIn
from bots.playground.page.town import settings_for
from bots.playground.players import DiscordPlayer, Player, SlackPlayer, labels
from bots.playground.process import BotProcess
from bots.playground.scripts.actor import TAPS
from bots.playground.slack.server import SlackStandIn

ZONE = ZoneInfo("Europe/London")
AFTERNOON = datetime(2026, 3, 2, 15, 40, tzinfo=ZONE)
DUE = datetime(2026, 3, 2, 16, 45, tzinfo=ZONE)


@dataclass
class Town:
    """One bot, both platforms, and a person on each."""

    bot: BotProcess
    slack: SlackStandIn
    discord: DiscordStandIn
    slack_id: str
    discord_id: str
    slack_player: SlackPlayer
    discord_player: DiscordPlayer

    @property
    def players(self) -> tuple[Player, Player]:
        return (self.slack_player, self.discord_player)


@asynccontextmanager
async def town(folder: Path, *, dm_opens: int = bounds.DM_OPENS, **settings: str) -> AsyncIterator[Town]:
    """Start the stand-ins and prepare a bot, not started yet; end all of it. ``dm_opens`` is Discord's limit."""
    slack, discord = SlackStandIn(), DiscordStandIn(dm_opens=dm_opens)
    await slack.start()
    await discord.start()
    bot = BotProcess(folder, {**settings_for(slack, discord), **settings})
    sam, kim = slack.person("U0CANARYID", tz="Europe/London"), discord.person("900000000000000001", locale="en-GB")
    try:
        yield Town(bot, slack, discord, sam.id, kim.id, SlackPlayer(sam), DiscordPlayer(kim))
    finally:
        await bot.kill()
        await discord.stop()
        await slack.stop()


async def keep_and_be_reminded(player: Player) -> None:
    """Go through the first minute, keep it, and ask for the message at 16:45."""
    await player.command("open")
    await player.answer({"Your country": "United Kingdom"}, send="Start")
    await player.answer(TAPS, send="Next")
    for label in ("Next", "Keep this", "Yes, at 16:45"):
        await player.press(label)
    if player.platform == "Discord":
        await player.press(next(label for label in labels(player) if "London" in label))


async def close_the_day(player: Player, words: str) -> None:
    """Close the day with one thing parked in *words*."""
    await player.command("start")
    await player.press("Close the day")
    await player.press("Tired")
    await player.press("Yes, one thing")
    await player.answer({"What is it?": words}, send="Park it")
    await player.press("No, that is all")
    await player.answer({"One thing that was enough": words}, send="Close the day")


async def trace_a_rule(player: Player, words: str) -> None:
    """Put *words* on the shelf as a rule, with a message of that day still to come."""
    await player.command("start")
    await player.press("Whose rule is it?")
    await player.answer({"The rule I hold myself to": words}, send="Next")
    await player.answer({"Whose voice says it?": ["I am not sure"]}, send="Next")
    await player.press("Enough for now")
