"""Reads the exercises from YAML: one file each, English inline. Every mistake is named with its file and line."""

import re
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml

from core.errors import ConfigurationError
from core.exercises.branches import BRANCHES
from core.exercises.drafts import DRAFTS
from core.exercises.model import (
    EXERCISE_ID_CHARS,
    MOST_PARKED,
    PARKED_CHARS,
    STEP_ID_CHARS,
    TAP_CHARS,
    Branch,
    Exercise,
    Later,
    Say,
    Step,
    Tap,
)
from core.exercises.moves import MOVES
from core.exercises.shape import STEP, parse
from core.exercises.show import DOORS
from core.pages import OPENING_CHARS, TEXT_CHARS, ChoiceField, Field, ManyField, Option, ScaleField, TextField

T = TypeVar("T")
MOST_DAYS = 90  # until a question comes back
_NAME = re.compile(r"[A-Za-z0-9_-]+")  # what a token can carry
_SAY_KINDS = {"text", "note", "own", "computed"}
_FIELD_KINDS = {"text", "choice", "many", "scale"}
_EXERCISE_KEYS = {
    "id",
    "revision",
    "title",
    "move",
    "basis",
    "first",
    "steps",
    "why",
    "tender",
    "ending",
    "opens",
    "later",
    "parks",
    "takes",
    "tells",
}
_FIELD_KEYS = {"label", "hint", "optional", "max", "placeholder", "low", "high", "options"}


class Fault(ValueError):
    """Something is wrong at *path*, the keys that lead there in the file: ("steps", "loop")."""

    def __init__(self, what: str, *path: str) -> None:
        super().__init__(what)
        self.path = path


def load_catalog(*folders: Traversable) -> Mapping[str, Exercise]:
    """Return the shipped exercises and those in *folders*, by id; one with an id that is there already takes its place.

    Raises ConfigurationError that names the file, the line, and what is wrong there.
    """
    found: dict[str, Exercise] = {}
    for each in content_files(*folders):
        exercise = read_exercise(each.name, text_of(each))
        found[exercise.id] = exercise
    return found


def text_of(file: Traversable) -> str:
    """Return the text of one file. Raises ConfigurationError for one that is not UTF-8."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise ConfigurationError(f"{file.name}:{line}: this is not UTF-8 text; save it as UTF-8") from None


def content_files(*folders: Traversable) -> list[Traversable]:
    """Return the shipped files and those in *folders*, in the order in which they are read."""
    shipped = files("core.exercises").joinpath("content")
    return [
        each
        for folder in (shipped, *folders)
        for each in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if each.name.endswith((".yaml", ".yml"))
    ]


def read_exercise(name: str, text: str) -> Exercise:
    """Read one file. Raises ConfigurationError as ``file:line: what is wrong``."""
    try:
        exercise = _exercise(parse(text))
        _check(exercise)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigurationError(f"{name}:{line}: {error.problem}") from None
    except yaml.YAMLError:
        raise ConfigurationError(f"{name}:1: this is not YAML text") from None
    except Fault as error:
        raise ConfigurationError(f"{name}:{line_of(text, error.path)}: {error}") from None
    return exercise


def line_of(text: str, path: Sequence[str]) -> int:
    """Return the line, from 1, where *path* stands in YAML *text*; of the last key that is there."""
    node, line = yaml.compose(text, Loader=yaml.BaseLoader), 1
    for key in path:
        if isinstance(node, yaml.MappingNode):
            pairs = [(name, value) for name, value in node.value if name.value == key]
            if not pairs:
                break
            line, node = pairs[0][0].start_mark.line + 1, pairs[0][1]
        elif isinstance(node, yaml.SequenceNode) and key.isdecimal() and int(key) < len(node.value):
            node = node.value[int(key)]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _only(what: str, raw: Mapping[str, Any], known: set[str], *path: str) -> None:
    """Refuse a key that means nothing here: a slip of the pen would otherwise be passed over."""
    strange = set(raw) - known
    if strange:
        raise Fault(
            f"'{min(strange)}' means nothing in {what}; known are {', '.join(sorted(known))}", *path, min(strange)
        )


def _exercise(raw: Mapping[str, Any]) -> Exercise:
    _only("a file", raw, _EXERCISE_KEYS)
    for key in ("id", "revision", "title", "why", "move", "basis", "first", "steps"):
        if not raw.get(key):
            raise Fault(f"the file needs '{key}'")
    if not str(raw["revision"]).isdecimal() or len(raw["revision"]) > 6:
        raise Fault("a revision is a number", "revision")
    return Exercise(
        id=raw["id"],
        revision=int(raw["revision"]),
        title=raw["title"],
        move=raw["move"].strip(),
        basis=raw["basis"].strip(),
        first=raw["first"],
        steps={name: _placed(("steps", name), _step, name, step) for name, step in raw["steps"].items()},
        why=raw["why"],
        tender=raw.get("tender", "false") == "true",
        ending=raw.get("ending", ""),
        opens=raw.get("opens", ""),
        later=_placed(("later",), _later, raw["later"]) if "later" in raw else None,
        parks=tuple(tuple(pair) for pair in raw.get("parks", ())),
        takes=raw.get("takes", ""),
        tells=tuple(raw.get("tells", ())),
    )


def _placed(path: tuple[str, ...], make: Callable[..., T], *arguments: Any) -> T:
    """Call *make*, and say of what it raises where in the file it happened."""
    try:
        return make(*arguments)
    except Fault as error:
        raise Fault(str(error), *path, *error.path) from None
    except KeyError as error:
        raise Fault(f"something is missing here: {error.args[0]}", *path) from None
    except (TypeError, AttributeError, ValueError) as error:
        raise Fault(str(error), *path) from None


def _step(name: str, raw: Mapping[str, Any]) -> Step:
    _only("a step", raw, set(STEP))
    return Step(
        id=name,
        say=tuple(_placed(("say", str(place)), _say, each) for place, each in enumerate(raw.get("say", ()))),
        fields=tuple(_placed(("fields", str(place)), _field, each) for place, each in enumerate(raw.get("fields", ()))),
        submit=raw.get("submit", ""),
        next=raw.get("next", ""),
        branch=Branch(raw["branch"]["by"], tuple(raw["branch"]["to"])) if "branch" in raw else None,
        whole=raw.get("whole", "false") == "true",
        keep=raw.get("keep", "true") == "true",
        forgets=raw.get("forgets", "false") == "true",
        doors=tuple(raw.get("doors", ())),
        taps=tuple(_placed(("taps", str(place)), _tap, each) for place, each in enumerate(raw.get("taps", ()))),
        drafts=raw.get("drafts", {}),
    )


def _tap(raw: Mapping[str, str]) -> Tap:
    _only("a tap", raw, {"value", "label", "to", "takes"})
    takes = raw.get("takes", "0")
    if not takes.isdecimal() or int(takes) > MOST_PARKED:
        raise Fault(f"takes is a number, 1 to {MOST_PARKED}", "takes")
    return Tap(raw["value"], raw["label"], raw.get("to", ""), int(takes))


def _later(raw: Mapping[str, Any]) -> Later:
    _only("later", raw, {"asks", "after", "days", "remember"})
    days = str(raw.get("days", 0))
    if not days.isdecimal() or int(days) > MOST_DAYS:
        raise Fault(f"days is a number, {MOST_DAYS} at most", "days")
    return Later(raw["asks"], raw["after"], int(days), tuple(raw.get("remember", ())))


def _say(raw: str | Mapping[str, str]) -> Say:
    if isinstance(raw, str):
        return Say("text", raw)
    if len(raw) != 1:
        raise Fault("what is said is a sentence, or one of: " + ", ".join(sorted(_SAY_KINDS)))
    ((kind, text),) = raw.items()
    if kind not in _SAY_KINDS:
        known = ", ".join(sorted(_SAY_KINDS))
        raise Fault(f"nothing is said as '{kind}'; there are: {known}. A sentence with a colon stands in \"…\"")
    if kind == "computed" and text not in MOVES:
        raise Fault(f"no sentence is computed by '{text}'; there are: {', '.join(sorted(MOVES))}")
    return Say(kind, text)


def _field(raw: Mapping[str, Any]) -> Field:
    kinds = _FIELD_KINDS & set(raw)
    if len(kinds) != 1:
        raise Fault("a field begins with one of: " + ", ".join(sorted(_FIELD_KINDS)))
    (kind,) = kinds
    _only("a field", raw, {kind, *_FIELD_KEYS})
    common = {
        "id": raw[kind],
        "label": raw["label"],
        "hint": raw.get("hint", ""),
        "optional": raw.get("optional", "false") == "true",
    }
    if not str(raw.get("max", TEXT_CHARS)).isdecimal():
        raise Fault(f"max is a number, 1 to {TEXT_CHARS}", "max")
    if kind == "text":
        return TextField(**common, max_chars=int(raw.get("max", TEXT_CHARS)), placeholder=raw.get("placeholder", ""))
    if kind == "scale":
        return ScaleField(**common, low=raw["low"], high=raw["high"])
    options = tuple(Option(str(value), str(label)) for value, label in raw["options"].items())
    return ManyField(**common, options=options) if kind == "many" else ChoiceField(**common, options=options)


def _check(exercise: Exercise) -> None:
    """Refuse what cannot be walked: a route to nowhere, a step nobody reaches or cannot leave, an id that does not
    fit a token. Raises Fault."""
    if not _NAME.fullmatch(exercise.id) or len(exercise.id) > EXERCISE_ID_CHARS:
        raise Fault(f"an id is at most {EXERCISE_ID_CHARS} letters (a to z), digits, '_' or '-'", "id")
    asked = [each.id for each in exercise.fields()]
    double = {name for name in asked if asked.count(name) > 1 or (name in exercise.steps and exercise.steps[name].taps)}
    if double:
        raise Fault("two answers have the same name: " + ", ".join(sorted(double)), "steps")
    if exercise.opens and exercise.opens not in asked:
        raise Fault(f"no field is called '{exercise.opens}'", "opens")
    for each in exercise.fields():
        if each.id == exercise.opens and not (isinstance(each, TextField) and each.max_chars >= OPENING_CHARS):
            raise Fault(f"the field that opens it takes words, {OPENING_CHARS} characters or more", "opens")
    words = {each.id for each in exercise.fields() if isinstance(each, TextField)}
    for place, pair in enumerate(exercise.parks):
        if len(pair) != 2 or not set(pair) <= words:
            raise Fault("two fields for words are parked: what, and where and when", "parks", str(place))
        if any(each.id in pair and _chars(each) > PARKED_CHARS for each in exercise.fields()):
            raise Fault(f"what is parked has {PARKED_CHARS} characters at most", "parks", str(place))
    if exercise.takes and not any(
        each.id == exercise.takes and _chars(each) >= PARKED_CHARS for each in exercise.fields()
    ):
        raise Fault(f"what is taken up goes into a field for words, {PARKED_CHARS} characters or more", "takes")
    for place, name in enumerate(exercise.tells):
        if name not in words:
            raise Fault(f"no field for words is called '{name}'", "tells", str(place))
    for key in ("first", "ending"):
        step = getattr(exercise, key)
        if step and step not in exercise.steps:
            raise Fault(f"no step is called '{step}'", key)
    for each_step in exercise.steps.values():
        _check_step(exercise, each_step)
    if exercise.later:
        _check_later(exercise, exercise.later)
    reached = _reached(exercise, exercise.first) | (
        _reached(exercise, exercise.later.asks) if exercise.later else set()
    )
    for name in exercise.steps:
        if name not in reached:
            raise Fault(f"no route leads to step '{name}'", "steps", name)
        if not _ends(exercise, name):
            raise Fault(f"from step '{name}' no route leads to an end", "steps", name)


def _chars(field: Field) -> int:
    return field.max_chars if isinstance(field, TextField) else 0


def _check_step(exercise: Exercise, step: Step) -> None:
    def fault(what: str) -> Fault:
        return Fault(what, "steps", step.id)

    forks = any(not each.to for each in step.taps)
    asks = bool(step.fields)
    if not _NAME.fullmatch(step.id) or len(step.id) > STEP_ID_CHARS:
        raise fault(f"a step's id is at most {STEP_ID_CHARS} letters (a to z), digits, '_' or '-'")
    for each in step.fields:
        if not _NAME.fullmatch(each.id):
            raise fault(f"a field is called by letters (a to z), digits, '_' or '-', not '{each.id}'")
    ways = bool(step.next) + bool(step.branch)
    if asks != bool(step.submit) or ways != (asks or forks) or (asks and step.taps) or (forks and not step.branch):
        raise fault(
            "a step has fields with submit and either next or branch; or taps, each with 'to' or all by a branch; or "
            "none of these (a last step)"
        )
    for name, draft in step.drafts.items():
        if name not in {each.id for each in step.fields if isinstance(each, TextField)} or draft not in DRAFTS:
            raise fault(f"a draft is for a field for words of this step, and one of: {', '.join(sorted(DRAFTS))}")
    if any(
        not _NAME.fullmatch(each.value) or len(each.value) > TAP_CHARS or each.value[0] == "_" for each in step.taps
    ):
        raise fault(f"a tap's value has at most {TAP_CHARS} letters (a to z) or digits, and begins with no '_'")
    if any(each.takes for each in step.taps) and not exercise.takes:
        raise fault("where a tap takes something up, the file says with 'takes' into which field its words go")
    for word in step.doors:
        if word not in DOORS:
            raise fault(f"no door is called '{word}'; there are: {', '.join(sorted(DOORS))}")
    own = [say.text for say in step.say if say.kind == "own"]
    if strange := set(own) - {each.id for each in exercise.fields()}:
        raise fault(f"no field is called '{min(strange)}', so nothing of it can be shown")
    if step.branch and step.branch.by not in BRANCHES:
        raise fault(f"no branch is called '{step.branch.by}'; there are: {', '.join(sorted(BRANCHES)) or 'none'}")
    if step.whole and (step.final or not exercise.ending):
        raise fault("a step that is whole needs an ending to go to, and cannot be a last step itself")
    for to in step.leads_to():
        if to not in exercise.steps:
            raise fault(f"a route leads to '{to}', which is no step")


def _check_later(exercise: Exercise, later: Later) -> None:
    """Refuse a question that could never come back, or comes from nowhere. Raises Fault."""
    if later.asks not in exercise.steps:
        raise Fault(f"no step is called '{later.asks}'", "later", "asks")
    asked = {each.id for each in exercise.fields()}
    days = exercise.steps[later.after].taps if later.after in exercise.steps else ()
    if later.days and later.after not in asked:
        raise Fault(f"no field is called '{later.after}'", "later", "after")
    if not later.days and not any(each.value.isdecimal() and 0 < int(each.value) <= MOST_DAYS for each in days):
        raise Fault(
            f"'{later.after}' has no tap whose value is a number of days, {MOST_DAYS} at most", "later", "after"
        )
    for name in later.remember:
        if name not in asked and name not in exercise.steps:
            raise Fault(f"no answer is called '{name}'", "later", "remember")


def _after(exercise: Exercise, name: str) -> list[str]:
    step = exercise.steps[name]
    return [*step.leads_to(), *([exercise.ending] if step.whole else [])]


def _reached(exercise: Exercise, first: str) -> set[str]:
    reached, todo = set[str](), [first]
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo += _after(exercise, name)
    return reached


def _ends(exercise: Exercise, name: str) -> bool:
    return any(exercise.steps[each].final for each in _reached(exercise, name))
