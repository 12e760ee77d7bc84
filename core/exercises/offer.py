"""Which doors to offer now: two or three that fit, chosen by rules that can be said, the same for the same facts."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.exercises.model import Exercise
from core.exercises.moves import HEAVY_FROM, ROOM_UP_TO

MOST = 3
WORK_BEGINS, WORK_ENDS = 9, 17  # hours of a working day, Monday to Friday, until somebody's own are known
EVENING_ENDS = 22
FITS, LIKED = 4, 2


@dataclass(frozen=True)
class Moment:
    """What is known when somebody opens Enough. ``local`` is the wall time where they are; None where they never said.

    ``heavy`` and ``room`` are of the latest check-in. ``finished`` are the exercises of the last days, newest first;
    ``today`` those finished today. ``shown`` are the doors of the last times, newest first.
    """

    local: datetime | None
    heavy: int | None = None
    room: int | None = None
    finished: tuple[str, ...] = ()
    today: frozenset[str] = frozenset()
    shown: tuple[tuple[str, ...], ...] = ()


def offer(catalog: Mapping[str, Exercise], moment: Moment, *, seed: str) -> tuple[str, ...]:
    """Return the ids of two or three exercises, the best fit first. The same doors never come three times in a row.

    *seed* decides between equals, so that the same facts on the same day give the same doors.
    """
    chance = random.Random(seed)
    scores = {
        exercise.id: _fit(exercise, moment) + chance.random()
        for exercise in sorted(catalog.values(), key=lambda each: each.id)
        if not (exercise.tender and is_at_work(moment.local))
    }
    ranked = sorted(scores, key=lambda each: -scores[each])
    chosen = tuple(ranked[:MOST])
    if len(ranked) > MOST and len(moment.shown) >= 2 and all(set(each) == set(chosen) for each in moment.shown[:2]):
        chosen = (*ranked[: MOST - 1], ranked[MOST])
    return chosen


def _fit(exercise: Exercise, moment: Moment) -> float:
    """How well one fits: the time of day, what was said last, what was done and helped, and what was done today."""
    fit = 0.0
    match exercise.id:
        case "closing":
            fit += FITS if moment.local and _is_leaving(moment.local) else 0
        case "checkin":
            fit += FITS / 2
        case "trace":
            fit += FITS if moment.heavy is not None and moment.heavy >= HEAVY_FROM else 1
        case "kind":
            fit += FITS if moment.room is not None and moment.room <= ROOM_UP_TO else 1
    fit += LIKED if exercise.id in moment.finished[:5] else 0
    fit -= 2 * FITS if exercise.id in moment.today else 0
    return fit


def is_at_work(local: datetime | None) -> bool:
    """Tell whether *local* is in work hours: then nothing tender is offered. Somebody who never said is not at work."""
    return local is not None and local.weekday() < 5 and WORK_BEGINS <= local.hour < WORK_ENDS


def _is_leaving(local: datetime) -> bool:
    return local.weekday() < 5 and WORK_ENDS - 2 <= local.hour < EVENING_ENDS


def remembered(shown: Sequence[Sequence[str]], chosen: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return what to remember of the doors shown: these and the time before."""
    return (chosen, *(tuple(each) for each in shown[:1]))
