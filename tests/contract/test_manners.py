"""How somebody is written to, as core.storage promises it, on every database."""

from datetime import datetime, timedelta

from core.db.storage import SqlStorage
from core.rhythm.gate import Budget
from core.rhythm.upcoming import Standing
from core.storage import Owner, WeeklyTime

EVERY_DAY = frozenset(range(7))


async def test_somebody_of_whom_nothing_was_said(storage: SqlStorage, ann: Owner, now: datetime) -> None:
    """One message a day and six a week, and no hours or days without."""
    async with storage.begin() as work:
        assert await work.nudges.standing(ann, now.date()) == Standing(zone=ann.zone or "UTC")


async def test_what_was_set_is_read_back_and_is_nobody_elses(
    storage: SqlStorage, ann: Owner, ben: Owner, now: datetime
) -> None:
    """Budget, quiet hours, days off and a closed day are one person's."""
    today = now.date()
    async with storage.begin() as work:
        for each in (ann, ben):
            await work.nudges.set_manner(each, budget=Budget(), quiet_hours=None)
        await work.nudges.set_manner(ann, budget=Budget(2, 10), quiet_hours=(1320, 420))
        await work.nudges.set_days_off(ann, [today, today, today + timedelta(days=3)])
        await work.nudges.close_day(ann, today)
        await work.commit()
    async with storage.begin() as work:
        found = await work.nudges.standing(ann, today)
        assert (found.budget, found.quiet_hours, found.closed_on) == (Budget(2, 10), (1320, 420), today)
        assert set(found.days_off) == {today, today + timedelta(days=3)}
        assert await work.nudges.standing(ben, today) == Standing(zone=ben.zone or "UTC")
        await work.nudges.set_days_off(ann, [])
        await work.nudges.set_manner(ann, budget=Budget(), quiet_hours=None)
        assert await work.nudges.standing(ann, today) == Standing(zone=ann.zone or "UTC", closed_on=today)


async def test_every_other_week_and_several_of_a_kind(storage: SqlStorage, ann: Owner, now: datetime) -> None:
    """Two crossings live beside each other; hours of alternating weeks are one nudge. Dropping one leaves the other."""
    even, odd = (WeeklyTime("Europe/Lisbon", minute, EVERY_DAY, parity) for parity, minute in ((0, 900), (1, 960)))
    async with storage.begin() as work:
        for subject in ("school", "pool"):
            await work.nudges.plan(
                ann, kind="crossing", subject=subject, times=(even, odd), active_from=now.date(), now=now
            )
        await work.nudges.drop(ann, kind="crossing", subject="pool")
        await work.nudges.drop(ann, kind="crossing", subject="never there")
        await work.commit()
    async with storage.begin() as work:
        found = {plan.subject: plan for plan in await work.nudges.all(ann)}
        assert {subject: plan.enabled for subject, plan in found.items()} == {"school": True, "pool": False}
        assert set(found["school"].times) == {even, odd}
