"""Silence on request: a day, a week, until a date, or no messages at all. No reason is asked, and none is stored."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.errors import BadToken, FieldErrors
from core.pages import Action, DateField, Page, Paragraph
from core.rhythm.days import MONTH_FIRST, NotADate, parse_date
from core.rhythm.occurrence import next_occurrence
from core.services import rhythm
from core.services.outlook import NEAR, slot_of
from core.services.reminders import typed
from core.services.visit import HeardAnswers, Visit
from core.services.week_words import DATE_FORMS
from core.services.when import quiet_label
from core.storage import NudgePlan, Owner
from core.tokens import Verb
from core.wording import mark

_MINUTE = timedelta(minutes=1)
_HOME = timedelta(hours=2)  # after the last message of a night shift its day is still "today"
RESTING = "resting"  # the one reason that is ever stored for silence
DAYS = {"day": 1, "week": 7, "on": 0}  # of quiet, by the step of a PAUSE token
UNTIL = "until"  # the step that asks for a date
NOT_YET = mark("Please name a day after today.")


async def pause(visit: Visit) -> Page:
    """Offer silence for a day or a week, or to go on again."""
    async with visit.work() as work:
        owner = await visit.known(work)
    return _choices(visit, owner)


async def tap(visit: Visit) -> Page:
    """Be quiet for a while, or go on."""
    if visit.token.step == UNTIL:
        return await form(visit)
    days = DAYS.get(visit.token.step)
    if days is None:
        raise BadToken("no such pause")
    return await be_quiet(visit, days=days)


async def form(visit: Visit) -> Page:
    """Ask for the day on which it is over."""
    async with visit.work() as work:
        await visit.known(work)
    t = visit.t
    return Page(
        token=visit.token.to(Verb.PAUSE, step="until"),
        title=t("Quiet until a day"),
        body=(Paragraph(t("On that day I write again. Before it, nothing comes.")),),
        fields=(DateField(id="day", label=t("The first day I write again"), hint=t(DATE_FORMS)),),
        submit=t("Be quiet"),
        actions=(visit.button(t("Pause"), "pause"), *visit.always()),
    )


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Be quiet until the day that was typed. Raises FieldErrors that list accepted forms."""
    async with visit.work() as work:
        owner = await visit.known(work)
    here = rhythm.today(visit.now, owner.zone)
    try:
        day = parse_date(typed(answers, "day"), here, month_first=owner.country in MONTH_FIRST)
    except NotADate:
        raise FieldErrors({"day": DATE_FORMS}) from None
    if day <= here:
        raise FieldErrors({"day": NOT_YET})
    return await be_quiet(visit, days=(day - here).days)


async def be_quiet(visit: Visit, *, days: int) -> Page:
    """Be quiet until the start of the day that comes in *days*; 0 ends the quiet."""
    async with visit.work() as work:
        owner = await visit.known(work)
        zone = owner.zone or "UTC"
        plans = await work.nudges.all(owner)
        until = _until(plans, visit.now, zone, days) if days else None
        owner = await work.people.update(
            owner, country=owner.country, language=owner.language, zone=owner.zone, quiet_until=until
        )
        if until:
            await work.nudges.cancel_pending(owner, reason=RESTING)
        await work.commit()
    visit.recognise(owner)
    return _choices(visit, owner, ended=not days)


async def stop(visit: Visit) -> Page:
    """Send nothing more unasked. What was kept stays."""
    async with visit.work() as work:
        owner = await visit.known(work)
        await work.nudges.stop(owner)
        await work.commit()
    t = visit.t
    return Page(
        token=visit.go("stop"),
        title=t("I am silent"),
        body=(Paragraph(t("I will not write to you. What you kept stays, and /enough is there when you want it.")),),
        actions=(
            visit.button(t("Settings"), "settings"),
            visit.button(t("Back to start"), "open"),
            *visit.always(),
        ),
    )


def _until(plans: Sequence[NudgePlan], now: datetime, zone: str, days: int) -> datetime:
    """Return the end of *days* of quiet. A night shift belongs to the day on which it began: whoever is in one, or came
    home from it, and wants quiet until tomorrow is written to again for the next working day."""
    midnight = quiet_until(now, zone, days)
    today = now.astimezone(ZoneInfo(zone)).date()
    slots = [slot_of(each) for plan in plans if plan.enabled for each in plan.times]
    near = [each for slot in slots if (each := next_occurrence(slot, now - _HOME)).utc <= now + NEAR]
    of_the_night = [each.utc for each in near if each.work_date < today]
    if days > 1 or not of_the_night:
        return shift_over(plans, midnight, zone)
    ahead = [next_occurrence(slot, now) for slot in slots]
    first = min([midnight, *(each.utc for each in ahead if each.work_date >= today)])
    return max(first, *(each + _MINUTE for each in of_the_night))


def quiet_until(now: datetime, zone: str, days: int) -> datetime:
    """Return the start of the day that comes *days* after today, by the clock of *zone*; the result is in UTC."""
    here = ZoneInfo(zone)
    day = now.astimezone(here).date() + timedelta(days=days)
    return datetime.combine(day, time(), here).astimezone(now.tzinfo)


def shift_over(plans: Sequence[NudgePlan], until: datetime, zone: str) -> datetime:
    """Return *until*, or a minute after what is still due then for the working day before: a shift past midnight
    belongs to the day on which it began."""
    day = until.astimezone(ZoneInfo(zone)).date()
    due = [next_occurrence(slot_of(each), until - _MINUTE) for plan in plans if plan.enabled for each in plan.times]
    return max([until, *(each.utc + _MINUTE for each in due if each.work_date < day)])


def _choices(visit: Visit, owner: Owner, *, ended: bool = False) -> Page:
    t = visit.t
    resting = owner.quiet_until is not None and owner.quiet_until > visit.now
    if resting and owner.quiet_until:
        text = quiet_label(owner.quiet_until, owner.zone, visit.now, t)
    elif ended:
        text = t("The quiet is over. “When I write” shows what comes.")
    else:
        text = t("Shall I be quiet for a while? No reason needed.")
    tomorrow = Action(t("Quiet until tomorrow"), visit.token.to(Verb.PAUSE, step="day"))
    again = Action(t("End the quiet"), visit.token.to(Verb.PAUSE, step="on"))
    choices = [
        again if resting else tomorrow,
        Action(t("Quiet for a week"), visit.token.to(Verb.PAUSE, step="week")),
        Action(t("Until a day I name"), visit.token.to(Verb.PAUSE, step=UNTIL)),
    ]
    return Page(
        token=visit.go("pause"),
        title=t("Quiet"),
        body=(Paragraph(text),),
        actions=(
            *choices,
            visit.button(t("When I write"), "when"),
            visit.button(t("Back to start"), "open"),
            *visit.always(),
        ),
    )
