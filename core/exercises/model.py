"""What an exercise is made of. Instances come from YAML (see :mod:`core.exercises.catalog`), English inline."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from core.pages import ChoiceField, Field, ManyField, ScaleField

EXERCISE_ID_CHARS = 14
STEP_ID_CHARS = 14
TAP_CHARS = 12

# What was answered to one field or one row of buttons: text as it was typed, or the values that were picked.
Answer: TypeAlias = str | tuple[str, ...]
Answers: TypeAlias = Mapping[str, Answer]


@dataclass(frozen=True)
class Say:
    """One block of a step's body. ``kind`` is "text", "note", "own" (the person's answer to ``text``) or "computed"
    (the pure function of that name in :mod:`core.exercises.moves`)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Tap:
    """A button of a step: stores ``value`` under the step's id and leads on."""

    value: str
    label: str
    to: str


@dataclass(frozen=True)
class Step:
    """One page. It asks with ``fields`` (then ``submit`` and ``next``), or with ``taps``, or it is ``final``."""

    id: str
    say: tuple[Say, ...]
    fields: tuple[Field, ...] = ()
    submit: str = ""
    next: str = ""
    taps: tuple[Tap, ...] = ()

    @property
    def final(self) -> bool:
        return not self.fields and not self.taps


@dataclass(frozen=True)
class Exercise:
    """One exercise. ``move`` is what it does for a person, ``basis`` what supports that; both are for reviewers."""

    id: str
    revision: int
    title: str
    move: str
    basis: str
    first: str
    steps: Mapping[str, Step]

    def fields(self) -> tuple[Field, ...]:
        """Return every field, in the order of the steps; ids are unique within an exercise."""
        return tuple(each for step in self.steps.values() for each in step.fields)


@dataclass(frozen=True)
class State:
    """Where somebody is in an exercise: a step by name, and what was answered. Never printed with answers."""

    exercise: str
    revision: int
    step: str
    answers: Answers = field(default_factory=dict, repr=False)


TAPPED_FIELDS = (ChoiceField, ManyField, ScaleField)
