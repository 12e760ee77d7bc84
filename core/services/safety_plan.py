"""The safety plan: one tap shows it, with the line above it on every page. Written in an exercise, part by part.

Whoever asks for it may be in a crisis. So nobody meets an empty form, and where it cannot be shown, what works is.
"""

import asyncio

from core.errors import SealBroken, StorageDown
from core.exercises.model import Answers, State
from core.exercises.own_pages import PLAN, parts_of, plan_blocks
from core.exercises.state import answers_from_json, to_json
from core.ids import new_id
from core.pages import Action, Block, Note, Page, Paragraph, Tone
from core.private import Private
from core.safety.answers import line_blocks, plan_action, steady_action, way_back
from core.services import about, run
from core.services.kept_plan import being_written, close_plan, find_plan
from core.services.visit import Visit
from core.storage import Entry, Run
from core.tokens import Verb

LOOK_SECONDS = 1.0  # how long somebody in a crisis waits for a storage that hangs
CHANGE = "parts"  # as the button's carry: which part to change


async def show(visit: Visit) -> Page:
    """Show the plan, or its parts to change. Answers without storage and before consent too, with what works then."""
    left: list[Run] = []
    plan: Entry | None = None
    try:
        async with asyncio.timeout(LOOK_SECONDS), visit.work() as work:
            owner = await visit.find(work)
            if owner is not None:
                plan, left = await find_plan(work, owner), await being_written(work, owner)
    except (StorageDown, SealBroken, TimeoutError):
        await _speak(visit)
        return _out_of_reach(visit)
    if owner is None:
        await _speak(visit)
        return _nothing_kept(visit)
    if plan is None:
        return _none_yet(visit)
    if visit.token.carry == CHANGE:
        return _parts(visit, plan)
    return _plan(visit, answers_from_json(plan.body.reveal()), is_left=bool(left))


async def write(visit: Visit) -> Page:
    """Go on where the plan was left; or begin at the part the token's step names, with what stands in the plan."""
    exercise = visit.house.catalog[PLAN]
    async with visit.work() as work:
        owner = await visit.known(work)
        left, wanted = await being_written(work, owner), visit.token.step
        if left and not wanted:
            before = (Note(visit.t("Here is where you left it.")),)
            return await run.shown(visit, work, owner, left[0], before=before)
        await close_plan(work, owner)
        plan = await find_plan(work, owner)
        answers: Answers = answers_from_json(plan.body.reveal()) if plan else {}
        asks = {step for step, _ in parts_of(exercise)}
        state = State(exercise.id, exercise.revision, wanted if wanted in asks else exercise.first, answers)
        begun = Run(new_id(visit.now), 1, visit.now, Private(to_json(state)))
        await work.runs.add(owner, begun)
        shown = await run.shown(visit, work, owner, begun)
        await work.commit()
    return shown


async def _speak(visit: Visit) -> None:
    """Take the language of the profile where a command says nothing of it. A button carries the one they read."""
    if not visit.token.country:
        await about.take_their_language(visit)


def _plan(visit: Visit, answers: Answers, *, is_left: bool) -> Page:
    t = visit.t
    go_on = (Action(t("Carry on"), visit.token.to(Verb.START, subject=PLAN)),) if is_left else ()
    return _page(
        visit,
        *plan_blocks(visit.house.catalog[PLAN], answers, t),
        Note(t("A copy outside work helps too: by hand from the screen, or with “Export”.")),
        actions=(
            steady_action(visit.token, visit.token.step),
            *go_on,
            Action(t("Change"), visit.token.to(Verb.GO, subject="plan", step=visit.token.step, carry=CHANGE)),
            visit.button(t("Export"), "export"),
        ),
    )


def _parts(visit: Visit, plan: Entry) -> Page:
    t = visit.t
    parts = tuple(
        Action(t(field.label), visit.token.to(Verb.START, subject=PLAN, step=step))
        for step, field in parts_of(visit.house.catalog[PLAN])
    )
    return _page(
        visit,
        Paragraph(t("Which part? What you wrote stands in its form, and any part can be emptied.")),
        actions=(
            *parts,
            Action(t("Delete"), visit.token.to(Verb.ENTRY, subject=plan.id, step="ask")),
            plan_action(visit.token, visit.token.step),
        ),
    )


def _none_yet(visit: Visit) -> Page:
    t = visit.t
    return _page(
        visit,
        Paragraph(t("There is no plan here yet. It can wait: first the line above, or a steady minute.")),
        Paragraph(t("A plan is for a calmer hour: a few lines on what helps, where, and who.")),
        actions=(
            steady_action(visit.token, visit.token.step, Tone.PRIMARY),
            Action(t("Write a plan"), visit.token.to(Verb.START, subject=PLAN)),
        ),
    )


def _nothing_kept(visit: Visit) -> Page:
    t = visit.t
    return _page(
        visit,
        Paragraph(t("A safety plan has to be kept, to be there when you need it. Nothing is kept here about you.")),
        _what_works(visit),
        actions=(steady_action(visit.token, visit.token.step, Tone.PRIMARY),),
    )


def _out_of_reach(visit: Visit) -> Page:
    t = visit.t
    return _page(
        visit,
        Paragraph(t("I cannot get to your plan right now, if there is one. A copy elsewhere says the same.")),
        _what_works(visit),
        actions=(steady_action(visit.token, visit.token.step, Tone.PRIMARY), Action(t("Try again"), visit.token)),
    )


def _what_works(visit: Visit) -> Block:
    t = visit.t
    return Paragraph(t("What works right now: the line above, and a steady minute."))


def _page(visit: Visit, *body: Block, actions: tuple[Action, ...]) -> Page:
    t = visit.t
    return Page(
        token=visit.token,
        title=t(visit.house.catalog[PLAN].title),
        body=(*line_blocks(visit.token), *body),
        actions=(*actions, *way_back(visit.token), visit.button(t("Open Enough"), "open"), *visit.always()),
    )
