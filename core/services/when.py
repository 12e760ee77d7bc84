"""When Enough writes next, in words and in the person's own zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.pages import Block, Note, Page, Paragraph
from core.rhythm.gate import Reason, Skip
from core.rhythm.upcoming import Coming
from core.rhythm.wishes import Span
from core.services.outlook import Outlook, outlook
from core.services.visit import Visit
from core.services.week_words import KIND_SAID, weekday_names
from core.storage import Owner
from core.wording import Voice, mark

LISTED_CHARS = 2200  # of times on the page: with many kinds it ends at the end of a day
SAID = {
    Reason.RESTING: mark("quiet"),
    Reason.DAY_OFF: mark("a day off"),
    Reason.CLOSED: mark("the day is closed"),
    Reason.QUIET_HOURS: mark("in your quiet hours"),
}


async def when(visit: Visit) -> Page:
    """Show the next two weeks, from the very function the scheduler uses; and what is left out, and why."""
    async with visit.work() as work:
        owner = await visit.known(work)
        seen = await outlook(work, owner, visit.now)
    t = visit.t
    body: list[Block] = [Paragraph(t("I do not write to you. You can ask me to, in your settings."))]
    lines, up_to = _listed(visit, owner, seen)
    if seen.is_cut_off:
        body = [Paragraph(cut_off(t))]
    elif lines:
        body = [
            Paragraph(t("I write to you at these times, and at no other:")),
            Paragraph("\n".join(lines)),
            *((Note(t("That is up to {day}. It goes on like this.", day=day_label(up_to, t))),) if up_to else ()),
            *_week(visit, owner, seen),
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


def _listed(visit: Visit, owner: Owner, seen: Outlook) -> tuple[list[str], date | None]:
    """Return a line for each message, and the last day of the list where it had to end before its time."""
    t, zone = visit.t, owner.zone or "UTC"
    several = len(seen.wishes.kinds) > 1
    lines: list[str] = []
    of_day: dict[date, list[str]] = {}
    for each in seen.coming(visit.now):
        why = _why_not(each, seen, t)
        if each.comes_at is None and not why:
            continue
        at = each.comes_at or each.utc
        what = f" · {t(KIND_SAID[each.kind])}" if several else ""
        of_day.setdefault(at.astimezone(ZoneInfo(zone)).date(), []).append(local_label(at, zone, t) + what + why)
    last = None
    for day in sorted(of_day):
        if sum(len(line) + 1 for line in (*lines, *of_day[day])) > LISTED_CHARS:
            return lines, last
        lines += of_day[day]
        last = day
    return lines, None


def _why_not(coming: Coming, seen: Outlook, t: Voice) -> str:
    """Return why one is left out, to stand after its time; "" for one that comes, and where there is nothing to say."""
    decision = coming.decision
    if not isinstance(decision, Skip):
        return ""
    if decision.reason is Reason.BUDGET:
        why = t("one a day is enough") if seen.standing.budget.day == 1 else t("two a day are enough")
    elif decision.reason is Reason.DAY_OFF:
        why = seen.wishes.free_days(coming.work_date).get(coming.work_date) or t(SAID[Reason.DAY_OFF])
    elif decision.reason in SAID:
        why = t(SAID[decision.reason])
    else:
        return ""
    return " · " + t("not then: {why}", why=why)


def _week(visit: Visit, owner: Owner, seen: Outlook) -> tuple[Note, ...]:
    """Say which week it is, where two alternate."""
    t, week = visit.t, seen.wishes.week
    if week.other is None:
        return ()
    is_a = week.is_a(visit.now.astimezone(ZoneInfo(owner.zone or "UTC")).date())
    return (Note(t("This is week A.") if is_a else t("This is week B.")),)


def cut_off(t: Voice) -> str:
    """Return what is said of messages that do not get through, and the way out of it."""
    return t("My last message could not reach you, so I have stopped writing. Save your settings and I write again.")


def quiet_label(until: datetime, zone: str | None, now: datetime, t: Voice) -> str:
    """Return what is said of a quiet that lasts *until* then: until a day, or until an hour of today."""
    here = ZoneInfo(zone or "UTC")
    local = until.astimezone(here)
    if local.date() == now.astimezone(here).date():
        return t("I am quiet until {time}. Nothing comes before that.", time=clock_label(local))
    return t("I am quiet until {day}. Nothing comes before that.", day=day_label(local.date(), t))


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


def clock_label(local: datetime) -> str:
    return f"{local:%H:%M}"


def day_label(day: date, t: Voice) -> str:
    """Return a day such as "Monday, 2 March"."""
    weekdays = weekday_names(t)
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


def span_label(span: Span, t: Voice) -> str:
    """Return days off such as "Monday, 2 March to Friday, 6 March"."""
    first = day_label(span.first, t)
    return first if span.first == span.last else t("{first} to {last}", first=first, last=day_label(span.last, t))


def local_label(instant: datetime, zone: str, t: Voice) -> str:
    local = instant.astimezone(ZoneInfo(zone))
    return t("{day}, {time}", day=day_label(local.date(), t), time=clock_label(local))
