"""When Enough writes next, in words and in the person's own zone."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.pages import Page, Paragraph
from core.rhythm.gate import Send
from core.rhythm.kinds import Kind
from core.rhythm.occurrence import Slot
from core.rhythm.upcoming import Planned, upcoming
from core.services.visit import Visit
from core.storage import NudgePlan, Owner, WeeklyTime
from core.wording import Voice


async def when(visit: Visit) -> Page:
    """Show the next two weeks, from the very function the scheduler uses."""
    async with visit.work() as work:
        owner = await visit.known(work)
        plans = await work.nudges.all(owner)
        reachable = await work.people.address(owner) is not None
        follow_ups = [each.due_on for each in await work.follow_ups.all(owner)]
    t = visit.t
    ahead = sendings(plans, owner, visit.now, follow_ups=follow_ups, reachable=reachable)
    coming = [local_label(instant, owner.zone or "UTC", t) for instant in ahead]
    body = [Paragraph(t("I do not write to you. You can ask me to, in your settings."))]
    if is_cut_off(plans, reachable=reachable):
        body = [Paragraph(cut_off(t))]
    elif coming:
        body = [Paragraph(t("I write to you at these times, and at no other:")), Paragraph("\n".join(coming))]
    silence = (visit.button(t("Pause"), "pause"), visit.button(t("Stop all"), "stop"))
    return Page(
        token=visit.go("when"),
        title=t("When I write"),
        body=tuple(body),
        actions=(
            visit.button(t("Settings"), "settings"),
            *(silence if any(plan.enabled for plan in plans) else ()),
            visit.button(t("Back to start"), "open"),
            *visit.always(),
        ),
    )


def is_cut_off(plans: Sequence[NudgePlan], *, reachable: bool) -> bool:
    """Tell whether messages are wanted and the platform does not deliver them."""
    return not reachable and any(plan.enabled for plan in plans)


def cut_off(t: Voice) -> str:
    """Return what is said of that, and the way out of it."""
    return t("My last message could not reach you, so I have stopped writing. Save your settings and I write again.")


def sendings(
    plans: Sequence[NudgePlan], owner: Owner, now: datetime, *, follow_ups: Collection[date] = (), reachable: bool
) -> list[datetime]:
    """Return when messages will be sent in the days after *now*, in UTC, soonest first: the scheduler's own answer.

    *follow_ups* are the days on which a question comes back; *reachable* is whether they have an address that the
    platform delivers to.
    """
    planned = [
        Planned(plan.id, Kind(plan.kind), tuple(slot_of(time) for time in plan.times), plan.active_from, plan.enabled)
        for plan in plans
    ]
    ahead = upcoming(planned, now, quiet_until=owner.quiet_until, reachable=reachable, follow_ups=follow_ups)
    return [each.utc for each in ahead if isinstance(each.decision, Send)]


def next_back(
    plans: Sequence[NudgePlan],
    owner: Owner,
    now: datetime,
    t: Voice,
    *,
    follow_ups: Collection[date] = (),
    reachable: bool = True,
) -> str:
    """Return when the bot writes next, such as "tomorrow at 16:45"; "" when it does not."""
    coming = sendings(plans, owner, now, follow_ups=follow_ups, reachable=reachable)
    if not coming:
        return ""
    zone = ZoneInfo(owner.zone or "UTC")
    local, today = coming[0].astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return t("today at {time}", time=clock_label(local))
    if local.date() == today + timedelta(days=1):
        return t("tomorrow at {time}", time=clock_label(local))
    return t("on {day} at {time}", day=day_label(local.date(), t), time=clock_label(local))


def slot_of(time: WeeklyTime) -> Slot:
    return Slot(time.zone, time.minute, sum(1 << day for day in time.weekdays))


def local_time(now: datetime, zone: str | None) -> datetime | None:
    """Return *now* by the clock of *zone*, or None where they never said."""
    return now.astimezone(ZoneInfo(zone)) if zone else None


def minute_label(minute: int) -> str:
    """Return the clock at *minute* of a working day; what comes after midnight is the next day's clock."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


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
