"""The one gate that every unasked message passes: a pure decision about one delivery.

The same function answers "when will you write to me?" (:mod:`core.rhythm.upcoming`), so the list a person sees and
what is sent cannot differ.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from core.rhythm.kinds import Kind

WAIT_FOR_OTHER: Final = timedelta(seconds=20)
FEWER_AFTER: Final = 3  # messages nobody answered, after which one a week is enough
LAST_AFTER: Final = 5  # after two of those, one last: "I'll be here"; and then silence until the person comes
A_WEEK: Final = 7  # days


class Reason(StrEnum):
    """Why nothing was sent. What is stored (:attr:`stored`) fits everybody: it tells of nobody what they are going
    through, nor that they stayed silent."""

    STALE = "stale"  # its grace is over
    STOPPED = "stopped"  # the person stopped it, or it does not begin before a later day
    CHANGED = "changed"  # its time is no longer one that was asked for, or what it was for is settled
    UNREACHABLE = "unreachable"  # the platform cannot deliver to this person
    RESTING = "resting"  # a pause, a day that fell apart, a rest after a hard moment: all alike
    DAY_OFF = "day off"  # a holiday, or a day of one's own
    CLOSED = "closed"  # the day was closed by the person already
    QUIET_HOURS = "quiet hours"  # it would come at an hour when none is wanted, and later it is stale
    FEWER = "fewer"  # the last ones were left unanswered: then they come more rarely, and then no more
    BUDGET = "budget"  # enough messages for this working day or week, or a weightier one comes later that day

    @property
    def stored(self) -> str:
        """The word that stands in the database."""
        return Reason.RESTING.value if self in _RESTS else self.value


_RESTS = frozenset({Reason.DAY_OFF, Reason.CLOSED, Reason.QUIET_HOURS, Reason.FEWER})


@dataclass(frozen=True)
class Budget:
    """How many unasked messages a person gets, over all kinds and platforms. A week begins on Monday."""

    day: int = 1
    week: int = 6


DEFAULT_BUDGET: Final = Budget()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known about one delivery. Instants are aware UTC.

    ``current``: its time is still one of the nudge's times. ``sent_day`` and ``sent_week`` count other messages that
    were sent, or may have been, for the same working date and its week. ``undecided`` counts those of that week which
    go first and whose end is not known yet: being sent right now, or due and waiting. ``to_come`` are the kinds that
    are not due yet on that working date. ``follow_up``: a question comes back on that date; it rides along.

    ``quiet_hours`` are two minutes of the day by the clock of ``zone``; the first is quiet, the second is not, and they
    may lie around midnight. ``unanswered`` counts messages since the person was last here, ``days_since`` the days from
    the working date of the one before to this one (None: there is none within reach).
    """

    kind: Kind
    work_date: date
    due_at: datetime
    expires_at: datetime
    active_from: date
    enabled: bool = True
    current: bool = True
    reachable: bool = True
    quiet_until: datetime | None = None
    held_until: datetime | None = None
    sent_day: int = 0
    sent_week: int = 0
    undecided: int = 0
    to_come: tuple[Kind, ...] = ()
    follow_up: bool = False
    budget: Budget = DEFAULT_BUDGET
    day_off: bool = False
    closed: bool = False
    quiet_hours: tuple[int, int] | None = None
    zone: str = "UTC"
    unanswered: int = 0
    days_since: int | None = None


@dataclass(frozen=True)
class Send:
    """It may go out now. ``last``: it says "I'll be here", and no more come until the person does."""

    last: bool = False


@dataclass(frozen=True)
class Skip:
    """It will not be sent, for ever."""

    reason: Reason


@dataclass(frozen=True)
class Postpone:
    """Ask again at ``until`` (aware UTC), which lies inside its grace."""

    until: datetime


Decision: TypeAlias = Send | Skip | Postpone


def decide(facts: Facts, now: datetime) -> Decision:
    """Decide about one delivery at *now* (aware UTC)."""
    if now >= facts.expires_at:
        return Skip(Reason.STALE)
    if (never := _unwanted(facts)) is not None:
        return Skip(never)
    if facts.kind.budgeted:
        if (rests := _rests(facts, now)) is not None:
            return Skip(rests)
        if (awake := _quiet_ends(facts, now)) is not None:
            return Postpone(awake) if awake < facts.expires_at else Skip(Reason.QUIET_HOURS)
        room = _room(facts)
        if room <= 0:
            return Skip(Reason.BUDGET)
        if room <= facts.undecided:
            return _later(facts, now + WAIT_FOR_OTHER)
    if facts.held_until is not None and facts.held_until > now:
        return _later(facts, facts.held_until)
    return Send(last=facts.kind.budgeted and facts.unanswered == LAST_AFTER)


def _unwanted(facts: Facts) -> Reason | None:
    """Say why it is not wanted at all any more."""
    if not facts.enabled or facts.work_date < facts.active_from:
        return Reason.STOPPED
    if not facts.current or (facts.kind is Kind.FOLLOWUP and not facts.follow_up):
        return Reason.CHANGED
    return None if facts.reachable else Reason.UNREACHABLE


def _rests(facts: Facts, now: datetime) -> Reason | None:
    """Say why the person is left in peace."""
    if facts.quiet_until is not None and facts.quiet_until > now:
        return Reason.RESTING
    if facts.day_off and facts.kind is not Kind.FOLLOWUP:  # a question comes back on the very day that was chosen
        return Reason.DAY_OFF
    if facts.closed and facts.kind is not Kind.CROSSING:  # the way home is still ahead
        return Reason.CLOSED
    if facts.unanswered > LAST_AFTER:
        return Reason.FEWER
    if facts.unanswered >= FEWER_AFTER and facts.days_since is not None and facts.days_since < A_WEEK:
        return Reason.FEWER
    return None


def _quiet_ends(facts: Facts, now: datetime) -> datetime | None:
    """Return when the quiet hours end that *now* lies in; None outside them."""
    if facts.quiet_hours is None:
        return None
    begins, ends = facts.quiet_hours
    local = now.astimezone(ZoneInfo(facts.zone))
    minute = 60 * local.hour + local.minute
    length, into = (ends - begins) % 1440, (minute - begins) % 1440
    if into >= length:
        return None
    # By the clock on the wall, so that a night in which clocks change ends in the morning all the same.
    morning = local.replace(tzinfo=None, second=0, microsecond=0) + timedelta(minutes=length - into)
    first, second = (morning.replace(tzinfo=local.tzinfo, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first if first > now else second


def _room(facts: Facts) -> int:
    """How many messages the budget has left for this one, after a place is kept for each weightier one to come. A
    follow-up rides along with that day's message, so it comes by itself only where there is none."""
    day = min(1, facts.budget.day) if facts.kind is Kind.FOLLOWUP else facts.budget.day
    kept = sum(kind.rank < facts.kind.rank for kind in facts.to_come)
    return min(day - facts.sent_day, facts.budget.week - facts.sent_week) - kept


def _later(facts: Facts, until: datetime) -> Decision:
    return Postpone(until) if until < facts.expires_at else Skip(Reason.STALE)
