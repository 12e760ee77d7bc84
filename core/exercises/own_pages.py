"""Exercises with a page of their own, which a command opens: from an answer to a crisis, from "Help now" and from Home.

They are for a bad hour and for the preparation of one, so the start page does not offer them as doors.
"""

from collections.abc import Mapping

from core.exercises.model import Answers, Exercise
from core.exercises.recap import recap
from core.pages import Block, Note, OwnWords, TextField
from core.private import Private
from core.wording import Voice

GROUNDING = "grounding"
PLAN = "safety_plan"
OWN_PAGES: Mapping[str, str] = {GROUNDING: "ground", PLAN: "plan"}


def parts_of(plan: Exercise) -> tuple[tuple[str, TextField], ...]:
    """Return the parts of the safety plan: each step that asks, and what it asks for."""
    return tuple(
        (step.id, field) for step in plan.steps.values() for field in step.fields[:1] if isinstance(field, TextField)
    )


def plan_blocks(plan: Exercise, answers: Answers, t: Voice) -> tuple[Block, ...]:
    """Return what stands in the plan, part by part; parts without words are left out."""
    return tuple(
        block
        for line in recap(plan, answers, t)
        if line.own
        for block in (Note(line.question), OwnWords(Private(line.answer)))
    )
