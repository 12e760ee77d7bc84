"""The computed sentences of the safety plan."""

from core.exercises.known import Known
from core.exercises.model import Answers
from core.pages import Block, Note, Paragraph
from core.wording import Voice


def plan_kept(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """Where the plan is found, and how to keep a copy outside work; or that nothing was written, which is fine."""
    if not any(isinstance(answer, str) for answer in answers.values()):
        return (Paragraph(t("Nothing is written yet. It can wait, and it is here at any hour.")),)
    return (
        Paragraph(t("Your plan is kept. One tap shows it: here, on your page, and in “Help now”.")),
        Paragraph(
            t(
                "A copy outside work helps, for a day without this job or this app. You can write it off the screen by "
                "hand, or take it with “Export”."
            )
        ),
        Note(t("On a work device, a copy can be read by whoever runs that device.")),
    )
