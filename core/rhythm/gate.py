"""The one gate that every unasked message passes: a pure decision about one delivery.

The same function answers "when will you write to me?" (:mod:`core.rhythm.upcoming`), so the list a person sees and
what is sent cannot differ.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from core.rhythm.kinds import Kind

WAIT_FOR_OTHER = timedelta(seconds=20)


class Reason(StrEnum):
    """Why nothing was sent. Stored, so each fits everybody: none tells what somebody is going through."""

    STALE = "stale"  # its grace is over
    STOPPED = "stopped"  # the person stopped it, or it does not begin before a later day
    CHANGED = "changed"  # its time is no longer one that was asked for, or what it was for is settled
    UNREACHABLE = "unreachable"  # the platform cannot deliver to this person
    RESTING = "resting"  # a pause, a day that fell apart, a rest after a hard moment: all alike
    BUDGET = "budget"  # enough messages for this working day or week, or a weightier one comes later that day


@dataclass(frozen=True)
class Budget:
    """How many unasked messages a person gets, over all kinds and platforms. A week begins on Monday."""

    day: int = 1
    week: int = 6


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known about one delivery. Instants are aware UTC.

    ``current``: its time is still one of the nudge's times. ``sent_day`` and ``sent_week`` count other messages that
    were sent, or may have been, for the same working date and its week. ``undecided`` counts those of that week which
    go first and whose end is not known yet: being sent right now, or due and waiting. ``to_come`` are the kinds that
    are not due yet on that working date. ``follow_up``: a question comes back on that date; it rides along.
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


@dataclass(frozen=True)
class Send:
    """It may go out now."""


@dataclass(frozen=True)
class Skip:
    """It will not be sent, for ever."""

    reason: Reason


@dataclass(frozen=True)
class Postpone:
    """Ask again at ``until`` (aware UTC), which lies inside its grace."""

    until: datetime


Decision: TypeAlias = Send | Skip | Postpone


def decide(facts: Facts, now: datetime, budget: Budget | None = None) -> Decision:
    """Decide about one delivery at *now* (aware UTC)."""
    if now >= facts.expires_at:
        return Skip(Reason.STALE)
    if not facts.enabled or facts.work_date < facts.active_from:
        return Skip(Reason.STOPPED)
    if not facts.current or (facts.kind is Kind.FOLLOWUP and not facts.follow_up):
        return Skip(Reason.CHANGED)
    if not facts.reachable:
        return Skip(Reason.UNREACHABLE)
    if facts.quiet_until is not None and facts.quiet_until > now:
        return Skip(Reason.RESTING)
    if facts.kind.budgeted:
        room = _room(facts, _for(facts.kind, budget or Budget()))
        if room <= 0:
            return Skip(Reason.BUDGET)
        if room <= facts.undecided:
            return _later(facts, now + WAIT_FOR_OTHER)
    if facts.held_until is not None and facts.held_until > now:
        return _later(facts, facts.held_until)
    return Send()


def _for(kind: Kind, budget: Budget) -> Budget:
    """A follow-up rides along with that day's message, so it comes by itself only where there is none."""
    return replace(budget, day=min(1, budget.day)) if kind is Kind.FOLLOWUP else budget


def _room(facts: Facts, budget: Budget) -> int:
    """How many messages the budget has left for this one, after a place is kept for each weightier one to come."""
    kept = sum(kind.rank < facts.kind.rank for kind in facts.to_come)
    return min(budget.day - facts.sent_day, budget.week - facts.sent_week) - kept


def _later(facts: Facts, until: datetime) -> Decision:
    return Postpone(until) if until < facts.expires_at else Skip(Reason.STALE)
