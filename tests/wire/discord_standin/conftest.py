"""A stand-in and real discord.py pointed at it by its two URLs, which are globals of that library."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bots.playground.discord.server import DiscordStandIn


class App(discord.Client):
    """A client that waits for nothing and keeps what it is told."""

    def __init__(self, **options: Any) -> None:
        super().__init__(intents=discord.Intents.none(), **options)
        self.tree = app_commands.CommandTree(self)
        self.seen: list[discord.Interaction[Any]] = []
        self.sessions: list[str] = []
        self.on_press: Callable[[discord.Interaction[Any]], Awaitable[None]] | None = None
        self.task: asyncio.Task[None] | None = None

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Skip the five seconds that discord.py waits before it identifies again."""

    async def on_resumed(self) -> None:
        self.sessions.append("resumed")

    async def on_connect(self) -> None:
        self.sessions.append("identified")

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        self.seen.append(interaction)
        if self.on_press is not None and interaction.type is not discord.InteractionType.application_command:
            await self.on_press(interaction)

    def run_against(self, standin: DiscordStandIn) -> None:
        self.task = asyncio.create_task(self.start(standin.token))

    async def stop(self) -> None:
        await self.close()
        if self.task is not None:
            await asyncio.wait([self.task], timeout=2)


class Wire:
    """Bare HTTP with the bot's token, for what discord.py would not send."""

    def __init__(self, standin: DiscordStandIn) -> None:
        self._standin = standin
        self._session = aiohttp.ClientSession()

    async def __call__(self, verb: str, path: str, body: Any = None, *, token: str | None = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bot {token or self._standin.token}", "Content-Type": "application/json"}
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body)
        async with self._session.request(verb, self._standin.api_url + path, data=data, headers=headers) as response:
            raw = await response.read()
            return response.status, json.loads(raw) if raw else None

    async def close(self) -> None:
        await self._session.close()


@pytest.fixture
def make_standin() -> Iterator[Callable[..., DiscordStandIn]]:
    """Stand-ins with their own settings; ``start`` and ``stop`` are the test's."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    yield DiscordStandIn
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@pytest.fixture
async def standin(make_standin: Callable[..., DiscordStandIn]) -> AsyncIterator[DiscordStandIn]:
    """A running stand-in with short deadlines, which discord.py is pointed at."""
    standin = make_standin(answer_seconds=0.7, patience=1.0)
    await standin.start()
    point_at(standin)
    yield standin
    await standin.stop()


def point_at(standin: DiscordStandIn) -> None:
    Route.BASE = standin.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(standin.gateway_url)


@pytest.fixture
async def app(standin: DiscordStandIn) -> AsyncIterator[App]:
    """discord.py, logged in and connected; ``tree`` is not synced yet."""
    app = App()
    app.run_against(standin)
    await standin.gateway.wait_connected()
    yield app
    await app.stop()


@pytest.fixture
async def wire(standin: DiscordStandIn) -> AsyncIterator[Wire]:
    wire = Wire(standin)
    yield wire
    await wire.close()
