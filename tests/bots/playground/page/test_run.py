"""``enough try`` as a process: what it says, what it reads, and that nothing is left of it."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import psutil
import pytest

from bots.playground.page.run import has_display

START_SECONDS = 30.0
END_SECONDS = 15.0


class Tried:
    """A running ``enough try`` and what it said."""

    def __init__(self, process: asyncio.subprocess.Process, said: str, folder: Path) -> None:
        self.process = process
        self.said = said
        self.folder = folder  # where its temporary files are

    @property
    def address(self) -> str:
        found = re.search(r"http://\S+", self.said)
        assert found, self.said
        return found[0]

    @property
    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    async def end(self, number: signal.Signals) -> str:
        """Send it a signal; return what else it said."""
        self.process.send_signal(number)
        async with asyncio.timeout(END_SECONDS):
            assert self.process.stdout is not None
            rest = (await self.process.stdout.read()).decode()
            await self.process.wait()
        return rest


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Callable[..., Awaitable[Tried]]]:
    """Start it in an empty folder: ``await start("--port", "0", SLACK_BOT_TOKEN="xoxb-mine")``."""
    running: list[Tried] = []

    async def start(*arguments: str, **environment: str) -> Tried:
        temporary = tmp_path / "tmp"
        temporary.mkdir(exist_ok=True)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bots",
            "try",
            "--no-browser",
            *arguments,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[4]), "TMPDIR": str(temporary), **environment},
        )
        assert process.stdout is not None
        said = ""
        async with asyncio.timeout(START_SECONDS):
            while "Ctrl-C" not in said and (line := await process.stdout.readline()):
                said += line.decode()
        tried = Tried(process, said, temporary)
        running.append(tried)
        return tried

    yield start
    for tried in running:
        if tried.process.returncode is None:
            tried.process.kill()
            await tried.process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_it_says_where_it_is_and_leaves_nothing_behind(start: Callable[..., Awaitable[Tried]], number) -> None:
    """Ctrl-C, SIGTERM and a closed terminal end it, with code 0, while a page is open; no process, no file is left."""
    tried = await start("--port", "0")
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{tried.address}live") as page:
        await page.receive()
        children = tried.children
        assert children
        assert list(tried.folder.iterdir())
        assert "Nothing is left" in await tried.end(number)
    assert tried.process.returncode == 0
    assert [child for child in children if child.is_running()] == []
    assert list(tried.folder.iterdir()) == []


async def test_no_token_of_the_persons_own_is_read(start: Callable[..., Awaitable[Tried]], tmp_path: Path) -> None:
    """Neither from the environment nor from .env; the bot is not even given them, and no other setting."""
    (tmp_path / ".env").write_text(
        "DISCORD_BOT_TOKEN=mine-from-the-file\nENOUGH_LANGUAGE=mine\nENOUGH_WEB_HOST=0.0.0.0\n"
    )
    tried = await start(
        "--port", "0", SLACK_BOT_TOKEN="xoxb-mine", SLACK_APP_TOKEN="xapp-mine", DATABASE_URL="postgresql://mine/enough"
    )
    (bot,) = tried.children
    given = bot.environ()
    assert not any("mine" in value for name, value in given.items() if name not in ("PWD", "PYTHONPATH", "TMPDIR"))
    assert given["DATABASE_URL"].startswith("sqlite:///" + str(tried.folder))
    listening = [each.laddr.ip for each in bot.net_connections() if each.status == psutil.CONN_LISTEN]
    assert set(listening) == {"127.0.0.1"}
    await tried.end(signal.SIGTERM)


async def test_it_listens_on_this_machine_alone_unless_told(start: Callable[..., Awaitable[Tried]]) -> None:
    """Told to listen everywhere, it says what that means."""
    alone = await start("--port", "0")
    listening = psutil.Process(alone.process.pid).net_connections()
    assert {each.laddr.ip for each in listening if each.status == psutil.CONN_LISTEN} == {"127.0.0.1"}
    assert "Whoever reaches" not in alone.said
    await alone.end(signal.SIGTERM)
    told = await start("--port", "0", "--host", "0.0.0.0")  # noqa: S104
    assert "Whoever reaches 0.0.0.0 can read and do everything" in told.said
    await told.end(signal.SIGTERM)


async def test_a_port_that_is_taken_is_an_error_only_where_it_was_asked_for(
    start: Callable[..., Awaitable[Tried]],
) -> None:
    """Somebody who named a port is told that it is taken; nobody else has to care."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        tried = await start("--port", str(taken.getsockname()[1]))
        assert tried.process.stderr is not None
        assert "enough:" in (await tried.process.stderr.read()).decode()
        assert await tried.process.wait() == 1
    assert list(tried.folder.iterdir()) == []


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="there is always a display there")
def test_a_browser_is_opened_only_where_it_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a server without a display there is none."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert has_display()
