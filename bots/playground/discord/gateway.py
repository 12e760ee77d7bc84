"""Gateway v10: connections, sessions, RESUME, and the knobs a test turns.

Source: https://docs.discord.com/developers/events/gateway and .../topics/opcodes-and-status-codes.
Marked (g): *guessed*.
"""

import asyncio
import json
import secrets
import zlib
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import WSMsgType, web

from bots.playground.discord import bounds, payloads
from bots.playground.discord.errors import Json
from bots.playground.discord.world import Channel, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE_STATE, RESUME = 0, 1, 2, 3, 4, 6
RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, ACK = 7, 8, 9, 10, 11
_IGNORED: Final = (PRESENCE, VOICE_STATE, REQUEST_MEMBERS, 31, 43)

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12
_PRIVILEGED: Final = 1 << 1 | 1 << 8 | 1 << 15  # members, presences, message content
_ALL_INTENTS: Final = (1 << 26) - 1

_BY_CLIENT_FOR_GOOD: Final = (1000, 1001)  # the session ends, and the app goes offline
_ENDS_SESSION: Final = (4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014)


class _Closed(Exception):
    """The server closes the connection with ``code``."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Connection:
    """One WebSocket. With ``zlib-stream`` frames are binary and compressed; any other way they are text."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request, *, compressed: bool) -> None:
        self.socket = socket
        self._request = request
        self.session: Session | None = None
        self._compressor = zlib.compressobj() if compressed else None
        self._lock = asyncio.Lock()

    async def send(self, op: int, data: Any = None, *, seq: int | None = None, event: str | None = None) -> None:
        """Send one payload. A connection that is gone swallows it: the session keeps it for RESUME."""
        text = json.dumps({"op": op, "d": data, "s": seq, "t": event})
        async with self._lock:
            try:
                if self._compressor is None:
                    await self.socket.send_str(text)
                else:
                    raw = self._compressor.compress(text.encode()) + self._compressor.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(raw)
            except ConnectionError:
                self.detach()

    def abort(self) -> None:
        """Break the connection without a closing handshake."""
        if self._request.transport is not None:
            self._request.transport.abort()

    def detach(self) -> None:
        """Part from the session, which keeps its events from now on."""
        if self.session is not None and self.session.connection is self:
            self.session.connection = None


@dataclass
class Session:
    """One gateway session: what it asked for, and every event since READY."""

    id: str
    intents: int
    shard: tuple[int, int]
    connection: Connection | None
    events: list[tuple[int, str, Json]] = field(default_factory=list)
    alive: bool = True

    async def dispatch(self, event: str, data: Json) -> None:
        self.events.append((len(self.events) + 1, event, data))
        if self.connection is not None:
            await self.connection.send(DISPATCH, data, seq=len(self.events), event=event)

    def minds(self, guild_id: str | None) -> bool:
        """Whether events of that guild (None: DMs, which arrive on shard 0) come to this shard."""
        number, count = self.shard
        return number == (0 if guild_id is None else (int(guild_id) >> 22) % count)


class Gateway:
    """The gateway and its knobs.

    ``silent``: heartbeats are not acknowledged. ``identify_every``: seconds that have to pass between two IDENTIFY;
    the real gateway wants 5 and answers an earlier one with an invalid session. It is 0 here, so that a test may
    restart a bot at once; discord.py waits those 5 seconds by itself when it identifies again.
    """

    def __init__(self, world: World, token: str, *, heartbeat_seconds: float, identify_every: float) -> None:
        self._world = world
        self._token = token
        self._heartbeat_seconds = heartbeat_seconds
        self._identify_every = identify_every
        self._identified: float | None = None
        self._connections: set[Connection] = set()
        self.sessions: dict[str, Session] = {}
        self.allowed_intents = _ALL_INTENTS & ~_PRIVILEGED
        self.starts_left = bounds.SESSION_STARTS
        self.silent = False
        self.resumed = 0
        self.resume_url = ""

    # ------------------------------------------------------------------------------------------- knobs

    async def reconnect(self) -> None:
        """Ask every client to reconnect and resume (opcode 7)."""
        for connection in self._attached():
            connection.detach()
            await connection.send(RECONNECT)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Say that the session is invalid (opcode 9); unless *resumable*, it is over."""
        for connection in self._attached():
            if connection.session is not None and not resumable:
                self._end(connection.session)
            connection.detach()
            await connection.send(INVALID_SESSION, resumable)

    async def drop(self, code: int | None = None) -> None:
        """Close every connection: with *code*, or without a word as a broken network does."""
        for connection in self._attached():
            session = connection.session
            connection.detach()
            if code is None:
                connection.abort()
                continue
            if session is not None and code in _ENDS_SESSION:
                self._end(session)
            await connection.socket.close(code=code)

    async def wait_connected(self, seconds: float = 10) -> None:
        """Wait until a client is connected and ready. Raises TimeoutError."""
        if not await self._world.until(lambda: bool(self._attached()), seconds):
            msg = f"no client is connected to the gateway after {seconds} s"
            raise TimeoutError(msg)

    def _attached(self) -> list[Connection]:
        return [each.connection for each in self.sessions.values() if each.connection is not None]

    async def close(self) -> None:
        for connection in list(self._connections):
            await connection.socket.close(code=1001)

    # ---------------------------------------------------------------------------------------- dispatching

    async def dispatch(self, event: str, data: Json, *, channel: Channel, intent: int = 0) -> bool:
        """Send an event of *channel* to every session that minds it. Return whether there was one."""
        guild_id = None if channel.recipient is not None else self._world.guild_id
        minding = [
            each
            for each in self.sessions.values()
            if each.alive and each.minds(guild_id) and (each.intents & intent) == intent
        ]
        for session in minding:
            await session.dispatch(event, data)
        return bool(minding)

    def info(self, url: str) -> Json:
        limit = {"total": bounds.SESSION_STARTS, "remaining": self.starts_left, "reset_after": 0, "max_concurrency": 1}
        return {"url": url, "shards": 1, "session_start_limit": limit}

    # ----------------------------------------------------------------------------------------- connections

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket, request, compressed=request.query.get("compress") == "zlib-stream")
        self._connections.add(connection)
        try:
            _check_query(request)
            await connection.send(HELLO, {"heartbeat_interval": int(self._heartbeat_seconds * 1000)})
            if await self._converse(connection) in _BY_CLIENT_FOR_GOOD:
                self._leave(connection)
        except _Closed as closed:
            session = connection.session
            connection.detach()
            if session is not None and closed.code in _ENDS_SESSION:
                self._end(session)
            await socket.close(code=closed.code, message=closed.reason.encode())
        finally:
            self._connections.discard(connection)
            connection.detach()
            self._world.touch()
        return socket

    async def _converse(self, connection: Connection) -> int | None:
        """Answer frames until the connection ends. Return the client's close code, None when it gave none."""
        received: list[float] = []
        most, seconds = bounds.GATEWAY_FRAMES
        loop = asyncio.get_running_loop()
        while True:
            try:
                frame = await connection.socket.receive(timeout=self._heartbeat_seconds * 2)  # (g) how long it waits
            except TimeoutError:
                raise _Closed(4009, "Session timed out.") from None
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return int(frame.data) if frame.type is WSMsgType.CLOSE and frame.data else None
            received = [at for at in received if at > loop.time() - seconds] + [loop.time()]
            if len(received) > most:
                raise _Closed(4008, "Rate limited.")
            await self._received(connection, _decoded(frame.data))

    async def _received(self, connection: Connection, payload: Json) -> None:
        op, data = payload["op"], payload.get("d")
        if op == HEARTBEAT:
            if not self.silent:
                await connection.send(ACK)
        elif op == IDENTIFY:
            await self._identify(connection, _object(data))
        elif op == RESUME:
            await self._resume(connection, _object(data))
        elif op not in _IGNORED:
            raise _Closed(4001, "Unknown opcode.")
        elif connection.session is None:
            raise _Closed(4003, "Not authenticated.")

    async def _identify(self, connection: Connection, data: Json) -> None:
        if connection.session is not None and connection.session.alive:
            raise _Closed(4005, "Already authenticated.")
        if data.get("token") != self._token:
            raise _Closed(4004, "Authentication failed.")
        if not isinstance(data.get("properties"), dict):
            raise _Closed(4002, "Error while decoding payload.")
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~_ALL_INTENTS:
            raise _Closed(4013, "Invalid intent(s).")
        if intents & ~self.allowed_intents:
            raise _Closed(4014, "Disallowed intent(s).")
        shard = data.get("shard") or [0, 1]
        if len(shard) != 2 or not 0 <= shard[0] < shard[1]:
            raise _Closed(4010, "Invalid shard.")
        now = asyncio.get_running_loop().time()
        too_soon = self._identified is not None and now - self._identified < self._identify_every
        if self.starts_left == 0 or too_soon:
            await connection.send(INVALID_SESSION, False)
            return
        self.starts_left -= 1
        self._identified = now
        session = Session(secrets.token_hex(16), intents, (shard[0], shard[1]), connection)
        connection.session = session
        self.sessions[session.id] = session
        await session.dispatch("READY", self._ready(session))
        if intents & GUILDS and session.minds(self._world.guild_id):
            await session.dispatch("GUILD_CREATE", payloads.guild(self._world))
        self._world.touch()

    def _ready(self, session: Session) -> Json:
        return {
            "v": 10,
            "user": payloads.bot_user(self._world),
            "guilds": [{"id": self._world.guild_id, "unavailable": True}],
            "session_id": session.id,
            "resume_gateway_url": self.resume_url,
            "shard": list(session.shard),
            "application": {"id": self._world.app_id, "flags": 0},
            "private_channels": [],
            "user_settings": {},
            "relationships": [],
            "presences": [],
        }

    async def _resume(self, connection: Connection, data: Json) -> None:
        if connection.session is not None and connection.session.alive:
            raise _Closed(4005, "Already authenticated.")
        if data.get("token") != self._token:
            raise _Closed(4004, "Authentication failed.")
        session = self.sessions.get(str(data.get("session_id")))
        if session is None or not session.alive:
            await connection.send(INVALID_SESSION, False)
            return
        seq = data.get("seq")
        connection.session = session
        if not isinstance(seq, int) or not 0 <= seq <= len(session.events):
            raise _Closed(4007, "Invalid seq.")
        while seq < len(session.events):  # more may come in while these are sent
            number, event, missed = session.events[seq]
            await connection.send(DISPATCH, missed, seq=number, event=event)
            seq = number
        session.connection = connection
        await session.dispatch("RESUMED", {"_trace": []})
        self.resumed += 1
        self._world.touch()

    def _leave(self, connection: Connection) -> None:
        """End the session of a client that said goodbye, unless another connection has taken it over."""
        session = connection.session
        if session is not None and session.connection in (None, connection):
            self._end(session)

    def _end(self, session: Session) -> None:
        session.alive = False
        session.connection = None
        self.sessions.pop(session.id, None)


def _check_query(request: web.Request) -> None:
    if request.query.get("v") not in ("9", "10"):
        raise _Closed(4012, "Invalid API version.")
    if request.query.get("encoding", "json") != "json":
        raise _Closed(4002, "Only JSON is spoken here.")


def _decoded(data: str | bytes) -> Json:
    raw = data.encode() if isinstance(data, str) else data
    if len(raw) > bounds.GATEWAY_FRAME_BYTES:
        raise _Closed(4002, "Payload too large.")
    try:
        payload = json.loads(raw)
    except ValueError:
        raise _Closed(4002, "Error while decoding payload.") from None
    if not isinstance(payload, dict) or not isinstance(payload.get("op"), int):
        raise _Closed(4002, "Error while decoding payload.")
    return payload


def _object(data: Any) -> Json:
    if not isinstance(data, dict):
        raise _Closed(4002, "Error while decoding payload.")
    return data
