"""Socket Mode: several sockets, lost ones, and events that come again."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.slack.person import Person
from bots.playground.slack.server import SlackStandIn
from bots.playground.slack.sockets import NotAnswered

impatient = pytest.mark.parametrize(
    "options", [{"ack_deadline": 0.3, "event_retry_delays": (0.0, 0.05)}], ids=["impatient"]
)
OpenSocket = Callable[[], Awaitable[aiohttp.ClientWebSocketResponse]]


async def new_address(standin: SlackStandIn) -> str:
    client = AsyncWebClient(base_url=standin.api_url)
    return str((await client.apps_connections_open(app_token=standin.app_token))["url"])


@pytest.fixture
async def open_socket(standin: SlackStandIn) -> AsyncIterator[OpenSocket]:
    """Connect a bare socket, which acknowledges nothing by itself, and read its hello."""
    sockets: list[aiohttp.ClientWebSocketResponse] = []
    async with aiohttp.ClientSession() as session:

        async def open_one() -> aiohttp.ClientWebSocketResponse:
            ws = await session.ws_connect(await new_address(standin))
            sockets.append(ws)
            assert (await ws.receive_json())["type"] == "hello"
            return ws

        yield open_one
        for ws in sockets:
            await ws.close()


async def test_an_address_connects_once(standin: SlackStandIn) -> None:
    """A socket address is good for one connection."""
    url = await new_address(standin)
    async with aiohttp.ClientSession() as session, session.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_each_envelope_goes_to_one_socket(app: AsyncApp, connect: Any, person: Person) -> None:
    """Two sockets share the work; nothing arrives twice."""
    heard: list[str] = []

    @app.command("/enough")
    async def hear(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body["text"])
        await ack("ok")

    await connect(app)
    await connect(app)
    for text in ("one", "two", "three"):
        await person.command("/enough", text)
    assert heard == ["one", "two", "three"]


@impatient
async def test_sockets_take_turns(standin: SlackStandIn, person: Person, open_socket: OpenSocket) -> None:
    """With two sockets open, neither gets everything."""
    first, second = await open_socket(), await open_socket()
    for _ in range(2):
        with pytest.raises(NotAnswered):
            await person.command("/enough")
    envelopes = [await ws.receive_json(timeout=1) for ws in (first, second)]
    assert len({envelope["envelope_id"] for envelope in envelopes}) == 2
    assert {envelope["type"] for envelope in envelopes} == {"slash_commands"}


async def test_the_eleventh_socket_is_sent_away(standin: SlackStandIn, open_socket: OpenSocket) -> None:
    """Ten connections an app, as on the real Slack."""
    for _ in range(10):
        await open_socket()
    async with aiohttp.ClientSession() as session, session.ws_connect(await new_address(standin)) as eleventh:
        said = await eleventh.receive_json()
    assert standin.socket_count == 10
    assert (said["type"], said["reason"]) == ("disconnect", "too_many_websockets")


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_an_app_follows_the_request_to_reconnect(
    app: AsyncApp, connect: Any, standin: SlackStandIn, person: Person, reason: str
) -> None:
    """The real client opens a new socket when asked, and commands go on."""

    @app.command("/enough")
    async def hear(ack: Any) -> None:
        await ack("ok")

    await connect(app)
    await standin.ask_to_reconnect(reason)
    assert standin.socket_count == 0
    await standin.wait_for_sockets(1)
    assert await person.command("/enough")


async def test_an_app_comes_back_after_a_broken_connection(
    app: AsyncApp, connect: Any, standin: SlackStandIn, person: Person
) -> None:
    """The real client notices a socket that died without a word and opens another."""

    @app.command("/enough")
    async def hear(ack: Any) -> None:
        await ack("ok")

    await connect(app)
    standin.drop_sockets()
    assert standin.socket_count == 0
    await standin.wait_for_sockets(1)
    assert await person.command("/enough")


@impatient
async def test_a_press_dies_with_its_socket(standin: SlackStandIn, person: Person, open_socket: OpenSocket) -> None:
    """An interaction under way when the socket breaks is lost: another socket does not get it."""
    await open_socket()
    command = asyncio.create_task(person.command("/enough"))
    await asyncio.sleep(0.05)
    standin.drop_sockets()
    spare = await open_socket()
    with pytest.raises(NotAnswered):
        await command
    with pytest.raises(TimeoutError):
        await spare.receive_json(timeout=0.1)


@impatient
async def test_an_event_comes_again_until_acknowledged(standin: SlackStandIn, open_socket: OpenSocket) -> None:
    """The same event with a count and a reason, and no more once it is acknowledged."""
    ws = await open_socket()
    with pytest.raises(NotAnswered):
        await standin.send_event({"type": "tokens_revoked"})
    first, second = await ws.receive_json(timeout=1), await ws.receive_json(timeout=1)
    assert (first["retry_attempt"], second["retry_attempt"]) == (0, 1)
    assert second["retry_reason"] == "timeout"
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["envelope_id"] != second["envelope_id"]
    assert not second["accepts_response_payload"]
    await ws.send_json({"envelope_id": second["envelope_id"]})
    with pytest.raises(TimeoutError):
        await ws.receive_json(timeout=0.5)


async def test_the_same_event_can_be_sent_twice(app: AsyncApp, connect: Any, standin: SlackStandIn) -> None:
    """A repeated delivery has the event_id of the first, which is what an app recognises it by."""
    heard: list[str] = []

    @app.event("app_uninstalled")
    async def gone(body: dict[str, Any]) -> None:
        heard.append(body["event_id"])

    await connect(app)
    for _ in range(2):
        await standin.send_event({"type": "app_uninstalled"}, event_id="Ev1")
    assert heard == ["Ev1", "Ev1"]


@impatient
async def test_an_envelope_is_not_waited_for_longer_than_its_deadline(
    standin: SlackStandIn, person: Person, open_socket: OpenSocket
) -> None:
    """The person learns at the deadline that nothing came."""
    await open_socket()
    begun = time.monotonic()
    with pytest.raises(NotAnswered):
        await person.command("/enough")
    assert 0.3 <= time.monotonic() - begun < 2
