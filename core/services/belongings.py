"""Everything that is stored of one person and is theirs to take along, gathered once for all forms of the export."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.exercises.model import Answer, Answers, Exercise
from core.exercises.own_pages import PLAN
from core.exercises.state import answers_from_json, from_json
from core.pages import ChoiceField, Field, ManyField, ScaleField
from core.rhythm.wishes import Wishes
from core.services import rhythm, waiting
from core.services.run import CHECK_IN, DRAFT
from core.services.visit import Visit
from core.services.week_words import minute_label, weekday_names
from core.storage import CheckIn, Entry, NudgePlan, Owner, Run, UnitOfWork
from core.wording import Voice

KEPT, NOT_FINISHED, DRAFTED, WAITING, SET = "kept", "not_finished", "draft", "waiting", "set"
WORDS, PICKED, SCALE = "words", "picked", "scale"
OPENING = "_opening"  # the thought an exercise began from; no field of an exercise is named so
ALL = 1_000_000


@dataclass(frozen=True)
class Answered:
    """One question that was answered. ``values`` are what is stored: the words, or the values that were picked;
    ``said`` is that in the person's language."""

    field_id: str
    question: str
    kind: str
    values: tuple[str, ...] = field(repr=False)
    said: str = field(repr=False)


@dataclass(frozen=True)
class Record:
    """One run of an exercise, kept or not finished, or words that wait for their form (``exercise`` is then "").

    ``at`` is when it was kept, or begun; None for words that wait, and for a crossing, which is set.
    """

    id: str
    exercise: str
    title: str
    status: str
    at: datetime | None
    answers: tuple[Answered, ...]


@dataclass(frozen=True)
class ComesBack:
    """A question about a record that comes back on a day."""

    record: str
    exercise: str
    due_on: date


@dataclass(frozen=True)
class Belongings:
    """All of it, the newest record first. Instants are by the person's own clock (UTC where they never said)."""

    taken_at: datetime
    owner: Owner
    messages: Sequence[NudgePlan]
    records: Sequence[Record]
    coming_back: Sequence[ComesBack]
    wishes: Wishes


async def gather(visit: Visit, work: UnitOfWork, owner: Owner) -> Belongings:
    """Return everything. Nothing a person wrote is left out, whatever became of the exercise it was written in."""
    zone = ZoneInfo(owner.zone or "UTC")
    unfinished = [record for run in await work.runs.unfinished(owner) for record in _of_run(visit, run, zone)]
    rows: list[Entry | CheckIn] = [
        *await work.entries.newest(owner, offset=0, limit=ALL),
        *await work.checkins.newest(owner, offset=0, limit=ALL),
    ]
    rows.sort(key=lambda each: each.created_at, reverse=True)
    plans = await work.nudges.all(owner)
    wishes = rhythm.read(owner, list(plans))
    return Belongings(
        taken_at=visit.now.astimezone(zone),
        owner=owner,
        messages=plans,
        records=[
            *unfinished,
            *_waiting(owner, visit.t),
            *_crossings(wishes, visit.t),
            *(_of_row(visit, row, zone) for row in rows),
        ],
        coming_back=[
            ComesBack(str(body.get("entry", "")), str(body.get("exercise", "")), each.due_on)
            for each in await work.follow_ups.all(owner)
            for body in (each.body.reveal(),)
        ],
        wishes=wishes,
    )


def _of_run(visit: Visit, run: Run, zone: ZoneInfo) -> list[Record]:
    """Return a run under way; what was typed into its form and not sent comes as a record of its own."""
    state = from_json(run.body.reveal())
    draft = answers_from_json(run.body.reveal().get(DRAFT))
    if state.exercise == PLAN:  # every word of it is in the plan itself, which is kept part by part
        return []
    at = run.started_at.astimezone(zone)
    record = _record(visit, run.id, state.exercise, NOT_FINISHED, at, state.answers)
    if state.opening:
        begun = Answered(OPENING, visit.t("A thought"), WORDS, (state.opening,), state.opening)
        record = Record(record.id, record.exercise, record.title, record.status, at, (begun, *record.answers))
    return [record, *([_record(visit, run.id, state.exercise, DRAFTED, at, draft)] if draft else [])]


def _of_row(visit: Visit, row: Entry | CheckIn, zone: ZoneInfo) -> Record:
    kind = row.kind if isinstance(row, Entry) else CHECK_IN
    return _record(visit, row.id, kind, KEPT, row.created_at.astimezone(zone), answers_from_json(row.body.reveal()))


def _record(visit: Visit, id_: str, kind: str, status: str, at: datetime, answers: Answers) -> Record:
    exercise = visit.house.catalog.get(kind)
    title = visit.t(exercise.title) if exercise else kind
    return Record(id_, kind, title, status, at, tuple(_answered(exercise, answers, visit.t)))


def _waiting(owner: Owner, t: Voice) -> list[Record]:
    return [
        Record("", "", t("A thought"), WAITING, None, (Answered(OPENING, t("A thought"), WORDS, (words,), words),))
        for words in waiting.all_words(owner)
        if words
    ]


def _crossings(wishes: Wishes, t: Voice) -> list[Record]:
    """Return the crossings: their names are the person's words."""
    return [
        Record(each.id, "", t("Crossings"), SET, None, (
            Answered("name", t("What is it called?"), WORDS, (each.name.reveal(),), each.name.reveal()),
            _one("days", t("Which days?"), tuple(str(day + 1) for day in sorted(each.weekdays)),
                 {str(day + 1): name for day, name in enumerate(weekday_names(t))}),
            _one("time", t("When do you leave?"), (minute_label(each.minute),), {}),
            _one("before", t("How many minutes before?"), (str(each.before),), {}),
        ))
        for each in wishes.crossings
    ]  # fmt: skip


def _answered(exercise: Exercise | None, answers: Answers, t: Voice) -> list[Answered]:
    """Return the answers in the order they were asked, then those that no step of today's exercise asks for."""
    left = dict(answers)
    found: list[Answered] = []
    for step in exercise.steps.values() if exercise else ():
        if step.taps and step.id in left:
            asked = next((say.text for say in step.say if say.kind == "text"), exercise.title if exercise else step.id)
            labels = {tap.value: t(tap.label) for tap in step.taps}
            found.append(_one(step.id, t(asked), left.pop(step.id), labels))
        found += [_of_field(each, left.pop(each.id), t) for each in step.fields if each.id in left]
    return [*found, *(_one(name, name, answer, {}) for name, answer in left.items())]


def _of_field(asked: Field, answer: Answer, t: Voice) -> Answered:
    if isinstance(asked, ScaleField) and not isinstance(answer, str):
        said = ", ".join(t("{number} of 10", number=number) for number in answer)
        return Answered(asked.id, t(asked.label), SCALE, answer, said)
    options = asked.options if isinstance(asked, ChoiceField | ManyField) else ()
    return _one(asked.id, t(asked.label), answer, {option.value: t(option.label) for option in options})


def _one(name: str, question: str, answer: Answer, labels: dict[str, str]) -> Answered:
    if isinstance(answer, str):
        return Answered(name, question, WORDS, (answer,), answer)
    return Answered(name, question, PICKED, answer, ", ".join(labels.get(value, value) for value in answer))
