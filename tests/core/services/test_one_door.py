"""Every text that a person writes goes through one door, before anything else happens with it."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.exercises.catalog import load_catalog
from core.exercises.own_pages import PLAN
from core.pages import DateField, Field, Page, Rejected, SearchField, TextField, TimeField
from core.people.who import Platform, Profile, Who
from core.private import Private
from core.services.calendar import PARTS
from core.services.front_desk import ALIASES, COMMANDS, SUBMITS, FrontDesk
from core.services.visit import House
from core.tokens import ActionToken, Verb
from tests.support.visitor import FakeReach, StorageThatIsDown, Visitor

ROOT = Path(__file__).parents[3]
EXPLICIT = "I want to kill myself"
TYPED = (TextField, SearchField, TimeField, DateField)
CATALOG = load_catalog()

# Every form in which something can be typed: its token's verb and step, and how somebody known gets to it. A new form
# is added here; test_no_form_is_left_out fails until it is.
STATIC_FORMS = {
    (Verb.FIRST, "country"),
    (Verb.FIRST, "pull"),
    (Verb.PUT, ""),
    (Verb.FIND, ""),
    (Verb.REMIND, "other"),
    (Verb.REMIND, "where"),
    (Verb.SET, ""),
    (Verb.SET, "hours"),
    (Verb.PAUSE, "until"),
    *((Verb.LIFE, step) for step in PARTS),
}


def exercise_fields() -> Iterator[tuple[str, str, Field]]:
    for exercise in CATALOG.values():
        if exercise.id == PLAN:  # heard too, and never interrupted: see test_safety_plan.py
            continue
        for step in exercise.steps.values():
            for field in step.fields:
                if isinstance(field, TYPED):
                    yield exercise.id, step.id, field


@pytest.mark.parametrize(
    ("exercise", "step", "field"), [pytest.param(*each, id=f"{each[0]}.{each[2].id}") for each in exercise_fields()]
)
async def test_every_field_of_every_exercise_is_heard_first(
    visitor: Visitor, exercise: str, step: str, field: Field
) -> None:
    """An explicit sentence in any field of any step is answered by the crisis page; the step does not go on."""
    await visitor.keep_first_check_in()
    token = ActionToken(Verb.RUN, subject="a" * 24, step=f"{exercise}.{step}", version=1, country="US")
    reply = await visitor.desk.submit(visitor.who, token, {field.id: Private(EXPLICIT)})
    assert_crisis(reply, "988")


@pytest.mark.parametrize(("verb", "step"), sorted(STATIC_FORMS))
async def test_every_other_form_is_heard_first(visitor: Visitor, verb: Verb, step: str) -> None:
    """So it is in each field of every form outside the exercises, whatever the field is for, and in fields that the
    form does not have."""
    await visitor.keep_first_check_in(country="GB")
    token = ActionToken(verb, step=step, carry="1005" if verb is Verb.REMIND else "", country="GB")
    page = await visitor.desk.form(visitor.who, token)
    assert page.fields
    for name in [*(field.id for field in page.fields), "no_such_field"]:
        reply = await visitor.desk.submit(visitor.who, token, {name: Private(EXPLICIT)})
        assert_crisis(reply, "116 123")


async def test_a_change_to_an_entry_is_heard_first(visitor: Visitor) -> None:
    """The form over an entry's words is a way in like any other: an explicit sentence is answered, and not kept."""
    await visitor.keep_first_check_in()
    await visitor.command("start")
    for label in ("Close the day", "Low", "Yes, one thing"):
        await visitor.press(label)
    await visitor.fill(loop="the slides")
    await visitor.press("No, that is all")
    await visitor.fill()
    await visitor.command("shelf")
    await visitor.press("Open 1")
    await visitor.press("Change the words")
    assert_crisis(await visitor.desk.submit(visitor.who, visitor.page.token, {"loop": Private(EXPLICIT)}), "988")
    await visitor.desk.settle()
    await visitor.command("shelf")
    assert "the slides" in visitor.text


async def test_the_argument_of_a_command_is_heard_first(visitor: Visitor) -> None:
    """Whatever stands after the command, from a stranger too."""
    for text in (EXPLICIT, *(f"{word} {EXPLICIT}" for word in (*COMMANDS, *ALIASES) if word)):
        reply = await visitor.desk.command(visitor.who, Private(text))
        assert isinstance(reply, Page)
        assert "findahelpline.com" in _text(reply)


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("carry", ["", "_back", "_stop"])
async def test_a_form_of_any_kind_is_heard_first(visitor: Visitor, verb: Verb, carry: str) -> None:
    """Also one that takes no form, that is of another time, or that is left by "Back" or "Enough for now"."""
    await visitor.keep_first_check_in()
    token = ActionToken(verb, subject="a" * 24, step="closing.loop", version=1, carry=carry, country="US")
    assert_crisis(await visitor.desk.submit(visitor.who, token, {"loop": Private(EXPLICIT)}), "988")


def test_what_can_be_typed_is_made_in_the_listed_places_alone() -> None:
    """The modules that make a field for words, directly or by another's helper: a new one is added here, and its form
    to the list above."""
    made = set[str]()
    for path in (ROOT / "core/services").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in {*(each.__name__ for each in TYPED), "localized", "zone_field", "time_field"}:
                    made.add(path.stem)
    calendar = {"crossings", "days_off", "my_week", "quiet_hours", "what_i_write"}
    assert made == {"entry", "find", "quiet", "reminders", "settings", "thought"} | calendar


async def test_no_form_is_left_out() -> None:
    """The forms above are all there are: each verb that takes a form has its steps listed."""
    listed = {verb for verb, _ in STATIC_FORMS} | {Verb.RUN, Verb.ENTRY}
    assert listed == set(SUBMITS)
    stepped = {(token.verb, token.step) for token in _form_tokens()}
    assert stepped <= STATIC_FORMS


async def test_words_are_kept_and_the_step_can_go_on(visitor: Visitor) -> None:
    """After the answer, what was typed stands in the form again."""
    await visitor.keep_first_check_in()
    await visitor.command("start")
    await visitor.begin("Close the day")
    await visitor.press("Low")
    await visitor.press("Yes, one thing")
    await visitor.fill(loop=EXPLICIT)
    assert "988" in visitor.text
    await visitor.desk.settle()
    await visitor.press(next(action.label for action in visitor.page.actions if action.token.step == "back"))
    field = next(field for field in visitor.page.fields if field.id == "loop")
    assert isinstance(field, TextField)
    assert field.value == Private(EXPLICIT)


async def test_help_stays_on_top_until_it_is_acknowledged(visitor: Visitor) -> None:
    """The line stands on the next private page too, and "I'm safe" is believed."""
    await visitor.keep_first_check_in()
    await visitor.command(EXPLICIT)
    crisis = visitor.reply
    await visitor.desk.settle()
    await visitor.command("shelf")
    assert "988" in visitor.text
    visitor.reply = crisis
    await visitor.press(next(action.label for action in visitor.page.actions if action.token.step == "safe"))
    await visitor.command("shelf")
    assert "988" not in visitor.text


@pytest.fixture
def desk_without_storage(house: House) -> FrontDesk:
    return FrontDesk(replace(house, storage=StorageThatIsDown()))


async def test_the_crisis_answer_needs_no_storage(desk_without_storage: FrontDesk) -> None:
    """With the database down, the answer comes all the same, with the line of the country in the token."""
    who = Who(Platform.SLACK, "-/T1", "U1")
    token = ActionToken(Verb.RUN, subject="a" * 24, step="closing.loop", version=1, country="ES", language="en")
    reply = await desk_without_storage.submit(who, token, {"loop": Private(EXPLICIT)})
    assert_crisis(reply, "024")
    assert "findahelpline.com" in _text(await desk_without_storage.command(who, Private(EXPLICIT)))
    for step in ("yes", "unsure", "safe"):
        page = await desk_without_storage.tap(who, token.to(Verb.CARE, step=step))
        assert "024" in _text(page)


async def test_without_storage_nothing_pretends_to_be_saved(desk_without_storage: FrontDesk, reach: FakeReach) -> None:
    """A form is refused with its words kept, a button says that nothing was changed."""
    reach.profile_of_all = Profile()
    who = Who(Platform.SLACK, "-/T1", "U1")
    token = ActionToken(Verb.RUN, subject="a" * 24, step="closing.loop", version=1)
    reply = await desk_without_storage.submit(who, token, {"loop": Private("the slides")})
    assert isinstance(reply, Rejected)
    assert "Not saved" in reply.errors[""]
    page = await desk_without_storage.tap(who, ActionToken(Verb.GO, subject="shelf"))
    assert "Nothing was changed" in _text(page)
    form = await desk_without_storage.form(who, token)
    assert [field.id for field in form.fields] == ["loop", "pick"]
    settings = await desk_without_storage.form(who, ActionToken(Verb.SET))
    assert not settings.fields, "an empty form of settings would, once sent, stop the reminders"


def test_only_the_door_makes_what_has_been_heard() -> None:
    """No module but the door constructs Heard, and only the desk calls the door."""
    makers, callers = set[str](), set[str]()
    for path in [*(ROOT / "core").rglob("*.py"), *(ROOT / "bots").rglob("*.py"), *(ROOT / "schedules").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id == "Heard":
                    makers.add(path.relative_to(ROOT).as_posix())
                if node.func.id == "hear":
                    callers.add(path.relative_to(ROOT).as_posix())
    assert makers == {"core/hearing/door.py"}
    assert callers == {"core/services/front_desk.py"}


def test_adapters_wrap_text_before_anything_else_can_touch_it() -> None:
    """Adapters never look into what was typed: the only reveals there are for showing it to its owner again."""
    revealing = {
        path.relative_to(ROOT).as_posix()
        for folder in ("bots/slack", "bots/discord")
        for path in (ROOT / folder).rglob("*.py")
        if ".reveal(" in path.read_text("utf-8")
    }
    showing = {"render.py", "forms.py"}
    assert {name for name in revealing if name.rpartition("/")[2] not in showing} == set()


def _form_tokens() -> Iterator[ActionToken]:
    """Every form token that the services' sources make: ``to(Verb.X, step="…")`` beside ``fields=``."""
    for path in (ROOT / "core/services").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Page"):
                continue
            arguments = {keyword.arg: keyword.value for keyword in node.keywords}
            made = arguments.get("token")
            if (
                "fields" in arguments
                and isinstance(made, ast.Call)
                and made.args
                and isinstance(made.args[0], ast.Attribute)
            ):
                step = next(
                    (k.value.value for k in made.keywords if k.arg == "step" and isinstance(k.value, ast.Constant)), ""
                )
                yield ActionToken(Verb[made.args[0].attr], step=str(step))


def assert_crisis(reply: object, line: str) -> None:
    assert isinstance(reply, Page)
    assert line in _text(reply)
    assert any(action.token.verb is Verb.CARE and action.token.step == "safe" for action in reply.actions)


def _text(reply: object) -> str:
    assert isinstance(reply, Page)
    return "\n".join(str(getattr(block, "text", "")) + str(getattr(block, "value", "")) for block in reply.body)
