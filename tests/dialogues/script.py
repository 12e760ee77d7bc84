"""A script: the routes through one exercise, as data (``ID.yaml`` beside this file), and what is seen on the way.

A script that has a ``title`` is of no exercise: its routes begin at a command, and the pages of commands are what it
shows.

A route is a list of steps. ``at: NAME`` under a step names the place it leads to, and another route may go on from
there with ``after: NAME``. A step is one of

- ``begin: start``, or ``begin: put`` with the ``thought`` to begin from
- ``press: LABEL``
- ``answer: {LABEL OF FIELD: words, or labels of what is picked}`` and ``send: LABEL`` (else "Next")
- ``leave: home`` or ``leave: start``: close it, come back with that command, and take it up
- ``return: words``: go back from their own words to the step
- ``command: WORD``: look at another page; with ``thought``, these words after the command
- ``wait: 7``: the days pass, until 16:45 of that day, when somebody who is reminded is written to
- ``message: LABEL``: press a button under the newest direct message

with ``sees`` and ``not``: what is on the screen after it, and what is not. A route may say ``country``, ``reminded``
(they are written to), or ``known: no`` (nothing is kept of them: they were never here).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from core.exercises.catalog import load_catalog

FOLDER = Path(__file__).parent
DEEDS = ("begin", "press", "answer", "leave", "return", "command", "wait", "message")
KEYS = {*DEEDS, "thought", "send", "sees", "not", "at"}
DAYS = 7  # that pass in a route: the same for all, since all who wait live by one clock


@dataclass(frozen=True)
class Begin:
    """Begin the exercise: from the list, or from a *thought*."""

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
    """Close it, and take it up again from the page of the command *by*."""

    by: str


@dataclass(frozen=True)
class Return:
    """Go back from an aside, such as their own words: on Slack it stands over a form, and is closed."""


@dataclass(frozen=True)
class Look:
    """Look at the page of a command; it is not part of the exercise."""

    word: str
    words: str = ""


@dataclass(frozen=True)
class Wait:
    """The days pass. A route waits once."""


@dataclass(frozen=True)
class Message:
    """Press the button *label* under the newest direct message."""

    label: str


Deed: TypeAlias = Begin | Press | Fill | Leave | Return | Look | Wait | Message


@dataclass(frozen=True)
class Step:
    """One deed, and what is on the screen after it."""

    deed: Deed
    sees: tuple[str, ...]
    hides: tuple[str, ...]


@dataclass(frozen=True)
class Whose:
    """Who walks: whether they are written to, whether anything is kept of them, and their country ("": of their
    language's)."""

    reminded: bool = False
    known: bool = True
    country: str = ""


WHOSE = tuple(each.name for each in fields(Whose))


@dataclass(frozen=True)
class Route:
    """One walk. The first ``shared`` steps are those of the route ``like``, up to the place ``after``."""

    name: str
    steps: tuple[Step, ...]
    person: "Whose"
    like: str = ""
    after: str = ""
    shared: int = 0

    @property
    def waits(self) -> bool:
        """Whether days pass in it."""
        return any(isinstance(step.deed, Wait) for step in self.steps)


@dataclass(frozen=True)
class Script:
    """All routes through one exercise. ``title`` is what the button to it says; without ``is_exercise`` it is what the
    script is about."""

    exercise: str
    title: str
    routes: tuple[Route, ...]
    is_exercise: bool = True


def load_scripts() -> dict[str, Script]:
    """Return every script, by the id of its exercise. Raises ValueError naming the route that is off."""
    titles = {exercise.id: exercise.title for exercise in load_catalog().values()}
    return {path.stem: _script(path, titles.get(path.stem, "")) for path in sorted(FOLDER.glob("*.yaml"))}


def _script(path: Path, exercise: str) -> Script:
    places: dict[str, Route] = {}
    routes: list[Route] = []
    whole = yaml.safe_load(path.read_text("utf-8"))
    title = whole.pop("title", exercise)
    for name, written in whole.items():
        after = written.get("after", "")
        if after and after not in places:
            raise ValueError(f"{path.name}: {name!r} begins at {after!r}, where no route before it comes by")
        before = places[after] if after else Route("", (), Whose())
        steps = before.steps
        person = replace(before.person, **{key: written[key] for key in WHOSE if key in written})
        for each in written["steps"]:
            try:
                steps = (*steps, _step(each))
            except ValueError as error:
                raise ValueError(f"{path.name}: {name!r}: {error}") from None
            if "at" in each:
                places[each["at"]] = Route(name, steps, person)
        if sum(isinstance(step.deed, Wait) for step in steps) > 1:
            raise ValueError(f"{path.name}: {name!r} waits twice")
        routes.append(Route(name, steps, person, before.name, after, len(before.steps)))
    return Script(path.stem, title, tuple(routes), is_exercise=bool(exercise))


def _step(written: Mapping[str, Any]) -> Step:
    deeds = [key for key in DEEDS if key in written]
    if len(deeds) != 1 or not set(written) <= KEYS:
        raise ValueError(f"not a step: {sorted(written)}")
    said = written[deeds[0]]
    deed: Deed
    match deeds[0]:
        case "begin":
            deed = Begin(written["thought"] if said == "put" else "")
        case "press":
            deed = Press(said)
        case "answer":
            deed = Fill(said, written.get("send", "Next"))
        case "leave":
            deed = Leave(said)
        case "return":
            deed = Return()
        case "command":
            deed = Look(said, written.get("thought", ""))
        case "wait" if said == DAYS:
            deed = Wait()
        case "message":
            deed = Message(said)
        case _:
            raise ValueError(f"a route waits {DAYS} days, and not {said}")
    return Step(deed, tuple(written.get("sees", ())), tuple(written.get("not", ())))
