"""Reads a script from YAML. Whatever is off is named by file and line, with what is allowed there.

Every scalar is a text here, as in the files of exercises: 8 and "8" are the same, and a country is never a "no".
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bots.playground.scripts import when
from bots.playground.scripts.script import (
    WHOSE,
    Begin,
    Clock,
    Deed,
    Download,
    Fill,
    Home,
    Leave,
    Look,
    Message,
    NextMessage,
    Nudge,
    Press,
    Return,
    Route,
    Scene,
    Script,
    Silence,
    Step,
    Stored,
    Wait,
    Whose,
)

PLATFORMS = ("slack", "discord")
HEAD = ("title", "about", "begins", "people")
ROUTE = ("steps", "after", *WHOSE)
# What may stand beside each deed, besides what is to be seen.
DEEDS = {
    "begin": ("thought",),
    "press": (),
    "answer": ("send",),
    "leave": (),
    "return": (),
    "command": ("thought",),
    "message": (),
    "clock": (),
    "wait": (),
    "silence": ("messages",),
    "nudge": (),
    "stored": (),
    "file": (),
    "scene": (),
}
ANYWHERE = ("sees", "not", "at", "on")
_EXERCISES = Path(__file__).parents[3] / "core" / "exercises" / "content"  # files: the bot itself is not imported
_FLAGS = {"yes": True, "true": True, "no": False, "false": False}
_Keys: TypeAlias = dict[str, Node]


class Malformed(ValueError):
    """A script that cannot be played. The text is for whoever wrote it: FILE:LINE: what is off, and what may stand."""


def read_script(path: Path) -> Script:
    """Return the script in *path*. One that is called as an exercise is about that exercise. Raises Malformed."""
    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Malformed(f"{path.name}:{line}: this is not YAML: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Malformed(f"{path.name}:1: this is not YAML: {error}") from None
    except OSError as error:
        raise Malformed(f"{path}: {error.strerror}") from None
    return _Reader(path.name).script(path.stem, root, _title_of_exercise(path.stem))


def _title_of_exercise(name: str) -> str:
    path = _EXERCISES / f"{name}.yaml"
    return str(yaml.safe_load(path.read_text("utf-8"))["title"]) if path.is_file() else ""


class _Reader:
    """Reads one file, called *file*."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._places: dict[str, Route] = {}

    def script(self, name: str, root: Node | None, exercise: str) -> Script:
        if root is None:
            raise Malformed(f"{self._file}:1: it is empty; a script has routes, each with steps")
        keys = self._keys(root, "a script: routes by their names, and perhaps " + ", ".join(HEAD))
        head = {key: keys.pop(key) for key in HEAD if key in keys}
        if not keys:
            raise self._off(root, "no route; a route is a name with 'steps' under it")
        title = self._text(head["title"]) if "title" in head else exercise or name
        about = self._text(head["about"]) if "about" in head else ""
        begins = self._made(head["begins"], when.read_moment) if "begins" in head else None
        homes = dict(self._homes(head["people"])) if "people" in head else {}
        routes = tuple(self._route(key, node) for key, node in keys.items())
        return Script(name, self._file, title, routes, about, begins, homes, is_exercise=bool(exercise))

    def _homes(self, node: Node) -> Iterator[tuple[str, Home]]:
        for platform, lives in self._keys(node, "people", PLATFORMS).items():
            keys = self._keys(lives, "where they live: a country, a zone, and other words that steps name as {word}")
            for each in ("country", "zone"):
                if each not in keys:
                    raise self._off(lives, f"{each!r} is missing: where they live is a country and a zone")
            zone = self._text(keys["zone"])
            if not when.is_zone(zone):
                raise self._off(keys["zone"], f"there is no zone {zone!r}; a zone is written as Europe/Madrid")
            words = {key: self._text(value) for key, value in keys.items() if key not in ("country", "zone")}
            yield platform, Home(self._text(keys["country"]), zone, words)

    def _route(self, name: str, node: Node) -> Route:
        keys = self._keys(node, f"the route {name!r}", ROUTE)
        if "steps" not in keys:
            raise self._off(node, f"the route {name!r} has no 'steps'")
        after = self._text(keys["after"]) if "after" in keys else ""
        if after and after not in self._places:
            known = ", ".join(self._places) or "none yet"
            raise self._off(keys["after"], f"no route above comes by {after!r}; places with a name (at): {known}")
        before = self._places[after] if after else Route("", (), Whose())
        person, steps = before.person, before.steps
        for key in WHOSE:
            if key in keys:
                value: Any = self._text(keys[key]) if key == "country" else self._flag(keys[key])
                person = replace(person, **{key: value})
        if not isinstance(keys["steps"], SequenceNode) or not keys["steps"].value:
            raise self._off(keys["steps"], "steps are a list, each beginning with '- '")
        for each in keys["steps"].value:
            step, at = self._step(each)
            steps = (*steps, step)
            if at:
                self._places[at] = Route(name, steps, person)
        return Route(name, steps, person, before.name, after, len(before.steps))

    def _step(self, node: Node) -> tuple[Step, str]:
        """Return the step, and the name of the place that it leads to."""
        keys = self._keys(node, "a step")
        deeds = [key for key in DEEDS if key in keys]
        if len(deeds) != 1:
            found = " and ".join(deeds) if deeds else ", ".join(keys)
            raise self._off(node, f"a step has one deed, and not {found}; deeds: {', '.join(DEEDS)}")
        (deed,) = deeds
        allowed = (deed, *DEEDS[deed], *ANYWHERE)
        for key, value in keys.items():
            if key not in allowed:
                raise self._off(value, f"{key!r} cannot stand beside {deed!r}; beside it: {', '.join(allowed[1:])}")
        on = self._choice(keys["on"], PLATFORMS) if "on" in keys else ""
        sees, hides = (self._texts(keys[key]) if key in keys else () for key in ("sees", "not"))
        step = Step(self._deed(deed, keys), sees, hides, on, node.start_mark.line + 1)
        return step, self._text(keys["at"]) if "at" in keys else ""

    def _deed(self, deed: str, keys: _Keys) -> Deed:
        node = keys[deed]
        match deed:
            case "begin":
                from_thought = self._choice(node, ("start", "put")) == "put"
                if from_thought != ("thought" in keys):
                    raise self._off(node, "'begin: put' has a 'thought' beside it, and 'begin: start' has none")
                return Begin(self._text(keys["thought"]) if from_thought else "")
            case "press":
                return Press(self._text(node))
            case "answer":
                return Fill(self._answers(node), self._text(keys["send"]) if "send" in keys else "Next")
            case "leave":
                return Leave(self._choice(node, ("home", "start")))
            case "return":
                return Return()
            case "command":
                return Look(self._text(node), self._text(keys["thought"]) if "thought" in keys else "")
            case "message":
                return Message(self._text(node))
            case "clock":
                if self._text(node) == "next":
                    return NextMessage()
                return Clock(self._made(node, when.read_moment))
            case "wait":
                return Wait(self._made(node, when.read_span))
            case "silence":
                count = self._made(keys["messages"], _count) if "messages" in keys else None
                return Silence(self._made(node, when.read_span), count)
            case "nudge":
                return Nudge(self._choice(node, ("comes", "none")) == "comes")
            case "stored":
                return Stored(self._choice(node, ("something", "nothing")) == "something")
            case "file":
                return Download(self._text(node))
        return Scene(self._text(node))

    # ------------------------------------------------------------------------------------------ what may stand

    def _keys(self, node: Node, what: str, allowed: tuple[str, ...] = ()) -> _Keys:
        if not isinstance(node, MappingNode):
            raise self._off(node, f"here stands {what}" + (f", with {', '.join(allowed)}" if allowed else ""))
        keys: _Keys = {}
        for key, value in node.value:
            name = self._text(key)
            if name in keys:
                raise self._off(key, f"{name!r} stands here twice")
            if allowed and name not in allowed:
                raise self._off(key, f"{name!r} is not known in {what}; there is {', '.join(allowed)}")
            keys[name] = value
        return keys

    def _answers(self, node: Node) -> dict[str, Any]:
        fields = self._keys(node, "an answer: the label of each field, and what is typed or picked there")
        return {
            label: list(self._texts(value)) if isinstance(value, SequenceNode) else self._text(value)
            for label, value in fields.items()
        }

    def _texts(self, node: Node) -> tuple[str, ...]:
        if not isinstance(node, SequenceNode):
            raise self._off(node, "here stands a list: [one, another]")
        return tuple(self._text(each) for each in node.value)

    def _text(self, node: Node) -> str:
        if not isinstance(node, ScalarNode):
            raise self._off(node, "here stands a text; quote one that has ': ' or that begins with [ or {")
        return str(node.value)

    def _choice(self, node: Node, allowed: tuple[str, ...]) -> str:
        if (written := self._text(node)) in allowed:
            return written
        raise self._off(node, f"{written!r} is not known here; there is {', '.join(allowed)}")

    def _flag(self, node: Node) -> bool:
        return _FLAGS[self._choice(node, tuple(_FLAGS))]

    def _made(self, node: Node, make: Any) -> Any:
        try:
            return make(self._text(node))
        except Malformed:
            raise
        except ValueError as error:
            raise self._off(node, str(error)) from None

    def _off(self, node: Node, what: str) -> Malformed:
        return Malformed(f"{self._file}:{node.start_mark.line + 1}: {what}")


def _count(written: str) -> int:
    if not written.isdecimal():
        raise ValueError(f"how many messages is a number, and not {written!r}")
    return int(written)
