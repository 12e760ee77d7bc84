"""When Enough writes next, in words and in the person's own zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.pages import Block, Note, Page, Paragraph
from core.rhythm.gate import Reason, Send, Skip
from core.rhythm.upcoming import Coming
from core.services.outlook import Outlook, outlook
from core.services.visit import Visit
from core.storage import Owner
from core.wording import Voice, mark

SAID = {
    Reason.RESTING: mark("quiet"),
    Reason.DAY_OFF: mark("a day off"),
    Reason.CLOSED: mark("the day is closed"),
    Reason.QUIET_HOURS: mark("in your quiet hours"),
    Reason.BUDGET: mark("one a day is enough"),
}


async def when(visit: Visit) -> Page:
    """Show the next two weeks, from the very function the scheduler uses; and what is left out, and why."""
    async with visit.work() as work:
        owner = await visit.known(work)
        seen = await outlook(work, owner, visit.now)
    t, zone = visit.t, owner.zone or "UTC"
    coming = [each for each in seen.coming(visit.now) if isinstance(each.decision, Send) or _why_not(each, t)]
    lines = [local_label(each.utc, zone, t) + _why_not(each, t) for each in coming]
    body: list[Block] = [Paragraph(t("I do not write to you. You can ask me to, in your settings."))]
    if seen.is_cut_off:
        body = [Paragraph(cut_off(t))]
    elif lines:
        body = [
            Paragraph(t("I write to you at these times, and at no other:")),
            Paragraph("\n".join(lines)),
            Note(t("After three that stay unanswered I write once a week, then once more, and then not.")),
        ]
    silence = (visit.button(t("Pause"), "pause"), visit.button(t("Stop all"), "stop"))
    return Page(
        token=visit.go("when"),
        title=t("When I write"),
        body=tuple(body),
        actions=(
            visit.button(t("Settings"), "settings"),
            *(silence if seen.wanted else ()),
            visit.button(t("Back to start"), "open"),
            *visit.always(),
        ),
    )


def _why_not(coming: Coming, t: Voice) -> str:
    """Return why one is left out, to stand after its time; "" for one that comes."""
    decision = coming.decision
    if isinstance(decision, Send) or not isinstance(decision, Skip) or decision.reason not in SAID:
        return ""
    return " · " + t("not then: {why}", why=t(SAID[decision.reason]))


def cut_off(t: Voice) -> str:
    """Return what is said of messages that do not get through, and the way out of it."""
    return t("My last message could not reach you, so I have stopped writing. Save your settings and I write again.")


def next_back(seen: Outlook, owner: Owner, now: datetime, t: Voice) -> str:
    """Return when the bot writes next, such as "tomorrow at 16:45"; "" when it does not."""
    coming = seen.sendings(now)
    if not coming:
        return ""
    zone = ZoneInfo(owner.zone or "UTC")
    local, today = coming[0].astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return t("today at {time}", time=clock_label(local))
    if local.date() == today + timedelta(days=1):
        return t("tomorrow at {time}", time=clock_label(local))
    return t("on {day} at {time}", day=day_label(local.date(), t), time=clock_label(local))


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
