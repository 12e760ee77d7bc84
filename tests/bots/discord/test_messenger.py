"""The messenger through discord.py's own HTTP client, against a server that answers what each test says."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from discord.http import Route

from bots.discord.messenger import DiscordMessenger
from core.errors import Ambiguous, DeliveryError, RateLimited, RecipientGone, Refused
from core.pages import Message, MessageKey
from core.people.who import Address, Platform, Profile, Who
from core.ports import DeliveryKey

TO = Address(Platform.DISCORD, "99", "7")
KEY = DeliveryKey("n" * 24, date(2026, 3, 2))
MESSAGE = Message(key=MessageKey.NUDGE, language="en", nudge="n" * 24, work_date=date(2026, 3, 2))
WHO = Who(Platform.DISCORD, "99", "42")


class FakeClock:
    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 16, 45, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


class Server:
    """Discord's REST as far as a sender meets it. ``answer`` is called for everything but the login."""

    def __init__(self) -> None:
        self.answer: Callable[[web.Request], web.Response] = lambda _: bare({"id": "5"})
        self.calls: list[tuple[str, str, Any]] = []

    async def handle(self, request: web.Request) -> web.Response:
        if request.path == "/users/@me":
            return bare({"id": "9", "username": "enough", "discriminator": "0", "avatar": None})
        self.calls.append((request.method, request.path, await request.json()))
        return self.answer(request)


def bare(body: Any, status: int = 200, **headers: str) -> web.Response:
    """JSON without a charset: discord.py reads no other content type as JSON."""
    response = web.json_response(body, status=status, headers=headers)
    response.headers["Content-Type"] = "application/json"
    return response


def refusing(status: int, code: int = 0) -> Callable[[web.Request], web.Response]:
    return lambda _: bare({"code": code, "message": "no"}, status)


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    fake = Server()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", fake.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    monkeypatch.setattr(Route, "BASE", f"http://{host}:{port}")
    yield fake
    await runner.cleanup()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def messenger(server: Server, clock: FakeClock) -> AsyncIterator[DiscordMessenger]:
    made = DiscordMessenger("token", clock)
    yield made
    await made.close()


async def test_a_message_goes_out_with_the_nonce_of_its_delivery(messenger: DiscordMessenger, server: Server) -> None:
    """So that Discord drops a second one, whoever sends it again; and it pings no one."""
    receipt = await messenger.send(TO, MESSAGE, key=KEY)
    ((method, path, body),) = server.calls
    assert (method, path, receipt.message_id) == ("POST", "/channels/7/messages", "5")
    assert (body["nonce"], body["enforce_nonce"]) == (KEY.nonce(), True)
    assert body["allowed_mentions"] == {"parse": []}
    assert body["content"]


@pytest.mark.parametrize(
    ("status", "code", "wanted"),
    [
        (403, 50007, RecipientGone),
        (403, 50278, RecipientGone),
        (404, 10003, RecipientGone),
        (404, 10013, RecipientGone),
        (403, 50001, RecipientGone),
        (400, 50035, Refused),
        (403, 0, Refused),
        (401, 0, RateLimited),
        (429, 0, RateLimited),
        (503, 0, Ambiguous),
    ],
)
async def test_what_discord_says_in_cores_words(
    messenger: DiscordMessenger, server: Server, status: int, code: int, wanted: type[DeliveryError]
) -> None:
    """Gone for good, refused, later, or nobody knows: the outbox acts on these alone."""
    server.answer = refusing(status, code)
    with pytest.raises(wanted):
        await messenger.send(TO, MESSAGE, key=KEY)
    assert len(server.calls) == 1


async def test_a_rate_limit_is_handed_on_with_its_time(messenger: DiscordMessenger, server: Server) -> None:
    """The outbox waits, not the worker."""
    server.answer = lambda _: bare({"retry_after": 7.5, "global": False, "message": "slow"}, 429, Via="1.1 google")
    with pytest.raises(RateLimited) as raised:
        await messenger.send(TO, MESSAGE, key=KEY)
    assert raised.value.retry_after == 7.5


async def test_a_dropped_connection_is_ambiguous(messenger: DiscordMessenger, server: Server) -> None:
    """The request left; nobody knows what became of it."""

    def drop(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    server.answer = drop
    with pytest.raises(Ambiguous):
        await messenger.send(TO, MESSAGE, key=KEY)


async def test_a_refused_connection_was_not_sent(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing left this machine, so it can be sent again; and the next attempt starts anew."""
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:1")
    messenger = DiscordMessenger("token", clock)
    for _ in range(2):
        with pytest.raises(RateLimited) as raised:
            await messenger.send(TO, MESSAGE, key=KEY)
        assert (raised.value.reason, raised.value.retry_after) == ("unreachable", 5.0)
    await messenger.close()


async def test_opening_a_dm_gives_its_address(messenger: DiscordMessenger, server: Server) -> None:
    """The channel's id is kept, so that it is opened once."""
    assert await messenger.open_dm(WHO) == Address(Platform.DISCORD, "99", "5")
    assert server.calls == [("POST", "/users/@me/channels", {"recipient_id": 42})]


async def test_dms_are_opened_slowly(messenger: DiscordMessenger, server: Server, clock: FakeClock) -> None:
    """Ten a minute: more looks like spam to Discord."""
    for _ in range(10):
        await messenger.open_dm(WHO)
    clock.time += timedelta(seconds=20)
    with pytest.raises(RateLimited) as raised:
        await messenger.open_dm(WHO)
    assert (raised.value.retry_after, len(server.calls)) == (40.0, 10)
    clock.time += timedelta(seconds=40)
    assert await messenger.open_dm(WHO)


async def test_after_too_fast_no_dm_is_opened_for_an_hour(
    messenger: DiscordMessenger, server: Server, clock: FakeClock
) -> None:
    """Discord said so once; it is not asked again before the hour is over."""
    server.answer = refusing(403, 40003)
    with pytest.raises(RateLimited):
        await messenger.open_dm(WHO)
    clock.time += timedelta(minutes=59)
    with pytest.raises(RateLimited) as raised:
        await messenger.open_dm(WHO)
    assert (raised.value.retry_after, len(server.calls)) == (60.0, 1)
    clock.time += timedelta(minutes=1)
    server.answer = lambda _: bare({"id": "5"})
    assert await messenger.open_dm(WHO)


async def test_no_dm_is_opened_for_a_user_installation(messenger: DiscordMessenger, server: Server) -> None:
    """Discord has said already that it cannot work."""
    with pytest.raises(RecipientGone):
        await messenger.open_dm(Who(Platform.DISCORD, "99", "42", can_dm=False))
    assert server.calls == []


async def test_a_profile_says_nothing(messenger: DiscordMessenger, server: Server) -> None:
    """Bots are not told a zone."""
    assert await messenger.profile(WHO) == Profile()
    assert server.calls == []
