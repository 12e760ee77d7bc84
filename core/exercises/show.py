"""How a step looks: a private page, in the person's language, with what they answered so far filled in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from core.exercises.drafts import DRAFTS
from core.exercises.engine import step_of
from core.exercises.known import Known
from core.exercises.model import TAPPED_FIELDS, Answers, Exercise, Say, State, Step
from core.exercises.moves import MOVES
from core.exercises.recap import recap
from core.pages import (
    BODY_CHARS,
    Action,
    Block,
    ChoiceField,
    DateField,
    Field,
    ManyField,
    Note,
    Option,
    OwnWords,
    Page,
    Paragraph,
    ScaleField,
    SearchField,
    TextField,
    TimeField,
)
from core.private import Private
from core.tokens import ActionToken, Verb
from core.wording import Voice

# What a button to a page outside the exercise says.
DOORS: Mapping[str, Callable[[Voice], str]] = {
    "load": lambda t: t("It is the load"),
    "talk": lambda t: t("Talk to a person"),
    "plan": lambda t: t("My safety plan"),
    "ground": lambda t: t("A steady minute"),
    "limits": lambda t: t("Words for a limit"),
}
BEGUN = frozenset({"limits"})  # of the doors: exercises; the others are commands
# Taps that every step may have; no content may use them.
BACK, STOP_HERE, WORDS, AS_IT_IS = "_back", "_stop", "_words", "_same"
TokenFor = Callable[[str, str], ActionToken]  # (step id, tapped value or "") -> what the button or form means


def page_of(
    exercise: Exercise,
    state: State,
    *,
    token_for: TokenFor,
    t: Voice,
    known: Known | None = None,
    taps_only: bool = False,
    also: tuple[Action, ...] = (),
    before: tuple[Block, ...] = (),
) -> Page:
    """Return the page of the step that *state* stands at.

    ``taps_only`` leaves out fields for words: for the time before anybody agreed to keep them. ``before`` goes on top,
    ``also`` are buttons after the step's own.
    """
    step = step_of(exercise, state)
    known = known or Known()
    body = [block for say in step.say for block in _blocks(say, state.answers, known, t)]
    answers = standing_in(exercise, state, t)
    if state.opening and (step.id == exercise.first or step.final) and state.opening not in state.answers.values():
        body = [OwnWords(Private(state.opening)), *body]
    fields = [each for each in step.fields if not taps_only or isinstance(each, TAPPED_FIELDS)]
    there = [each for each in step.taps if each.takes <= len(known.parked)]
    taps = [Action(t(each.label), token_for(step.id, each.value)) for each in there]
    taps += [
        Action(DOORS[word](t), token_for("", "").to(Verb.START if word in BEGUN else Verb.GO, subject=word))
        for word in step.doors
    ]
    if step.whole:
        taps.append(Action(t("Enough for now"), token_for(step.id, STOP_HERE)))
    if state.path and not step.final:
        taps.append(Action(t("Back"), token_for(step.id, BACK)))
    if not step.final and any(isinstance(answer, str) for answer in state.answers.values()):
        taps.append(Action(t("Show my words"), token_for(step.id, WORDS)))
    return Page(
        token=token_for(step.id, ""),
        title=t(exercise.title),
        body=(*before, *body),
        fields=tuple(localized(each, answers, t) for each in fields),
        submit=t(step.submit) if fields else "",
        actions=(*taps, *also),
        as_it_is=token_for(step.id, AS_IT_IS) if _is_whole(fields, answers) and not taps_only else None,
    )


def standing_in(exercise: Exercise, state: State, t: Voice) -> Answers:
    """Return what stands in the forms: what was answered, the thought they begin with, and the drafts of this step."""
    answers = {exercise.opens: state.opening, **state.answers} if state.opening and exercise.opens else state.answers
    return {**answers, **drafts_of(step_of(exercise, state), answers, t)}


def _is_whole(fields: Sequence[Field], answers: Answers) -> bool:
    """Tell whether a form with *fields* can go as it stands, and says something."""
    return any(answers.get(each.id) for each in fields) and all(
        each.optional or answers.get(each.id) for each in fields
    )


def words_of(exercise: Exercise, state: State, *, token: ActionToken, t: Voice, also: tuple[Action, ...]) -> Page:
    """Return the page that shows what they wrote so far, the newest last; where it is too much, the oldest go."""
    room, blocks = BODY_CHARS - 200, list[Block]()
    for line in reversed([line for line in recap(exercise, state.answers, t) if line.own]):
        room -= len(line.question) + len(line.answer)
        if room < 0:
            break
        blocks = [Note(line.question), OwnWords(Private(line.answer)), *blocks]
    return Page(token=token, title=t(exercise.title), body=tuple(blocks), actions=also)


def drafts_of(step: Step, answers: Answers, t: Voice) -> Answers:
    """Return the drafts for *step*'s fields, but for those that somebody has changed."""
    drafts = {field: DRAFTS[name](answers, t) for field, name in step.drafts.items()}
    return {field: draft[0] for field, draft in drafts.items() if answers.get(field, draft[0]) in draft}


def localized(field: Field, answers: Answers, t: Voice) -> Field:
    """Return *field* in the voice's language, filled with what was answered."""
    answer = answers.get(field.id)
    picked = answer if answer and not isinstance(answer, str) else ()
    typed = Private(answer) if isinstance(answer, str) else None
    hint = t(field.hint) if field.hint else ""
    match field:
        case TextField() | SearchField():
            placeholder = t(field.placeholder) if field.placeholder else ""
            return replace(field, label=t(field.label), hint=hint, placeholder=placeholder, value=typed)
        case ChoiceField():
            options = _options(field.options, t)
            return replace(field, label=t(field.label), hint=hint, options=options, value=picked[0] if picked else None)
        case ManyField():
            return replace(field, label=t(field.label), hint=hint, options=_options(field.options, t), values=picked)
        case ScaleField():
            value = int(picked[0]) if picked else None
            low, high = t(field.low), t(field.high)
            return replace(field, label=t(field.label), hint=hint, low=low, high=high, value=value)
        case TimeField() | DateField():
            return replace(field, label=t(field.label), hint=hint, value=typed.reveal() if typed else "")


def _options(options: tuple[Option, ...], t: Voice) -> tuple[Option, ...]:
    return tuple(Option(each.value, t(each.label), t(each.description) if each.description else "") for each in options)


def _blocks(say: Say, answers: Answers, known: Known, t: Voice) -> tuple[Block, ...]:
    if say.kind == "computed":
        return MOVES[say.text](answers, known, t)
    if say.kind == "own":
        words = answers.get(say.text)
        return (OwnWords(Private(words)),) if isinstance(words, str) else ()
    return (Note(t(say.text)),) if say.kind == "note" else (Paragraph(t(say.text)),)
