"""A question that comes back: opened from a message or the start page, answered, or not asked any more."""

from core.errors import BadToken
from core.exercises import engine
from core.exercises.model import Exercise
from core.exercises.state import answers_from_json, to_json
from core.ids import new_id
from core.pages import Action, Note, Page, Paragraph, Tone
from core.private import Private
from core.services import later, run
from core.services.shelf import stamp
from core.services.visit import Visit
from core.storage import FollowUp, Owner, Run, UnitOfWork
from core.tokens import Verb

MOST_LISTED = 5


async def tap(visit: Visit) -> Page:
    """Open one question, or ask it no more."""
    if not visit.token.subject:
        return await all_due(visit)
    async with visit.work() as work:
        owner = await visit.known(work)
        follow_up = await work.follow_ups.get(owner, visit.token.subject)
        match visit.token.step:
            case "open":
                return await _open(visit, work, owner, follow_up)
            case "drop":
                await _drop(work, owner, follow_up)
                await work.commit()
                return _dropped(visit)
    raise BadToken("no such button beside a question")


async def all_due(visit: Visit) -> Page:
    """Show what came back by today: the question itself where it is one."""
    async with visit.work() as work:
        owner = await visit.known(work)
        due = await back_today(visit, work, owner)
        if len(due) == 1:
            return await _open(visit, work, owner, due[0])
        entries = [await work.entries.get(owner, _entry_id(each)) for each in due[:MOST_LISTED]]
    t = visit.t
    lines = [
        f"{number} · {stamp(visit, owner, each)} · {t(visit.house.catalog[each.kind].title)}"
        for number, each in enumerate(entries, 1)
    ]
    said = t("These came back. There is no order, and leaving them is fine.") if due else t("Nothing is waiting here.")
    return Page(
        token=visit.go("home"),
        title=t("Look back"),
        body=(Paragraph(said), *(Note(line) for line in lines)),
        actions=(
            *(
                Action(
                    t("Look at {number}", number=number),
                    visit.token.to(Verb.LATER, subject=each.id, step="open"),
                    Tone.PRIMARY,
                )
                for number, each in enumerate(due[:MOST_LISTED], 1)
            ),
            visit.button(t("Back to start"), "open"),
            *visit.always(),
        ),
    )


async def back_today(visit: Visit, work: UnitOfWork, owner: Owner) -> list[FollowUp]:
    """Return the questions that wait for an answer today, of exercises that are there."""
    due = later.due(await work.follow_ups.all(owner), later.today(visit, owner))
    return [each for each in due if _exercise(visit, each) is not None]


def door(visit: Visit) -> Action:
    """Return the button to what came back."""
    return Action(visit.t("Look back"), visit.token.to(Verb.LATER), Tone.PRIMARY)


async def _open(visit: Visit, work: UnitOfWork, owner: Owner, follow_up: FollowUp) -> Page:
    exercise = _exercise(visit, follow_up)
    if exercise is None:
        raise BadToken("this exercise is no longer there")
    for begun in await work.runs.unfinished(owner):
        if begun.body.reveal().get(later.FOLLOW_UP) == follow_up.id:
            return await run.shown(visit, work, owner, begun)
    entry = await work.entries.get(owner, _entry_id(follow_up))
    state = engine.ask_later(exercise, answers_from_json(entry.body.reveal()))
    marks = {later.FOLLOW_UP: follow_up.id, later.ENTRY: entry.id}
    begun = Run(new_id(visit.now), 1, visit.now, Private({**to_json(state), **marks}))
    await work.runs.add(owner, begun)
    shown = await run.shown(visit, work, owner, begun)
    await work.commit()
    return shown


async def _drop(work: UnitOfWork, owner: Owner, follow_up: FollowUp) -> None:
    await work.follow_ups.delete(owner, follow_up.id)
    for begun in await work.runs.unfinished(owner):
        if begun.body.reveal().get(later.FOLLOW_UP) == follow_up.id:
            await work.runs.delete(owner, begun.id)


def _dropped(visit: Visit) -> Page:
    t = visit.t
    return Page(
        token=visit.go("home"),
        title=t("Look back"),
        body=(Paragraph(t("I do not ask about it again. What you wrote stays on your shelf.")),),
        actions=(visit.button(t("My shelf"), "shelf"), visit.button(t("Back to start"), "open"), *visit.always()),
    )


def _exercise(visit: Visit, follow_up: FollowUp) -> Exercise | None:
    exercise = visit.house.catalog.get(str(follow_up.body.reveal().get("exercise")))
    return exercise if exercise and exercise.later else None


def _entry_id(follow_up: FollowUp) -> str:
    return str(follow_up.body.reveal().get(later.ENTRY))
