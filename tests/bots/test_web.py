"""The process's own web server: health for all, and the clock for whoever holds the secret."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bots.web import WebServer
from core.clock import SteeredClock

SECRET = "open-sesame"
MOMENT = datetime(2026, 3, 2, 16, 45, tzinfo=UTC)


class Ready:
    """Whether the parts are connected."""

    yes = False

    def __call__(self) -> bool:
        return self.yes


@pytest.fixture
def ready() -> Ready:
    return Ready()


@pytest.fixture
def clock() -> SteeredClock:
    return SteeredClock()


@pytest.fixture
async def server(ready: Ready, clock: SteeredClock) -> AsyncIterator[str]:
    made = WebServer(host="127.0.0.1", port=0, ready=ready, clock=clock, secret=SECRET)
    await made.start()
    yield f"http://127.0.0.1:{made.port}"
    await made.stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as made:
        yield made


async def test_it_is_alive_before_it_is_ready(server: str, session: aiohttp.ClientSession, ready: Ready) -> None:
    """/healthz says that the process runs, /readyz whether its parts are connected."""
    async with session.get(f"{server}/healthz") as answer:
        assert answer.status == 200
    async with session.get(f"{server}/readyz") as answer:
        assert answer.status == 503
    ready.yes = True
    async with session.get(f"{server}/readyz") as answer:
        assert answer.status == 200


async def test_the_clock_moves_for_whoever_holds_the_secret(
    server: str, session: aiohttp.ClientSession, clock: SteeredClock
) -> None:
    """With the secret it jumps to the instant, in any offset."""
    body = {"now": MOMENT.astimezone().isoformat()}
    async with session.post(f"{server}/clock", json=body, headers={"Authorization": f"Bearer {SECRET}"}) as answer:
        assert answer.status == 200
    assert MOMENT <= clock.now() < MOMENT + timedelta(seconds=5)


async def test_the_answer_comes_when_what_is_due_was_sent(
    ready: Ready, clock: SteeredClock, session: aiohttp.ClientSession
) -> None:
    """Whoever moved the clock finds the messages that came of it, and need not wait for a tick."""
    looked: list[datetime] = []

    async def look() -> None:
        await asyncio.sleep(0.02)
        looked.append(clock.now())

    server = WebServer(host="127.0.0.1", port=0, ready=ready, clock=clock, secret=SECRET, moved=look)
    await server.start()
    headers = {"Authorization": f"Bearer {SECRET}"}
    async with session.post(
        f"http://127.0.0.1:{server.port}/clock", json={"now": MOMENT.isoformat()}, headers=headers
    ) as answer:
        assert answer.status == 200
    assert [moment >= MOMENT for moment in looked] == [True]
    await server.stop()


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}])
async def test_the_clock_stands_still_for_others(
    server: str, session: aiohttp.ClientSession, clock: SteeredClock, header: dict[str, str]
) -> None:
    """Without the secret nothing moves."""
    before = clock.now()
    async with session.post(f"{server}/clock", json={"now": MOMENT.isoformat()}, headers=header) as answer:
        assert answer.status == 401
    assert clock.now() - before < timedelta(seconds=5)


@pytest.mark.parametrize("body", ["", "[]", '{"now": 3}', '{"now": "noon"}', '{"now": "2026-03-02T16:45:00"}'])
async def test_what_is_no_instant_is_refused(server: str, session: aiohttp.ClientSession, body: str) -> None:
    """A body that names no instant with an offset is answered with the form that works."""
    header = {"Authorization": f"Bearer {SECRET}"}
    async with session.post(f"{server}/clock", data=body, headers=header) as answer:
        assert answer.status == 400
        assert "offset" in await answer.text()


async def test_without_a_secret_there_is_no_clock_to_steer(ready: Ready, session: aiohttp.ClientSession) -> None:
    """The endpoint is not there at all."""
    server = WebServer(host="127.0.0.1", port=0, ready=ready)
    await server.start()
    async with session.post(f"http://127.0.0.1:{server.port}/clock", json={"now": MOMENT.isoformat()}) as answer:
        assert answer.status == 404
    await server.stop()
