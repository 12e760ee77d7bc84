"""The front page of somebody Enough knows: what now, and everything one tap away."""

from core.exercises.state import from_json
from core.pages import Action, Note, Page, Paragraph, Tone
from core.services.visit import Visit
from core.services.when import cut_off, is_cut_off
from core.tokens import Verb

# The doors on the front page, in the order they stand there.
DOORS = ("checkin", "closing")


async def home(visit: Visit) -> Page:
    """Show what can be done now; first what was begun and left."""
    async with visit.work() as work:
        owner = await visit.known(work)
        cut = is_cut_off(await work.nudges.all(owner), reachable=await work.people.address(owner) is not None)
        begun = {from_json(run.body.reveal()).exercise for run in await work.runs.unfinished(owner)}
    t = visit.t
    doors = []
    for exercise in (visit.house.catalog[each] for each in DOORS):
        label = t("Carry on: {title}", title=t(exercise.title)) if exercise.id in begun else t(exercise.title)
        doors.append(Action(label, visit.token.to(Verb.START, subject=exercise.id), Tone.PRIMARY))
    doors.sort(key=lambda door: door.token.subject not in begun)
    return Page(
        token=visit.go("home"),
        title=t("Enough"),
        body=(Paragraph(t("What would help now? Closing this is fine.")), *((Note(cut_off(t)),) if cut else ())),
        actions=(
            *doors,
            visit.button(t("My shelf"), "shelf"),
            visit.button(t("When I write"), "when"),
            visit.button(t("Settings"), "settings"),
            *visit.always(),
        ),
    )
