"""My week: which days are worked, and from when to when; every week, or one of two that alternate."""

from core.errors import BadToken, FieldErrors
from core.pages import Action, Block, ChoiceField, Heading, Note, Option, Page, Paragraph, TextField
from core.rhythm.days import NotDays, parse_weekdays
from core.rhythm.kinds import Kind
from core.rhythm.times import NotATime, parse_working_hours
from core.rhythm.week import Hours, Week
from core.rhythm.wishes import Wishes
from core.services import rhythm
from core.services.reminders import typed
from core.services.run import plain
from core.services.visit import HeardAnswers, Visit
from core.services.week_words import DAY_FORMS, HOUR_FORMS, minute_label, week_lines
from core.storage import Owner
from core.tokens import Verb
from core.wording import mark

STEP = "week"
NOBODY_WORKS = mark("One day with hours is needed. For time off there are “Days off” and “Pause”.")
_TYPED_CHARS = 60


async def page(visit: Visit) -> Page:
    """Show the week, and a form to change days of it."""
    async with visit.work() as work:
        owner = await visit.known(work)
        wishes = await rhythm.current(work, owner)
    return _page(visit, owner, wishes)


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Set the hours of some days. Raises FieldErrors that list accepted forms."""
    weekdays, hours = _read(answers)
    weeks = str(next(iter(plain(answers).get("which", ())), "ab"))

    def edit(wishes: Wishes) -> Wishes:
        try:
            return wishes.with_week(wishes.week.with_hours(weekdays, hours, weeks=weeks))
        except ValueError:
            raise FieldErrors({"hours": NOBODY_WORKS}) from None

    return await _changed(visit, edit)


async def tap(visit: Visit) -> Page:
    """Let two weeks alternate, swap them, or have one again."""
    asked = visit.token.subject
    if asked not in ("two", "swap", "one"):
        raise BadToken("no such change of the week")

    def edit(wishes: Wishes) -> Wishes:
        week, here = wishes.week, rhythm.today(visit.now, visit.owner.zone if visit.owner else None)
        if asked == "two":
            return wishes.with_week(week.alternating(here))
        if asked == "swap":
            return wishes.with_week(Week(week.days, week.other, 1 - week.parity) if week.other else week)
        return wishes.with_week(week.every_week())

    return await _changed(visit, edit)


async def _changed(visit: Visit, edit: rhythm.Edit) -> Page:
    return _page(visit, *await rhythm.change(visit, edit), saved=True)


def _read(answers: HeardAnswers) -> tuple[frozenset[int], Hours | None]:
    errors: dict[str, str] = {}
    weekdays: frozenset[int] = frozenset()
    hours = None
    try:
        weekdays = parse_weekdays(typed(answers, "days"))
    except NotDays:
        errors["days"] = DAY_FORMS
    try:
        ends = parse_working_hours(typed(answers, "hours"))
        hours = Hours(*ends) if ends else None
    except NotATime:
        errors["hours"] = HOUR_FORMS
    if errors:
        raise FieldErrors(errors)
    return weekdays, hours


def _page(visit: Visit, owner: Owner, wishes: Wishes, *, saved: bool = False) -> Page:
    t, week = visit.t, wishes.week
    said = (Paragraph(t("Saved.")),) if saved else ()
    return Page(
        token=visit.token.to(Verb.LIFE, step="week"),
        title=t("My week"),
        body=(
            *said,
            *_weeks(visit, owner, week),
            *_fixed(visit, wishes),
            Note(t("Change some days at a time: the days, then their hours.")),
        ),
        fields=(
            TextField(
                id="days", label=t("Which days?"), hint=t(DAY_FORMS), multiline=False, max_chars=_TYPED_CHARS,
            ),
            TextField(
                id="hours", label=t("From when to when?"), hint=t(HOUR_FORMS), multiline=False, max_chars=_TYPED_CHARS,
            ),
            *((_which(visit),) if week.other else ()),
        ),
        submit=t("Set these days"),
        actions=(*_switches(visit, week), visit.button(t("When I write"), "when"),
                 visit.button(t("Settings"), "settings"), *visit.always()),
    )  # fmt: skip


def _weeks(visit: Visit, owner: Owner, week: Week) -> tuple[Block, ...]:
    t = visit.t
    if week.other is None:
        return (Paragraph(week_lines(week.days, t)),)
    is_a = week.is_a(rhythm.today(visit.now, owner.zone))
    names = (
        (t("Week A: this week"), t("Week B: next week")) if is_a else (t("Week A: next week"), t("Week B: this week"))
    )
    return (Heading(names[0]), Paragraph(week_lines(week.days, t)),
            Heading(names[1]), Paragraph(week_lines(week.other, t)))  # fmt: skip


def _fixed(visit: Visit, wishes: Wishes) -> tuple[Note, ...]:
    """Say that a time of one's own does not follow the week, where it does not."""
    own = wishes.kinds.get(Kind.CLOSING)
    if own is None:
        return ()
    text = visit.t("At the end of the day I write at {time}, whatever the hours here. “What I write” can change that.",
                   time=minute_label(own))  # fmt: skip
    return (Note(text),)


def _which(visit: Visit) -> ChoiceField:
    t = visit.t
    options = (Option("ab", t("Both weeks")), Option("a", t("Week A")), Option("b", t("Week B")))
    return ChoiceField(id="which", label=t("In which week?"), options=options, value="ab")


def _switches(visit: Visit, week: Week) -> tuple[Action, ...]:
    t = visit.t

    def switch(label: str, what: str) -> Action:
        return Action(label, visit.token.to(Verb.LIFE, subject=what, step=STEP))

    if week.other is None:
        return (switch(t("Every other week differs"), "two"),)
    return (switch(t("Swap A and B"), "swap"), switch(t("The same every week"), "one"))
