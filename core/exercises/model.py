"""What an exercise is made of. Instances come from YAML (see :mod:`core.exercises.catalog`), English inline."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from core.pages import ChoiceField, Field, ManyField, ScaleField
from core.private import Private

EXERCISE_ID_CHARS = 14
STEP_ID_CHARS = 14
TAP_CHARS = 12
PARKED_CHARS = 300  # of something that is parked, and of where and when it is picked up
MOST_PARKED = 3  # things that are shown together

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
    """A button of a step: stores ``value`` under the step's id and leads on, by the step's branch where ``to`` is
    empty. With ``takes`` it takes up that one, counted from 1, of the things that were parked and are back; it is there
    where so many are."""

    value: str
    label: str
    to: str
    takes: int = 0


@dataclass(frozen=True)
class Branch:
    """Where a step leads when that depends on what was answered: the function of that name in
    :mod:`core.exercises.branches` chooses one of ``to``."""

    by: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Later:
    """A question that comes back on another day, and begins at the step ``asks``.

    ``after`` names the answer that decides: the taps of that step are numbers of days (any other value means never);
    or, where ``days`` is set, a field, and something that stands in it asks for the question after so many days. Of
    what was answered then, ``remember`` names what sentences and branches may look at in later runs.
    """

    asks: str
    after: str
    days: int = 0
    remember: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One page. It asks with ``fields`` (then ``submit``, and ``next`` or ``branch``), or with ``taps``, or it is
    ``final``; what was answered is then kept, unless ``keep`` is False. ``drafts`` names, by field, the function of
    :mod:`core.exercises.drafts` whose words stand in it to begin with.

    ``whole``: enough has been done to stop here with something in hand; the page then offers it. ``doors`` are
    commands that the page offers as buttons, such as "load" or "talk". ``forgets``: whoever closes the page here is
    not offered to carry on, and begins anew.
    """

    id: str
    say: tuple[Say, ...]
    fields: tuple[Field, ...] = ()
    submit: str = ""
    next: str = ""
    branch: Branch | None = None
    taps: tuple[Tap, ...] = ()
    drafts: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False
    keep: bool = True
    forgets: bool = False
    doors: tuple[str, ...] = ()

    @property
    def final(self) -> bool:
        return not self.fields and not self.taps

    def leads_to(self) -> tuple[str, ...]:
        """Return every step that can come after this one, besides the ending of somebody who stops here."""
        named = (*(each.to for each in self.taps), self.next, *(self.branch.to if self.branch else ()))
        return tuple(each for each in named if each)


@dataclass(frozen=True)
class Exercise:
    """One exercise. ``move`` is what it does for a person, ``basis`` what supports that; both are for reviewers.

    ``why`` is half a sentence for the door that leads here. ``tender`` ones are not offered in work hours. ``ending``
    is the last step of somebody who stops where a step is ``whole``; "" where none is. ``opens`` is the field into
    which the thought goes that somebody began with. ``parks`` are pairs of fields: something that is parked, and where
    and when it is picked up; both come back the next working morning. ``takes`` is the field into which the words go of
    one that a tap takes up. ``tells`` are the fields that a look at the week shows: the first that was answered.
    """

    id: str
    revision: int
    title: str
    move: str
    basis: str
    first: str
    steps: Mapping[str, Step]
    why: str = ""
    tender: bool = False
    ending: str = ""
    opens: str = ""
    later: Later | None = None
    parks: tuple[tuple[str, str], ...] = ()
    takes: str = ""
    tells: tuple[str, ...] = ()

    def fields(self) -> tuple[Field, ...]:
        """Return every field, in the order of the steps; ids are unique within an exercise."""
        return tuple(each for step in self.steps.values() for each in step.fields)


@dataclass(frozen=True)
class Parked:
    """Something that was parked and is back, the ``day`` it was parked in words, and where and when it was to be picked
    up, "" where that was not said."""

    words: Private[str]
    pick: Private[str]
    day: str


@dataclass(frozen=True)
class State:
    """Where somebody is in an exercise: a step by name, the steps they came by, what was answered, and the thought
    they began with, if any. ``remembered`` is what came of earlier ones (see :class:`Later`), the newest last, and
    ``parked`` what a tap could take up; both are given to a visit anew, and not part of what is stored. Never printed
    with words."""

    exercise: str
    revision: int
    step: str
    answers: Answers = field(default_factory=dict, repr=False)
    path: tuple[str, ...] = ()
    opening: str = field(default="", repr=False)
    remembered: tuple[Answers, ...] = field(default=(), repr=False)
    parked: tuple[Parked, ...] = ()


TAPPED_FIELDS = (ChoiceField, ManyField, ScaleField)
