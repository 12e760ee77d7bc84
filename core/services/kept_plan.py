"""The one safety plan of a person: an entry of the shelf, which the sealed state points to, so that no one has to look
through a whole shelf for it in a bad hour."""

from core.errors import BadToken
from core.exercises.model import Answers
from core.exercises.own_pages import PLAN
from core.exercises.state import answers_to_json, from_json
from core.ids import new_id
from core.private import Private
from core.services.visit import Visit
from core.storage import Entry, Owner, Run, UnitOfWork

KEPT_AS = "plan"  # in the sealed state: the id of the entry


async def find_plan(work: UnitOfWork, owner: Owner) -> Entry | None:
    """Return the plan, or None where nothing was written, or it was deleted."""
    entry_id = owner.private.reveal().get(KEPT_AS)
    if not entry_id:
        return None
    try:
        return await work.entries.get(owner, str(entry_id))
    except BadToken:
        return None


async def save_plan(visit: Visit, work: UnitOfWork, owner: Owner, answers: Answers) -> Owner:
    """Keep the plan as it stands now. A plan in which no word is left is none."""
    words = Private(answers_to_json({name: said for name, said in answers.items() if isinstance(said, str)}))
    before = await find_plan(work, owner)
    if not words.reveal():
        if before:
            await work.entries.delete(owner, before.id)
        return owner
    if before:
        await work.entries.save(owner, before.id, body=words)
        return owner
    entry = Entry(new_id(visit.now), visit.now, PLAN, words)
    await work.entries.add(owner, entry)
    visit.owner = await work.people.save_private(owner, Private({**owner.private.reveal(), KEPT_AS: entry.id}))
    return visit.owner


async def being_written(work: UnitOfWork, owner: Owner) -> list[Run]:
    """Return where somebody left it half-way, the newest first. The words are in the plan; this is only the place."""
    return [run for run in await work.runs.unfinished(owner) if from_json(run.body.reveal()).exercise == PLAN]


async def close_plan(work: UnitOfWork, owner: Owner) -> None:
    """Forget where it was left: after the plan was deleted, going on there would bring its words back."""
    for run in await being_written(work, owner):
        await work.runs.delete(owner, run.id)
