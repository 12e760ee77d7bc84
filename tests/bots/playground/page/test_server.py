"""The page's server: who is answered, and what a page that is open is told and can do. The bot behind it is real."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bots.playground.page.server import PageServer
from bots.playground.page.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[PageServer]:
    async with Stage() as stage:
        server = PageServer(stage)
        await server.start()
        yield server
        await server.stop()


class OpenPage:
    """A page without a browser: what it was told last, of each kind, and its deeds."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.told: dict[str, Any] = {}

    async def hear(self) -> dict[str, Any]:
        message: dict[str, Any] = await asyncio.wait_for(self._socket.receive_json(), 5)
        self.told[message["type"]] = message
        return message

    async def until(self, kind: str) -> dict[str, Any]:
        while kind not in self.told:
            await self.hear()
        found: dict[str, Any] = self.told[kind]
        return found

    async def act(self, deed: str, **asked: Any) -> dict[str, Any]:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "do": deed, "with": asked})
        while True:
            message = await self.hear()
            if message.get("id") == number:
                return message


@pytest_asyncio.fixture(loop_scope="module")
async def opened(server: PageServer) -> AsyncIterator[OpenPage]:
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{server.address}live") as socket:
        yield OpenPage(socket)


@pytest.mark.parametrize("path", ["", "assets/page/app.js", "live"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "enough.example"},
        {"Host": "127.0.0.1.enough.example"},
        {"Host": "192.168.1.5"},
        {"Origin": "https://enough.example"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "null"},
    ],
)
async def test_only_this_machine_and_the_page_itself_are_answered(
    server: PageServer, path: str, headers: dict[str, str]
) -> None:
    """Neither a name that was made to point here, nor another site that a browser has open."""
    async with aiohttp.ClientSession() as session, session.get(server.address + path, headers=headers) as answer:
        assert answer.status == 403


async def test_the_page_may_load_nothing_from_elsewhere(server: PageServer) -> None:
    """The browser itself holds it to that, and no other site may put it in a frame."""
    async with aiohttp.ClientSession() as session, session.get(server.address) as answer:
        assert answer.status == 200
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", ["../server.py", "..%2fserver.py", "vendor/../../server.py"])
async def test_files_beside_the_assets_are_not_served(server: PageServer, path: str) -> None:
    """A path does not lead out of the folder."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(server.address.split(":")[2].strip("/")))
    writer.write(f"GET /assets/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    assert answer.split(b" ")[1] in (b"403", b"404")


async def test_a_page_is_told_what_there_is(opened: OpenPage) -> None:
    """Both clients, the people, the clock, and both panels."""
    state = await opened.until("state")
    assert [each["name"] for each in state["people"]][:2] == ["Sam", "Ana"]
    assert state["slack"]["me"]["name"] == "Sam"
    assert {each["name"] for each in state["discord"]["commands"]} == {"enough"}
    stored, sent = await opened.until("stored"), await opened.until("sent")
    assert sum(table["count"] for table in stored["people"]) == 0
    assert {call["platform"] for call in sent["calls"]} == {"slack", "discord"}


async def test_a_deed_is_seen_before_it_is_answered(opened: OpenPage) -> None:
    """What came of it is on the page when the answer arrives."""
    answer = await opened.act("slack.command", text="/enough")
    assert answer["type"] == "done"
    assert [modal["title"] for modal in opened.told["state"]["slack"]["modals"]] == ["Enough"]
    await opened.act("slack.close")


async def test_two_pages_see_the_same_person_and_look_where_they_like(server: PageServer, opened: OpenPage) -> None:
    """What one does, the other sees; whom one looks at is its own business."""
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{server.address}live") as socket:
        other = OpenPage(socket)
        await other.until("state")
        await opened.act("slack.command", text="/enough")
        while not other.told["state"]["slack"]["modals"]:
            await other.hear()
        await opened.act("slack.close")
        ana = opened.told["state"]["people"][1]["id"]
        await opened.act("page.look", person=ana)
        assert opened.told["state"]["person"] == ana
        assert other.told["state"]["person"] != ana


async def test_a_name_is_read_as_it_was_written(opened: OpenPage) -> None:
    """In both clients, whatever its capitals are."""
    await opened.act("page.add", name="Flor McKay-d'Arc", language="en", zone="Europe/London")
    state = opened.told["state"]
    assert {state[side]["me"]["name"] for side in ("slack", "discord")} == {"Flor McKay-d'Arc"}


@pytest.mark.parametrize(
    ("deed", "asked", "said"),
    [
        ("page.add", {"name": " ", "language": "en", "zone": "Europe/London"}, "1 to 30 characters"),
        ("page.add", {"name": "Kim", "language": "fr", "zone": "Europe/London"}, "English"),
        ("page.add", {"name": "Kim", "language": "en", "zone": "../etc"}, "no zone"),
        ("clock.set", {"instant": "tomorrow"}, "2026-03-02T16:45"),
        ("clock.set", {"instant": "2020-01-01T00:00"}, "forward only"),
        ("clock.set", {"instant": "0001-01-01T00:00"}, "forward only"),
        ("clock.set", {"instant": "9999-12-31T23:59"}, "2099"),
        ("clock.jump", {"to": "mars"}, "no deed"),
        ("slack.fly", {}, "no deed"),
        ("fly", {}, "no deed"),
    ],
)
async def test_what_cannot_be_done_is_refused_in_a_line(
    opened: OpenPage, deed: str, asked: dict[str, str], said: str
) -> None:
    """It says why, and the page goes on."""
    answer = await opened.act(deed, **asked)
    assert answer["type"] == "refused"
    assert said in answer["said"]
    assert (await opened.act("page.look", person="p1"))["type"] == "done"


@pytest.mark.parametrize("said", ["[]", "7", "no JSON", '{"id": 1, "do": "slack.command", "with": []}'])
async def test_what_is_no_deed_is_refused_and_the_page_goes_on(server: PageServer, said: str) -> None:
    """Whatever comes over the socket: it is answered, and so is the next deed."""
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{server.address}live") as socket:
        page = OpenPage(socket)
        await page.until("state")
        await socket.send_str(said)
        await page.until("refused")
        assert (await page.act("slack.home"))["type"] == "done"
