"""What both stand-ins share: a record of every call they got, and faults that a test may put in a call's way.

A stand-in names each call as its platform's reference does ("chat.postMessage", "POST /channels/{channel_id}/messages")
and hands it to :func:`serve`, which records it and lets the faults act.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, TypeAlias

from aiohttp import web

# ------------------------------------------------------------------------------------------ recording

_SHOWN_CHARS = 160


@dataclass(frozen=True)
class Answer:
    """What a stand-in says to one call. ``body`` is sent as JSON; None sends no body (204)."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_http(self) -> web.Response:
        """Return the answer for aiohttp, as ``application/json`` without a charset, which both clients accept."""
        if self.body is None:
            return web.Response(status=self.status, headers=self.headers)
        raw = json.dumps(self.body).encode()
        return web.Response(status=self.status, headers=self.headers, body=raw, content_type="application/json")


@dataclass(frozen=True)
class RecordedCall:
    """One call as it arrived and as it ended.

    ``at`` is in seconds since the epoch, by the stand-in's clock. ``status`` is None when the connection was closed
    without an answer; ``response`` then holds what would have been said had the call been carried out, else None.
    ``fault`` names the fault that acted, "" for none.
    """

    at: float
    method: str
    path: str
    body: Any
    status: int | None
    response: Any
    fault: str = ""

    @property
    def applied(self) -> bool:
        """Whether the call had its effect, answered or not."""
        if isinstance(self.response, Mapping) and self.response.get("ok") is False:
            return False
        return self.fault == ApplyThenDrop.__name__ if self.status is None else self.status < 400

    def __str__(self) -> str:
        """Return one line: the method, what was sent (cut), what came back."""
        sent = json.dumps(self.body, ensure_ascii=False, default=str)
        if len(sent) > _SHOWN_CHARS:
            sent = sent[: _SHOWN_CHARS - 1] + "…"
        end = "dropped" if self.status is None else str(self.status)
        if isinstance(self.response, Mapping) and self.response.get("error"):
            end += f" {self.response['error']}"
        return f"{self.method} {sent} -> {end}" + (f" ({self.fault})" if self.fault else "")


class Recorder:
    """The calls of one stand-in, oldest first."""

    def __init__(self) -> None:
        self._calls: list[RecordedCall] = []

    def add(self, call: RecordedCall) -> None:
        self._calls.append(call)

    def __call__(self, method: str = "*") -> list[RecordedCall]:
        """Return the calls whose method matches the shell pattern *method* ("views.*"), oldest first."""
        return [call for call in self._calls if fnmatchcase(call.method, method)]

    def __iter__(self) -> Iterator[RecordedCall]:
        return iter(tuple(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def clear(self) -> None:
        self._calls.clear()


# --------------------------------------------------------------------------------------------- faults


@dataclass(frozen=True)
class RateLimit:
    """429: nothing happens, and the caller is told to wait ``retry_after`` seconds."""

    retry_after: float


@dataclass(frozen=True)
class ServerError:
    """5xx: nothing happens."""

    status: int


@dataclass(frozen=True)
class Slow:
    """The call waits ``seconds`` before it is carried out and answered."""

    seconds: float


@dataclass(frozen=True)
class ApplyThenDrop:
    """The call is carried out; then the connection is closed without an answer."""


@dataclass(frozen=True)
class ApplyThenWait:
    """The call is carried out; its answer leaves ``seconds`` later, so that the caller can die in between."""

    seconds: float


@dataclass(frozen=True)
class DropBefore:
    """The connection is closed without an answer, and nothing happens."""


Fault: TypeAlias = RateLimit | ServerError | Slow | ApplyThenDrop | ApplyThenWait | DropBefore


class Faults:
    """Faults that wait for their call. Each acts ``times`` times, first added first, then is gone.

    *method* is a shell pattern over method names: "chat.postMessage", "views.*", "*".
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Fault]] = []

    def rate_limit(self, method: str, *, retry_after: float = 1, times: int = 1) -> None:
        self.add(method, RateLimit(retry_after), times=times)

    def server_error(self, method: str, *, status: int = 503, times: int = 1) -> None:
        self.add(method, ServerError(status), times=times)

    def slow(self, method: str, *, seconds: float, times: int = 1) -> None:
        self.add(method, Slow(seconds), times=times)

    def apply_then_drop(self, method: str, *, times: int = 1) -> None:
        self.add(method, ApplyThenDrop(), times=times)

    def apply_then_wait(self, method: str, *, seconds: float, times: int = 1) -> None:
        self.add(method, ApplyThenWait(seconds), times=times)

    def drop_before(self, method: str, *, times: int = 1) -> None:
        self.add(method, DropBefore(), times=times)

    def add(self, method: str, fault: Fault, *, times: int = 1) -> None:
        self._waiting += [(method, fault)] * times

    def take(self, method: str) -> Fault | None:
        """Return the first fault that waits for *method* and forget it; None when there is none."""
        for index, (pattern, fault) in enumerate(self._waiting):
            if fnmatchcase(method, pattern):
                del self._waiting[index]
                return fault
        return None

    def clear(self) -> None:
        self._waiting.clear()

    def __len__(self) -> int:
        return len(self._waiting)


# -------------------------------------------------------------------------------------------- serving


def drop(request: web.Request) -> web.Response:
    """Close the connection of *request* without an answer. Return what aiohttp wants from a handler; it is not sent."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def serve(
    request: web.Request,
    *,
    method: str,
    body: Any,
    at: float,
    recorder: Recorder,
    faults: Faults,
    apply: Callable[[], Awaitable[Answer]],
    refuse: Callable[[RateLimit | ServerError], Answer],
) -> web.Response:
    """Carry out one call by *apply* unless a fault stands in its way, and record it.

    *refuse* words a 429 or 5xx as the platform does. The call is recorded before its answer leaves, so a caller that
    has its answer finds the call in the record.
    """
    fault = faults.take(method)
    name = "" if fault is None else type(fault).__name__

    def record(status: int | None, response: Any) -> None:
        recorder.add(RecordedCall(at, method, request.path, body, status, response, name))

    if isinstance(fault, DropBefore):
        record(None, None)
        return drop(request)
    if isinstance(fault, RateLimit | ServerError):
        answer = refuse(fault)
    else:
        if isinstance(fault, Slow):
            await asyncio.sleep(fault.seconds)
        answer = await apply()
    if isinstance(fault, ApplyThenDrop):
        record(None, answer.body)
        return drop(request)
    record(answer.status, answer.body)
    if isinstance(fault, ApplyThenWait):
        await asyncio.sleep(fault.seconds)
    return answer.to_http()
