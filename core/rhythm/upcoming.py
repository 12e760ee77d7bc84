"""What will be sent in the days ahead: the list behind "when will you write to me?"."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import NamedTuple, assert_never

from core.rhythm.gate import DEFAULT_BUDGET, Budget, Decision, Facts, Postpone, Send, Skip, decide
from core.rhythm.kinds import Kind
from core.rhythm.occurrence import Occurrence, Slot, next_occurrence

DAYS = 14


@dataclass(frozen=True)
class Planned:
    """A nudge a person asked for, as the list needs it."""

    nudge: str
    kind: Kind
    slots: tuple[Slot, ...]
    active_from: date
    enabled: bool = True


@dataclass(frozen=True)
class Standing:
    """How one person is written to, as :class:`~core.rhythm.gate.Facts` has it. ``sent`` counts by working date what
    was sent lately. ``made`` are the deliveries that there are, by nudge and working date: a nudge has one a day. With
    each stands when it was due where it still waits, and None where it was sent or left out."""

    budget: Budget = DEFAULT_BUDGET
    quiet_hours: tuple[int, int] | None = None
    zone: str = "UTC"
    closed_on: date | None = None
    unanswered: int = 0
    days_off: Collection[date] = frozenset()
    sent: Mapping[date, int] = field(default_factory=dict)
    made: Mapping[tuple[str, date], datetime | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Coming:
    """One occurrence ahead and what the gate says about it, from what is known now."""

    nudge: str
    kind: Kind
    work_date: date
    utc: datetime
    decision: Decision

    @property
    def comes_at(self) -> datetime | None:
        """When it is sent, which is later where quiet hours end soon; None where it is not."""
        match self.decision:
            case Send():
                return self.utc
            case Postpone(until):
                return until
            case Skip():
                return None
            case _:
                assert_never(self.decision)


def upcoming(
    plans: Sequence[Planned],
    now: datetime,
    *,
    quiet_until: datetime | None = None,
    reachable: bool = True,
    standing: Standing | None = None,
    follow_ups: Collection[date] = (),
    days: int = DAYS,
) -> list[Coming]:
    """Return every occurrence after *now* (aware UTC) within *days*, and what is due and waits, in order of time, with
    the gate's decision.

    *standing* is how the person is written to; on *follow_ups* a question comes back. Those with
    :class:`~core.rhythm.gate.Send` are what the person will get if nothing changes, and if they come by now and then.
    """
    standing = standing or Standing()
    counts = dict(standing.sent)
    queue = _queue(plans, standing.made, now, now + timedelta(days=days))
    coming = []
    while queue:
        due = heappop(queue)
        work_date = due.work_date
        facts = Facts(
            kind=due.plan.kind,
            work_date=work_date,
            due_at=due.due_at,
            expires_at=due.due_at + due.plan.kind.grace,
            active_from=due.plan.active_from,
            enabled=due.plan.enabled,
            reachable=reachable,
            quiet_until=quiet_until,
            sent_day=counts.get(work_date, 0),
            sent_week=sum(n for day, n in counts.items() if week_of(day) == week_of(work_date)),
            undecided=sum(_goes_first(other, due) for other in queue),
            follow_up=work_date in follow_ups,
            budget=standing.budget,
            day_off=work_date in standing.days_off,
            closed=work_date == standing.closed_on,
            quiet_hours=standing.quiet_hours,
            zone=standing.zone,
            unanswered=standing.unanswered,
            days_since=_days_since(work_date, counts),
            to_come=tuple(other.plan.kind for other in queue if _is_to_come(other, due)),
        )
        decision = decide(facts, due.at)
        if isinstance(decision, Postpone):  # asked again then, as the scheduler does, or once another was decided
            until = max(decision.until, queue[0].at) if facts.undecided else decision.until
            heappush(queue, due._replace(at=until))
            continue
        came_due = max(now, due.due_at)
        if isinstance(decision, Send):
            if due.plan.kind.budgeted:
                counts[work_date] = counts.get(work_date, 0) + 1
            if due.at > came_due:
                decision = Postpone(due.at)
        coming.append(Coming(due.nudge, due.plan.kind, work_date, came_due, decision))
    return sorted(coming, key=lambda each: each.comes_at or each.utc)


class _Due(NamedTuple):
    """One occurrence, in the order in which they are decided: at ``at``, the weightier first."""

    at: datetime
    rank: int
    due_at: datetime
    nudge: str
    work_date: date
    plan: Planned


def _goes_first(other: _Due, due: _Due) -> bool:
    """Tell whether *other* waits since before and goes first in the week's budget."""
    waits = other.due_at <= due.at and week_of(other.work_date) == week_of(due.work_date)
    return waits and other.plan.kind.budgeted and other[1:4] < due[1:4]


def _is_to_come(other: _Due, due: _Due) -> bool:
    is_wanted = other.plan.enabled and other.plan.active_from <= due.work_date
    return is_wanted and other.work_date == due.work_date and other.due_at > due.at


def _days_since(work_date: date, sent: Mapping[date, int]) -> int | None:
    before = [day for day, count in sent.items() if count and day < work_date]
    return (work_date - max(before)).days if before else None


def week_of(day: date) -> date:
    """Return the Monday of *day*'s week."""
    return day - timedelta(days=day.weekday())


def _queue(
    plans: Sequence[Planned], made: Mapping[tuple[str, date], datetime | None], now: datetime, end: datetime
) -> list[_Due]:
    found: dict[tuple[str, date], tuple[Planned, Occurrence]] = {}
    for plan in plans:
        for (nudge, day), due_at in made.items():
            if nudge == plan.nudge and due_at is not None:
                found[nudge, day] = (plan, Occurrence(day, due_at))
        for slot in plan.slots:
            occurrence = next_occurrence(slot, now)
            while occurrence.utc <= end:
                key = plan.nudge, occurrence.work_date
                first = found.get(key)
                # a nudge comes once a working date
                if key not in made and (first is None or occurrence.utc < first[1].utc):
                    found[key] = (plan, occurrence)
                occurrence = next_occurrence(slot, occurrence.utc)
    queue = [
        _Due(max(now, each.utc), plan.kind.rank, each.utc, plan.nudge, each.work_date, plan)
        for plan, each in found.values()
    ]
    heapify(queue)
    return queue
