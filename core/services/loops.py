"""What was parked at the end of a day comes back the next working morning: to be picked up, parked again or let go.

Nothing is stored for it but what became of each (by entry and number, sealed): the words stay in the entry on the
shelf, so whoever changes or deletes them there has changed or deleted them here. After a week they are on the shelf
only, and nothing is said of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.errors import BadToken
from core.exercises.model import MOST_PARKED
from core.exercises.state import answers_from_json
from core.pages import Action, Block, Note, OwnWords, Page, Paragraph, Tone
from core.private import Private
from core.services.visit import Visit
from core.services.when import day_label
from core.storage import Entry, Json, Owner, UnitOfWork
from core.tokens import Verb
from core.wording import Voice

LOOPS = "loops"  # in the sealed state: what became of each, as {"at": when, "back": the day it returns, or ""}
COMES_BACK_FOR = timedelta(days=7)
FORGOTTEN_AFTER = timedelta(days=9)  # what became of it, when it could not come back any more
LOOKED_AT = 50  # the newest entries, which hold all that a week parks
SHOWN_CHARS = 120
NIGHT = timedelta(hours=4)  # what is parked at one in the morning belongs to the day before, as for whoever parks it
_SATURDAY = 5
_ANSWERS = frozenset({"done", "again", "gone"})


@dataclass(frozen=True)
class Loop:
    """One thing that was parked: the pair of that ``number`` in an entry, and the ``day`` it was parked."""

    entry: str
    number: int
    day: date
    words: str = field(repr=False)
    pick: str = field(repr=False)

    @property
    def key(self) -> str:
        return f"{self.entry}.{self.number}"

    @property
    def last(self) -> date:
        """The last day it comes back by itself."""
        return self.day + COMES_BACK_FOR


def due(visit: Visit, owner: Owner, entries: Sequence[Entry]) -> tuple[Loop, ...]:
    """Return what is back today, the newest first. Nothing is on a Saturday or a Sunday."""
    today = day_of(visit.now, owner.zone)
    if today.weekday() >= _SATURDAY:
        return ()
    noted = _noted(owner)
    parked = (loop for entry in entries for loop in _loops_of(visit, owner, entry))
    return tuple(each for each in parked if (back := _returns(each, noted)) and back <= today <= each.last)


def day_of(instant: datetime, zone: str | None) -> date:
    """Return the day *instant* belongs to by the clock of *zone* (UTC where they never said): it begins at four."""
    return (instant.astimezone(ZoneInfo(zone or "UTC")) - NIGHT).date()


def next_morning(day: date) -> date:
    """Return the next working day after *day*."""
    following = day + timedelta(days=1)
    while following.weekday() >= _SATURDAY:
        following += timedelta(days=1)
    return following


def reminder(parked: Sequence[Loop], t: Voice) -> tuple[Block, ...]:
    """Return what was parked, for the top of the start page: shortened, since the page it leads to has it whole."""
    if not parked:
        return ()
    lines = (
        " · ".join(shortened(each, SHOWN_CHARS) for each in (loop.words, loop.pick) if each)
        for loop in parked[:MOST_PARKED]
    )
    return (Note(t("You parked this:")), *(OwnWords(Private(line)) for line in lines))


def door(visit: Visit) -> Action:
    """Return the button to the page where it is picked up, parked again or let go."""
    return Action(visit.t("What you parked"), visit.token.to(Verb.LOOP), Tone.PRIMARY)


async def tap(visit: Visit) -> Page:
    """Show what is back, one at a time; or note what became of one, and show the next."""
    said: tuple[Block, ...] = ()
    async with visit.work() as work:
        owner = await visit.known(work)
        if visit.token.step in _ANSWERS:
            loop = _the_one(visit, owner, await work.entries.get(owner, visit.token.subject))
            back = next_morning(day_of(visit.now, owner.zone)) if visit.token.step == "again" else None
            said = (Paragraph(_said(visit, back)),)
            owner = await work.people.save_private(owner, Private(_with(owner, loop, back, visit.now)))
            visit.owner = owner
            await work.commit()
        elif visit.token.step not in {"", "show"}:
            raise BadToken("no such button beside what was parked")
        parked = due(visit, owner, await work.entries.newest(owner, offset=0, limit=LOOKED_AT))
    return _page(visit, owner, parked, said)


async def pick_up(visit: Visit, work: UnitOfWork, owner: Owner, words: str) -> Owner:
    """Note that what is parked with these *words* was picked up, so that it does not come again; the caller commits."""
    entries = await work.entries.newest(owner, offset=0, limit=LOOKED_AT)
    for loop in due(visit, owner, entries):
        if loop.words == words:
            owner = await work.people.save_private(owner, Private(_with(owner, loop, None, visit.now)))
            visit.owner = owner
            return owner
    return owner


def _page(visit: Visit, owner: Owner, parked: Sequence[Loop], said: tuple[Block, ...]) -> Page:
    t = visit.t
    wanted = (visit.token.subject, visit.token.carry)
    here = next((place for place, each in enumerate(parked) if (each.entry, str(each.number)) == wanted), 0)
    body: tuple[Block, ...] = (*said, *(() if parked or said else (Paragraph(t("Nothing is parked right now.")),)))
    actions: list[Action] = []
    if parked:
        loop = parked[here]
        label = t("You parked this too:") if said else t("You parked this:")
        body = (*body, Note(label), OwnWords(Private(loop.words)))
        if loop.pick:
            body = (*body, Note(t("To be picked up:")), OwnWords(Private(loop.pick)))
        actions.append(_answer(visit, loop, t("Picked up"), "done"))
        if next_morning(day_of(visit.now, owner.zone)) <= loop.last:
            actions.append(_answer(visit, loop, t("Park it again"), "again"))
        actions.append(_answer(visit, loop, t("Let it go"), "gone"))
        if len(parked) > 1:
            actions.append(_answer(visit, parked[(here + 1) % len(parked)], t("Look at another one"), "show"))
    return Page(
        token=visit.token.to(Verb.LOOP),
        title=t("What you parked"),
        body=body,
        actions=(
            *actions,
            visit.button(t("Back to start"), "open"),
            visit.button(t("My shelf"), "shelf"),
            *visit.always(),
        ),
    )


def _answer(visit: Visit, loop: Loop, label: str, step: str) -> Action:
    return Action(label, visit.token.to(Verb.LOOP, subject=loop.entry, step=step, carry=str(loop.number)))


def _said(visit: Visit, back: date | None) -> str:
    t = visit.t
    if back:
        return t("It stays here, and comes back on {day}.", day=day_label(back, t))
    if visit.token.step == "done":
        return t("Picked up. I do not bring it again; it stays on your shelf.")
    return t("Let go. I do not bring it again; on your shelf you can delete it.")


def _with(owner: Owner, loop: Loop, back: date | None, now: datetime) -> Json:
    """Return *owner*'s sealed state with what became of *loop*: it is *back* on that day, or no more.

    What became of others is forgotten once they cannot come back. Raises BadToken for a day after the last.
    """
    if back and back > loop.last:
        raise BadToken("by then it is on the shelf only")
    noted = {key: each for key, each in _noted(owner).items() if now - _at(each) <= FORGOTTEN_AFTER}
    noted[loop.key] = {"at": now.isoformat(), "back": back.isoformat() if back else ""}
    return {**owner.private.reveal(), LOOPS: noted}


def _at(note: Json) -> datetime:
    return datetime.fromisoformat(str(note["at"]))


def _returns(loop: Loop, noted: dict[str, Json]) -> date | None:
    """Return the day from which *loop* is back, or None for one that was dealt with."""
    note = noted.get(loop.key)
    if note is None:
        return next_morning(loop.day)
    return date.fromisoformat(str(note["back"])) if note["back"] else None


def _the_one(visit: Visit, owner: Owner, entry: Entry) -> Loop:
    """Return the loop the token names. Raises BadToken when its words are no longer there."""
    for each in _loops_of(visit, owner, entry):
        if str(each.number) == visit.token.carry:
            return each
    raise BadToken("what was parked there is gone")


def _loops_of(visit: Visit, owner: Owner, entry: Entry) -> list[Loop]:
    exercise = visit.house.catalog.get(entry.kind)
    if exercise is None:
        return []
    answers = answers_from_json(entry.body.reveal())
    day = day_of(entry.created_at, owner.zone)
    found = []
    for number, (parked, pick) in enumerate(exercise.parks):
        words, where = answers.get(parked), answers.get(pick)
        if isinstance(words, str):
            found.append(Loop(entry.id, number, day, words, where if isinstance(where, str) else ""))
    return found


def _noted(owner: Owner) -> dict[str, Json]:
    stored = owner.private.reveal().get(LOOPS)
    return dict(stored) if isinstance(stored, dict) else {}


def shortened(text: str, most: int) -> str:
    """Return *text* in one line of about *most* characters; that something was left out can be seen."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0] + " …"
