"""A script from YAML: what may stand in it, and what is said of a slip."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from bots.playground.scripts.reading import Malformed, read_script
from bots.playground.scripts.script import Clock, Fill, Home, NextMessage, Nudge, Press, Script, Silence, Step, Wait
from bots.playground.scripts.shipped import FOLDER, SEEDS, find_script
from bots.playground.scripts.when import Moment

SOUND = """
title: A day
begins: Mon 8:10
people:
  slack: {country: Spain, zone: Europe/Madrid, line: "024"}
the day:
  reminded: yes
  country: Norway
  steps:
    - press: Open
      sees: ["[ Back ]", 8]
      on: slack
      at: here
    - clock: 16:45
the evening:
  after: here
  steps:
    - answer: {"How heavy is it?": 8, "Which roles?": [Work, Home]}
      send: Done
      not: [Nothing]
"""


def read(folder: Path, text: str) -> Script:
    path = folder / "own.yaml"
    path.write_text(text, "utf-8")
    return read_script(path)


def test_a_script_is_its_routes_their_steps_and_who_walks_them(tmp_path: Path) -> None:
    """Texts stay texts, also where YAML would make a number of them; a route goes on from a place of another."""
    script = read(tmp_path, SOUND)
    assert (script.name, script.title, script.begins) == ("own", "A day", Moment(time(8, 10), 0))
    assert script.homes == {"slack": Home("Spain", "Europe/Madrid", {"line": "024"})}
    day, evening = script.routes
    opened = Step(Press("Open"), ("[ Back ]", "8"), (), "slack", 10)
    assert day.steps == (opened, Step(Clock(Moment(time(16, 45))), line=14))
    assert (day.person.reminded, day.person.known, day.person.country) == (True, True, "Norway")
    filled = Fill({"How heavy is it?": "8", "Which roles?": ["Work", "Home"]}, "Done")
    assert evening.steps == (opened, Step(filled, (), ("Nothing",), "", 18))
    assert (evening.like, evening.after, evening.shared, evening.person) == ("the day", "here", 1, day.person)
    assert day.waits
    assert not evening.waits


@pytest.mark.parametrize(
    ("written", "deed"),
    [
        ("clock: next", NextMessage()),
        ("clock: Friday 7:05", Clock(Moment(time(7, 5), 4))),
        ("wait: 7 days", Wait(timedelta(days=7))),
        ("{silence: 2 weeks, messages: 3}", Silence(timedelta(weeks=2), 3)),
        ("silence: 1 hour", Silence(timedelta(hours=1))),
        ("nudge: none", Nudge(comes=False)),
    ],
)
def test_time_is_written_as_people_say_it(tmp_path: Path, written: str, deed: object) -> None:
    """Also on one line, and with the day written out."""
    assert read(tmp_path, f"a:\n  steps:\n    - {written}\n").routes[0].steps[0].deed == deed


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "own.yaml:1: it is empty"),
        ("- a list", "own.yaml:1: here stands a script: routes by their names"),
        ("a: [", "own.yaml:1: this is not YAML"),
        ("title: x", "own.yaml:1: no route"),
        ("a:\n  step: x", "own.yaml:2: 'step' is not known in the route 'a'; there is steps, after"),
        ("a:\n  known: no", "own.yaml:2: the route 'a' has no 'steps'"),
        ("a:\n  known: perhaps\n  steps: []", "own.yaml:2: 'perhaps' is not known here; there is yes, true, no, false"),
        ("a:\n  steps: []", "own.yaml:2: steps are a list"),
        ("a:\n  after: x\n  steps: []", "own.yaml:2: no route above comes by 'x'; places with a name (at): none yet"),
        ("a:\n  steps:\n    - pres: x", "own.yaml:3: a step has one deed, and not pres; deeds: begin, press, answer"),
        ("a:\n  steps:\n    - {press: x, clock: next}", "own.yaml:3: a step has one deed, and not press and clock"),
        (
            "a:\n  steps:\n    - press: x\n      send: y",
            "own.yaml:4: 'send' cannot stand beside 'press'; beside it: sees",
        ),
        ("a:\n  steps:\n    - press: x\n      press: y", "own.yaml:4: 'press' stands here twice"),
        ("a:\n  steps:\n    - press: [x]", "own.yaml:3: here stands a text"),
        ("a:\n  steps:\n    - press: x\n      sees: y", "own.yaml:4: here stands a list"),
        (
            "a:\n  steps:\n    - clock: soon",
            'own.yaml:3: a time is written as "16:45" or "Mon 16:45", and not \'soon\'',
        ),
        ("a:\n  steps:\n    - wait: 0 days", 'own.yaml:3: how long is written as "30 minutes"'),
        ("a:\n  steps:\n    - {silence: 1 day, messages: some}", "own.yaml:3: how many messages is a number"),
        ("a:\n  steps:\n    - begin: put", "own.yaml:3: 'begin: put' has a 'thought' beside it"),
        ("a:\n  steps:\n    - nudge: maybe", "own.yaml:3: 'maybe' is not known here; there is comes, none"),
        ("begins: noon\na:\n  steps:\n    - press: x", "own.yaml:1: a time is written as"),
        ("people: {slack: {country: Spain}}\na: {}", "own.yaml:1: 'zone' is missing"),
        ("people: {slack: {country: Spain, zone: Madrid}}\na: {}", "own.yaml:1: there is no zone 'Madrid'"),
        ("people: {irc: {}}\na: {}", "own.yaml:1: 'irc' is not known in people; there is slack, discord"),
    ],
)
def test_a_slip_is_named_by_file_and_line_with_what_is_allowed(tmp_path: Path, written: str, said: str) -> None:
    """Whoever wrote it need not look into the program."""
    with pytest.raises(Malformed) as slip:
        read(tmp_path, written)
    assert str(slip.value).startswith(said)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With what the system says of it."""
    with pytest.raises(Malformed, match=r"gone\.yaml: No such file"):
        find_script(str(tmp_path / "gone.yaml"))


@pytest.mark.parametrize("name", ["nothing", "../scripts/day", ""])
def test_a_name_that_is_none_gets_those_there_are(name: str) -> None:
    """The names are those of the files that are shipped."""
    with pytest.raises(Malformed, match="there is day, parent_in_march, six_weeks, or the path"):
        find_script(name)


def test_the_shipped_scripts_can_be_read_and_say_what_they_are() -> None:
    """Each has a title and a sentence about it; the lives to look at are among them."""
    scripts = {path.stem: find_script(path.stem) for path in FOLDER.glob("*.yaml")}
    assert {"day", *SEEDS} == set(scripts)
    assert all(script.title != script.name and script.about for script in scripts.values())
