"""``make day``: one whole day of one person on each platform, through the real bot, with the transcript as they see it.

Each step is checked against what was seen on the wire. Every step seen: exit code 0; else the step that was not, and 1.
"""

import asyncio
import base64
import secrets
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bots.playground.discord.server import DiscordStandIn
from bots.playground.players import DiscordPlayer, Player, SlackPlayer
from bots.playground.process import BotProcess
from bots.playground.slack.server import SlackStandIn

MONDAY = datetime(2026, 3, 2, 15, 40)  # noqa: DTZ001  (the wall time each person has, in their own zone)
TIRED = "Ana waits for the handover and I left it half done"
HARD = "I don't want to be alive anymore"
QUIET_TICKS = 2.5  # seconds; two dispatch ticks and more, in which a second message would come


class NotSeen(Exception):
    """A step of the day did not look as it has to."""


@dataclass(frozen=True)
class Life:
    """One person and where they live: what differs between the platforms' days."""

    player: Player
    country: str
    zone: str
    line: str  # the number that has to be in the crisis answer
    asks_zone: bool  # whether the platform leaves the zone to be asked


class Transcript:
    """Prints the day as the person sees it, and holds each step to what it has to show."""

    def __init__(self, life: Life) -> None:
        self._life = life

    def heading(self, text: str) -> None:
        print(f"\n──── {text} " + "─" * max(4, 90 - len(text)))  # noqa: T201

    def does(self, what: str) -> None:
        print(f"\n  > {what}")  # noqa: T201

    def sees(self, *needed: str, lines: list[str] | None = None, but_not: tuple[str, ...] = ()) -> None:
        """Print what is seen. Raises NotSeen when something *needed* is not in it, or something is that is not to."""
        shown = self._life.player.screen if lines is None else lines
        for line in shown:
            print(f"  │ {line}")  # noqa: T201
        text = "\n".join(shown)
        for each in needed:
            if each not in text:
                raise NotSeen(f"{self._life.player.platform}: “{each}” is not on the screen")
        for each in but_not:
            if each in text:
                raise NotSeen(f"{self._life.player.platform}: “{each}” is on the screen")

    def notes(self, text: str) -> None:
        print(f"  · {text}")  # noqa: T201


def demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotSeen(otherwise)


async def play() -> int:
    """Play both days. Returns the exit code."""
    began = time.monotonic()
    try:
        async with world() as (bot, discord, slack):
            britain = discord.person(name="sam", locale="en-GB")
            await live(bot, Life(DiscordPlayer(britain), "United Kingdom", "Europe/London", "116 123", asks_zone=True))
            america = slack.person("U0PERSON", name="sam", tz="America/New_York", locale="en-US")
            await live(bot, Life(SlackPlayer(america), "United States", "America/New_York", "988", asks_zone=False))
            code = await bot.stop()
            demand(code == 0, f"the bot ended with code {code}")
    except (NotSeen, RuntimeError, LookupError, TimeoutError, ValueError) as error:
        print(f"\nNot seen: {type(error).__name__}: {error}")  # noqa: T201
        return 1
    print(f"\nEvery step was seen on the wire, on Discord and on Slack ({time.monotonic() - began:.0f} s).")  # noqa: T201
    return 0


@asynccontextmanager
async def world() -> AsyncIterator[tuple[BotProcess, DiscordStandIn, SlackStandIn]]:
    """Start both stand-ins and the real bot on loopback, and end all of it."""
    slack, discord = SlackStandIn(), DiscordStandIn()
    await slack.start()
    await discord.start()
    with tempfile.TemporaryDirectory(prefix="enough-day-") as folder:
        bot = BotProcess(Path(folder), settings_for(slack, discord))
        try:
            await bot.start()
            await discord.wait_commands()
            yield bot, discord, slack
        except (NotSeen, LookupError, TimeoutError):
            print("\nThe bot's log, last lines:", *bot.last_log_lines(), sep="\n  ")  # noqa: T201
            raise
        finally:
            await bot.kill()
            await discord.stop()
            await slack.stop()


def settings_for(slack: SlackStandIn, discord: DiscordStandIn) -> Mapping[str, str]:
    """Return the settings that point a bot at the stand-ins, with a master key of its own."""
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DISCORD_BOT_TOKEN": discord.token,
        "DISCORD_API_URL": discord.api_url,
        "DISCORD_GATEWAY_URL": discord.gateway_url,
        "ENOUGH_MASTER_KEYS": "play:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "ENOUGH_OPERATOR": "Example Ltd",
        "ENOUGH_LOG_LEVEL": "debug",
    }


async def live(bot: BotProcess, life: Life) -> None:
    """Play the whole day of one person."""
    player, show = life.player, Transcript(life)
    zone = ZoneInfo(life.zone)
    begin = MONDAY.replace(tzinfo=zone)
    await bot.move_clock(begin.astimezone(UTC))
    await first_minute(bot, life, show, begin)
    await closing(bot, life, show, begin)
    await keeping(life, show)
    await crisis(life, show)
    await erasing(bot, life, show)
    demand(player.nudges == 1, f"{player.platform}: {player.nudges} direct messages came, not one")


async def first_minute(bot: BotProcess, life: Life, show: Transcript, begin: datetime) -> None:
    player = life.player
    show.heading(f"{player.platform}, Monday, {begin:%H:%M}")
    show.does("types /enough")
    await player.command("open")
    show.sees("I am a program", "Who can read this?", "findahelpline.com", "Help now")

    await act(player, show, {"Your country": life.country}, send="Start")
    show.sees("Nothing is stored yet", "Help now")
    taps = {
        "Which roles pull hardest?": ["Work", "Being a parent"],
        "How heavy is it?": "8",
        "How much room to breathe?": "2",
    }
    await act(player, show, taps, send="Next")
    show.sees("work and being a parent", "8 of 10")
    await tap(player, show, "Next")
    show.sees("Keep this?", "Example Ltd holds both the machine and the main key")
    demand(bot.rows_about_people() == 0, "something was stored before “Keep this?” was answered")
    show.notes("on disk: nothing about anybody")
    await tap(player, show, "Keep this")
    demand(bot.rows_about_people() > 0, "nothing was stored after “Keep this”")
    show.sees("Shall I write at 16:45")
    await tap(player, show, "Yes, at 16:45")
    if life.asks_zone:
        show.sees("Is it 15:40 for you?")
        await tap(player, show, next(label for label in labels(player) if label.startswith("15:4")))
    show.sees("I write at 16:45", "today at 16:45")
    demand(player.nudges == 0, f"{player.platform}: a message came before its time")


async def closing(bot: BotProcess, life: Life, show: Transcript, begin: datetime) -> None:
    player = life.player
    due = begin + timedelta(hours=1, minutes=5)
    show.heading(f"{player.platform}, Monday, {due:%H:%M}")
    await bot.move_clock(due.astimezone(UTC))
    show.notes("a direct message comes")
    show.sees("Your time for Enough", "[ Open ]", lines=await player.wait_for_nudge(1), but_not=("Close", "closing"))
    await asyncio.sleep(QUIET_TICKS)
    demand(player.nudges == 1, f"{player.platform}: the message came {player.nudges} times")
    show.does("presses [ Open ] under it")
    await player.press_under_nudge("Open")
    show.sees("How are you leaving work today?")
    await tap(player, show, "Tired")
    show.sees("Is anything still pulling at you?")
    await tap(player, show, "Yes, one thing")
    show.sees("Park it here")
    await act(
        player,
        show,
        {"What is it?": TIRED, "Where and when do you pick it up?": "Tuesday, 9:00, my desk"},
        send="Park it",
    )
    await tap(player, show, "No, that is all")
    show.sees("one thing from today that was enough")
    await act(player, show, {"One thing that was enough": "I called the school back"}, send="Close the day")
    show.sees("The day is closed", TIRED, "tomorrow at 16:45", "silent")


async def keeping(life: Life, show: Transcript) -> None:
    player = life.player
    show.heading(f"{player.platform}: what was kept")
    show.does("types /enough shelf")
    await player.command("shelf")
    show.sees("My shelf", "Close the day", TIRED)
    show.does("types /enough export")
    await player.command("export")
    show.sees("Everything you kept")
    await tap(player, show, "Give me the file" if player.platform == "Discord" else "Show it to me")
    if player.platform == "Discord":
        ((name, text),) = player.files
        show.sees("Only you see this", name)
        show.notes(f"the file {name}, which only they see:")
        show.sees(TIRED, "I called the school back", "8 of 10", lines=text.splitlines())
    else:
        show.sees(TIRED, "I called the school back", "8 of 10")


async def crisis(life: Life, show: Transcript) -> None:
    player = life.player
    show.heading(f"{player.platform}: a hard sentence")
    show.does("types /enough start, and presses [ Check in ]")
    await player.command("start")
    await player.press("Check in")
    answers: dict[str, Any] = {
        "Which roles pull hardest?": ["All of it"],
        "How heavy is it?": "9",
        "How much room to breathe?": "1",
        "One sentence, if you like": HARD,
    }
    await act(player, show, answers, send="Next")
    show.sees(life.line, "Nobody", but_not=(HARD,))


async def erasing(bot: BotProcess, life: Life, show: Transcript) -> None:
    player = life.player
    show.heading(f"{player.platform}: taking it all back")
    show.does("types /enough erase")
    await player.command("erase")
    show.sees("Erase everything?")
    await tap(player, show, "Erase it all")
    show.sees("Everything is erased")
    demand(bot.rows_about_people() == 0, "something is still stored after the erase")
    show.notes("on disk: nothing about anybody")


async def tap(player: Player, show: Transcript, label: str) -> None:
    show.does(f"presses [ {label} ]")
    await player.press(label)


async def act(player: Player, show: Transcript, answers: Mapping[str, Any], *, send: str) -> None:
    said = [f"{label} {', '.join(answer) if isinstance(answer, list) else answer}" for label, answer in answers.items()]
    form = await player.answer(answers, send=send)
    if form:
        show.does("opens the form and fills it")
        show.sees(lines=form)
    else:
        for line in said:
            show.does(line)


def labels(player: Player) -> list[str]:
    """Return the labels of the buttons on the screen."""
    return [part.strip("[] ") for line in player.screen for part in line.split("] [") if line.startswith("[")]
