"""The scripts leave nothing out: walked in the engine, without a platform, they press all there is to press."""

from dataclasses import replace

import pytest

from bots.playground.scripts.script import Begin, Fill, Leave, Look, Message, Press, Return, Route, Script
from core.exercises import engine, show
from core.exercises.catalog import load_catalog
from core.exercises.model import Answer, Exercise, Parked, State
from core.exercises.own_pages import OWN_PAGES
from core.pages import ChoiceField, Field, ManyField
from core.private import Private
from core.safety.answers import crisis_page, gentle_page, safe_page
from core.safety.concerns import concern_words
from core.safety.verdict import Concern
from core.tokens import ActionToken, Verb
from core.wording import voice
from tests.dialogues.scripts import load_scripts

CATALOG = load_catalog()
ALL = load_scripts()
SCRIPTS = {name: script for name, script in ALL.items() if script.is_exercise}
EN = voice("en")
ENOUGH, BACK, WORDS, FRESH, LOOK_BACK = "Enough for now", "Back", "Show my words", "Start fresh", "Look back"
ANYWHERE = {BACK, WORDS}  # enough that they are pressed once in an exercise
PARKED = (Parked(Private("something parked"), Private(""), "Monday"),) * 3  # the stage has it from an evening before
Pressed = set[tuple[str, str]]


def typed(field: Field, answer: str | list[str]) -> Answer:
    if isinstance(field, ManyField | ChoiceField):
        labels = [answer] if isinstance(answer, str) else answer
        return tuple(option.value for option in field.options if option.label in labels)
    return str(answer)


def walk(exercise: Exercise, route: Route) -> tuple[Pressed, set[str]]:
    """Return what *route* presses, as (step, label), and the last steps it comes to."""
    pressed: Pressed = set()
    ends = set[str]()
    state = begun(exercise)
    elsewhere = False  # at a page that is not the exercise's
    for step in route.steps:
        here = exercise.steps[state.step]
        match step.deed:
            case Begin(thought):
                state, elsewhere = replace(begun(exercise, thought), remembered=(state.answers,)), False
            case Press(label) | Message(label) if label == LOOK_BACK:
                state, elsewhere = engine.ask_later(exercise, state.answers), False
            case Look():
                elsewhere = True
            case Press(label) if not elsewhere:
                pressed.add((here.id, label))
                elsewhere = here.final  # from there every button leads out of the exercise
                state = press(exercise, state, label)
            case Fill(answers, _) if not elsewhere:
                given = dict(state.answers)
                if state.opening and exercise.opens in {each.id for each in here.fields}:
                    given.setdefault(exercise.opens, state.opening)  # it stands in the form
                given |= show.drafts_of(here, state.answers, EN)
                given |= {each.id: typed(each, answers[each.label]) for each in here.fields if each.label in answers}
                state = engine.submit(exercise, state, given)
            case Leave(by):
                elsewhere = False
                pressed.add(("", by))
            case Return():
                pressed.add((here.id, BACK))
        if exercise.steps[state.step].final:
            ends.add(state.step)
    return pressed, ends


def begun(exercise: Exercise, thought: str = "") -> State:
    return replace(engine.start(exercise, thought), parked=PARKED)


def press(exercise: Exercise, state: State, label: str) -> State:
    here = exercise.steps[state.step]
    if label == FRESH:
        return begun(exercise)
    if label == BACK:
        return engine.back(exercise, state)
    if label == ENOUGH and here.whole:
        return engine.stop_here(exercise, state)
    return next((engine.tap(exercise, state, each.value) for each in here.taps if each.label == label), state)


def offered(exercise: Exercise) -> Pressed:
    """Return every button of every step that leads on or out, and both ways to come back to what was left (to what
    was only looked into, from the list of all: nothing of it was begun)."""
    buttons = {(step.id, tap.label) for step in exercise.steps.values() for tap in step.taps}
    buttons |= {(step.id, show.DOORS[door](EN)) for step in exercise.steps.values() for door in step.doors}
    buttons |= {(step.id, ENOUGH) for step in exercise.steps.values() if step.whole}
    if exercise.id in OWN_PAGES:
        return buttons
    return buttons | {("", "start"), *([("", "home")] if can_be_left(exercise) else [])}


def can_be_left(exercise: Exercise) -> bool:
    """Tell whether somebody can be in the middle of it and find it among what was begun."""
    return exercise.id not in OWN_PAGES and len([step for step in exercise.steps.values() if not step.final]) > 1


def test_each_exercise_has_a_script() -> None:
    """An exercise that is added is played too."""
    assert set(SCRIPTS) == set(CATALOG)


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_script_presses_every_button_and_comes_to_every_ending(script: Script) -> None:
    """Each tap, each door and each "Enough for now" is on some route; so are back, own words, leaving, and fresh."""
    exercise = CATALOG[script.name]
    walks = [walk(exercise, route) for route in script.routes]
    pressed = set[tuple[str, str]]().union(*(each for each, _ in walks))
    assert offered(exercise) - pressed == set()
    assert {step.id for step in exercise.steps.values() if step.final} <= set[str]().union(*(ends for _, ends in walks))
    if can_be_left(exercise):
        assert {label for _, label in pressed} >= {*ANYWHERE, FRESH}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_every_form_of_an_exercise_is_sent_on_some_route(script: Script) -> None:
    """Each field is filled on some route."""
    filled = {label for route in script.routes for step in route.steps if isinstance(step.deed, Fill)
              for label in step.deed.answers}  # fmt: skip
    assert {field.label for field in CATALOG[script.name].fields()} <= filled


def test_every_answer_to_what_comes_first_is_played_and_every_button_under_it_pressed() -> None:
    """The full answer, the question, and the page for each concern; and that the line on top of a page was seen."""
    routes = [route for name, script in ALL.items() if name not in SCRIPTS for route in script.routes]
    steps = [step for route in routes for step in route.steps]
    seen = {each for step in steps for each in step.sees}
    for concern in Concern:
        said = " ".join(concern_words(concern, EN).lines)
        assert any(each in said for each in seen), concern
    token = ActionToken(Verb.RUN, subject="a" * 24, country="GB")
    pages = (crisis_page(token, carry_on=token), gentle_page(token, token), safe_page(token, token))
    under = {action.label for page in pages for action in page.actions} | {"I know where help is"}
    assert under <= {step.deed.label for step in steps if isinstance(step.deed, Press)}
