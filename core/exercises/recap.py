"""What somebody answered, in the order it was asked: for the shelf and the export."""

from dataclasses import dataclass, field

from core.exercises.model import Answer, Answers, Exercise
from core.pages import ChoiceField, Field, ManyField
from core.wording import Voice


@dataclass(frozen=True)
class Line:
    """One question and its answer. ``own`` says that the answer is in the person's own words."""

    question: str
    answer: str = field(repr=False)
    own: bool


def recap(exercise: Exercise, answers: Answers, t: Voice) -> tuple[Line, ...]:
    """Return what was asked and answered, in the voice's language; unanswered questions are left out, and so are
    buttons of which only one can have led to something that was kept: that it was kept says which. Of one that took
    something up, the words say it, in the field they went into."""
    lines: list[Line] = []
    for step in exercise.steps.values():
        ways = [tap for tap in step.taps if not tap.to or exercise.steps[tap.to].keep]
        for tap in ways if len(ways) > 1 else ():
            if answers.get(step.id) == (tap.value,) and not tap.takes:
                asked = next((say.text for say in step.say if say.kind == "text"), exercise.title)
                lines.append(Line(t(asked), t(tap.label), own=False))
        lines += [
            Line(t(each.label), _said(each, answers[each.id], t), own=isinstance(answers[each.id], str))
            for each in step.fields
            if each.id in answers
        ]
    return tuple(lines)


def _said(field: Field, answer: Answer, t: Voice) -> str:
    if isinstance(answer, str):
        return answer
    if isinstance(field, ChoiceField | ManyField):
        labels = {option.value: option.label for option in field.options}
        return ", ".join(t(labels.get(value, value)) for value in answer)
    return t("{number} of 10", number=answer[0])
