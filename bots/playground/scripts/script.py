"""A script as data: its routes, their steps, who walks them. ``reading`` makes one from YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import Any, TypeAlias

from bots.playground.scripts.when import Moment


@dataclass(frozen=True)
class Begin:
    """Begin the exercise that the script is about: from the list, or from a *thought*."""

    thought: str = ""


@dataclass(frozen=True)
class Press:
    label: str


@dataclass(frozen=True)
class Fill:
    """Fill the form and send it with the button *send*. What is not among *answers* stays as it stands there."""

    answers: Mapping[str, Any]
    send: str


@dataclass(frozen=True)
class Leave:
    """Close the exercise, and take it up again from the page of the command *by*."""

    by: str


@dataclass(frozen=True)
class Return:
    """Go back from an aside, such as their own words: on Slack it stands over a form, and is closed."""


@dataclass(frozen=True)
class Look:
    """Type a command, with *words* after it."""

    word: str
    words: str = ""


@dataclass(frozen=True)
class Clock:
    """It is *to* now."""

    to: Moment


@dataclass(frozen=True)
class NextMessage:
    """It is now when the next direct message comes."""


@dataclass(frozen=True)
class Wait:
    """So much time passes at once: what was due on the way and is stale by then is not sent."""

    span: timedelta


@dataclass(frozen=True)
class Silence:
    """So much time is lived without a word from them; *messages* is how many have to come."""

    span: timedelta
    messages: int | None = None


@dataclass(frozen=True)
class Nudge:
    """One direct message is there that was not seen yet; or none is."""

    comes: bool


@dataclass(frozen=True)
class Message:
    """Press the button *label* under the newest direct message."""

    label: str


@dataclass(frozen=True)
class Stored:
    """Something about somebody is on disk; or nothing more than when the script began."""

    anything: bool


@dataclass(frozen=True)
class Download:
    """Read the file before them, whose name ends so."""

    ending: str


@dataclass(frozen=True)
class Scene:
    """A heading in the transcript."""

    name: str


Act: TypeAlias = Begin | Press | Fill | Leave | Return | Look | Message  # what a person does
Deed: TypeAlias = Act | Clock | NextMessage | Wait | Silence | Nudge | Stored | Download | Scene
PASSING = (Clock, NextMessage, Wait, Silence)  # deeds in which time passes


@dataclass(frozen=True)
class Step:
    """One deed, and what is to be seen after it. ``on`` is the platform it is for, "" for both; ``line`` that of the
    file."""

    deed: Deed
    sees: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    on: str = ""
    line: int = 0


@dataclass(frozen=True)
class Whose:
    """Who walks: whether they are written to, whether anything is kept of them, and their country ("": that of where
    they live)."""

    reminded: bool = False
    known: bool = True
    country: str = ""


WHOSE = tuple(each.name for each in fields(Whose))


@dataclass(frozen=True)
class Route:
    """One walk. The first ``shared`` steps are those of the route ``like``, up to the place ``after``."""

    name: str
    steps: tuple[Step, ...]
    person: Whose
    like: str = ""
    after: str = ""
    shared: int = 0

    @property
    def waits(self) -> bool:
        """Whether time passes in it."""
        return any(isinstance(step.deed, PASSING) for step in self.steps)


@dataclass(frozen=True)
class Home:
    """Where somebody lives, by English names; ``words`` are what else differs there, by the name that steps give it."""

    country: str
    zone: str
    words: Mapping[str, str] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        """Return *text* with what stands there for "{country}" and for each of the words."""
        for name, word in {"country": self.country, **self.words}.items():
            text = text.replace(f"{{{name}}}", word)
        return text


@dataclass(frozen=True)
class Script:
    """All routes of one file. ``title`` is what it is about: with ``is_exercise``, as on the button to that exercise.

    ``begins`` is when; ``homes`` where they live, by platform in lower case, if not where their language is spoken.
    """

    name: str
    file: str
    title: str
    routes: tuple[Route, ...]
    about: str = ""
    begins: Moment | None = None
    homes: Mapping[str, Home] = field(default_factory=dict)
    is_exercise: bool = False
