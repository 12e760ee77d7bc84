"""``enough try``: the town, the page in front of it, and an end to both on Ctrl-C, SIGTERM or a closed terminal."""

import asyncio
import os
import signal
import sys
import webbrowser

from bots.loopback import is_loopback
from bots.playground.page.server import PageServer, address_of
from bots.playground.page.stage import Stage

PORT = 8642
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


async def try_out(*, host: str, port: int | None, browser: bool) -> int:
    """Serve the page until told to stop. Returns the exit code. *port* None is the usual one, or any that is free."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    try:
        await _serve(host, port, browser=browser, stopped=stopped)
    except (OSError, RuntimeError) as error:
        sys.stderr.write(f"enough: {error}\n")
        return 1
    return 0


async def _serve(host: str, port: int | None, *, browser: bool, stopped: asyncio.Event) -> None:
    async with Stage() as stage:
        server = await _listen(stage, host, port)
        try:
            _greet(server.address, host)
            if browser and has_display():
                await asyncio.to_thread(webbrowser.open, server.address)
            await stopped.wait()
        finally:
            await server.stop()
    sys.stdout.write("Stopped. Nothing is left of it.\n")


async def _listen(stage: Stage, host: str, port: int | None) -> PageServer:
    server = PageServer(stage, host=host, port=PORT if port is None else port)
    try:
        await server.start()
    except OSError:
        await server.stop()
        if port is not None:
            raise
        server = PageServer(stage, host=host)
        await server.start()
    return server


def _greet(address: str, host: str) -> None:
    if not is_loopback(address_of(host)):
        sys.stdout.write(f"Whoever reaches {host} can read and do everything on this page.\n")
    sys.stdout.write(
        f"Enough, to be tried: {address}\n"
        "All of it runs on this machine, without a token, and is deleted at the end. Ctrl-C ends it.\n"
    )
    sys.stdout.flush()


def has_display() -> bool:
    """Tell whether a browser that opens here would be seen."""
    return sys.platform in ("darwin", "win32") or any(os.environ.get(name) for name in _DISPLAYS)
