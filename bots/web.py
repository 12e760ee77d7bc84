"""The process's own small web server: health for whoever watches it, and the steered clock under a playground."""

import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiohttp import web

from core.clock import SteeredClock

READY: web.AppKey[Callable[[], bool]] = web.AppKey("ready")


class WebServer:
    """Serves ``GET /healthz`` (the process runs) and ``GET /readyz`` (its parts are connected; 503 until then).

    With *clock* it also serves ``POST /clock`` with ``{"now": "2026-03-02T16:45:00+00:00"}`` and
    ``Authorization: Bearer SECRET``: bootstrap passes it only where every base URL is loopback. The answer comes after
    *moved*, which sends what is due by then.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        ready: Callable[[], bool],
        clock: SteeredClock | None = None,
        secret: str = "",
        moved: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._host, self._port = host, port
        self._app = web.Application(client_max_size=4096)
        self._app[READY] = ready
        self._app.router.add_get("/healthz", _health)
        self._app.router.add_get("/readyz", _ready)
        if clock and secret:
            self._app.router.add_post("/clock", _steer(clock, secret, moved))
        self._runner = web.AppRunner(self._app, access_log=None)

    @property
    def port(self) -> int:
        """The port it listens on, known once it has started (0 asks for any free one)."""
        return int(self._runner.addresses[0][1])

    async def start(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    async def stop(self) -> None:
        await self._runner.cleanup()


async def _health(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _ready(request: web.Request) -> web.Response:
    ready = request.app[READY]()
    return web.json_response({"ready": ready}, status=200 if ready else 503)


def _steer(
    clock: SteeredClock, secret: str, moved: Callable[[], Awaitable[None]] | None
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def steer(request: web.Request) -> web.Response:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return web.json_response({"error": "the secret is ENOUGH_CLOCK_SECRET of this process"}, status=401)
        try:
            clock.jump_to(datetime.fromisoformat((await request.json())["now"]))
        except (ValueError, KeyError, TypeError):
            message = 'send {"now": "2026-03-02T16:45:00+00:00"}: an ISO time with its offset'
            return web.json_response({"error": message}, status=400)
        if moved:
            await moved()
        return web.json_response({"now": clock.now().isoformat()})

    return steer
