"""Reads the exercises from YAML: one file each, English inline. Every mistake is named with its file."""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from core.errors import ConfigurationError
from core.exercises.model import EXERCISE_ID_CHARS, STEP_ID_CHARS, TAP_CHARS, Exercise, Say, Step, Tap
from core.exercises.moves import MOVES
from core.pages import TEXT_CHARS, ChoiceField, Field, ManyField, Option, ScaleField, TextField

_SAY_KINDS = {"text", "note", "own", "computed"}
_FIELD_KINDS = {"text", "choice", "many", "scale"}


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


def _read(text: str) -> Mapping[str, Any]:
    """Parse YAML with every scalar as text: "no" and "off" are words here, and nobody who writes content needs to
    know that YAML would make them false."""
    parsed = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  (the loader that can make nothing but text)
    if not isinstance(parsed, dict):
        raise TypeError("a file holds one exercise: id, revision, title, move, basis, first, steps")
    return parsed


def _exercise(raw: Mapping[str, Any]) -> Exercise:
    return Exercise(
        id=raw["id"],
        revision=int(raw["revision"]),
        title=raw["title"],
        move=raw["move"].strip(),
        basis=raw["basis"].strip(),
        first=raw["first"],
        steps={name: _step(name, step) for name, step in raw["steps"].items()},
    )


def _step(name: str, raw: Mapping[str, Any]) -> Step:
    return Step(
        id=name,
        say=tuple(_say(each) for each in raw.get("say", ())),
        fields=tuple(_field(each) for each in raw.get("fields", ())),
        submit=raw.get("submit", ""),
        next=raw.get("next", ""),
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
    (kind,) = _FIELD_KINDS & set(raw)
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
    reached, todo = set[str](), [exercise.first]
    while todo:
        name = todo.pop()
        if name not in exercise.steps:
            raise ValueError(f"a route leads to '{name}', which is no step")
        if name in reached:
            continue
        reached.add(name)
        step = exercise.steps[name]
        if bool(step.fields) != bool(step.submit and step.next) or (step.fields and step.taps):
            raise ValueError(f"step '{name}' has fields with submit and next, or taps, or nothing (the last step)")
        if any(len(each.value) > TAP_CHARS for each in step.taps):
            raise ValueError(f"step '{name}': a tap's value is at most {TAP_CHARS} characters")
        todo += [step.next] if step.fields else [each.to for each in step.taps]
    lost = set(exercise.steps) - reached
    if lost:
        raise ValueError("no route leads to: " + ", ".join(sorted(lost)))
