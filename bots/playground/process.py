"""The real bot as a process of its own, pointed at the stand-ins: ``enough run`` with loopback settings."""

import asyncio
import os
import secrets
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp

READY_SECONDS = 20.0
STOP_SECONDS = 25.0
_BOOKKEEPING = frozenset({"alembic_version", "key_check", "slot"})  # tables that hold nothing about anybody
_KEEP = ("PATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV")


class BotEnded(RuntimeError):
    """The bot's process ended, and nobody had asked it to."""


class BotProcess:
    """Starts, steers and stops one ``python -m bots run``. Its data and its log are in *folder*."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self._folder = folder
        self._secret = secrets.token_urlsafe(16)
        self._settings = dict(settings)
        self._process: asyncio.subprocess.Process | None = None
        self._port = 0
        self._moved: tuple[datetime, float] | None = None  # where its clock was put, and when by this process's own

    @property
    def database(self) -> Path:
        return self._folder / "enough.db"

    @property
    def log(self) -> Path:
        return self._folder / "enough.log"

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError("the bot was not started")
        return self._process.pid

    async def start(self, *arguments: str) -> None:
        """Start and wait until every part is connected; its clock goes on from where a start before this one left it.
        Raises RuntimeError with the log's last lines."""
        self._port = _free_port()
        environment = {name: os.environ[name] for name in _KEEP if name in os.environ}
        environment |= {
            "DATABASE_URL": f"sqlite:///{self.database}",
            "ENOUGH_WEB_PORT": str(self._port),
            "ENOUGH_CLOCK_SECRET": self._secret,
            **self._settings,
        }
        if self._moved:
            instant, since = self._moved
            environment["ENOUGH_CLOCK_START"] = (instant + timedelta(seconds=time.monotonic() - since)).isoformat()
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bots", "run", "--env-file", os.devnull, *arguments, env=environment, stderr=log
            )
        async with aiohttp.ClientSession() as session:
            for _ in range(int(READY_SECONDS / 0.05)):
                if self._process.returncode is not None:
                    break
                try:
                    async with session.get(f"http://127.0.0.1:{self._port}/readyz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.05)
        await self.kill()
        raise RuntimeError("the bot did not become ready:\n" + "\n".join(self.last_log_lines()))

    def last_log_lines(self, count: int = 5) -> list[str]:
        """Return the end of its log, which holds nobody's words."""
        return self.log.read_text("utf-8", "replace").splitlines()[-count:]

    async def move_clock(self, instant: datetime) -> None:
        """Make it *instant* (aware) for the bot; it runs on from there. Raises BotEnded."""
        self._moved = (instant, time.monotonic())
        try:
            async with (
                aiohttp.ClientSession(headers={"Authorization": f"Bearer {self._secret}"}) as session,
                session.post(f"http://127.0.0.1:{self._port}/clock", json={"now": instant.isoformat()}) as answer,
            ):
                answer.raise_for_status()
        except aiohttp.ClientConnectionError:
            raise BotEnded("the bot has ended") from None

    async def ended(self) -> None:
        """Return when its process has."""
        if self._process is not None:
            await self._process.wait()

    async def stop(self) -> int:
        """Ask it to stop and wait for it. Returns its exit code."""
        if self._process is None:
            return 0
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(STOP_SECONDS):
                return await self._process.wait()
        except TimeoutError:
            await self.kill()
            raise

    async def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    def rows_about_people(self) -> int:
        """Count the rows on disk that are about anybody at all."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            tables = [name for name in names if name not in _BOOKKEEPING and not name.startswith("sqlite_")]
            counts = [connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables]  # noqa: S608  (names come from the schema)
        return sum(counts)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
