"""The Slack side of the bot: connect by Socket Mode, listen, stay connected, stop in order."""

import asyncio
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bots.loopback import is_loopback
from bots.slack.client import BAD_TOKEN, LIBRARY_LOGGER, Connection, code_of, library_logger
from bots.slack.handlers import Handlers
from bots.slack.messenger import SlackMessenger
from bots.slack.presses import Seen
from bots.slack.tasks import Tasks
from core.clock import Clock
from core.errors import ConfigurationError
from core.services.desk import Desk

log = structlog.get_logger(__name__)

PING_SECONDS = 5.0  # slack_sdk looks after its socket this often, and gives it up after four silent pings
WATCH_SECONDS = 15.0
CLOSE_SECONDS = 3.0  # closing can hang on a socket that is dead
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 1.0, 30.0


class SlackApp:
    """One workspace's app. Made without I/O; :meth:`start` connects, :meth:`stop` ends what start began.

    *messenger* is the caller's to close, after :meth:`stop`: nudges may be on their way through it still.
    """

    def __init__(
        self,
        *,
        bot_token: str,
        app_token: str,
        api_url: str,
        desk: Desk,
        messenger: SlackMessenger,
        clock: Clock,
        watch_every: float = WATCH_SECONDS,
    ) -> None:
        self.ready = asyncio.Event()
        self._bot_token = bot_token
        self._app_token = app_token
        self._api_url = api_url
        self._connection: Connection = messenger.connection
        self._tasks = Tasks()
        self._handlers = Handlers(desk, messenger, clock, self._tasks)
        self._envelopes = Seen(clock)
        self._watch_every = watch_every
        self._socket: SocketModeClient | None = None
        self._bolt: AsyncSocketModeHandler | None = None
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect and set ``ready``. Waits and tries again while Slack cannot be reached.

        Raises ConfigurationError for a token that Slack refuses.
        """
        me = await self._patiently("SLACK_BOT_TOKEN", "auth.test", self._connection.pooled())
        app = self._app(me)
        self._handlers.register(app)
        opened = await self._patiently(
            "SLACK_APP_TOKEN", "apps.connections.open", self._connection.as_holder_of(self._app_token)
        )
        await _connect(self._listen_through(app), str(opened["url"]))
        self._watch = asyncio.create_task(self._keep_alive())
        self.ready.set()
        log.info("slack_connected")

    async def stop(self, timeout: float) -> None:  # noqa: ASYNC109 - a bound on the whole, with a clean end after it
        """Take nothing more, let what is under way end within *timeout* seconds, and close the socket."""
        self.ready.clear()
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if self._socket is None:
            return
        self._socket.socket_mode_request_listeners.clear()  # what comes now is not acknowledged: Slack tells so
        await self._tasks.drain(timeout)
        await _close(self._socket)
        log.info("slack_stopped")

    # ------------------------------------------------------------------------------------------- connecting

    async def _patiently(self, setting: str, method: str, client: AsyncWebClient) -> dict[str, Any]:
        """Call *method* until Slack answers. Raises ConfigurationError that names *setting* when it refuses."""
        wait = FIRST_WAIT_SECONDS
        while True:
            try:
                answer = await client.api_call(method)
            except SlackApiError as error:
                code = code_of(error)
                if code in BAD_TOKEN or code == "missing_scope":
                    raise ConfigurationError(
                        f"{setting} is refused by Slack ({code}). Take a new one from https://api.slack.com/apps: "
                        "docs/slack.md says where it stands."
                    ) from None
            except (aiohttp.ClientError, TimeoutError, OSError, AttributeError) as error:
                # AttributeError: slack_sdk's own, on an answer that is no JSON object.
                code = type(error).__name__
            else:
                return dict(answer.data) if isinstance(answer.data, dict) else {}
            log.warning("slack_unreachable", call=method, reason=code, again_in=wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)

    def _app(self, me: dict[str, Any]) -> AsyncApp:
        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=team_id,
                bot_user_id=me.get("user_id"),
                bot_id=me.get("bot_id"),
                bot_token=self._bot_token,
            )

        # With an authorize function, Bolt asks auth.test for no request, and takes no OAuth settings from the
        # environment for its own. The client has no token: Bolt would warn that it goes unused.
        return AsyncApp(
            name=LIBRARY_LOGGER,
            logger=library_logger(),
            client=self._connection.as_holder_of(None),
            authorize=authorize,
            # Bolt's own answer to what nobody listens to logs the request.
            raise_error_for_unhandled_request=True,
        )

    def _listen_through(self, app: AsyncApp) -> SocketModeClient:
        self._bolt = AsyncSocketModeHandler(
            app,
            self._app_token,
            logger=library_logger(),
            web_client=self._connection.as_holder_of(self._app_token),
            ping_interval=PING_SECONDS,
        )
        self._socket = self._bolt.client
        if is_loopback(self._api_url):
            self._socket.proxy = None  # it took one from the environment, without asking NO_PROXY
        self._socket.socket_mode_request_listeners[:] = [self._tasks.tracked(self._receive)]
        return self._socket

    async def _receive(self, client: Any, request: SocketModeRequest) -> None:
        """Hand an envelope to Bolt, once. One that comes again is being answered already."""
        if self._bolt is not None and self._envelopes.is_new(request.envelope_id):
            await self._bolt.handle(client, request)

    # ----------------------------------------------------------------------------------------- staying so

    async def _keep_alive(self) -> None:
        """Connect anew when the socket is gone or silent, or when slack_sdk's own watch over it has died."""
        while True:
            await asyncio.sleep(self._watch_every)
            if self._socket is None or (await self._socket.is_connected() and _is_watched(self._socket)):
                continue
            log.warning("slack_socket_dead")
            await _reconnect(self._socket, force=not _is_watched(self._socket))


def _is_watched(socket: SocketModeClient) -> bool:
    watchers = (socket.message_processor, socket.current_session_monitor, socket.message_receiver)
    return all(watcher is not None and not watcher.done() for watcher in watchers)


async def _connect(socket: SocketModeClient, url: str) -> None:
    """Connect to *url*; to new addresses for as long as that does not work."""
    socket.wss_uri = url
    try:
        async with asyncio.timeout(LONGEST_WAIT_SECONDS):
            await socket.connect()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped
    except TimeoutError:
        while True:
            await asyncio.sleep(FIRST_WAIT_SECONDS)
            if await _reconnect(socket, force=True):
                return


async def _reconnect(socket: SocketModeClient, *, force: bool) -> bool:
    """Ask for a new address and connect to it, with *force* though it looks connected. Returns whether that worked."""
    try:
        async with asyncio.timeout(LONGEST_WAIT_SECONDS):
            await socket.connect_to_new_endpoint(force=force)
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, AttributeError) as error:
        # AttributeError: slack_sdk's own, on an answer that is no JSON object.
        log.warning("slack_unreachable", call="socket", reason=type(error).__name__)
        return False
    return True


async def _close(socket: SocketModeClient) -> None:
    """Close the socket, what runs beside it, and its session; the first can hang."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await socket.close()  # type: ignore[no-untyped-call]  # as above
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        log.warning("slack_close", reason=type(error).__name__)
    watchers = [socket.message_processor, socket.current_session_monitor, socket.message_receiver]
    running = [watcher for watcher in watchers if watcher is not None]
    for watcher in running:
        watcher.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await socket.aiohttp_client_session.close()
