"""What I write: which kinds of messages are wanted, and at a time of one's own or by the week."""

from dataclasses import replace

from core.errors import FieldErrors
from core.pages import Action, ManyField, Note, Option, Page, Paragraph, TimeField
from core.people.who import Address
from core.rhythm.kinds import Kind
from core.rhythm.times import NotATime, parse_time
from core.rhythm.wishes import KINDS, Wishes
from core.services import reminders, rhythm
from core.services.run import plain
from core.services.visit import HeardAnswers, Visit
from core.services.week_words import KIND_SAID, minute_label
from core.storage import Owner
from core.tokens import Verb
from core.wording import mark

STEP = "kinds"
WITH_A_TIME = tuple(kind for kind in KINDS if kind is not Kind.CROSSING)
NO_CROSSING = mark("Add a crossing first: “Crossings” has the form.")
NEEDS_ZONE = mark("Please say where you are first, in your settings, so that I write at the right hour.")
AROUND = {Kind.OPENING: 9 * 60, Kind.CHECKIN: 13 * 60, Kind.CLOSING: 17 * 60, Kind.REVIEW: 14 * 60}
_LABELS = {
    Kind.OPENING: mark("Start of day, at"),
    Kind.CHECKIN: mark("Check-in, at"),
    Kind.CLOSING: mark("End of day, at"),
    Kind.REVIEW: mark("Look at the week, at"),
}
_HINTS = {
    Kind.OPENING: mark("Empty: when your day begins."),
    Kind.CHECKIN: mark("Empty: in the middle of your day."),
    Kind.CLOSING: mark("Empty: 15 minutes before your day ends."),
    Kind.REVIEW: mark("On your last working day. Empty: 30 minutes before it ends."),
}
_WHAT = {
    Kind.OPENING: mark("Start of day"),
    Kind.CHECKIN: mark("Check-in"),
    Kind.CLOSING: mark("End of day"),
    Kind.CROSSING: mark("Crossings"),
    Kind.REVIEW: mark("Look at the week"),
}


async def page(visit: Visit) -> Page:
    """Show what is wanted, as a form."""
    async with visit.work() as work:
        wishes = await rhythm.current(work, await visit.known(work))
    return _page(visit, wishes)


async def submit(visit: Visit, answers: HeardAnswers) -> Page:
    """Save which kinds are wanted. Raises FieldErrors that list accepted forms."""
    async with visit.work() as work:
        owner = await visit.known(work)
        wishes = await rhythm.current(work, owner)
    picked = plain(answers).get("which", ())
    errors: dict[str, str] = {}
    own: dict[Kind, int | None] = {kind: _own(answers, kind, errors) for kind in WITH_A_TIME}
    # Whoever types a time for what did not come so far wants it, picked or not.
    typed = {kind for kind, minute in own.items() if minute is not None and kind not in wishes.kinds}
    kinds = [kind for kind in KINDS if kind.value in picked or kind in typed]
    if Kind.CROSSING in kinds and not wishes.crossings:
        errors["which"] = NO_CROSSING
    if kinds and owner.zone is None:
        errors["which"] = NEEDS_ZONE
    if errors:
        raise FieldErrors(errors)

    def edit(before: Wishes) -> Wishes:
        after = replace(before, kinds={})
        for kind in kinds:
            after = after.with_kind(kind, own.get(kind))
        return after

    address = await reachable(visit, owner) if kinds else None
    if isinstance(address, Page):
        return address
    _, wishes = await rhythm.change(visit, edit, address=address)
    return _page(visit, wishes, saved=True)


async def reachable(visit: Visit, owner: Owner) -> Address | Page | None:
    """Open the direct message where there is none that works: an address, the page that says why not, or None."""
    async with visit.work() as work:
        if await work.people.address(owner) is not None:
            return None
    return await reminders.open_dm(visit)


def _own(answers: HeardAnswers, kind: Kind, errors: dict[str, str]) -> int | None:
    text = reminders.typed(answers, kind.value)
    try:
        return parse_time(text, around=AROUND[kind]) if text else None
    except NotATime:
        errors[kind.value] = reminders.TIME_FORMS
        return None


def _page(visit: Visit, wishes: Wishes, *, saved: bool = False) -> Page:
    t = visit.t
    return Page(
        token=visit.token.to(Verb.LIFE, step="kinds"),
        title=t("What I write"),
        body=(
            *((Paragraph(t("Saved.")),) if saved else ()),
            Paragraph(_now(visit, wishes)),
            Note(
                t(
                    "With one kind I write once a day and 6 times a week, and no more. With two kinds or more it is "
                    "twice a day and 10 a week."
                )
            ),
        ),
        fields=(
            ManyField(
                id="which",
                label=t("What shall I write?"),
                options=tuple(Option(kind.value, t(_WHAT[kind])) for kind in KINDS),
                values=tuple(kind.value for kind in KINDS if kind in wishes.kinds),
                optional=True,
            ),
            *(
                TimeField(
                    id=kind.value,
                    label=t(_LABELS[kind]),
                    hint=t(_HINTS[kind]),
                    value=_value(wishes, kind),
                    optional=True,
                )
                for kind in WITH_A_TIME
            ),
        ),
        submit=t("Save"),
        actions=(
            Action(t("Crossings"), visit.token.to(Verb.LIFE, step="cross")),
            Action(t("My week"), visit.token.to(Verb.LIFE, step="week")),
            visit.button(t("When I write"), "when"),
            visit.button(t("Settings"), "settings"),
            *visit.always(),
        ),
    )


def _value(wishes: Wishes, kind: Kind) -> str:
    own = wishes.kinds.get(kind)
    return "" if own is None else minute_label(own)


def _now(visit: Visit, wishes: Wishes) -> str:
    t = visit.t
    if not wishes.kinds:
        return t("Now I write nothing.")
    kinds = ", ".join(t(KIND_SAID[kind]) for kind in KINDS if kind in wishes.kinds)
    if wishes.budget.day == 1:
        return t("Now: {kinds}. Once a day, 6 a week.", kinds=kinds)
    return t("Now: {kinds}. Twice a day, 10 a week.", kinds=kinds)
