"""Both stand-ins, the real bot between them, one clock for all of it, and the people who live there."""

import base64
import secrets
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bots.playground.discord import bounds
from bots.playground.discord import person as discord_person
from bots.playground.discord.server import DiscordStandIn
from bots.playground.process import BotProcess
from bots.playground.slack import person as slack_person
from bots.playground.slack.server import SlackStandIn

MONDAY = datetime(2026, 3, 2, 15, 40, tzinfo=ZoneInfo("Europe/London"))  # an hour before the first message is offered
LANGUAGES = {"en": "English", "es": "Español"}


@dataclass(frozen=True)
class Citizen:
    """One human with an account on each platform."""

    id: str
    name: str
    language: str
    zone: str
    slack: slack_person.Person
    discord: discord_person.Person

    @property
    def accounts(self) -> frozenset[tuple[str, str]]:
        """Platform and id there, as the bot stores them."""
        return frozenset({("slack", self.slack.id), ("discord", self.discord.id)})

    @property
    def messages(self) -> int:
        """How many messages the bot wrote to them unasked or asked, in their direct messages."""
        return len(self.slack.dm) + len(self.discord.dm)


class TownClock:
    """Seconds since the epoch for both stand-ins: jumps when told, and runs on from there."""

    def __init__(self, start: datetime) -> None:
        self.ahead = 0.0  # seconds that it is ahead of the machine's clock
        self.move(start)

    def __call__(self) -> float:
        return time.time() + self.ahead

    def now(self) -> datetime:
        return datetime.fromtimestamp(self(), UTC)

    def move(self, instant: datetime) -> None:
        self.ahead = instant.timestamp() - time.time()


class Town:
    """A running bot between both platforms. Made by :func:`town`."""

    def __init__(self, slack: SlackStandIn, discord: DiscordStandIn, bot: BotProcess, clock: TownClock) -> None:
        self.slack = slack
        self.discord = discord
        self.bot = bot
        self.people: dict[str, Citizen] = {}
        self._clock = clock

    @property
    def now(self) -> datetime:
        """The time it is here, in UTC."""
        return self._clock.now()

    @property
    def ahead(self) -> float:
        """The seconds that it is later here than on the machine; negative where it is earlier."""
        return self._clock.ahead

    async def move_clock(self, instant: datetime) -> None:
        """Make it *instant* (aware) everywhere; return when the bot has sent what is due by then."""
        self._clock.move(instant)
        await self.bot.move_clock(instant)

    def add(self, name: str, *, language: str = "en", zone: str = "Europe/London") -> Citizen:
        """Let a person move in. Raises ValueError for a language or zone that there is not."""
        if language not in LANGUAGES:
            raise ValueError(f"the bot speaks {', '.join(LANGUAGES.values())}")
        try:
            ZoneInfo(zone)
        except (KeyError, OSError, ValueError):  # unknown to the zone database, or no key for it at all
            raise ValueError(f"there is no zone {zone!r}: it is written as in Europe/Madrid") from None
        number = len(self.people) + 1
        made = Citizen(
            f"p{number}",
            name,
            language,
            zone,
            self.slack.person(f"U{number:07}", name=name, tz=zone, locale=_LOCALES[language]),
            self.discord.person(name=name, locale=_LOCALES[language]),
        )
        self.people[made.id] = made
        return made


_LOCALES = {"en": "en-GB", "es": "es-ES"}


@asynccontextmanager
async def town(*, start: datetime = MONDAY, dm_opens: int = bounds.DM_OPENS) -> AsyncIterator[Town]:
    """Start it on loopback, at *start*, and end all of it: the bot's process, its folder, the stand-ins.

    *dm_opens* is Discord's limit for DMs that are opened in a while.
    """
    clock = TownClock(start)
    slack, discord = SlackStandIn(clock=clock), DiscordStandIn(clock=clock, dm_opens=dm_opens)
    await slack.start()
    await discord.start()
    with tempfile.TemporaryDirectory(prefix="enough-try-") as folder:
        bot = BotProcess(Path(folder), settings_for(slack, discord))
        try:
            await bot.start()
            await discord.wait_commands()
            made = Town(slack, discord, bot, clock)
            await made.move_clock(made.now)
            yield made
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
