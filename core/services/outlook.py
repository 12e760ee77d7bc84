"""What is known now of when somebody is written to: gathered once, for every page that says something of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.rhythm.gate import A_WEEK
from core.rhythm.kinds import Kind
from core.rhythm.occurrence import Slot, next_occurrence
from core.rhythm.upcoming import Coming, Planned, Standing, upcoming
from core.rhythm.wishes import Wishes
from core.services import rhythm
from core.storage import NudgePlan, Owner, UnitOfWork, WeeklyTime

NEAR = timedelta(hours=12)


@dataclass(frozen=True)
class Outlook:
    """``plans`` are the nudges asked for, ``follow_ups`` the days on which a question comes back; ``reachable`` is
    whether there is an address that the platform delivers to. Whoever looks is here: nothing is unanswered."""

    plans: Sequence[NudgePlan]
    standing: Standing
    follow_ups: tuple[date, ...]
    reachable: bool
    quiet_until: datetime | None
    wishes: Wishes

    @property
    def wanted(self) -> bool:
        """Whether any message is wanted."""
        return any(plan.enabled for plan in self.plans)

    @property
    def is_cut_off(self) -> bool:
        """Whether messages are wanted and the platform does not deliver them."""
        return self.wanted and not self.reachable

    def coming(self, now: datetime) -> list[Coming]:
        """Return what comes in the days after *now* (aware UTC), soonest first, with what the gate says of each: the
        scheduler's own answer. A question that rides along with another message is left out."""
        planned = [
            Planned(plan.id, Kind(plan.kind), tuple(map(slot_of, plan.times)), plan.active_from, plan.enabled)
            for plan in self.plans
            if plan.enabled
        ]
        ahead = upcoming(
            planned,
            now,
            quiet_until=self.quiet_until,
            reachable=self.reachable,
            standing=self.standing,
            follow_ups=self.follow_ups,
        )
        return [each for each in ahead if each.kind is not Kind.FOLLOWUP or each.comes_at]

    def sendings(self, now: datetime) -> list[datetime]:
        """Return when messages will be sent, in UTC, soonest first."""
        return sorted(each.comes_at for each in self.coming(now) if each.comes_at)


async def outlook(work: UnitOfWork, owner: Owner, now: datetime) -> Outlook:
    """Gather it, at *now* (aware UTC)."""
    since = now.date() - timedelta(days=2 * A_WEEK)
    standing = await work.nudges.standing(owner, since)
    plans = await work.nudges.all(owner)
    return Outlook(
        plans=plans,
        standing=replace(standing, unanswered=0),
        follow_ups=tuple(each.due_on for each in await work.follow_ups.all(owner)),
        reachable=await work.people.address(owner) is not None,
        quiet_until=owner.quiet_until,
        wishes=rhythm.read(owner, list(plans)),
    )


def working_day(plans: Sequence[NudgePlan], zone: str | None, now: datetime) -> date:
    """Return the working date that *now* belongs to: that of the closing message which is due within half a day, past
    midnight too, and else the day on the clock of *zone* (UTC where they never said)."""
    for plan in plans:
        if plan.enabled and plan.kind == Kind.CLOSING:
            near = [next_occurrence(slot_of(time), now - NEAR) for time in plan.times]
            near = [each for each in near if each.utc <= now + NEAR]
            if near:
                return min(near, key=lambda each: abs(each.utc - now)).work_date
    return now.astimezone(ZoneInfo(zone or "UTC")).date()


def slot_of(time: WeeklyTime) -> Slot:
    return Slot(time.zone, time.minute, sum(1 << day for day in time.weekdays), time.parity)
