"""Reads the exercises from YAML: one file each, English inline. Every mistake is named with its file."""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from core.errors import ConfigurationError
from core.exercises.branches import BRANCHES
from core.exercises.model import EXERCISE_ID_CHARS, STEP_ID_CHARS, TAP_CHARS, Branch, Exercise, Say, Step, Tap
from core.exercises.moves import MOVES
from core.pages import TEXT_CHARS, ChoiceField, Field, ManyField, Option, ScaleField, TextField

_SAY_KINDS = {"text", "note", "own", "computed"}
_FIELD_KINDS = {"text", "choice", "many", "scale"}
_EXERCISE_KEYS = {"id", "revision", "title", "move", "basis", "first", "steps", "why", "tender", "ending", "opens"}
_STEP_KEYS = {"say", "fields", "submit", "next", "branch", "whole", "keep", "doors", "taps"}
_FIELD_KEYS = {"label", "hint", "optional", "max", "placeholder", "low", "high", "options"}


def load_catalog(folder: Traversable | None = None) -> Mapping[str, Exercise]:
    """Return the exercises in *folder* (the shipped ones by default), by id.

    Raises ConfigurationError that names the file and what is wrong in it.
    """
    place = folder or files("core.exercises").joinpath("content")
    found: dict[str, Exercise] = {}
    for each in sorted(place.iterdir(), key=lambda entry: entry.name):
        if not each.name.endswith(".yaml"):
            continue
        try:
            exercise = _exercise(_read(each.read_text("utf-8")))
            _check(exercise)
        except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
            detail = f"needs {error}" if isinstance(error, KeyError) else str(error)
            raise ConfigurationError(f"{each.name}: {detail}") from error
        found[exercise.id] = exercise
    return found


def _only(what: str, raw: Mapping[str, Any], known: set[str]) -> None:
    """Refuse a key that means nothing here: a slip of the pen would otherwise be passed over."""
    strange = set(raw) - known
    if strange:
        raise ValueError(f"{what} has '{min(strange)}', which means nothing here; known are {', '.join(sorted(known))}")


def _read(text: str) -> Mapping[str, Any]:
    """Parse YAML with every scalar as text: "no" and "off" are words here, and nobody who writes content needs to
    know that YAML would make them false."""
    parsed = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  (the loader that can make nothing but text)
    if not isinstance(parsed, dict):
        raise TypeError("a file holds one exercise: id, revision, title, move, basis, first, steps")
    return parsed


def _exercise(raw: Mapping[str, Any]) -> Exercise:
    _only("the file", raw, _EXERCISE_KEYS)
    return Exercise(
        id=raw["id"],
        revision=int(raw["revision"]),
        title=raw["title"],
        move=raw["move"].strip(),
        basis=raw["basis"].strip(),
        first=raw["first"],
        steps={name: _step(name, step) for name, step in raw["steps"].items()},
        why=raw.get("why", ""),
        tender=raw.get("tender", "false") == "true",
        ending=raw.get("ending", ""),
        opens=raw.get("opens", ""),
    )


def _step(name: str, raw: Mapping[str, Any]) -> Step:
    _only(f"step '{name}'", raw, _STEP_KEYS)
    return Step(
        id=name,
        say=tuple(_say(each) for each in raw.get("say", ())),
        fields=tuple(_field(each) for each in raw.get("fields", ())),
        submit=raw.get("submit", ""),
        next=raw.get("next", ""),
        branch=Branch(raw["branch"]["by"], tuple(raw["branch"]["to"])) if "branch" in raw else None,
        whole=raw.get("whole", "false") == "true",
        keep=raw.get("keep", "true") == "true",
        doors=tuple(raw.get("doors", ())),
        taps=tuple(Tap(each["value"], each["label"], each["to"]) for each in raw.get("taps", ())),
    )


def _say(raw: str | Mapping[str, str]) -> Say:
    if isinstance(raw, str):
        return Say("text", raw)
    ((kind, text),) = raw.items()
    if kind not in _SAY_KINDS or (kind == "computed" and text not in MOVES):
        raise ValueError(f"nothing can be said as {kind}: {text}")
    return Say(kind, text)


def _field(raw: Mapping[str, Any]) -> Field:
    kinds = _FIELD_KINDS & set(raw)
    if len(kinds) != 1:
        raise ValueError("a field begins with one of: " + ", ".join(sorted(_FIELD_KINDS)))
    (kind,) = kinds
    _only(f"field '{raw[kind]}'", raw, {kind, *_FIELD_KEYS})
    common = {
        "id": raw[kind],
        "label": raw["label"],
        "hint": raw.get("hint", ""),
        "optional": raw.get("optional", "false") == "true",
    }
    if kind == "text":
        return TextField(**common, max_chars=int(raw.get("max", TEXT_CHARS)), placeholder=raw.get("placeholder", ""))
    if kind == "scale":
        return ScaleField(**common, low=raw["low"], high=raw["high"])
    options = tuple(Option(str(value), str(label)) for value, label in raw["options"].items())
    return ManyField(**common, options=options) if kind == "many" else ChoiceField(**common, options=options)


def _check(exercise: Exercise) -> None:
    """Refuse what cannot be walked: a route to nowhere, a step nobody reaches, an id that does not fit a token."""
    ids = [exercise.id, *exercise.steps]
    if len(exercise.id) > EXERCISE_ID_CHARS or any(len(each) > STEP_ID_CHARS for each in ids):
        raise ValueError(f"ids are at most {STEP_ID_CHARS} characters")
    names = [*exercise.steps, *(each.id for each in exercise.fields())]
    double = {name for name in names if names.count(name) > 1 and name in {f.id for f in exercise.fields()}}
    stated = {step.id for step in exercise.steps.values() if step.taps}
    if double & stated or len({f.id for f in exercise.fields()}) != len(exercise.fields()):
        raise ValueError("two answers have the same name: " + ", ".join(sorted(double)))
    for step in exercise.steps.values():
        _check_step(exercise, step)
    lost = set(exercise.steps) - _reached(exercise)
    if lost:
        raise ValueError("no route leads to: " + ", ".join(sorted(lost)))


def _check_step(exercise: Exercise, step: Step) -> None:
    asks = bool(step.fields)
    if asks != bool(step.submit) or asks != (bool(step.next) != bool(step.branch)) or (asks and step.taps):
        raise ValueError(
            f"step '{step.id}' has fields with submit and either next or branch; or taps; or nothing (a last step)"
        )
    if any(len(each.value) > TAP_CHARS or each.value.startswith("_") for each in step.taps):
        raise ValueError(f"step '{step.id}': a tap's value has at most {TAP_CHARS} characters and begins with no '_'")
    if step.branch and step.branch.by not in BRANCHES:
        raise ValueError(f"step '{step.id}': no branch is called '{step.branch.by}'")
    if step.whole and (step.final or exercise.ending not in exercise.steps):
        raise ValueError(f"step '{step.id}' is whole: it needs an ending to go to, and cannot be a last step itself")


def _reached(exercise: Exercise) -> set[str]:
    reached, todo = set[str](), [exercise.first]
    while todo:
        name = todo.pop()
        if name not in exercise.steps:
            raise ValueError(f"a route leads to '{name}', which is no step")
        if name not in reached:
            reached.add(name)
            step = exercise.steps[name]
            todo += [*step.leads_to(), *([exercise.ending] if step.whole else [])]
    return reached
