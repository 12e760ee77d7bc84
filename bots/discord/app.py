"""The Discord side of the process: one client on the gateway, supervised, and its orderly end."""

import asyncio
import sys
from contextlib import suppress
from typing import Any

import aiohttp
import discord
import structlog
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bots.discord import bounds
from bots.discord.commands import register
from bots.discord.handlers import Handlers
from bots.discord.inbound import Interaction
from bots.discord.messenger import DiscordMessenger
from bots.logs import outline
from core.clock import Clock
from core.errors import ConfigurationError
from core.services.desk import Desk

_log = structlog.get_logger(__name__)
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
_DRAIN_SECONDS, _CLOSE_SECONDS = 10.0, 5.0
# https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
_AUTHENTICATION_REFUSED = 4004
# AttributeError: what discord.py's connect() dies of when the very first gateway connection does not come about.
_OUTAGES = (discord.DiscordException, aiohttp.ClientError, OSError, AttributeError)


def point_at(api_url: str, gateway_url: str) -> None:
    """Send discord.py to other servers than Discord's own (a proxy, a stand-in). Call it before any login.

    *api_url* includes the version ("http://127.0.0.1:8080/api/v10"). It is one setting of the process, since the
    library keeps both addresses as class attributes.
    """
    Route.BASE = api_url.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)


class _Client(discord.Client):
    """A client that hears interactions alone and caches nothing."""

    def __init__(self, handlers: Handlers, connected: asyncio.Event, running: set[asyncio.Task[Any]]) -> None:
        super().__init__(
            intents=discord.Intents.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            guild_ready_timeout=0.0,  # without intents no guild is announced, so there is none to wait for
            max_ratelimit_timeout=30.0,  # the least the library allows
        )
        self._enough = handlers
        self._connected = connected
        self._running = running

    async def setup_hook(self) -> None:
        if self.application_id is not None:
            await register(self.http, self.application_id)

    async def on_connect(self) -> None:
        self._connected.set()

    async def on_resumed(self) -> None:
        self._connected.set()

    async def on_disconnect(self) -> None:
        self._connected.clear()

    async def on_interaction(self, interaction: Interaction) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        await self._enough.handle(interaction)

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        """Log the kind and place alone: the library's own log has the error's text, which may quote what was sent."""
        error = sys.exc_info()[1]
        _log.error("discord_event_error", handler=event_method, **(outline(error) if error else {}))


class DiscordApp:
    """The gateway client of one process. ``ready`` is set while the gateway is connected.

    In seconds: ``patience`` is how long the desk may take before an answer is deferred, ``first_wait`` the pause after
    a first outage, which doubles up to a minute. *messenger* is the caller's to close, after :meth:`stop`.
    """

    def __init__(
        self,
        token: str,
        desk: Desk,
        messenger: DiscordMessenger,
        clock: Clock,
        *,
        patience: float = bounds.PATIENCE,
        first_wait: float = _FIRST_WAIT,
    ) -> None:
        self.ready = asyncio.Event()
        self._token = token
        self._handlers = Handlers(desk, messenger, clock, patience=patience)
        self._running: set[asyncio.Task[Any]] = set()
        self._stopping = asyncio.Event()
        self._stopped = asyncio.Event()
        self._stopped.set()
        self._drain_seconds = _DRAIN_SECONDS
        self._first_wait = first_wait

    async def start(self) -> None:
        """Connect, and stay connected until :meth:`stop`, through outages of Discord and of the network.

        Raises ConfigurationError when Discord refuses the token.
        """
        wait = self._first_wait
        self._stopped.clear()
        try:
            while not self._stopping.is_set():
                was_connected = await self._session()
                wait = self._first_wait if was_connected else wait
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), wait)
                wait = min(wait * 2, _LONGEST_WAIT)
        finally:
            self._stopped.set()

    async def stop(self, timeout: float = _DRAIN_SECONDS) -> None:  # noqa: ASYNC109 - it bounds the draining alone
        """Take nothing new, let running answers finish for at most *timeout* seconds, and disconnect."""
        self._drain_seconds = timeout
        self._stopping.set()
        await self._stopped.wait()

    async def _session(self) -> bool:
        """Run one client until it ends or :meth:`stop`. Tell whether it had been connected when it ended."""
        client = _Client(self._handlers, self.ready, self._running)
        run = asyncio.create_task(client.start(self._token))
        stop = asyncio.create_task(self._stopping.wait())
        was_connected = False
        try:
            await asyncio.wait({run, stop}, return_when=asyncio.FIRST_COMPLETED)
            was_connected = client.ws is not None
            if run.done():
                run.result()
        except _OUTAGES as error:
            if isinstance(error, discord.LoginFailure) or getattr(error, "code", None) == _AUTHENTICATION_REFUSED:
                msg = "Discord does not accept DISCORD_BOT_TOKEN: copy it anew from the Bot page of your application"
                raise ConfigurationError(msg) from None
            _log.warning("discord_disconnected", **outline(error))
        finally:
            for task in (run, stop):
                task.cancel()
            await asyncio.gather(run, stop, return_exceptions=True)
            if self._running:
                await asyncio.wait(set(self._running), timeout=self._drain_seconds)
            with suppress(TimeoutError):
                await asyncio.wait_for(client.close(), _CLOSE_SECONDS)
            self.ready.clear()
        return was_connected
