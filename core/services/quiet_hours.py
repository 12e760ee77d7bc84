"""Quiet hours: between which times of the day nothing comes."""

from dataclasses import replace

from core.errors import FieldErrors
from core.pages import Note, Page, Paragraph, TimeField
from core.rhythm.times import NotATime, parse_time
from core.rhythm.wishes import Wishes
from core.services import rhythm
from core.services.reminders import TIME_FORMS, typed
from core.services.visit import HeardAnswers, Visit
from core.services.week_words import minute_label
from core.tokens import Verb
from core.wording import mark

STEP = "quiet"
EVENING, MORNING = 22 * 60, 7 * 60
BOTH = mark("Please give both times, or leave both empty.")
DIFFERENT = mark("The two times are the same.")


async def page(visit: Visit) -> Page:
    """Show them, as a form."""
    async with visit.work() as work:
        wishes = await rhythm.current(work, await visit.known(work))
    return _page(visit, wishes)


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Set them, or none. Raises FieldErrors that list accepted forms."""
    async with visit.work() as work:
        await visit.known(work)
    hours = _read(answers)
    _, wishes = await rhythm.change(visit, lambda before: replace(before, quiet_hours=hours))
    return _page(visit, wishes, saved=True)


def _read(answers: HeardAnswers) -> tuple[int, int] | None:
    errors: dict[str, str] = {}
    found: dict[str, int] = {}
    for name, around in (("from", EVENING), ("to", MORNING)):
        text = typed(answers, name)
        try:
            if text:
                found[name] = parse_time(text, around=around)
        except NotATime:
            errors[name] = TIME_FORMS
    if not errors and len(found) == 1:
        errors["to" if "from" in found else "from"] = BOTH
    if not errors and len(found) == 2 and found["from"] == found["to"]:
        errors["to"] = DIFFERENT
    if errors:
        raise FieldErrors(errors)
    return (found["from"], found["to"]) if found else None


def _page(visit: Visit, wishes: Wishes, *, saved: bool = False) -> Page:
    t = visit.t
    hours = wishes.quiet_hours
    said = t("No quiet hours are set.")
    if hours:
        said = t("Nothing comes from {begins} to {ends}.", begins=minute_label(hours[0]), ends=minute_label(hours[1]))
    return Page(
        token=visit.token.to(Verb.LIFE, step="quiet"),
        title=t("Quiet hours"),
        body=(
            *((Paragraph(t("Saved.")),) if saved else ()),
            Paragraph(said),
            Note(t("What is due then waits for their end if that is soon, and is left out if not.")),
        ),
        fields=(
            TimeField(
                id="from", label=t("Quiet from"), hint=t(TIME_FORMS), optional=True,
                value=minute_label(hours[0]) if hours else "",
            ),
            TimeField(
                id="to", label=t("Quiet until"), hint=t("Both empty: no quiet hours."), optional=True,
                value=minute_label(hours[1]) if hours else "",
            ),
        ),
        submit=t("Save"),
        actions=(visit.button(t("When I write"), "when"), visit.button(t("Settings"), "settings"), *visit.always()),
    )  # fmt: skip
