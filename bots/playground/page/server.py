"""The page's own small server: the page, its files, and one WebSocket on which it is lived.

Whoever can reach it can act as everybody in the town. So it listens on this machine alone unless told, and answers only
what is addressed to this machine (a name that is made to point here is refused) and comes from the page itself.
"""

import asyncio
import json
import traceback
from collections.abc import Awaitable, Callable
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web

from bots.loopback import is_loopback
from bots.playground.page.side import Json, Refused
from bots.playground.page.stage import Stage

ASSETS = Path(__file__).parent / "assets"
_TOGETHER_SECONDS = 0.02  # changes within this become one message
_PANEL_SECONDS = 0.2  # how often the panels look whether anything was written or sent
_CALLS = 200  # of those sent before the page was opened
_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageServer:
    """Serves the page of *stage* on *host*; *port* 0 is any free one."""

    def __init__(self, stage: Stage, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._stage = stage
        self._host, self._port = host, port
        self._open: set[web.WebSocketResponse] = set()
        app = web.Application(middlewares=[self._guard])
        app.router.add_get("/", _index)
        app.router.add_get("/live", self._live)
        app.router.add_static("/assets", ASSETS)
        app.on_shutdown.append(self._close_all)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)

    @property
    def address(self) -> str:
        """Where the page is, once it has started."""
        return address_of(self._host, self._runner.addresses[0][1])

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    async def stop(self) -> None:
        await self._runner.cleanup()

    # ----------------------------------------------------------------------------------------------- within

    @web.middleware
    async def _guard(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        if not is_addressed(request.host, self._host):
            raise web.HTTPForbidden(text="Only this machine is answered. Open the address that `enough try` printed.")
        origin = request.headers.get("Origin")
        if origin is not None and origin != f"http://{request.host}":
            raise web.HTTPForbidden(text="Another site may not talk to this page.")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        self._open.add(socket)
        try:
            await Live(self._stage, socket).run()
        finally:
            self._open.discard(socket)
        return socket

    async def _close_all(self, _app: web.Application) -> None:
        for socket in tuple(self._open):
            await socket.close(code=1001, message=b"stopped")


class Live:
    """One page that is open: it looks at one person."""

    def __init__(self, stage: Stage, socket: web.WebSocketResponse) -> None:
        self._stage = stage
        self._socket = socket
        self._person = stage.first
        self._told: dict[str, str] = {}  # the newest of each kind, so that the same is not said twice
        self._deeds: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Serve it until it is closed."""
        telling = [asyncio.create_task(self._tell_state()), asyncio.create_task(self._tell_panels())]
        for task in telling:
            task.add_done_callback(_tell_failure)
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    deed = asyncio.create_task(self._carry_out(_deed(message.data)))
                    self._deeds.add(deed)
                    deed.add_done_callback(self._deeds.discard)
        finally:
            for task in (*telling, *self._deeds):
                task.cancel()
            await asyncio.gather(*telling, *self._deeds, return_exceptions=True)

    async def _tell_state(self) -> None:
        count = self._stage.bell.count
        while True:
            await self._stage.ready.wait()
            await self._say("state", self._stage.state(self._person))
            count = await self._stage.bell.after(count)
            await asyncio.sleep(_TOGETHER_SECONDS)

    async def _tell_panels(self) -> None:
        mark: object = None
        seen: dict[str, int] = {}
        lap = self._stage.round
        while True:
            await self._stage.ready.wait()
            now = (self._person, self._stage.stored_mark())
            if mark != now:
                mark = now
                await self._say("stored", self._stage.stored(self._person))
            if lap != self._stage.round:  # other stand-ins, which were sent nothing yet
                lap, seen = self._stage.round, {}
            calls, there = self._stage.sent(seen)
            if there != seen:
                await self._say("sent", {"type": "sent", "all": not seen, "calls": calls[-_CALLS:], "count": there})
                seen = there
            await asyncio.sleep(_PANEL_SECONDS)

    async def _carry_out(self, said: Json) -> None:
        number, deed = said.get("id"), str(said.get("do"))
        try:
            result = await self._stage.do(deed, said.get("with") or {}, self._person)
        except Refused as refused:
            answer: Json = {"type": "refused", "id": number, "said": str(refused)}
        except LookupError:
            answer = {"type": "refused", "id": number, "said": f"There is no deed {deed} with that."}
        except Exception as error:  # noqa: BLE001 - one deed must not take the page down; whoever runs it sees what it was
            traceback.print_exception(error)
            answer = {"type": "refused", "id": number, "said": f"The page itself has a bug: {type(error).__name__}."}
        else:
            if deed.startswith("page.") and result and "person" in result:
                self._person = str(result["person"])
            answer = {"type": "done", "id": number, "result": result}
        with suppress(ConnectionError):
            if self._stage.ready.is_set():  # what came of it is there before the answer is
                await self._say("state", self._stage.state(self._person))
            await self._socket.send_str(json.dumps(answer))

    async def _say(self, kind: str, message: Json) -> None:
        text = json.dumps(message, ensure_ascii=False, default=str)
        if self._told.get(kind) != text:
            self._told[kind] = text
            await self._socket.send_str(text)


def _deed(text: str) -> Json:
    """Return what a page asks for. What is no deed asks for none there is, and is refused as such."""
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def is_addressed(host: str, listening: str) -> bool:
    """Tell whether a request for *host* is meant for a server that listens at *listening*.

    Loopback is; beyond it only where one was told to listen there, and then by number, or by the very name one was
    told: any other name may be one that somebody made point here.
    """
    try:
        name = urlsplit(f"http://{host}").hostname or ""
    except ValueError:
        return False
    try:
        address = ip_address(name)
    except ValueError:
        return name in ("localhost", listening.lower())
    return address.is_loopback or not is_loopback(address_of(listening))


def address_of(host: str, port: int | None = None) -> str:
    """Return the URL of *host*, a name or a number of either kind."""
    return f"http://{f'[{host}]' if ':' in host else host}{'' if port is None else f':{port}'}/"


def _tell_failure(task: asyncio.Task[None]) -> None:
    """Show whoever runs this why a page is told nothing any more; that it was closed is no reason."""
    if not task.cancelled() and (error := task.exception()) and not isinstance(error, ConnectionError):
        traceback.print_exception(error)


async def _index(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(ASSETS / "index.html")
