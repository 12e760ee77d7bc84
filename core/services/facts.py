"""What a step's page has to know besides the answers: gathered only where its sentences need it.

The words are read from the entries on the shelf each time and stored nowhere else: what is changed or deleted there
is changed or deleted here.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from core.exercises.engine import step_of
from core.exercises.known import MOST_TOLD, TOLD_CHARS, Known, Told
from core.exercises.model import MOST_PARKED, Exercise, Parked, State
from core.exercises.state import answers_from_json
from core.private import Private
from core.services import later, loops
from core.services.outlook import outlook
from core.services.visit import Visit
from core.services.when import day_label, next_back
from core.storage import Entry, Owner, UnitOfWork

WEEK = timedelta(days=7)
COMING = frozenset({"next_back", "asked_again"})  # the sentences of core.exercises.moves that need what comes
PARKED, TOLD = "what_was_parked", "week_in_words"  # and those that need what was parked, and what the week held


async def known_at(visit: Visit, work: UnitOfWork, owner: Owner, exercise: Exercise, state: State) -> Known:
    """Return what the page has to know of the step at which *state* stands, and its taps to be answered."""
    step = step_of(exercise, state)
    computed = {say.text for say in step.say if say.kind == "computed"}
    if any(each.takes for each in step.taps):
        computed.add(PARKED)
    known = Known(remembered=later.remembered(owner, exercise.id))
    if computed & COMING:
        seen = await outlook(work, owner, visit.now)
        asked = later.day_asked(visit, owner, exercise, state.answers)
        known = replace(
            known,
            next_back=next_back(seen, owner, visit.now, visit.t),
            asked_on=day_label(asked, visit.t) if asked else "",
            by_message=seen.reachable and seen.wanted,
        )
    if computed & {PARKED, TOLD}:
        entries = await work.entries.newest(owner, offset=0, limit=loops.LOOKED_AT)
        known = replace(
            known,
            parked=_parked(visit, owner, entries) if PARKED in computed else (),
            week=_week(visit, owner, entries) if TOLD in computed else (),
        )
    return known


def _parked(visit: Visit, owner: Owner, entries: Sequence[Entry]) -> tuple[Parked, ...]:
    back = loops.due(visit, owner, entries)[:MOST_PARKED]
    return tuple(Parked(Private(each.words), Private(each.pick), day_label(each.day, visit.t)) for each in back)


def _week(visit: Visit, owner: Owner, entries: Sequence[Entry]) -> tuple[Told, ...]:
    told = (_told(visit, owner, each) for each in entries if visit.now - each.created_at <= WEEK)
    return tuple(each for each in told if each)[:MOST_TOLD]


def _told(visit: Visit, owner: Owner, entry: Entry) -> Told | None:
    exercise, answers = visit.house.catalog.get(entry.kind), answers_from_json(entry.body.reveal())
    names = exercise.tells if exercise else ()
    words = next((said for name in names if isinstance(said := answers.get(name), str)), "")
    if exercise is None or not words:
        return None
    day = day_label(loops.day_of(entry.created_at, owner.zone), visit.t)
    return Told(Private(loops.shortened(words, TOLD_CHARS)), day, visit.t(exercise.title))
