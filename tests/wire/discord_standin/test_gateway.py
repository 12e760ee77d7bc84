"""The gateway towards real discord.py: resume, reconnect, invalid sessions, close codes; and towards a bare socket."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import discord
import pytest

from bots.playground.discord.person import NotAnswered, Person
from bots.playground.discord.server import DiscordStandIn

Socket = aiohttp.ClientWebSocketResponse


@pytest.fixture
async def person(standin: DiscordStandIn, app: Any) -> Person:
    """Somebody with a message before them whose buttons are all answered."""

    async def answer(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("here", ephemeral=True)

    app.on_press = answer
    return standin.person()


async def press(standin: DiscordStandIn, person: Person) -> Any:
    """Press something on a message of the lobby."""
    world = standin.world
    where = next(iter(world.messages.values()), None) or world.add_message(world.lobby, world.app_id, content="x")
    return await person.press_raw("any", where=where)


@pytest.mark.parametrize("how", ["drop", "reconnect", "close"])
async def test_resume_brings_what_came_meanwhile(standin: DiscordStandIn, app: Any, person: Person, how: str) -> None:
    """A broken line, opcode 7 and a resumable close code: the press made in between is answered after RESUME."""
    if how == "drop":
        await standin.gateway.drop()
    elif how == "reconnect":
        await standin.gateway.reconnect()
    else:
        await standin.gateway.drop(code=4000)
    assert await press(standin, person) is not None
    assert app.sessions == ["identified", "resumed"]
    assert (standin.gateway.starts_left, standin.gateway.resumed) == (999, 1)


async def test_events_are_replayed_in_order(standin: DiscordStandIn, app: Any, person: Person) -> None:
    """Three presses while away arrive once each and in the order they were made."""
    await standin.gateway.drop()
    await asyncio.gather(*(press(standin, person) for _ in range(3)))
    ids = [each.id for each in app.seen]
    assert len(ids) == 3
    assert ids == sorted(ids)


async def test_an_invalid_session_is_begun_anew(standin: DiscordStandIn, app: Any, person: Person) -> None:
    """Opcode 9 with false: IDENTIFY again; what came meanwhile is lost, what comes after is not."""
    await standin.gateway.invalidate()
    with pytest.raises(NotAnswered):
        await press(standin, person)
    await standin.gateway.wait_connected()
    assert await press(standin, person) is not None
    assert app.sessions == ["identified", "identified"]


async def test_an_invalid_session_that_is_resumable_is_resumed(
    standin: DiscordStandIn, app: Any, person: Person
) -> None:
    """Opcode 9 with true: the same session goes on."""
    await standin.gateway.invalidate(resumable=True)
    assert await press(standin, person) is not None
    assert app.sessions == ["identified", "resumed"]


async def test_a_wrong_token_is_refused_at_login(standin: DiscordStandIn) -> None:
    """401 from /users/@me, as LoginFailure in discord.py."""
    client = discord.Client(intents=discord.Intents.none())
    with pytest.raises(discord.LoginFailure):
        await client.start("wrong")
    await client.close()


async def test_a_privileged_intent_is_refused(standin: DiscordStandIn) -> None:
    """4014, as discord.py reports it."""
    intents = discord.Intents.none()
    intents.message_content = True
    client = discord.Client(intents=intents)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await client.start(standin.token)
    await client.close()


async def test_a_silent_gateway_acknowledges_no_heartbeat(
    standin: DiscordStandIn,
) -> None:
    """A silent gateway looks alive and is not: the heartbeat is answered no more, everything else still is."""
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{standin.gateway_url}?v=10") as socket:
        await socket.receive_json()
        await socket.send_json({"op": 1, "d": None})
        assert (await socket.receive_json())["op"] == 11
        standin.gateway.silent = True
        await socket.send_json({"op": 1, "d": None})
        with pytest.raises(TimeoutError):
            await socket.receive_json(timeout=0.1)


async def test_the_client_sees_its_guild_when_it_asks_for_guilds(standin: DiscordStandIn) -> None:
    """With the GUILDS intent GUILD_CREATE follows READY, in a form that discord.py understands."""
    client = discord.Client(intents=discord.Intents(guilds=True))
    joined = asyncio.Event()

    async def on_guild_available(_guild: discord.Guild) -> None:
        joined.set()

    client.event(on_guild_available)
    task = asyncio.create_task(client.start(standin.token))
    await asyncio.wait_for(joined.wait(), 15)
    assert [guild.name for guild in client.guilds] == ["A server"]
    assert [channel.name for channel in client.guilds[0].text_channels] == ["general"]
    await client.close()
    await asyncio.wait([task])


# ------------------------------------------------------------------------------------------- bare sockets


@pytest.fixture
async def connect(standin: DiscordStandIn) -> AsyncIterator[Callable[..., Awaitable[Socket]]]:
    """Open a WebSocket and read HELLO off it."""
    async with aiohttp.ClientSession() as session:

        async def open_one(query: str = "?v=10&encoding=json") -> Socket:
            socket = await session.ws_connect(standin.gateway_url + query)
            if query.startswith("?v=10"):
                hello = await socket.receive_json()
                assert (hello["op"], hello["d"]["heartbeat_interval"]) == (10, 41250)
            return socket

        yield open_one


def identify(token: str, **changes: Any) -> dict[str, Any]:
    return {"op": 2, "d": {"token": token, "intents": 0, "properties": {}, **changes}}


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        pytest.param({"op": 3, "d": {}}, 4003, id="before identifying"),
        pytest.param({"op": 99}, 4001, id="unknown opcode"),
        pytest.param("not json", 4002, id="no JSON"),
        pytest.param({"op": 2, "d": "x" * 5000}, 4002, id="too large"),
        pytest.param({"op": 2, "d": None}, 4002, id="no object"),
        pytest.param(identify("wrong"), 4004, id="wrong token"),
        pytest.param(identify("RIGHT", properties=None), 4002, id="no properties"),
        pytest.param(identify("RIGHT", intents=1 << 30), 4013, id="no such intent"),
        pytest.param(identify("RIGHT", intents=1 << 1), 4014, id="privileged intent"),
        pytest.param(identify("RIGHT", shard=[2, 2]), 4010, id="shard out of range"),
        pytest.param({"op": 6, "d": {"token": "wrong", "session_id": "x", "seq": 1}}, 4004, id="resume, wrong token"),
    ],
)
async def test_a_close_code_says_what_was_wrong(
    standin: DiscordStandIn, connect: Callable[..., Awaitable[Socket]], sent: Any, code: int
) -> None:
    """Each misuse has its code in the 4000 range."""
    socket = await connect()
    await socket.send_str(json.dumps(sent).replace("RIGHT", standin.token) if isinstance(sent, dict) else sent)
    await socket.receive()
    assert socket.close_code == code


async def test_an_old_version_is_refused(connect: Callable[..., Awaitable[Socket]]) -> None:
    """4012 for a gateway version that is no more."""
    socket = await connect("?v=6")
    await socket.receive()
    assert socket.close_code == 4012


async def test_identifying_twice_and_too_far_a_sequence(
    standin: DiscordStandIn, connect: Callable[..., Awaitable[Socket]]
) -> None:
    """4005 for a second IDENTIFY; 4007 ends a session whose sequence is ahead of the server's."""
    socket = await connect()
    await socket.send_json(identify(standin.token))
    ready = await socket.receive_json()
    assert ready["d"]["resume_gateway_url"].endswith("/resume")
    await socket.send_json(identify(standin.token))
    await socket.receive()
    assert socket.close_code == 4005
    again = await connect()
    session_id = ready["d"]["session_id"]
    await again.send_json({"op": 6, "d": {"token": standin.token, "session_id": session_id, "seq": 7}})
    await again.receive()
    assert again.close_code == 4007
    assert session_id not in standin.gateway.sessions


async def test_an_unknown_session_cannot_be_resumed(
    standin: DiscordStandIn, connect: Callable[..., Awaitable[Socket]]
) -> None:
    """Opcode 9 with false, and the same connection may identify."""
    socket = await connect()
    await socket.send_json({"op": 6, "d": {"token": standin.token, "session_id": "gone", "seq": 1}})
    answer = await socket.receive_json()
    assert (answer["op"], answer["d"]) == (9, False)
    await socket.send_json(identify(standin.token))
    assert (await socket.receive_json())["t"] == "READY"


@pytest.mark.parametrize(("code", "kept"), [(1000, False), (1001, False), (4000, True), (1006, True)])
async def test_a_goodbye_ends_the_session(
    standin: DiscordStandIn, connect: Callable[..., Awaitable[Socket]], code: int, kept: bool
) -> None:
    """Closing with 1000 or 1001 takes the app offline; any other end leaves a session to resume.

    (discord.py's own ``Client.close`` sends 4000 when it is reading at that moment, as it nearly always is.)
    """
    socket = await connect()
    await socket.send_json(identify(standin.token))
    await socket.receive_json()
    if code == 1006:
        await standin.gateway.drop()
    else:
        await socket.close(code=code)
    ended = await standin.world.until(lambda: not standin.gateway.sessions, 0.1 if kept else 2)
    assert ended is not kept


async def test_session_starts_run_out(standin: DiscordStandIn, connect: Callable[..., Awaitable[Socket]]) -> None:
    """Without a start left, IDENTIFY is answered with an invalid session."""
    standin.gateway.starts_left = 0
    socket = await connect()
    await socket.send_json(identify(standin.token))
    assert (await socket.receive_json())["op"] == 9


async def test_a_client_that_falls_silent_is_closed(make_standin: Callable[..., DiscordStandIn]) -> None:
    """4009 when no heartbeat comes for two intervals."""
    standin = make_standin(heartbeat_seconds=0.05)
    await standin.start()
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{standin.gateway_url}?v=10") as socket:
        await socket.receive_json()
        await socket.receive(timeout=2)
        assert socket.close_code == 4009
    await standin.stop()


async def test_two_identifies_in_a_row_can_be_held_to_the_real_pace(
    make_standin: Callable[..., DiscordStandIn],
) -> None:
    """With ``identify_every`` a second IDENTIFY within it is an invalid session."""
    standin = make_standin(identify_every=5.0)
    await standin.start()
    async with aiohttp.ClientSession() as session:
        got = []
        for _ in range(2):
            async with session.ws_connect(f"{standin.gateway_url}?v=10") as socket:
                await socket.receive_json()
                await socket.send_json(identify(standin.token))
                got.append((await socket.receive_json())["op"])
    assert got == [0, 9]
    await standin.stop()


async def test_zlib_stream_is_one_stream_for_the_whole_connection(
    standin: DiscordStandIn, connect: Callable[..., Awaitable[Socket]]
) -> None:
    """Frames share one zlib context and end with a sync flush."""
    async with aiohttp.ClientSession() as session:
        socket = await session.ws_connect(f"{standin.gateway_url}?v=10&compress=zlib-stream")
        inflate = zlib.decompressobj()
        hello = await socket.receive_bytes()
        assert hello.endswith(b"\x00\x00\xff\xff")
        assert json.loads(inflate.decompress(hello))["op"] == 10
        await socket.send_json({"op": 1, "d": None})
        assert json.loads(inflate.decompress(await socket.receive_bytes()))["op"] == 11


async def test_dms_come_to_shard_zero(standin: DiscordStandIn, connect: Callable[..., Awaitable[Socket]]) -> None:
    """Of two shards, only the first gets what happens in a DM; text there needs no privileged intent."""
    sockets = []
    for number in range(2):
        socket = await connect()
        await socket.send_json(identify(standin.token, shard=[number, 2], intents=1 << 12))
        await socket.receive_json()
        sockets.append(socket)
    await standin.person().say("hello")
    assert (await sockets[0].receive_json())["d"]["content"] == "hello"
    with pytest.raises(TimeoutError):
        await sockets[1].receive_json(timeout=0.1)
