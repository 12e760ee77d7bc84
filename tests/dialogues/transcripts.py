"""The transcripts in ``docs/transcripts``: one file for each exercise and platform, one section for each route."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.dialogues.script import Script

FOLDER = Path(__file__).parents[2] / "docs" / "transcripts"
_HEADING = re.compile(r"^──── (.*?) ─+$")
WIDTH = 110


def path_of(exercise: str, platform: str) -> Path:
    return FOLDER / f"{exercise}-{platform.lower()}.txt"


def write(script: Script, platform: str, sections: Mapping[str, Sequence[str]]) -> None:
    """Write the transcript: *sections* are the lines that were seen, by the name of the route."""
    lines = [
        f"{script.title}, on {platform}: what a person does (>) and sees (│), route by route.",
        "Written by `python -m tests.dialogues`.",
    ]
    for name, seen in sections.items():
        lines += ["", f"──── {name} ".ljust(WIDTH, "─"), "", *seen]
    path_of(script.exercise, platform).write_text("\n".join(lines) + "\n", "utf-8")


def read(exercise: str, platform: str) -> dict[str, list[str]]:
    """Return the committed lines by the name of the route."""
    sections: dict[str, list[str]] = {}
    seen: list[str] = []
    for line in path_of(exercise, platform).read_text("utf-8").splitlines():
        if heading := _HEADING.match(line):
            sections[heading[1]] = seen = []
        else:
            seen.append(line)
    return {name: "\n".join(lines).strip("\n").split("\n") for name, lines in sections.items()}
