"""What will be sent in the days ahead: the list behind "when will you write to me?"."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.rhythm.gate import Budget, Decision, Facts, Send, decide
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
class Coming:
    """One occurrence ahead and what the gate says about it, from what is known now."""

    nudge: str
    kind: Kind
    work_date: date
    utc: datetime
    decision: Decision


def upcoming(
    plans: Sequence[Planned],
    now: datetime,
    *,
    quiet_until: datetime | None = None,
    reachable: bool = True,
    sent: Mapping[date, int] | None = None,
    budget: Budget | None = None,
    follow_ups: Collection[date] = (),
    days: int = DAYS,
) -> list[Coming]:
    """Return every occurrence after *now* (aware UTC) within *days*, in order of time, with the gate's decision.

    *sent* counts by working date what has already been sent; on *follow_ups* a question comes back. Those with
    :class:`~core.rhythm.gate.Send` are what the person will get if nothing changes.
    """
    counts = dict(sent or {})
    ahead = _ahead(plans, now, now + timedelta(days=days))
    coming = []
    for position, (plan, occurrence) in enumerate(ahead):
        work_date = occurrence.work_date
        facts = Facts(
            kind=plan.kind,
            work_date=work_date,
            due_at=occurrence.utc,
            expires_at=occurrence.utc + plan.kind.grace,
            active_from=plan.active_from,
            enabled=plan.enabled,
            reachable=reachable,
            quiet_until=quiet_until,
            sent_day=counts.get(work_date, 0),
            sent_week=sum(n for day, n in counts.items() if week_of(day) == week_of(work_date)),
            follow_up=work_date in follow_ups,
            to_come=tuple(
                other.kind
                for other, later in ahead[position + 1 :]
                if later.work_date == work_date and other.enabled and other.active_from <= work_date
            ),
        )
        decision = decide(facts, occurrence.utc, budget)
        if isinstance(decision, Send) and plan.kind.budgeted:
            counts[work_date] = counts.get(work_date, 0) + 1
        coming.append(Coming(plan.nudge, plan.kind, work_date, occurrence.utc, decision))
    return coming


def week_of(day: date) -> date:
    """Return the Monday of *day*'s week."""
    return day - timedelta(days=day.weekday())


def _ahead(plans: Sequence[Planned], now: datetime, end: datetime) -> list[tuple[Planned, Occurrence]]:
    found: dict[tuple[str, date], tuple[Planned, Occurrence]] = {}
    for plan in plans:
        for slot in plan.slots:
            occurrence = next_occurrence(slot, now)
            while occurrence.utc <= end:
                first = found.get((plan.nudge, occurrence.work_date))
                if first is None or occurrence.utc < first[1].utc:  # a nudge comes once a working date
                    found[plan.nudge, occurrence.work_date] = (plan, occurrence)
                occurrence = next_occurrence(slot, occurrence.utc)
    return sorted(found.values(), key=lambda item: (item[1].utc, item[0].kind.rank, item[0].nudge))
