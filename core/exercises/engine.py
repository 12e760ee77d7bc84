"""How an exercise moves. Pure functions from a state and an answer to the next state."""

from collections.abc import Sequence
from dataclasses import replace

from core.errors import BadToken, FieldErrors
from core.exercises.branches import BRANCHES
from core.exercises.model import Answer, Answers, Exercise, State, Step, Tap
from core.pages import SCALE, ChoiceField, Field, ManyField, ScaleField, TextField
from core.wording import mark

NEEDED = mark("Please fill this in.")
PICK_ONE = mark("Please pick one of these.")
TOO_LONG = mark("This is longer than fits here. Please make it shorter.")
ALONE = frozenset({"all", "none"})  # options that stand for the whole list, so they are not combined with others


def start(exercise: Exercise, opening: str = "") -> State:
    """Return the first state. *opening* is the thought they begin with, "" without one."""
    return State(exercise.id, exercise.revision, exercise.first, opening=opening)


def ask_later(exercise: Exercise, answers: Answers) -> State:
    """Return the first state of the question that comes back, over what was answered then. Raises BadToken where none
    does."""
    if exercise.later is None:
        raise BadToken("this exercise asks nothing later")
    return State(exercise.id, exercise.revision, exercise.later.asks, answers)


def step_of(exercise: Exercise, state: State) -> Step:
    """Return the step a state stands at."""
    return exercise.steps[state.step]


def tap(exercise: Exercise, state: State, value: str) -> State:
    """Answer a step's buttons. Raises BadToken for a button the step does not have."""
    step = step_of(exercise, state)
    for each in step.taps:
        if each.value == value:
            answered = replace(state, answers={**_with_taken(exercise, state, each), step.id: (value,)})
            return _onward(answered, each.to or _next(step, answered))
    raise BadToken("no such button in this step")


def taken(exercise: Exercise, answers: Answers) -> str:
    """Return the words of what was parked and is taken up by *answers*; "" where nothing is."""
    words = answers.get(exercise.takes)
    is_taken = any(_is_taking(step, answers) for step in exercise.steps.values())
    return words if is_taken and isinstance(words, str) else ""


def after(exercise: Exercise, state: State) -> str:
    """Return the step that follows the one *state* stands at, by what was answered there; "" where nothing was."""
    step = step_of(exercise, state)
    if step.fields:
        return _next(step, state)
    chosen = [each for each in step.taps if (each.value,) == state.answers.get(step.id)]
    return (chosen[0].to or _next(step, state)) if chosen else ""


def back(exercise: Exercise, state: State) -> State:
    """Return to the step before, with every answer kept. Raises BadToken at the first one."""
    known = [step for step in state.path if step in exercise.steps]
    if not known:
        raise BadToken("there is no step before this one")
    return replace(state, step=known[-1], path=tuple(known[:-1]))


def stop_here(exercise: Exercise, state: State) -> State:
    """Go to the ending from a step that is whole. Raises BadToken at any other."""
    if not step_of(exercise, state).whole:
        raise BadToken("nothing is whole at this step yet")
    return _onward(state, exercise.ending)


def submit(exercise: Exercise, state: State, given: Answers) -> State:
    """Answer a step's fields. Raises FieldErrors (English, for translation) and changes nothing when one is off.

    A field left out is an optional one left empty; what was answered to it before goes with it.
    """
    step = step_of(exercise, state)
    if not step.fields:
        raise BadToken("this step has no form")
    answers, errors = _taken(step, state.answers, given)
    if errors:
        raise FieldErrors(errors)
    answered = replace(state, answers=answers)
    return _onward(answered, _next(step, answered))


def note(exercise: Exercise, state: State, given: Answers) -> State:
    """Return *state* with what stands in its form so far, as far as that fits: for somebody who leaves the form by
    another button than its own."""
    return replace(state, answers=_taken(step_of(exercise, state), state.answers, given)[0])


def changed(fields: Sequence[Field], answers: Answers, given: Answers) -> Answers:
    """Return *answers* with *fields* as *given*: what is left empty goes, and the rest stays as it was.

    Raises FieldErrors (English, for translation) for words that do not fit.
    """
    kept, errors = dict(answers), dict[str, str]()
    for each in fields:
        answer = given.get(each.id)
        problem = _problem(replace(each, optional=True), answer)
        if problem:
            errors[each.id] = problem
        elif isinstance(answer, str) and answer.strip():
            kept[each.id] = _tidy(each, answer)
        else:
            kept.pop(each.id, None)
    if errors:
        raise FieldErrors(errors)
    return kept


def take_up(exercise: Exercise, state: State, *, later: bool = False) -> State:
    """Return the state as it stands in this revision of the exercise.

    If the step still exists it continues there, else at the first step with something unanswered; answers are kept.
    ``later``: it is the question that came back.
    """
    if state.step in exercise.steps:
        return replace(state, revision=exercise.revision)
    step, seen = exercise.later.asks if later and exercise.later else exercise.first, set[str]()
    while step not in seen and not exercise.steps[step].final:
        seen.add(step)
        if any(not each.optional and each.id not in state.answers for each in exercise.steps[step].fields):
            break
        onward = after(exercise, replace(state, step=step))
        if not onward:
            break
        step = onward
    return replace(state, revision=exercise.revision, step=step)


def _taken(step: Step, before: Answers, given: Answers) -> tuple[dict[str, Answer], dict[str, str]]:
    """Return the answers with those to *step*'s fields as *given*, and what is off with the ones that do not fit."""
    answers, errors = dict(before), dict[str, str]()
    for each in step.fields:
        answer = given.get(each.id)
        if isinstance(answer, str) and not answer.strip():
            answer = None
        problem = _problem(each, answer)
        if problem:
            errors[each.id] = problem
        elif answer:
            answers[each.id] = _tidy(each, answer)
        else:
            answers.pop(each.id, None)
    return answers, errors


def _with_taken(exercise: Exercise, state: State, chosen: Tap) -> Answers:
    """Return the answers with the words of what *chosen* takes up; words that were taken up here before go with another
    choice. Raises BadToken where so many are not back (any more)."""
    answers = dict(state.answers)
    if _is_taking(step_of(exercise, state), answers):
        answers.pop(exercise.takes, None)
    if chosen.takes > len(state.parked):
        raise BadToken("so many are not parked any more")
    if chosen.takes:
        answers[exercise.takes] = state.parked[chosen.takes - 1].words.reveal()
    return answers


def _is_taking(step: Step, answers: Answers) -> bool:
    return any(each.takes and answers.get(step.id) == (each.value,) for each in step.taps)


def _onward(state: State, step: str) -> State:
    return replace(state, step=step, path=(*state.path, state.step))


def _next(step: Step, state: State) -> str:
    if step.branch is None:
        return step.next
    chosen = BRANCHES[step.branch.by](state)
    if chosen not in step.branch.to:
        raise ValueError(f"branch {step.branch.by} chose a step that the content does not list")
    return chosen


def _problem(field: Field, answer: Answer | None) -> str:
    if not answer:
        return "" if field.optional else NEEDED
    if isinstance(field, TextField):
        if not isinstance(answer, str):
            return NEEDED
        return TOO_LONG if len(answer) > field.max_chars else ""
    if isinstance(field, ScaleField):
        known = {str(number) for number in SCALE}
    elif isinstance(field, ChoiceField | ManyField):
        known = {option.value for option in field.options}
    else:
        return "" if isinstance(answer, str) else NEEDED
    picked = (answer,) if isinstance(answer, str) else answer
    several = isinstance(field, ManyField)
    return "" if set(picked) <= known and (several or len(picked) == 1) else PICK_ONE


def _tidy(field: Field, answer: Answer) -> Answer:
    if isinstance(answer, str):
        return answer.strip() if isinstance(field, TextField) else (answer,)
    if not isinstance(field, ManyField):
        return answer
    order = [option.value for option in field.options if option.value in answer]
    whole = [value for value in order if value in ALONE]
    return tuple(whole[:1] if whole and len(order) > 1 and whole[0] == "all" else _specific(order))


def _specific(order: list[str]) -> list[str]:
    """ "None" beside a role is a slip of the thumb: the role counts."""
    named = [value for value in order if value not in ALONE]
    return named or order[:1]
