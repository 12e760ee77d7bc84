"""Grounding: page by page from the button alone. Nothing is stored, nobody has to be known, nothing has to be reached.

The button carries the step, and which answer it was pressed on, so that the way back is there too.
"""

from core.exercises import engine, show
from core.exercises.model import State
from core.exercises.own_pages import GROUNDING
from core.pages import Action, Page
from core.safety.answers import plan_action, way_back
from core.services import about
from core.services.visit import Visit
from core.tokens import ActionToken, Verb


async def ground(visit: Visit) -> Page:
    """Show the step that the token's carry names; the first one for any other."""
    await about.locate(visit)
    t, came_from = visit.t, visit.token.step
    exercise = visit.house.catalog[GROUNDING]
    here = visit.token.carry if visit.token.carry in exercise.steps else exercise.first
    state = State(exercise.id, exercise.revision, here)
    leads = {(step.id, tap.value): tap.to for step in exercise.steps.values() for tap in step.taps}

    def token_for(step: str, value: str) -> ActionToken:
        return visit.token.to(Verb.GO, subject="ground", step=came_from, carry=leads.get((step, value), step))

    onward: tuple[Action, ...] = ()
    if engine.step_of(exercise, state).final:
        onward = (
            Action(t("Once more"), token_for(exercise.first, "")),
            plan_action(visit.token, came_from),
            visit.button(t("Open Enough"), "open"),
        )
    return show.page_of(
        exercise, state, token_for=token_for, t=t, also=(*way_back(visit.token), *onward, *visit.always())
    )
