"""The transcripts in ``docs/transcripts``: one file an exercise, platform and language, a section for each route."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from bots.playground.scripts.script import Script
from bots.playground.scripts.tongue import LANGUAGES, tongue

FOLDER = Path(__file__).parents[2] / "docs" / "transcripts"
_HEADING = re.compile(r"^──── (.*?) ─+$")
WIDTH = 110


def path_of(exercise: str, platform: str, language: str) -> Path:
    """Return where it stands; English, in which the scripts are written, goes without saying."""
    return FOLDER / (
        f"{exercise}-{platform.lower()}.txt" if language == "en" else f"{exercise}-{platform.lower()}-{language}.txt"
    )


def write(script: Script, platform: str, language: str, sections: Mapping[str, Sequence[str]]) -> None:
    """Write the transcript: *sections* are the lines that were seen, by the name of the route."""
    title = tongue(language).say(script.title)
    where = platform if language == "en" else f"{platform}, in {LANGUAGES[language]}"
    lines = [
        f"{title}, on {where}: what a person does (>) and sees (│), route by route.",
        "Written by `python -m tests.dialogues`.",
    ]
    for name, seen in sections.items():
        lines += ["", f"──── {name} ".ljust(WIDTH, "─"), "", *seen]
    path_of(script.name, platform, language).write_text("\n".join(lines) + "\n", "utf-8")


@cache
def read(exercise: str, platform: str, language: str) -> dict[str, list[str]]:
    """Return the committed lines by the name of the route."""
    sections: dict[str, list[str]] = {}
    seen: list[str] = []
    for line in path_of(exercise, platform, language).read_text("utf-8").splitlines():
        if heading := _HEADING.match(line):
            sections[heading[1]] = seen = []
        else:
            seen.append(line)
    return {name: "\n".join(lines).strip("\n").split("\n") for name, lines in sections.items()}
