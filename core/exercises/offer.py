"""Which doors to offer now: two or three that fit, chosen by rules that can be said, the same for the same facts."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.exercises.model import Answers, Exercise
from core.exercises.moves import HEAVY_FROM, MOST_HEAVY, ROOM_UP_TO
from core.exercises.own_pages import OWN_PAGES

MOST, FEW = 3, 2  # few: with little room, or beside something that waits, a page is long enough with two
WORK_BEGINS, WORK_ENDS = 9, 17  # hours of a working day, Monday to Friday, until somebody's own are known
EVENING_ENDS = 22
MORNING_BEGINS, NOON, CROSSED_BY = 5, 12, 19
FRIDAY, SUNDAY = 4, 6
REVIEWED_EVERY = timedelta(days=6)  # Friday's is not offered on Sunday again
FITS, HELPED = 4, 2
NEAR = timedelta(days=2)  # a check-in further off than this says nothing about what was done


@dataclass(frozen=True)
class Done:
    """Something that was done: an exercise of that ``kind``, or a check-in, which says how much ``room`` there was."""

    at: datetime
    kind: str
    room: int | None = None


@dataclass(frozen=True)
class Moment:
    """What is known when somebody opens Enough. ``local`` is the wall time where they are; None where they never said.

    ``heavy`` and ``room`` are of the latest check-in. ``helped`` are the exercises with more room to breathe after them
    (:func:`helped`); ``today`` those finished today; ``begun`` those to carry on with; ``reviewed``: they looked at
    this week already. ``waits``: something of theirs stands on the page already. ``shown`` are the doors of the last
    times, newest first.
    """

    local: datetime | None
    heavy: int | None = None
    room: int | None = None
    helped: frozenset[str] = frozenset()
    today: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()
    reviewed: bool = False
    waits: bool = False
    shown: tuple[tuple[str, ...], ...] = ()


def offer(catalog: Mapping[str, Exercise], moment: Moment, *, seed: str) -> tuple[str, ...]:
    """Return the ids of two or three exercises, the best fit first. The same doors never come three times in a row.

    *seed* decides between equals, so that the same facts on the same day give the same doors.
    """
    chance = random.Random(seed)
    scores = {
        exercise.id: _fit(exercise, moment) + chance.random()
        for exercise in sorted(catalog.values(), key=lambda each: each.id)
        if exercise.id not in moment.begun
        and exercise.id not in OWN_PAGES
        and not (exercise.tender and is_at_work(moment.local))
        and _has_its_hour(exercise, moment)
    }
    ranked = sorted(scores, key=lambda each: -scores[each])
    most = FEW if moment.waits or _has_little_room(moment) else MOST
    chosen = tuple(ranked[:most])
    if len(ranked) > most and len(moment.shown) >= 2 and all(set(each) == set(chosen) for each in moment.shown[:2]):
        chosen = (*ranked[: most - 1], ranked[most])
    return chosen


def _has_its_hour(exercise: Exercise, moment: Moment) -> bool:
    """Tell whether it is not the wrong time for one that belongs to a time. Somebody who never said where they are is
    not offered those."""
    local = moment.local
    match exercise.id:
        case "opening":
            return local is not None and local.weekday() < 5 and MORNING_BEGINS <= local.hour < NOON
        case "crossing":
            return local is not None and local.weekday() < 5 and NOON <= local.hour < CROSSED_BY
        case "review":
            ends = local is not None and (
                local.weekday() == SUNDAY or (local.weekday() == FRIDAY and local.hour >= NOON)
            )
            return ends and not moment.reviewed
    return True


def _fit(exercise: Exercise, moment: Moment) -> float:
    """How well one fits: the time of day, what was said last, what helped, and what was done today."""
    fit = 0.0
    match exercise.id:
        case "closing":
            fit += FITS + 1 if moment.local and _is_leaving(moment.local) else 0
        case "opening":
            fit += FITS + 1
        case "review":
            fit += FITS - 1
        case "crossing":
            fit += 1
        case "checkin":
            fit += FITS / 2
        case "trace":
            fit += FITS if moment.heavy is not None and moment.heavy >= HEAVY_FROM else 1
        case "kind":
            fit += FITS if _has_little_room(moment) else 1
    fit += HELPED if exercise.id in moment.helped else 0
    fit -= 2 * FITS if exercise.id in moment.today else 0
    return fit


def after_check_in(answers: Answers) -> str:
    """Return the one door after a check-in: "talk" after the lowest answers, "trace" after a heavy load, else ""."""
    heavy, room = _picked(answers, "heavy"), _picked(answers, "room")
    if heavy == MOST_HEAVY or room == 0:
        return "talk"
    return "trace" if heavy is not None and heavy >= HEAVY_FROM else ""


def _picked(answers: Answers, name: str) -> int | None:
    answer = answers.get(name)
    return int(answer[0]) if isinstance(answer, tuple) and answer else None


def _has_little_room(moment: Moment) -> bool:
    return moment.room is not None and moment.room <= ROOM_UP_TO


def helped(done: Sequence[Done]) -> frozenset[str]:
    """Return the exercises after which there was more room to breathe: in the next check-in than in the one before.

    Both within two days of it, or nothing is known of that time; the last time of which something is known counts.
    Whether the exercise did it, nobody knows, and nothing says so.
    """
    said = sorted((each for each in done if each.room is not None), key=lambda each: each.at)
    found: dict[str, bool] = {}
    for each in sorted((each for each in done if each.room is None), key=lambda each: each.at):
        before = next((other.room for other in reversed(said) if each.at - NEAR <= other.at <= each.at), None)
        after = next((other.room for other in said if each.at < other.at <= each.at + NEAR), None)
        if before is not None and after is not None:
            found[each.kind] = after > before
    return frozenset(kind for kind, more in found.items() if more)


def is_at_work(local: datetime | None) -> bool:
    """Tell whether *local* is in work hours: then nothing tender is offered. Somebody who never said is not at work."""
    return local is not None and local.weekday() < 5 and WORK_BEGINS <= local.hour < WORK_ENDS


def _is_leaving(local: datetime) -> bool:
    return local.weekday() < 5 and WORK_ENDS - 2 <= local.hour < EVENING_ENDS


def remembered(shown: Sequence[Sequence[str]], chosen: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return what to remember of the doors shown: these and the time before."""
    return (chosen, *(tuple(each) for each in shown[:1]))
