"""How somebody wants to be written to: read, and saved together with all that is planned from it.

There is one way to change it, so that what a page says and what is sent cannot disagree.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from core.people.who import Address
from core.private import Private
from core.rhythm.kinds import Kind
from core.rhythm.occurrence import DAY_MINUTES
from core.rhythm.public import holidays_between
from core.rhythm.wishes import KINDS, Known, Wishes, from_json
from core.services.visit import Visit
from core.storage import NudgePlan, Owner, Storage, UnitOfWork, WeeklyTime

RHYTHM = "rhythm"
HORIZON = timedelta(days=397)  # 13 months: public holidays are planned that far ahead
RENEWED = timedelta(days=366)  # and planned anew once they reach less far than this
DAY = timedelta(days=1)
Edit: TypeAlias = Callable[[Wishes], Wishes]


def today(now: datetime, zone: str | None) -> date:
    """Return the day on the clock of *zone*, UTC where they never said."""
    return now.astimezone(ZoneInfo(zone or "UTC")).date()


def stored(owner: Owner) -> Wishes | None:
    """Return what was saved, or None for somebody who set nothing."""
    held = owner.private.reveal().get(RHYTHM)
    return from_json(held) if isinstance(held, dict) else None


def read(owner: Owner, plans: list[NudgePlan]) -> Wishes:
    """Return how *owner* wants to be written to. What was stopped since it was saved is not wanted any more; whoever
    set nothing works Monday to Friday, nine to five."""
    planned = {plan.kind: plan for plan in plans if plan.enabled}
    wishes = stored(owner)
    if wishes is None:
        closing = planned.get(Kind.CLOSING)
        return Wishes() if closing is None else Wishes().with_kind(Kind.CLOSING, closing.times[0].minute % DAY_MINUTES)
    return replace(wishes, kinds={kind: own for kind, own in wishes.kinds.items() if kind in planned})


async def current(work: UnitOfWork, owner: Owner) -> Wishes:
    """Read them in *work*."""
    return read(owner, list(await work.nudges.all(owner)))


async def save(work: UnitOfWork, owner: Owner, wishes: Wishes, now: datetime) -> Owner:
    """Keep *wishes* and plan all of it: times, how much, quiet hours and days off; the caller commits.

    Whoever wants any message has said where they are. The owner's zone, country and language count as they are now.
    """
    yesterday = today(now, owner.zone) - DAY  # a shift past midnight still belongs to it
    wishes = replace(
        wishes,
        days_off=tuple(sorted(span for span in wishes.days_off if span.last >= yesterday)),
        known=await _known(wishes, owner, now),
    )
    owner = await _keep(work, owner, wishes)
    await work.nudges.set_manner(owner, budget=wishes.budget, quiet_hours=wishes.quiet_hours)
    await work.nudges.set_days_off(owner, wishes.free_days(yesterday))
    await _plan(work, owner, wishes, now)
    return owner


async def change(
    visit: Visit, edit: Edit, *, zone: str | None = None, address: Address | None = None
) -> tuple[Owner, Wishes]:
    """Save what *edit* makes of the wishes as they are now, with another zone or address where one is given."""
    async with visit.work() as work:
        owner = await visit.known(work)  # a pause or a stop may have come while a message was opened
        wishes = edit(await current(work, owner))
        if zone is not None:
            owner = await work.people.update(
                owner, country=owner.country, language=owner.language, zone=zone, quiet_until=owner.quiet_until
            )
        if address is not None:
            await work.people.set_address(owner, visit.who, address)
        owner = await save(work, owner, wishes, visit.now)
        wishes = await current(work, owner)
        await work.commit()
    visit.recognise(owner)
    return owner, wishes


async def plan_questions(work: UnitOfWork, owner: Owner, now: datetime) -> None:
    """Ask for a message on each day on which a question comes back, at the hour of the closing one. The gate sends it
    on days without another message. Somebody who is not written to is not written to for this."""
    await _plan(work, owner, await current(work, owner), now)


async def renew_holidays(storage: Storage, now: datetime) -> int:
    """Plan public holidays further ahead for whom they reach less than a year, or are those of another country than
    they live in now. Returns for how many."""

    def is_due(owner: Owner) -> bool:
        wishes = stored(owner)
        if wishes is None or wishes.known is None or not wishes.holidays:
            return False
        if not wishes.known.is_for(owner.country, wishes.region, owner.language):
            return True
        return wishes.known.until < today(now, owner.zone) + RENEWED

    async def renew(work: UnitOfWork, owner: Owner) -> None:
        wishes = stored(owner)
        if wishes is not None:
            wishes = replace(wishes, known=await _look_up(owner, wishes.region, now))
            owner = await _keep(work, owner, wishes)
            await work.nudges.set_days_off(owner, wishes.free_days(today(now, owner.zone) - DAY))

    return await storage.renew(is_due, renew)


async def _keep(work: UnitOfWork, owner: Owner, wishes: Wishes) -> Owner:
    return await work.people.save_private(owner, Private({**owner.private.reveal(), RHYTHM: wishes.to_json()}))


async def _known(wishes: Wishes, owner: Owner, now: datetime) -> Known | None:
    """Return the public holidays that are needed: looked up where somebody is written to, and not on them."""
    if not wishes.holidays or not wishes.kinds:
        return wishes.known
    known = wishes.known
    wanted_until = today(now, owner.zone) + RENEWED
    if known and known.is_for(owner.country, wishes.region, owner.language) and known.until >= wanted_until:
        return known
    return await _look_up(owner, wishes.region, now)


async def _look_up(owner: Owner, region: str, now: datetime) -> Known:
    first = today(now, owner.zone) - DAY
    until = first + HORIZON
    # In a thread: the first time, the library is loaded.
    names = await asyncio.to_thread(holidays_between, owner.country, region, owner.language, first, until)
    return Known(owner.country, region, owner.language, until, names)


async def _plan(work: UnitOfWork, owner: Owner, wishes: Wishes, now: datetime) -> None:
    wanted = await _wanted(work, owner, wishes, now)
    before = {(plan.kind, plan.subject): plan.active_from for plan in await work.nudges.all(owner) if plan.enabled}
    for kind, subject in before.keys() - wanted.keys():
        await work.nudges.drop(owner, kind=kind, subject=subject)
    here = today(now, owner.zone)
    for (kind, subject), times in wanted.items():
        # What comes after midnight may still be for yesterday.
        begins = here - DAY if any(time.minute >= DAY_MINUTES for time in times) else here
        begins = min(begins, before.get((kind, subject), begins))
        await work.nudges.plan(owner, kind=kind, subject=subject, times=times, active_from=begins, now=now)


async def _wanted(
    work: UnitOfWork, owner: Owner, wishes: Wishes, now: datetime
) -> dict[tuple[str, str], tuple[WeeklyTime, ...]]:
    """Return the times of everything that is wanted, by kind and subject."""
    if owner.zone is None or not wishes.kinds:
        return {}
    zone = owner.zone
    wanted = {(kind.value, ""): wishes.times(kind, zone) for kind in KINDS if kind is not Kind.CROSSING}
    wanted |= {(Kind.CROSSING.value, each.id): (each.time(zone),) for each in wishes.planned_crossings()}
    days = [each.due_on for each in await work.follow_ups.all(owner) if each.due_on >= today(now, zone)]
    closing = wishes.kinds.get(Kind.CLOSING)
    wanted[Kind.FOLLOWUP.value, ""] = tuple(
        WeeklyTime(zone, wishes.week.closing_on(day, closing), frozenset({day.weekday()})) for day in days
    )
    return {key: times for key, times in wanted.items() if times}
