"""What the stand-in keeps: people, channels, messages, interactions. No network here."""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal, TypeAlias

from bots.playground.discord.errors import Json

EPHEMERAL: Final = 1 << 6
LOADING: Final = 1 << 7
V2: Final = 1 << 15
_EPOCH_MS: Final = 1_420_070_400_000  # of Discord's snowflakes: 2015-01-01T00:00Z

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
Installed: TypeAlias = Literal["guild", "user"]


@dataclass
class Account:
    """One person on Discord.

    ``installed`` is "guild" when they share a server with the app, "user" when they installed it for themselves alone.
    """

    id: str
    name: str
    locale: str = "en-US"
    dms_open: bool = True
    installed: Installed = "guild"

    @property
    def display_name(self) -> str:
        """What others read: the name as they wrote it, or with a capital where it is written as a username is."""
        return self.name.title() if self.name.islower() else self.name


@dataclass
class Channel:
    """A channel: of the guild when ``recipient`` is None, else the DM with that person."""

    id: str
    recipient: Account | None = None


@dataclass(frozen=True)
class File:
    """An uploaded file, as the person gets it."""

    id: str
    name: str
    data: bytes
    description: str = ""


@dataclass
class Message:
    """One message. ``changed`` orders messages by their newest change; ``only_for`` is set for an ephemeral one."""

    id: str
    channel: Channel
    author_id: str
    flags: int
    created: float
    changed: int
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    only_for: Account | None = None
    interaction: "Interaction | None" = None
    nonce: str | int | None = None
    edited: float | None = None
    deleted: bool = False

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it still says that the app is thinking."""
        return bool(self.flags & LOADING)


@dataclass
class Interaction:
    """One interaction and what became of it. ``answer`` is the callback type once it was acknowledged.

    ``created`` is by the stand-in's clock, ``began`` in seconds of the event loop's. ``refused`` holds the bodies of
    answers that were not accepted.
    """

    id: str
    token: str
    kind: int
    account: Account
    channel: Channel
    data: Json
    created: float
    began: float
    owners: dict[str, str]
    context: int
    source: Message | None = None
    answer: int | None = None
    failed: bool = False
    original: Message | None = None
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)
    follow_ups: list[Message] = field(default_factory=list)
    refused: list[Json] = field(default_factory=list)
    resolved: bool = False

    @property
    def user_only(self) -> bool:
        return "0" not in self.owners


class World:
    """Everything there is, and a bell that rings on every change. ``clock`` gives seconds since the epoch."""

    def __init__(self, clock: Callable[[], float], app_name: str) -> None:
        self.clock = clock
        self.app_name = app_name
        self._last = 0
        self._changes = 0
        self._bell = asyncio.Event()
        self.app_id = self.snowflake()
        self.guild_id = self.snowflake()
        self.owner = Account(self.snowflake(), "owner")
        self.accounts: dict[str, Account] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, Message] = {}
        self.interactions: dict[str, Interaction] = {}  # by token
        # By who sees them ("": everybody, in the channel) and by who asked, since hundreds of people can live here.
        self.messages_of: defaultdict[str, list[Message]] = defaultdict(list)
        self.interactions_of: defaultdict[str, list[Interaction]] = defaultdict(list)
        self.commands: list[Json] = []
        self.lobby = self.add_channel()

    def snowflake(self) -> str:
        """Return a new id: later ones are greater."""
        self._last = max(self._last + 1, (int(self.clock() * 1000) - _EPOCH_MS) << 22)
        return str(self._last)

    def add_channel(self, recipient: Account | None = None) -> Channel:
        channel = Channel(self.snowflake(), recipient)
        self.channels[channel.id] = channel
        return channel

    def find_dm(self, account: Account) -> Channel | None:
        return next((each for each in self.channels.values() if each.recipient is account), None)

    def add_message(self, channel: Channel, author_id: str, **fields: Any) -> Message:
        message = Message(
            self.snowflake(), channel, author_id, created=self.clock(), changed=self.touch(), **{"flags": 0, **fields}
        )
        self.messages[message.id] = message
        reader = message.only_for or channel.recipient
        self.messages_of[reader.id if reader else ""].append(message)
        return message

    def add_interaction(self, **fields: Any) -> Interaction:
        interaction = Interaction(
            self.snowflake(),
            secrets.token_urlsafe(48),
            created=self.clock(),
            began=asyncio.get_running_loop().time(),
            **fields,
        )
        self.interactions[interaction.token] = interaction
        self.interactions_of[interaction.account.id].append(interaction)
        self.touch()
        return interaction

    def touch(self) -> int:
        """Note a change. Return its number."""
        self._changes += 1
        self._bell.set()
        self._bell = asyncio.Event()
        return self._changes

    async def changed(self) -> None:
        """Wait for the next change."""
        await self._bell.wait()

    async def until(self, predicate: Callable[[], bool], seconds: float) -> bool:
        """Wait until *predicate* holds, looking again at every change. Return False after *seconds*."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not predicate():
            bell = self._bell
            try:
                async with asyncio.timeout_at(end):
                    await bell.wait()
            except TimeoutError:
                return predicate()
        return True


def timestamp(seconds: float) -> str:
    """Return ISO 8601 in UTC, as Discord writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()
