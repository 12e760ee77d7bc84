"""The delivery outbox, stated as behaviour: what is due becomes deliveries, each is sent once or not at all.

A delivery goes ``todo → sending → sent | failed | unknown``, or ``todo → skipped``. ``core.db.outbox`` implements this
on SQLite and PostgreSQL; ``schedules`` drives it. Any method may raise StorageDown; then nothing of that call happened.
Any number of processes may call any method at the same time. All instants are aware UTC.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeAlias

from core.people.who import Address, Platform
from core.ports import DeliveryKey
from core.rhythm.gate import Facts, Reason

# How long after a send began the platform still drops a second one with the same key. Discord enforces a nonce for "a
# few minutes" (Create Message, enforce_nonce); two are taken. Slack has no such key: what is not known is not resent.
RESEND_WITHIN: Final[Mapping[Platform, timedelta]] = {Platform.DISCORD: timedelta(minutes=2)}


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """One delivery in the hands of one process, until its lease ends. ``token`` names the claim.

    ``begun_at`` is when the first attempt began that may have delivered it (None: there was none); ``attempts`` counts
    all.
    """

    key: DeliveryKey
    token: str
    recipient: str
    address: Address
    language: str
    country: str
    attempts: int
    begun_at: datetime | None
    facts: Facts


@dataclass(frozen=True)
class Sent:
    message_id: str


@dataclass(frozen=True)
class Skipped:
    reason: Reason


@dataclass(frozen=True)
class Failed:
    """The platform refused it. ``reason`` is a short platform code."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """It may have been delivered, and asking again could double it."""


@dataclass(frozen=True)
class Again:
    """It may be claimed again at ``at``: it was not sent, or the platform drops a double.

    ``begun_at`` is when the first attempt began that may have delivered it; None when none may.
    """

    at: datetime
    begun_at: datetime | None = None


Outcome: TypeAlias = Sent | Skipped | Failed | Unknown | Again


@dataclass(frozen=True)
class Finished:
    """What became of a claimed delivery."""

    key: DeliveryKey
    token: str
    recipient: str
    outcome: Outcome


class Outbox(Protocol):
    async def materialise(self, now: datetime, *, pace: Mapping[Platform, int], members: int) -> int:
        """Turn slots that are due into deliveries and advance them to their next occurrence after *now*.

        One transaction takes slots of about *members* nudges. Deliveries of one tenant become visible spread out, by
        *pace* a second. Of occurrences that nobody looked at, the last inside its kind's grace is made, and no other.
        Returns how many slots were due and taken: 0 means that nothing is due.
        """
        ...

    async def claim(
        self, now: datetime, *, platforms: Collection[Platform], limit: int, lease: timedelta
    ) -> Sequence[Claimed]:
        """Take up to *limit* visible deliveries of tenants that are not held; others see them again after *lease*."""
        ...

    async def mark(self, batch: Sequence[Claimed], now: datetime, *, lease: timedelta) -> frozenset[DeliveryKey]:
        """Mark deliveries as being sent, if they still may be, and return the keys of those.

        Left out, and visible again at once, is whatever expired, was claimed by somebody else, or whose person stopped,
        paused or became unreachable since the claim. *batch* is of one claim. A process that does not finish a delivery
        within *lease* counts as dead.
        """
        ...

    async def finish(self, finished: Sequence[Finished]) -> None:
        """Note what became of claimed deliveries. One that meanwhile belongs to another claim is left as it is."""
        ...

    async def hold(self, platform: Platform, tenant: str, until: datetime) -> None:
        """Claim nothing of this tenant before *until*. Never shortens a hold."""
        ...

    async def gone(self, recipient: str, address: Address, now: datetime) -> None:
        """Note that *address* cannot be reached, and skip what is pending for its recipient.

        Changes nothing when the person has another address by now.
        """
        ...

    async def reap(self, now: datetime) -> int:
        """Settle what a dead process left: deliveries whose lease of sending ended become visible again where the
        platform drops doubles (:data:`RESEND_WITHIN`), else unknown; visible ones that expired are skipped.

        Returns how many were settled. A late finish still corrects "unknown".
        """
        ...

    async def repair(self, now: datetime) -> int:
        """Recompute the next occurrence of every slot that is not due, since zone rules change with a release of the
        tz database. Returns how many were wrong."""
        ...

    async def tidy(self, before: datetime) -> int:
        """Delete deliveries that were due before *before*, and holds that ended. Returns how many deliveries."""
        ...
