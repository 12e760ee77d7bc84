"""How exercises move: every walk ends, keeps what was said, and refuses what does not fit."""

import dataclasses
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadToken, FieldErrors
from core.exercises import carry, engine, show
from core.exercises.branches import BRANCHES
from core.exercises.catalog import load_catalog, read_exercise
from core.exercises.known import Known
from core.exercises.model import Answer, Exercise, Parked, State, Tap
from core.exercises.recap import recap
from core.exercises.state import from_json, to_json
from core.pages import ChoiceField, Field, ManyField, ScaleField, TextField
from core.private import Private
from core.tokens import ActionToken, Verb
from core.wording import LANGUAGES, voice

CATALOG = load_catalog()
LONGEST_WALK = 20
PARKED = tuple(Parked(Private(words), Private(""), "Monday, 2 March") for words in ("one", "two", "three"))
KNOWN = Known("tomorrow at 16:45", parked=PARKED)


def answer_to(field: Field) -> st.SearchStrategy[Answer | None]:
    match field:
        case TextField():
            text: st.SearchStrategy[Answer | None] = st.text(min_size=1, max_size=field.max_chars).filter(str.strip)
            return st.none() | text if field.optional else text
        case ScaleField():
            return st.integers(0, 10).map(lambda number: (str(number),))
        case ChoiceField():
            return st.sampled_from(field.options).map(lambda option: (option.value,))
        case ManyField():
            values = st.sampled_from([option.value for option in field.options])
            return st.lists(values, min_size=1, unique=True).map(tuple)
    raise AssertionError(field)


def token_for(step: str, value: str) -> ActionToken:
    return ActionToken(Verb.RUN, subject="a" * 24, step=f"closing.{step}", version=9999, carry=value, country="US")


def tap(exercise: Exercise, state: State, chosen: Tap) -> State:
    """Press *chosen* while three things are parked: given to the one visit, as the service does it."""
    pressed = engine.tap(exercise, dataclasses.replace(state, parked=PARKED), chosen.value)
    return dataclasses.replace(pressed, parked=())


@pytest.mark.parametrize("exercise", CATALOG.values(), ids=lambda each: each.id)
@given(data=st.data())
def test_every_walk_ends_within_bounds_and_keeps_all_words(exercise: Exercise, data: st.DataObject) -> None:
    """Whatever is answered: the walk ends, each page can be shown in each language, and the recap has all words."""
    state, said = engine.start(exercise), []
    for _ in range(LONGEST_WALK):
        for language in LANGUAGES:
            show.page_of(exercise, state, token_for=token_for, t=voice(language), known=KNOWN)
        step = engine.step_of(exercise, state)
        if step.final:
            break
        if step.taps:
            state = tap(exercise, state, data.draw(st.sampled_from(step.taps)))
            continue
        given_answers = {field.id: data.draw(answer_to(field)) for field in step.fields}
        filled = {name: answer for name, answer in given_answers.items() if answer}
        said += [answer.strip() for answer in filled.values() if isinstance(answer, str)]
        state = engine.submit(exercise, state, filled)
        assert from_json(to_json(state)) == state
    assert engine.step_of(exercise, state).final
    shown = [line.answer for line in recap(exercise, state.answers, voice("en"))]
    assert all(words in shown for words in said)


def stray(exercise: Exercise, state: State, data: st.DataObject, said: dict[str, str]) -> State:
    """Make one move of somebody who goes on, back, or stops where that is offered; keep *said* as it has to be."""
    step = engine.step_of(exercise, state)
    ways = ["on", *(["back"] if state.path else []), *(["stop"] if step.whole else [])]
    way = data.draw(st.sampled_from(ways))
    if way == "on" and step.taps:
        chosen = data.draw(st.sampled_from(step.taps))
        if engine.taken(exercise, state.answers) and any(each.takes for each in step.taps):
            del said[exercise.takes]
        if chosen.takes:
            said[exercise.takes] = PARKED[chosen.takes - 1].words.reveal()
        return tap(exercise, state, chosen)
    typed = {field.id: answer for field in step.fields if (answer := data.draw(answer_to(field)))}
    for field in step.fields:
        said.pop(field.id, None)
    said |= {name: answer.strip() for name, answer in typed.items() if isinstance(answer, str)}
    if way == "on":
        return engine.submit(exercise, state, typed)
    noted = engine.note(exercise, state, typed) if step.fields else state
    return engine.back(exercise, noted) if way == "back" else engine.stop_here(exercise, noted)


def words_in(state: State) -> dict[str, str]:
    return {name: answer for name, answer in state.answers.items() if isinstance(answer, str)}


def assert_strays_well(exercise: Exercise, data: st.DataObject) -> None:
    opening = data.draw(st.sampled_from(["", "I am doing everything badly"]))
    state, said = engine.start(exercise, opening), dict[str, str]()
    for _ in range(LONGEST_WALK):
        for language in LANGUAGES:
            t = voice(language)
            show.page_of(exercise, state, token_for=token_for, t=t, known=KNOWN)
            show.words_of(exercise, state, token=token_for(state.step, ""), t=t, also=())
        assert words_in(state) == said
        assert from_json(to_json(state)) == state
        assert engine.take_up(exercise, state) == state
        assert set(state.path) <= set(exercise.steps)
        if engine.step_of(exercise, state).final:
            break
        state = stray(exercise, state, data, said)
    own = {line.answer for line in recap(exercise, state.answers, voice("en")) if line.own}
    assert own == set(said.values())


@pytest.mark.parametrize("exercise", CATALOG.values(), ids=lambda each: each.id)
@given(data=st.data())
def test_whoever_strays_loses_no_words_and_sees_no_page_out_of_bounds(exercise: Exercise, data: st.DataObject) -> None:
    """On, back and "Enough for now" in any order: the newest words of each field are kept, also those that stood in a
    form left half filled, and each page and the page of their own words fit in each language."""
    assert_strays_well(exercise, data)


@pytest.mark.parametrize("exercise", CATALOG.values(), ids=lambda each: each.id)
@given(data=st.data())
def test_back_as_often_as_it_is_offered_leads_to_the_first_step(exercise: Exercise, data: st.DataObject) -> None:
    """The way back is the way that was come by, and every answer is still there at its start."""
    state, said = engine.start(exercise), dict[str, str]()
    for _ in range(data.draw(st.integers(0, LONGEST_WALK))):
        if engine.step_of(exercise, state).final:
            break
        state = stray(exercise, state, data, said)
    while state.path:
        state = engine.back(exercise, state)
    assert state.step == exercise.first
    assert words_in(state) == said
    with pytest.raises(BadToken):
        engine.back(exercise, state)


@pytest.mark.parametrize("exercise", CATALOG.values(), ids=lambda each: each.id)
def test_nobody_stops_where_nothing_is_whole(exercise: Exercise) -> None:
    """A forged "Enough for now" at any other step is refused."""
    for step in exercise.steps.values():
        if not step.whole:
            with pytest.raises(BadToken):
                engine.stop_here(exercise, State(exercise.id, exercise.revision, step.id))


BRANCHING = """
id: branching
revision: 1
title: Branching
why: to test the engine
move: Tests the engine.
basis: None.
first: word
ending: end
opens: word
steps:
  word:
    whole: true
    say: [One word]
    fields:
      - {text: word, label: A word, optional: true, max: 300}
    submit: Next
    branch: {by: is_there_a_word, to: [more, end]}
  more:
    whole: true
    say: [Some more]
    fields:
      - {text: more, label: More, max: 1500}
    submit: Next
    next: end
  end:
    say: [The end]
"""


@pytest.fixture(scope="module")
def branching() -> Iterator[Exercise]:
    """An exercise whose first form leads to one of two steps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BRANCHES, "is_there_a_word", lambda state: "more" if "word" in state.answers else "end")
        yield read_exercise("branching.yaml", BRANCHING)


@given(data=st.data())
def test_whoever_strays_through_a_branch_loses_no_words(branching: Exercise, data: st.DataObject) -> None:
    """The branch chooses anew after going back, and what was written down the other way stays."""
    assert_strays_well(branching, data)


def test_a_branch_chooses_by_what_was_answered(branching: Exercise) -> None:
    """With a word there is more; back, and without one, it ends."""
    there = engine.submit(branching, engine.start(branching), {"word": "yes"})
    assert there.step == "more"
    assert engine.submit(branching, engine.back(branching, there), {}).step == "end"


@pytest.mark.parametrize("exercise", [each for each in CATALOG.values() if each.fields()], ids=lambda each: each.id)
@given(data=st.data())
def test_picks_survive_a_token(exercise: Exercise, data: st.DataObject) -> None:
    """What is tapped before consent travels in the token and comes back the same; it fits."""
    fields = [field for field in exercise.fields() if not isinstance(field, TextField)]
    answers = {field.id: data.draw(answer_to(field)) for field in fields}
    picks = {name: answer for name, answer in answers.items() if answer}
    packed = carry.pack(exercise, picks)
    ordered = {
        field.id: tuple(option.value for option in field.options if option.value in picks[field.id])
        if isinstance(field, ManyField)
        else picks[field.id]
        for field in fields
    }
    assert carry.unpack(exercise, packed) == ordered
    ActionToken(Verb.KEEP, step="yes", carry=packed, country="US")


@given(st.text("0123456789abcxyz-", max_size=20))
def test_forged_picks_are_refused_or_are_picks(text: str) -> None:
    """Text that no page made is refused, or it is a set of picks like any other."""
    exercise = CATALOG["checkin"]
    try:
        picks = carry.unpack(exercise, text)
    except BadToken:
        return
    assert set(picks) <= {field.id for field in exercise.fields()}


def at(exercise_id: str, step: str, **answers: Answer) -> tuple[Exercise, State]:
    return CATALOG[exercise_id], State(exercise_id, 1, step, answers)


def test_a_required_field_left_empty_is_named_and_nothing_moves() -> None:
    """The error is keyed by the field; blanks count as empty."""
    exercise, state = at("closing", "loop")
    with pytest.raises(FieldErrors) as caught:
        engine.submit(exercise, state, {"loop": "   "})
    assert set(caught.value.errors) == {"loop"}


def test_an_optional_field_of_blanks_is_left_empty() -> None:
    """A space typed on a phone is no answer: an empty text kept as one could not be shown on the shelf again."""
    exercise, state = at("closing", "enough", enough="before")
    assert "enough" not in engine.submit(exercise, state, {"enough": " \n "}).answers


def test_text_over_the_bound_is_refused_and_not_cut() -> None:
    """Too long is an error at the field."""
    exercise, state = at("closing", "loop")
    with pytest.raises(FieldErrors):
        engine.submit(exercise, state, {"loop": "x" * 301})


@pytest.mark.parametrize("forged", [("11",), ("-1",), ("x",), ("1", "2")])
def test_a_number_that_no_scale_has_is_refused(forged: tuple[str, ...]) -> None:
    """A forged pick is an error at its field."""
    exercise, state = at("checkin", "pull")
    with pytest.raises(FieldErrors) as caught:
        engine.submit(exercise, state, {"roles": ("work",), "heavy": forged, "room": ("5",)})
    assert set(caught.value.errors) == {"heavy"}


def test_a_button_of_another_step_is_refused() -> None:
    """A tap that the step does not have changes nothing."""
    exercise, state = at("closing", "leaving")
    with pytest.raises(BadToken):
        engine.tap(exercise, state, "nothing")


def test_none_beside_a_role_gives_way_to_the_role() -> None:
    """ "None of these" and a role at once: the role counts; "all" stands for all."""
    exercise, state = at("checkin", "pull")
    scales: dict[str, Answer] = {"heavy": ("5",), "room": ("5",)}
    assert engine.submit(exercise, state, {"roles": ("work", "none"), **scales}).answers["roles"] == ("work",)
    assert engine.submit(exercise, state, {"roles": ("work", "all"), **scales}).answers["roles"] == ("all",)
    assert engine.submit(exercise, state, {"roles": ("none",), **scales}).answers["roles"] == ("none",)


def test_a_run_is_taken_up_where_it_was_in_a_new_version() -> None:
    """If the step is still there it continues there; answers are kept."""
    exercise, state = at("closing", "loop", leaving=("tired",), pull=("one",))
    newer = dataclasses.replace(exercise, revision=2)
    assert engine.take_up(newer, state) == dataclasses.replace(state, revision=2)


def test_a_run_whose_step_is_gone_is_taken_up_at_the_first_unanswered_one() -> None:
    """The step was renamed: it continues where something is missing, and no answer is lost."""
    exercise, state = at("closing", "parking", leaving=("tired",))
    taken = engine.take_up(exercise, state)
    assert taken.step == "pull"
    assert taken.answers == state.answers


def test_answers_do_not_print() -> None:
    """A state or a recap in a traceback or a log shows no answer."""
    exercise, state = at("closing", "loop", loop="the canary")
    assert "canary" not in repr(state)
    assert "canary" not in repr(recap(exercise, state.answers, voice("en")))


def test_what_was_parked_is_taken_up_by_its_number() -> None:
    """Its words go into the field, as if they were written there; with another choice they go, and none is made up."""
    exercise, first = at("opening", "morning")
    there = dataclasses.replace(first, parked=PARKED[:2])
    second = engine.tap(exercise, there, "take2")
    assert (second.step, second.answers["one"]) == ("part", "two")
    assert engine.taken(exercise, second.answers) == "two"
    other = engine.tap(exercise, engine.back(exercise, second), "nothing")
    assert "one" not in other.answers
    assert engine.taken(exercise, other.answers) == ""
    with pytest.raises(BadToken):
        engine.tap(exercise, there, "take3")


def test_words_of_ones_own_are_not_taken_for_what_was_parked() -> None:
    """Written, gone back, and nothing in particular: what was written is still there."""
    exercise, first = at("opening", "morning")
    written = engine.submit(exercise, engine.tap(exercise, first, "one"), {"one": "two"})
    assert engine.taken(exercise, written.answers) == ""
    back = engine.back(exercise, engine.back(exercise, written))
    assert engine.tap(exercise, back, "nothing").answers["one"] == "two"
