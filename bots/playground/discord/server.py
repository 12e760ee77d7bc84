"""The stand-in as a server on loopback: what an app is pointed at by two URLs alone."""

import base64
import secrets
import time
from collections.abc import Callable

from aiohttp import web

from bots.playground.discord import bounds, payloads
from bots.playground.discord.answers import Answers
from bots.playground.discord.channels import Channels
from bots.playground.discord.errors import Json
from bots.playground.discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, Gateway
from bots.playground.discord.person import Person
from bots.playground.discord.rest import PREFIX, Rest
from bots.playground.discord.world import Account, Installed, Message, World
from bots.playground.wire import Faults, Recorder


class DiscordStandIn:
    """One app, one server it is installed in, and the people who use it.

    All times are in seconds and default to the real ones: an answer within 3, a token valid for 15 minutes.
    ``patience`` is how long a person's deed waits for what was deferred. ``dm_opens`` is how many new DMs may be opened
    in ten minutes. ``clock`` gives seconds since the epoch for ids and timestamps; deadlines do not follow it.

    Point discord.py at it with ``discord.http.Route.BASE = standin.api_url`` and
    ``DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(standin.gateway_url)``.
    """

    def __init__(
        self,
        *,
        app_name: str = "enough",
        answer_seconds: float = bounds.ANSWER_SECONDS,
        token_seconds: float = bounds.TOKEN_SECONDS,
        patience: float = 5.0,
        heartbeat_seconds: float = bounds.HEARTBEAT_SECONDS,
        identify_every: float = 0.0,
        dm_opens: int = bounds.DM_OPENS,
        nonce_seconds: float = bounds.NONCE_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.calls = Recorder()
        self.faults = Faults()
        self.world = World(clock, app_name)
        # A real token begins with the application's id in base64, without padding.
        owner = base64.b64encode(self.world.app_id.encode()).decode().rstrip("=")
        self.token = f"{owner}.{secrets.token_urlsafe(4)}.{secrets.token_urlsafe(28)}"
        self.gateway = Gateway(
            self.world, self.token, heartbeat_seconds=heartbeat_seconds, identify_every=identify_every
        )
        self._answers = Answers(self.world, self._announce, answer_seconds=answer_seconds, token_seconds=token_seconds)
        channels = Channels(self.world, self._announce, dm_opens=dm_opens, nonce_seconds=nonce_seconds)
        self._rest = Rest(
            self.world,
            self.token,
            self._answers,
            channels,
            lambda: self.gateway.info(self.gateway_url),
            self.calls,
            self.faults,
        )
        self._patience = patience
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def start(self) -> None:
        """Listen on a free port of 127.0.0.1."""
        app = web.Application(client_max_size=bounds.FILES * bounds.FILE_BYTES)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/resume", self.gateway.handle)
        self._rest.mount(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._port = self._runner.addresses[0][1]
        self.gateway.resume_url = f"ws://127.0.0.1:{self._port}/resume"

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """For ``Route.BASE``, version included."""
        return f"http://127.0.0.1:{self._port}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """For ``DEFAULT_GATEWAY``."""
        return f"ws://127.0.0.1:{self._port}/gateway"

    @property
    def application_id(self) -> str:
        return self.world.app_id

    @property
    def commands(self) -> list[Json]:
        """The application commands as registered now."""
        return self.world.commands

    def person(
        self,
        user_id: str | None = None,
        *,
        name: str = "sam",
        locale: str = "en-US",
        dms_open: bool = True,
        installed: Installed = "guild",
    ) -> Person:
        """Add a person. Raises ValueError when there is one with that *user_id*."""
        account = Account(user_id or self.world.snowflake(), name, locale, dms_open, installed)
        if account.id in self.world.accounts:
            msg = f"there is a person {account.id}"
            raise ValueError(msg)
        self.world.accounts[account.id] = account
        return Person(account, self.world, self.gateway, self._answers, patience=self._patience)

    async def wait_commands(self, seconds: float = 10) -> None:
        """Wait until the app has registered a command. Raises TimeoutError."""
        if not await self.world.until(lambda: bool(self.world.commands), seconds):
            msg = f"no command was registered within {seconds} s"
            raise TimeoutError(msg)

    async def _announce(self, event: str, message: Message) -> None:
        """Tell the app itself of a message that stays, as the real gateway does, if it asked for such events."""
        if not message.ephemeral:
            intent = GUILD_MESSAGES if message.channel.recipient is None else DIRECT_MESSAGES
            shown = payloads.message(self.world, message)
            await self.gateway.dispatch(event, shown, channel=message.channel, intent=intent)
