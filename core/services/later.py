"""Questions that come back on another day: set down, answered, remembered, forgotten.

The words stay in the entry on the shelf that the question is about; whoever deletes that has deleted the question and
what was remembered of it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from core.exercises.model import Answers, Exercise, Later, State
from core.exercises.state import answers_from_json, answers_to_json
from core.ids import new_id
from core.pages import Action
from core.private import Private
from core.services import rhythm
from core.services.visit import Visit
from core.storage import Entry, FollowUp, Json, Owner, Run, UnitOfWork
from core.tokens import Verb

WAITS = timedelta(days=14)  # on the start page; after that, silence was the answer
REMEMBERED = "remembered"  # in the sealed state: what came of earlier ones, by exercise
MOST_REMEMBERED = 30
ASK_ANOTHER_TIME = "unsure"  # to a question about the exercise itself: the only answer after which it is asked again
FOLLOW_UP, ENTRY = "follow_up", "entry"  # in the body of a run that is such a question: its id, and the entry's


def is_follow_up(run: Run) -> bool:
    """Tell whether *run* is a question that came back, and not the exercise itself."""
    return FOLLOW_UP in run.body.reveal()


def ask_no_more(visit: Visit, run: Run) -> tuple[Action, ...]:
    """Return the button that ends a question which came back, for each of its pages; none for any other run."""
    follow_up = run.body.reveal().get(FOLLOW_UP)
    if follow_up is None:
        return ()
    return (Action(visit.t("Ask no more"), visit.token.to(Verb.LATER, subject=str(follow_up), step="drop")),)


def today(visit: Visit, owner: Owner) -> date:
    return visit.now.astimezone(ZoneInfo(owner.zone or "UTC")).date()


def due(follow_ups: Sequence[FollowUp], day: date) -> list[FollowUp]:
    """Return those that came back by *day* and still wait for an answer, the earliest first."""
    return [each for each in follow_ups if each.due_on <= day <= each.due_on + WAITS]


def day_asked(visit: Visit, owner: Owner, exercise: Exercise, answers: Answers) -> date | None:
    """Return the day on which *answers* let the question come back, or None for never."""
    days = _days(exercise.later, answers) if exercise.later else 0
    return today(visit, owner) + timedelta(days=days) if days else None


async def set_down(visit: Visit, work: UnitOfWork, owner: Owner, entry: Entry, exercise: Exercise) -> None:
    """Let the question about *entry* come back, if its answers ask for it. One that concerns the exercise itself waits
    once at a time, and is over when it was answered."""
    day = day_asked(visit, owner, exercise, answers_from_json(entry.body.reveal()))
    if day is None or exercise.later is None:
        return
    waiting = await work.follow_ups.all(owner)
    for old in waiting:
        if old.due_on + WAITS < today(visit, owner):
            await work.follow_ups.delete(owner, old.id)
    if exercise.later.days and (_is_settled(owner, exercise) or _waits(waiting, exercise, today(visit, owner))):
        return
    about = {"exercise": exercise.id, ENTRY: entry.id}
    await work.follow_ups.add(owner, FollowUp(new_id(visit.now), day, Private(about)))
    await rhythm.plan_questions(work, owner, visit.now)


async def settle(visit: Visit, work: UnitOfWork, owner: Owner, exercise: Exercise, run: Run, state: State) -> Owner:
    """Keep what was answered to a question that came back: beside the words it is about, and for later runs."""
    body = run.body.reveal()
    await work.follow_ups.delete(owner, str(body[FOLLOW_UP]))
    entry = await work.entries.get(owner, str(body[ENTRY]))
    answers = {**state.answers, **answers_from_json(entry.body.reveal())}
    await work.entries.save(owner, entry.id, body=Private(answers_to_json(answers)))
    names = exercise.later.remember if exercise.later else ()
    kept = {
        "of": entry.id,
        "in": run.id,
        "answers": answers_to_json({name: answers[name] for name in names if name in answers}),
    }
    before = [each for each in _stored(owner, exercise.id) if each.get("of") != entry.id]
    return await _remember(visit, work, owner, exercise.id, [*before, kept][-MOST_REMEMBERED:])


def entry_looked_at(owner: Owner, exercise_id: str, run_id: str) -> str:
    """Return the id of the entry that the question answered in that run was about; "" where it was none."""
    return next((str(each["of"]) for each in _stored(owner, exercise_id) if each.get("in") == run_id), "")


def remembered(owner: Owner | None, exercise_id: str) -> tuple[Answers, ...]:
    """Return what came of earlier ones, the newest last."""
    return tuple(answers_from_json(each.get("answers")) for each in _stored(owner, exercise_id)) if owner else ()


async def ask_again(visit: Visit, work: UnitOfWork, owner: Owner, exercise_id: str) -> Owner:
    """Forget what was said of the exercise itself, so that it is as it was before."""
    return await _remember(visit, work, owner, exercise_id, [])


async def forget(visit: Visit, work: UnitOfWork, owner: Owner, entry_id: str) -> Owner:
    """Let everything go that is about an entry which is deleted."""
    for each in await work.follow_ups.all(owner):
        if each.body.reveal().get(ENTRY) == entry_id:
            await work.follow_ups.delete(owner, each.id)
    for run in await work.runs.unfinished(owner):
        if run.body.reveal().get(ENTRY) == entry_id:
            await work.runs.delete(owner, run.id)
    for exercise_id in list(_all_stored(owner)):
        stored = _stored(owner, exercise_id)
        left = [each for each in stored if each.get("of") != entry_id]
        if left != stored:
            owner = await _remember(visit, work, owner, exercise_id, left)
    return owner


def _days(later: Later, answers: Answers) -> int:
    said = answers.get(later.after)
    if later.days:
        return later.days if said else 0
    picked = said[0] if said and not isinstance(said, str) else ""
    return int(picked) if picked.isdecimal() else 0


def _is_settled(owner: Owner, exercise: Exercise) -> bool:
    said = remembered(owner, exercise.id)
    return bool(said) and (ASK_ANOTHER_TIME,) not in said[-1].values()


def _waits(waiting: Sequence[FollowUp], exercise: Exercise, day: date) -> bool:
    return any(each.body.reveal().get("exercise") == exercise.id and day <= each.due_on + WAITS for each in waiting)


async def _remember(visit: Visit, work: UnitOfWork, owner: Owner, exercise_id: str, what: list[Json]) -> Owner:
    everything = {**_all_stored(owner), exercise_id: what}
    owner = await work.people.save_private(owner, Private({**owner.private.reveal(), REMEMBERED: everything}))
    visit.owner = owner
    return owner


def _all_stored(owner: Owner) -> Json:
    stored = owner.private.reveal().get(REMEMBERED)
    return stored if isinstance(stored, dict) else {}


def _stored(owner: Owner, exercise_id: str) -> list[Json]:
    stored = _all_stored(owner).get(exercise_id)
    return [each for each in stored if isinstance(each, dict)] if isinstance(stored, list) else []
