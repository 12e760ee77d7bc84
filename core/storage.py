"""What core stores, stated as behaviour: the unit of work and its repositories. ``core.db`` implements them.

Every repository method takes the owner first; there is no unscoped read. What a person wrote or chose is sealed under
the owner's own key before it reaches a column. Any method may raise StorageDown; none makes a network call besides
the database's.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from core.people.who import Address, Who
from core.private import Private
from core.rhythm.gate import Budget
from core.rhythm.upcoming import Standing
from core.vault import DataKey

Json: TypeAlias = Mapping[str, object]


@dataclass(frozen=True)
class Owner:
    """A person whose data key is open. The key prints as ``***``.

    ``zone`` is an IANA name or None (not said yet), ``country`` ISO alpha-2 or "", ``quiet_until`` aware UTC.
    ``private`` is the sealed state every person has (settings that are nobody's business, care after a crisis):
    always there and padded, so that its size or presence tells nothing.
    """

    id: str
    key: DataKey
    country: str
    language: str
    zone: str | None
    quiet_until: datetime | None
    private: Private[Json]


@dataclass(frozen=True)
class Run:
    """An exercise under way. ``version`` counts saves; ``body`` is the engine's state as JSON."""

    id: str
    version: int
    started_at: datetime
    body: Private[Json]


@dataclass(frozen=True)
class Entry:
    """One thing on the shelf."""

    id: str
    created_at: datetime
    kind: str
    body: Private[Json]


@dataclass(frozen=True)
class CheckIn:
    """One check-in's numbers and roles."""

    id: str
    created_at: datetime
    body: Private[Json]


@dataclass(frozen=True)
class FollowUp:
    """A question that comes back on ``due_on``, a day by the person's own clock. ``body`` says which."""

    id: str
    due_on: date
    body: Private[Json]


@dataclass(frozen=True)
class WeeklyTime:
    """When a nudge is wanted: minute of the working day (0-2879), Monday first in ``weekdays`` (0-6). ``parity``
    chooses every other week (see :func:`core.rhythm.occurrence.week_parity`); None is every week."""

    zone: str
    minute: int
    weekdays: frozenset[int]
    parity: int | None = None


@dataclass(frozen=True)
class NudgePlan:
    """A nudge a person asked for. ``times`` has several members where hours differ by weekday. ``subject`` tells those
    of a kind apart that there are several of; "" where there is one."""

    id: str
    kind: str
    active_from: date
    enabled: bool
    times: tuple[WeeklyTime, ...]
    subject: str = ""


@dataclass(frozen=True)
class DeliveryFact:
    """What is known of one delivery: for "why this message?"."""

    nudge: str
    kind: str
    work_date: date
    due_at: datetime
    state: str
    reason: str


class People(Protocol):
    async def find(self, who: Who) -> Owner | None:
        """Return the person behind *who*, or None for somebody Enough does not know."""
        ...

    async def create(self, who: Who, *, country: str, language: str, zone: str | None, now: datetime) -> Owner:
        """Make a person with one identity and a data key of their own. Two at once make one."""
        ...

    async def update(
        self, owner: Owner, *, country: str, language: str, zone: str | None, quiet_until: datetime | None
    ) -> Owner: ...

    async def save_private(self, owner: Owner, private: Private[Json]) -> Owner: ...

    async def record_consent(self, owner: Owner, *, kind: str, version: int, now: datetime) -> None:
        """Note that this was agreed to. Saying it twice changes nothing."""
        ...

    async def consents(self, owner: Owner) -> Sequence[str]: ...

    async def set_address(self, owner: Owner, who: Who, address: Address) -> None:
        """Make *address* the one where this person's nudges go, and reachable again."""
        ...

    async def address(self, owner: Owner) -> Address | None:
        """Return where nudges go; None without one or when it was found unreachable."""
        ...

    async def forget(self, owner: Owner) -> None:
        """Delete everything of this person in every table, the wrapped key first."""
        ...


class Runs(Protocol):
    async def add(self, owner: Owner, run: Run) -> None: ...

    async def get(self, owner: Owner, run_id: str) -> Run:
        """Raises BadToken when this person has no such run (finished, erased, or somebody else's)."""
        ...

    async def unfinished(self, owner: Owner) -> Sequence[Run]:
        """Return the runs that are under way, newest first."""
        ...

    async def save(self, owner: Owner, run_id: str, *, version: int, body: Private[Json]) -> bool:
        """Replace the body if the stored version is *version* - 1. False when somebody was quicker."""
        ...

    async def delete(self, owner: Owner, run_id: str) -> bool:
        """Delete; False when it was already gone (so that two at once finish a run once)."""
        ...


class Entries(Protocol):
    async def add(self, owner: Owner, entry: Entry) -> None: ...

    async def get(self, owner: Owner, entry_id: str) -> Entry:
        """Raises BadToken when this person has no such entry."""
        ...

    async def newest(self, owner: Owner, *, offset: int, limit: int) -> Sequence[Entry]: ...

    async def count(self, owner: Owner) -> int: ...

    async def save(self, owner: Owner, entry_id: str, *, body: Private[Json]) -> bool:
        """Replace the body; False when the entry is not there (any more)."""
        ...

    async def delete(self, owner: Owner, entry_id: str) -> bool: ...


class CheckIns(Protocol):
    async def add(self, owner: Owner, checkin: CheckIn) -> None: ...

    async def get(self, owner: Owner, checkin_id: str) -> CheckIn:
        """Raises BadToken when this person has no such check-in."""
        ...

    async def newest(self, owner: Owner, *, offset: int, limit: int) -> Sequence[CheckIn]: ...

    async def count(self, owner: Owner) -> int: ...

    async def delete(self, owner: Owner, checkin_id: str) -> bool: ...


class FollowUps(Protocol):
    async def add(self, owner: Owner, follow_up: FollowUp) -> None: ...

    async def get(self, owner: Owner, follow_up_id: str) -> FollowUp:
        """Raises BadToken when this person has no such follow-up (any more)."""
        ...

    async def all(self, owner: Owner) -> Sequence[FollowUp]:
        """Return those that were not answered yet, the earliest first."""
        ...

    async def delete(self, owner: Owner, follow_up_id: str) -> bool:
        """Delete; False when it was already gone (so that two at once answer it once)."""
        ...


class Nudges(Protocol):
    async def plan(
        self,
        owner: Owner,
        *,
        kind: str,
        times: Sequence[WeeklyTime],
        active_from: date,
        now: datetime,
        subject: str = "",
    ) -> NudgePlan:
        """Set when *kind* is wanted, replacing earlier times; the nudge keeps its id for life and becomes enabled.

        What is pending at the old times is cancelled in the same transaction; ``now`` (UTC) is when the new times
        begin to count.
        """
        ...

    async def stop(self, owner: Owner) -> None:
        """Disable every nudge of this person and cancel what is pending."""
        ...

    async def drop(self, owner: Owner, *, kind: str, subject: str = "") -> None:
        """Disable one nudge and cancel what is pending of it. Nothing happens where there is none."""
        ...

    async def set_manner(self, owner: Owner, *, budget: Budget, quiet_hours: tuple[int, int] | None) -> None:
        """Set how much may be sent, and between which minutes of the day (by the person's clock) nothing is."""
        ...

    async def close_day(self, owner: Owner, work_date: date) -> None:
        """Note that this working day is closed: nothing comes for it any more, but a crossing."""
        ...

    async def set_days_off(self, owner: Owner, days: Collection[date]) -> None:
        """Replace the days on which nothing comes."""
        ...

    async def answered(self, owner: Owner) -> None:
        """Note that this person is here: messages that were left alone count no more."""
        ...

    async def standing(self, owner: Owner, since: date) -> Standing:
        """Return how this person is written to; ``sent`` from the working date *since* on."""
        ...

    async def cancel_pending(self, owner: Owner, *, reason: str) -> None:
        """Turn deliveries that have not begun to be sent into skipped ones, with *reason* ("resting", …)."""
        ...

    async def all(self, owner: Owner) -> Sequence[NudgePlan]: ...

    async def delivery(self, owner: Owner, nudge_id: str, work_date: date) -> DeliveryFact:
        """Raises BadToken when this person has no such delivery."""
        ...

    async def sending(self, owner: Owner) -> int:
        """Return how many messages are being sent to this person right now."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving without :meth:`commit` rolls back. No network call inside."""

    @property
    def people(self) -> People: ...
    @property
    def runs(self) -> Runs: ...
    @property
    def entries(self) -> Entries: ...
    @property
    def checkins(self) -> CheckIns: ...
    @property
    def follow_ups(self) -> FollowUps: ...
    @property
    def nudges(self) -> Nudges: ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def commit(self) -> None: ...


class Storage(Protocol):
    """Where units of work come from."""

    def begin(self) -> UnitOfWork:
        """Return a unit of work that may write: ``async with storage.begin() as work: … await work.commit()``."""
        ...

    async def sweep(self, change: Callable[[Json], Json]) -> int:
        """Hand each person's sealed state to *change*, a pure function, and keep what it returns where that differs.

        Returns how many were changed. Somebody whose key does not open is passed over.
        """
        ...

    async def renew(
        self, is_due: Callable[[Owner], bool], renew: Callable[["UnitOfWork", Owner], Awaitable[None]]
    ) -> int:
        """Hand each person of whom *is_due* to *renew*, each in a unit of work of their own, which is then committed.

        Returns how many there were. Somebody whose key does not open is passed over.
        """
        ...

    async def scrub(self) -> None:
        """After an erase: overwrite what the engine would leave behind in its files, as far as it allows."""
        ...
