"""Sends what is visible: claim a batch, decide each at the gate, mark, send outside any transaction, finish.

A delivery is marked before it is sent, so that a crash leaves it marked: on Slack it is then never sent again, on
Discord only while the platform drops a double. Results that could not be stored are kept and stored first thing at the
next tick.
"""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, assert_never

import structlog

from core.clock import Clock
from core.errors import Ambiguous, RateLimited, RecipientGone, Refused
from core.outbox import RESEND_WITHIN, Again, Claimed, Failed, Finished, Outbox, Outcome, Sent, Skipped, Unknown
from core.pages import Message, MessageKey
from core.people.who import Platform
from core.ports import Messenger
from core.rhythm.gate import Decision, Postpone, Reason, Send, Skip, decide
from core.rhythm.kinds import Kind
from schedules.pacing import BATCH, HANDS, WIDTH

CLAIM_LEASE: Final = timedelta(seconds=30)
SEND_LEASE: Final = timedelta(seconds=45)  # less than Discord's two minutes, so that a restart can still resend
SEND_TIMEOUT: Final = 20.0  # seconds; less than the lease, so that only the dead lose it
SHORTEST_HOLD: Final = 1.0  # seconds; a platform that says 0 would be asked in a tight loop
RETRY: Final = timedelta(seconds=5)  # then 10, 20, 40, within the platform's window

_log = structlog.get_logger(__name__)


class Dispatcher:
    """Sends through *messengers* what *outbox* holds for their platforms. One tick at a time."""

    def __init__(
        self,
        outbox: Outbox,
        messengers: Mapping[Platform, Messenger],
        clock: Clock,
        *,
        batch: int = BATCH,
        width: int = WIDTH,
        hands: int = HANDS,
        send_timeout: float = SEND_TIMEOUT,
    ) -> None:
        self._outbox = outbox
        self._messengers = messengers
        self._clock = clock
        self._batch = batch
        self._width = width
        self._hands = hands
        self._send_timeout = send_timeout
        self._stopping = False
        self._flushing = asyncio.Lock()
        self._results: list[Finished] = []
        self._gone: list[Claimed] = []
        self._holds: dict[tuple[Platform, str], datetime] = {}  # found since the last flush
        self._held: dict[tuple[Platform, str], datetime] = {}

    def stop(self) -> None:
        """Begin no further send. The tick under way ends when those that began have an answer."""
        self._stopping = True

    async def tick(self) -> None:
        """Send until nothing is visible. Raises StorageDown; what it knew by then is stored by the next tick."""
        await self.flush()
        claimed = await self._claim()
        hands = self._hands if len(claimed) == self._batch else 1
        await _all([self._work(claimed), *(self._work() for _ in range(hands - 1))])

    async def _work(self, claimed: Sequence[Claimed] = ()) -> None:
        """Send *claimed*, and then claim and send until nothing is visible."""
        while claimed := claimed or await self._claim():
            await self._dispatch(claimed)
            claimed = ()

    async def _claim(self) -> Sequence[Claimed]:
        if self._stopping:
            return ()
        platforms = self._messengers.keys()
        return await self._outbox.claim(self._clock.now(), platforms=platforms, limit=self._batch, lease=CLAIM_LEASE)

    async def _dispatch(self, claimed: Sequence[Claimed]) -> None:
        """Send one claim, each platform on its own, so that a slow one does not hold up the other."""
        self._held = {tenant: until for tenant, until in self._held.items() if until > self._clock.now()}
        lanes = {
            platform: [each for each in claimed if each.address.platform is platform] for platform in self._messengers
        }
        await _all([self._lane(self._messengers[platform], lane) for platform, lane in lanes.items() if lane])

    async def _lane(self, messenger: Messenger, lane: Sequence[Claimed]) -> None:
        for start in range(0, len(lane), self._width):
            if self._stopping:  # others may have the rest at once
                self._results += [_finished(each, Again(self._clock.now(), each.begun_at)) for each in lane[start:]]
                break
            await self._chunk(messenger, lane[start : start + self._width])
        await self.flush()

    async def _chunk(self, messenger: Messenger, chunk: Sequence[Claimed]) -> None:
        now = self._clock.now()
        cleared: list[tuple[Claimed, Send]] = []
        for each in chunk:
            decision = self._decide(each, now)
            outcome = self._unsent(each, decision, now)
            if outcome is not None:
                self._results.append(_finished(each, outcome))
            elif isinstance(decision, Send):
                cleared.append((each, decision))
        marked = await self._outbox.mark([each for each, _ in cleared], now, lease=SEND_LEASE)
        await asyncio.gather(*(self._send(messenger, each, how, now) for each, how in cleared if each.key in marked))
        await self.flush()

    def _decide(self, claimed: Claimed, now: datetime) -> Decision:
        tenant = claimed.address.platform, claimed.address.tenant
        facts = claimed.facts
        if (held_until := self._held.get(tenant)) is not None:
            facts = replace(facts, held_until=held_until)
        return decide(facts, now)

    def _unsent(self, claimed: Claimed, decision: Decision, now: datetime) -> Outcome | None:
        """Return what becomes of a delivery that is not sent now; None for one that is."""
        if claimed.begun_at is not None and not self._resendable(claimed, claimed.begun_at, now):
            return Unknown()
        match decision:
            case Send():
                return None
            case Skip(reason):
                # Of one that may have been delivered nobody can say that it was skipped.
                return Unknown() if claimed.begun_at else Skipped(reason)
            case Postpone(until):
                return Again(until, claimed.begun_at)
            case _:
                assert_never(decision)

    @staticmethod
    def _resendable(claimed: Claimed, begun_at: datetime, at: datetime) -> bool:
        window = RESEND_WITHIN.get(claimed.address.platform)
        return window is not None and at < begun_at + window

    async def _send(self, messenger: Messenger, claimed: Claimed, how: Send, marked_at: datetime) -> None:
        outcome = await self._outcome(messenger, claimed, how, claimed.begun_at or marked_at)
        self._results.append(_finished(claimed, outcome))

    async def _outcome(self, messenger: Messenger, claimed: Claimed, how: Send, begun_at: datetime) -> Outcome:
        message = Message(
            key=MessageKey.LAST if how.last else MessageKey.NUDGE,
            language=claimed.language,
            country=claimed.country,
            nudge=claimed.key.nudge,
            work_date=claimed.key.work_date,
            follow_up=claimed.facts.follow_up and claimed.facts.kind is not Kind.FOLLOWUP,
        )
        try:
            async with asyncio.timeout(self._send_timeout):
                receipt = await messenger.send(claimed.address, message, key=claimed.key)
        except RecipientGone as error:
            _log_of(claimed).info("recipient_gone", reason=error.reason)
            self._gone.append(claimed)
            return Skipped(Reason.UNREACHABLE)
        except Refused as error:
            _log_of(claimed).warning("delivery_refused", reason=error.reason)
            return Failed(error.reason)
        except RateLimited as error:
            until = self._clock.now() + timedelta(seconds=max(error.retry_after, SHORTEST_HOLD))
            _log_of(claimed).warning("tenant_held", reason=error.reason, seconds=error.retry_after)
            self._hold(claimed, until)
            return Again(until, claimed.begun_at)
        except (Ambiguous, TimeoutError):
            _log_of(claimed).warning("delivery_in_doubt")
        except Exception as error:  # noqa: BLE001 - whatever a client raises, the request may have left
            # No traceback: it may quote a request.
            _log_of(claimed).error("messenger_broke", error=type(error).__name__)
        else:
            return Sent(receipt.message_id)
        at = self._clock.now() + RETRY * 2 ** min(claimed.attempts, 3)
        return Again(at, begun_at) if self._resendable(claimed, begun_at, at) else Unknown()

    def _hold(self, claimed: Claimed, until: datetime) -> None:
        tenant = claimed.address.platform, claimed.address.tenant
        for holds in (self._held, self._holds):
            holds[tenant] = max(until, holds.get(tenant, until))

    async def flush(self) -> None:
        """Store what is known. Raises StorageDown; what cannot be stored now stays for the next time."""
        async with self._flushing:
            if results := self._results:
                self._results = []
                try:
                    await self._outbox.finish(results)
                except BaseException:
                    self._results = results + self._results
                    raise
            while self._holds:
                (platform, tenant), until = next(iter(self._holds.items()))
                await self._outbox.hold(platform, tenant, until)
                if self._holds[platform, tenant] == until:  # else it grew meanwhile
                    del self._holds[platform, tenant]
            while self._gone:
                await self._outbox.gone(self._gone[0].recipient, self._gone[0].address, self._clock.now())
                del self._gone[0]


async def _all(parts: Iterable[Awaitable[None]]) -> None:
    """Let all of them end before an error of one goes on."""
    for end in await asyncio.gather(*parts, return_exceptions=True):
        if end is not None:
            raise end


def _finished(claimed: Claimed, outcome: Outcome) -> Finished:
    return Finished(claimed.key, claimed.token, claimed.recipient, outcome)


def _log_of(claimed: Claimed) -> Any:
    return _log.bind(nudge=claimed.key.nudge, platform=claimed.address.platform.value)
