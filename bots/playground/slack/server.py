"""The stand-in as a server on loopback: what an app is pointed at by its base URL alone."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterable, Sequence

from aiohttp import web

from bots.playground.slack import payloads
from bots.playground.slack.api import DEFAULT_SCOPES, Api, Token
from bots.playground.slack.person import Person
from bots.playground.slack.schema import Json
from bots.playground.slack.sockets import SocketHub
from bots.playground.slack.state import Channel, User, Workspace
from bots.playground.wire import Faults, Recorder


class SlackStandIn:
    """One workspace with one app in it.

    All lifetimes are in seconds and default to the real ones: the acknowledgement of an envelope and a trigger last 3,
    a response URL 30 minutes; an event is delivered again at once, after one minute and after five. ``patience`` is how
    long a person's deed waits for something to see after the acknowledgement. ``clock`` gives seconds since the epoch
    for timestamps and zones; lifetimes do not follow it.
    """

    def __init__(
        self,
        *,
        scopes: Iterable[str] = DEFAULT_SCOPES,
        ack_deadline: float = 3.0,
        trigger_lifetime: float = 3.0,
        response_url_lifetime: float = 1800.0,
        event_retry_delays: Sequence[float] = (0.0, 60.0, 300.0),
        patience: float = 3.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.bot_token = f"xoxb-{secrets.token_hex(12)}"
        self.app_token = f"xapp-{secrets.token_hex(12)}"
        self.calls = Recorder()
        self.faults = Faults()
        self.workspace = Workspace(
            trigger_lifetime=trigger_lifetime, response_url_lifetime=response_url_lifetime, clock=clock
        )
        self._hub = SocketHub(
            app_id=self.workspace.app_id,
            recorder=self.calls,
            clock=clock,
            ack_deadline=ack_deadline,
            event_retry_delays=event_retry_delays,
        )
        tokens = {
            self.bot_token: Token("bot", frozenset(scopes)),
            self.app_token: Token("app", frozenset({"connections:write"})),
        }
        self._api = Api(self.workspace, tokens, self.calls, self.faults, self._new_socket_url)
        self._patience = patience
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def start(self) -> None:
        """Listen on a free port of 127.0.0.1."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api.handle)
        app.router.add_post("/response/{ticket}", self._api.handle_response)
        app.router.add_get("/link", self._hub.handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every socket and stop listening."""
        await self._hub.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """The base URL of the Web API, ending in ``/api/``."""
        return f"{self._base_url}/api/"

    def person(
        self, user_id: str = "U0PERSON", *, name: str = "ana", tz: str = "Europe/Lisbon", locale: str = "en-US"
    ) -> Person:
        """Return the person with this id; the first call decides their name, zone and locale."""
        user = self.workspace.users.setdefault(user_id, User(user_id, name, tz, locale))
        return Person(user, self.workspace, self._hub, self._base_url, patience=self._patience)

    def channel(self, name: str, members: Iterable[Person] = (), *, bot_is_member: bool = True) -> str:
        """Make a public channel and return its id."""
        made = Channel(self.workspace.new_id("C"), name, {each.id for each in members}, bot_is_member)
        self.workspace.channels[made.id] = made
        return made.id

    # ------------------------------------------------------------------------------- events and the network

    async def send_event(self, content: Json, *, event_id: str = "") -> None:
        """Deliver an event with the inner *content*; the same *event_id* twice is a repeated delivery.

        Raises NotAnswered for the first attempt; retries go on in the background.
        """
        outer = payloads.event(self.workspace, content, event_id or self.workspace.new_id("Ev"))
        await self._hub.deliver_event(outer)

    @property
    def socket_count(self) -> int:
        """How many sockets take envelopes."""
        return self._hub.count

    async def wait_for_sockets(self, count: int = 1, *, within: float = 15.0) -> None:
        """Wait until exactly *count* sockets take envelopes. Raises TimeoutError after *within* seconds."""
        async with asyncio.timeout(within):
            await self._hub.wait_for_count(lambda now: now == count)

    def drop_sockets(self) -> None:
        """Break every socket without a closing frame."""
        self._hub.drop_all()

    async def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Send ``disconnect`` with *reason* ("warning", "refresh_requested") to every socket."""
        await self._hub.ask_to_leave(reason)

    # ----------------------------------------------------------------------------------------------- within

    @property
    def _base_url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def _new_socket_url(self) -> str:
        return f"ws://127.0.0.1:{self._port}/link?ticket={self._hub.new_ticket()}&app_id={self.workspace.app_id}"
