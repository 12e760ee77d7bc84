"""When Enough writes next, in words and in the person's own zone."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.pages import Page, Paragraph
from core.rhythm.occurrence import Occurrence, Slot, next_occurrence
from core.services.visit import Visit
from core.storage import NudgePlan, Owner, WeeklyTime
from core.wording import Voice

DAYS_AHEAD = 14


async def when(visit: Visit) -> Page:
    """Show the next two weeks, from the very function the scheduler uses."""
    t = visit.t
    async with visit.work() as work:
        owner = await visit.known(work)
        plans = await work.nudges.all(owner)
    t = visit.t
    coming = occurrences(plans, owner, visit.now, until=visit.now + timedelta(days=DAYS_AHEAD))
    if coming:
        lines = [local_label(each.utc, zone, t) for each, zone in coming]
        body = (Paragraph(t("I write to you at these times, and at no other:")), Paragraph("\n".join(lines)))
    else:
        body = (Paragraph(t("I do not write to you. You can ask me to, in your settings.")),)
    return Page(
        token=visit.go("when"),
        title=t("When I write"),
        body=body,
        actions=(
            visit.button(t("Settings"), "settings"),
            visit.button(t("Pause"), "pause"),
            visit.button(t("Stop all"), "stop"),
            *visit.always(),
        ),
    )


def occurrences(
    plans: Sequence[NudgePlan], owner: Owner, now: datetime, *, until: datetime
) -> list[tuple[Occurrence, str]]:
    """Return what comes after *now* and up to *until* (both UTC), soonest first, each with its zone."""
    begin = max(now, owner.quiet_until) if owner.quiet_until else now
    found: list[tuple[Occurrence, str]] = []
    for plan in plans:
        if not plan.enabled:
            continue
        for time in plan.times:
            after = begin
            while (each := next_occurrence(slot_of(time), after)).utc <= until:
                if each.work_date >= plan.active_from:
                    found.append((each, time.zone))
                after = each.utc
    return sorted(found, key=lambda pair: pair[0].utc)


def next_back(plans: Sequence[NudgePlan], owner: Owner, now: datetime, t: Voice) -> str:
    """Return when the bot writes next, such as "tomorrow at 16:45"; "" when it does not."""
    coming = occurrences(plans, owner, now, until=now + timedelta(days=DAYS_AHEAD))
    if not coming:
        return ""
    first, zone = coming[0]
    today = now.astimezone(ZoneInfo(zone)).date()
    local = first.utc.astimezone(ZoneInfo(zone))
    if local.date() == today:
        return t("today at {time}", time=clock_label(local))
    if local.date() == today + timedelta(days=1):
        return t("tomorrow at {time}", time=clock_label(local))
    return t("on {day} at {time}", day=day_label(local.date(), t), time=clock_label(local))


def slot_of(time: WeeklyTime) -> Slot:
    return Slot(time.zone, time.minute, sum(1 << day for day in time.weekdays))


def clock_label(local: datetime) -> str:
    return f"{local:%H:%M}"


def day_label(day: date, t: Voice) -> str:
    """Return a day such as "Monday, 2 March"."""
    weekdays = (
        t("Monday"),
        t("Tuesday"),
        t("Wednesday"),
        t("Thursday"),
        t("Friday"),
        t("Saturday"),
        t("Sunday"),
    )
    months = (
        t("January"),
        t("February"),
        t("March"),
        t("April"),
        t("May"),
        t("June"),
        t("July"),
        t("August"),
        t("September"),
        t("October"),
        t("November"),
        t("December"),
    )
    return t("{weekday}, {day} {month}", weekday=weekdays[day.weekday()], day=day.day, month=months[day.month - 1])


def local_label(instant: datetime, zone: str, t: Voice) -> str:
    local = instant.astimezone(ZoneInfo(zone))
    return t("{day}, {time}", day=day_label(local.date(), t), time=clock_label(local))
