"""Socket Mode: the sockets of an app, envelopes to one of them, and the acknowledgements that come back.

Sources: pages "using Socket Mode" and "Events API" (retries), and the payloads that slack_sdk reads. An envelope goes
to one of the open sockets. An interaction that is not acknowledged within the deadline is lost, also when its socket
dies: the person sees that the app did not respond, and nothing is delivered again. An event is delivered again.
"""

import asyncio
import itertools
import json
import secrets
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import WSMsgType, web

from bots.playground.slack.schema import Json
from bots.playground.wire import RecordedCall, Recorder

MAX_SOCKETS = 10  # page "using Socket Mode": ten connections per app
CLOSE_GRACE = 10.0  # seconds from a ``disconnect`` message to the closing of its socket: "about 10 seconds" on the page


class EnvelopeKind(StrEnum):
    SLASH_COMMAND = "slash_commands"
    INTERACTIVE = "interactive"
    EVENT = "events_api"


class NotAnswered(Exception):
    """The app did not acknowledge: "operation_timeout" after the deadline, "dispatch_failed" with no open socket."""


@dataclass
class Delivery:
    """An envelope on its way. ``answer`` resolves to the payload of its acknowledgement, {} when that has none."""

    envelope_id: str
    kind: EnvelopeKind
    payload: Json
    answer: "asyncio.Future[Json]"


@dataclass(eq=False)
class _Socket:
    ws: web.WebSocketResponse
    request: web.Request
    leaving: bool = False


class SocketHub:
    """All sockets of one app. ``ack_deadline`` and ``event_retry_delays`` are in seconds."""

    def __init__(
        self,
        *,
        app_id: str,
        recorder: Recorder,
        clock: Callable[[], float],
        ack_deadline: float,
        event_retry_delays: Sequence[float],
    ) -> None:
        self._app_id = app_id
        self._recorder = recorder
        self._clock = clock
        self._ack_deadline = ack_deadline
        self._event_retry_delays = tuple(event_retry_delays)
        self._tickets: set[str] = set()
        self._sockets: list[_Socket] = []
        self._turn = itertools.count()
        self._awaiting: dict[str, Delivery] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()

    # -------------------------------------------------------------------------------------------- sockets

    def new_ticket(self) -> str:
        """Return the secret end of a socket address, good for one connection."""
        ticket = secrets.token_hex(12)
        self._tickets.add(ticket)
        return ticket

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket until it closes."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=408)  # reported of addresses that are used or old
        self._tickets.remove(ticket)
        socket = _Socket(web.WebSocketResponse(), request)
        await socket.ws.prepare(request)
        if len(self._open()) >= MAX_SOCKETS:
            await socket.ws.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            await socket.ws.close()
            return socket.ws
        await socket.ws.send_json(self._hello())
        self._sockets.append(socket)
        self._note_change()
        try:
            async for message in socket.ws:
                if message.type == WSMsgType.TEXT:
                    self._acknowledge(message.data)
        finally:
            self._sockets.remove(socket)
            self._note_change()
        return socket.ws

    @property
    def count(self) -> int:
        """How many sockets take envelopes."""
        return len(self._open())

    async def wait_for_count(self, wanted: Callable[[int], bool]) -> None:
        while not wanted(self.count):
            changed = self._changed
            await changed.wait()

    def drop_all(self) -> None:
        """Break every socket's connection without a closing frame, as a dying network does."""
        for socket in self._sockets:
            socket.leaving = True
            if socket.request.transport is not None:
                socket.request.transport.abort()

    async def ask_to_leave(self, reason: str) -> None:
        """Send ``disconnect`` with *reason* ("warning", "refresh_requested") to every socket and close them later.

        Guessed: a socket that was asked to leave gets no more envelopes; it may still acknowledge.
        """
        for socket in self._open():
            socket.leaving = True
            await socket.ws.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "stand-in"}})
            self._keep(self._close_later(socket))
        self._note_change()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket in list(self._sockets):
            await socket.ws.close()

    # ------------------------------------------------------------------------------------------ envelopes

    async def deliver(self, kind: EnvelopeKind, payload: Json) -> Json:
        """Deliver a command or interaction once and return the payload of its acknowledgement.

        Raises NotAnswered. A later acknowledgement changes nothing.
        """
        return await self._attempt(kind, payload, {})

    async def deliver_event(self, payload: Json) -> None:
        """Deliver an event; go on in the background until it is acknowledged or the retries are used up.

        Page "Events API": again at once, after one minute, after five. Raises NotAnswered for the first attempt.
        """
        try:
            await self._attempt(EnvelopeKind.EVENT, payload, {"retry_attempt": 0, "retry_reason": ""})
        except NotAnswered as missing:
            self._keep(self._retry(payload, str(missing)))
            raise

    async def _retry(self, payload: Json, reason: str) -> None:
        for attempt, delay in enumerate(self._event_retry_delays, start=1):
            await asyncio.sleep(delay)
            why = "timeout" if reason == "operation_timeout" else "connection_failed"
            try:
                await self._attempt(EnvelopeKind.EVENT, payload, {"retry_attempt": attempt, "retry_reason": why})
            except NotAnswered as missing:
                reason = str(missing)
            else:
                return

    async def _attempt(self, kind: EnvelopeKind, payload: Json, extra: Json) -> Json:
        sockets = self._open()
        if not sockets:
            raise NotAnswered("dispatch_failed")
        socket = sockets[next(self._turn) % len(sockets)]
        delivery = Delivery(secrets.token_hex(12), kind, payload, asyncio.get_running_loop().create_future())
        envelope = {
            "envelope_id": delivery.envelope_id,
            "type": str(kind),
            "payload": payload,
            "accepts_response_payload": kind is not EnvelopeKind.EVENT,
            **extra,
        }
        self._awaiting[delivery.envelope_id] = delivery
        try:
            async with asyncio.timeout(self._ack_deadline):
                await socket.ws.send_str(json.dumps(envelope))
                return await delivery.answer
        except (TimeoutError, ConnectionError):
            raise NotAnswered("operation_timeout") from None
        finally:
            del self._awaiting[delivery.envelope_id]

    def _acknowledge(self, raw: str) -> None:
        said = json.loads(raw)
        delivery = self._awaiting.get(said.get("envelope_id", ""))
        late = delivery is None or delivery.answer.done()
        answer = {"ok": not late, **({"error": "late_or_unknown_envelope"} if late else {})}
        self._recorder.add(RecordedCall(self._clock(), "socket.ack", "/link", said, 200, answer))
        if delivery is not None and not delivery.answer.done():
            delivery.answer.set_result(said.get("payload") or {})

    # ---------------------------------------------------------------------------------------------- within

    def _open(self) -> list[_Socket]:
        return [socket for socket in self._sockets if not socket.leaving and not socket.ws.closed]

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._open()) + 1,
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "stand-in", "approximate_connection_time": 18060},
        }

    def _note_change(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _close_later(self, socket: _Socket) -> None:
        await asyncio.sleep(CLOSE_GRACE)
        await socket.ws.close()
