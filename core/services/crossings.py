"""Crossings: ways from one role into another, at times of one's own. Their names are the person's words."""

from dataclasses import replace

from core.errors import BadToken, FieldErrors
from core.ids import new_id
from core.pages import Action, Block, ChoiceField, Note, Option, OwnWords, Page, Paragraph, TextField, TimeField
from core.private import Private
from core.rhythm.days import NotDays, parse_weekdays
from core.rhythm.kinds import Kind
from core.rhythm.times import NotATime, parse_time
from core.rhythm.wishes import MOST_CROSSINGS, NAME_CHARS, Crossing, Wishes
from core.services import rhythm
from core.services.reminders import TIME_FORMS, typed
from core.services.run import plain
from core.services.visit import HeardAnswers, Visit
from core.services.week_words import DAY_FORMS, days_label, minute_label
from core.services.what_i_write import NEEDS_ZONE, reachable
from core.tokens import Verb
from core.wording import mark

STEP = "cross"
BEFORE = (0, 5, 10, 15, 20, 30, 45, 60)  # minutes
USUALLY = 15
MIDDAY = 13 * 60  # so that 8:10 is the morning, and 3:10 is not
NO_NAME = mark("Please give it a name, such as pickup.")
FULL = mark("There are six already. Remove one first.")


async def page(visit: Visit) -> Page:
    """Show the crossings, and a form for one more."""
    async with visit.work() as work:
        wishes = await rhythm.current(work, await visit.known(work))
    return _page(visit, wishes)


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Add one, and write before it. Raises FieldErrors that list accepted forms."""
    async with visit.work() as work:
        owner = await visit.known(work)
    crossing = _read(visit, answers)
    if owner.zone is None:
        raise FieldErrors({"time": NEEDS_ZONE})

    def edit(wishes: Wishes) -> Wishes:
        if len(wishes.crossings) >= MOST_CROSSINGS:
            raise FieldErrors({"name": FULL})
        return replace(wishes, crossings=(*wishes.crossings, crossing)).with_kind(Kind.CROSSING, None)

    address = await reachable(visit, owner)
    if isinstance(address, Page):
        return address
    _, wishes = await rhythm.change(visit, edit, address=address)
    return _page(visit, wishes, saved=True)


async def tap(visit: Visit) -> Page:
    """Remove one: the token's carry is its id."""
    if visit.token.subject != "drop":
        raise BadToken("no such button beside crossings")

    def edit(wishes: Wishes) -> Wishes:
        left = tuple(each for each in wishes.crossings if each.id != visit.token.carry)
        after = replace(wishes, crossings=left)
        return after if left else after.without(Kind.CROSSING)

    _, wishes = await rhythm.change(visit, edit)
    return _page(visit, wishes, saved=True)


def _read(visit: Visit, answers: HeardAnswers) -> Crossing:
    errors: dict[str, str] = {}
    weekdays: frozenset[int] = frozenset()
    minute = 0
    name = typed(answers, "name")
    if not name:
        errors["name"] = NO_NAME
    try:
        weekdays = parse_weekdays(typed(answers, "days"))
    except NotDays:
        errors["days"] = DAY_FORMS
    try:
        minute = parse_time(typed(answers, "time"), around=MIDDAY)
    except NotATime:
        errors["time"] = TIME_FORMS
    if errors:
        raise FieldErrors(errors)
    picked = str(next(iter(plain(answers).get("before", ())), ""))
    before = next((each for each in BEFORE if str(each) == picked), USUALLY)
    return Crossing(new_id(visit.now), Private(name[:NAME_CHARS]), weekdays, minute, before)


def _page(visit: Visit, wishes: Wishes, *, saved: bool = False) -> Page:
    t = visit.t
    off = (
        ()
        if Kind.CROSSING in wishes.kinds or not wishes.crossings
        else (Note(t("Crossings are off in “What I write”.")),)
    )
    return Page(
        token=visit.token.to(Verb.LIFE, step="cross"),
        title=t("Crossings"),
        body=(
            *((Paragraph(t("Saved.")),) if saved else ()),
            Paragraph(t("A way from one role into another, such as the school pickup. I write before you leave.")),
            *off,
            *(block for number, each in enumerate(wishes.crossings, 1) for block in _listed(visit, number, each)),
            Note(t("The name is for you. No message holds it.")),
        ),
        fields=(
            TextField(id="name", label=t("What is it called?"), multiline=False, max_chars=NAME_CHARS),
            TextField(id="days", label=t("Which days?"), hint=t(DAY_FORMS), multiline=False, max_chars=NAME_CHARS),
            TimeField(id="time", label=t("When do you leave?"), hint=t(TIME_FORMS)),
            ChoiceField(
                id="before",
                label=t("How many minutes before?"),
                options=tuple(Option(str(each), str(each)) for each in BEFORE),
                value=str(USUALLY),
            ),
        ),
        submit=t("Add"),
        actions=(
            *(
                Action(
                    t("Remove {number}", number=number),
                    visit.token.to(Verb.LIFE, subject="drop", step=STEP, carry=each.id),
                )
                for number, each in enumerate(wishes.crossings, 1)
            ),
            Action(t("What I write"), visit.token.to(Verb.LIFE, step="kinds")),
            visit.button(t("When I write"), "when"),
            visit.button(t("Settings"), "settings"),
            *visit.always(),
        ),
    )  # fmt: skip


def _listed(visit: Visit, number: int, crossing: Crossing) -> tuple[Block, Block]:
    t = visit.t
    said = t(
        "{number}. {days}, {time}. I write at {at}.",
        number=number,
        days=days_label(crossing.weekdays, t),
        time=minute_label(crossing.minute),
        at=minute_label(crossing.minute - crossing.before),
    )
    return (OwnWords(crossing.name), Paragraph(said))
