"""``python -m tests.dialogues [EXERCISE…]``: plays the scripts and writes the transcripts, for both platforms
and both languages."""

import asyncio
import sys
import tempfile
from itertools import product
from pathlib import Path

from tests.dialogues import transcripts
from tests.dialogues.script import load_scripts
from tests.dialogues.stage import PLATFORMS, Part, Unseen, stage
from tests.dialogues.tongue import LANGUAGES


async def main(wanted: list[str]) -> int:
    """Play and write; with *wanted*, these exercises alone. Returns the exit code."""
    scripts = load_scripts()
    if unknown := set(wanted) - set(scripts):
        print(f"no script for {', '.join(sorted(unknown))}; there are {', '.join(scripts)}", file=sys.stderr)  # noqa: T201
        return 2
    written = list(product(wanted or scripts, PLATFORMS, LANGUAGES))
    parts = [
        (scripts[exercise], route, platform, language)
        for exercise, platform, language in written
        for route in scripts[exercise].routes
    ]
    try:
        seen = iter(await _play(parts))
    except Unseen as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    transcripts.FOLDER.mkdir(exist_ok=True)
    for exercise, platform, language in written:
        sections = {route.name: next(seen) for route in scripts[exercise].routes}
        transcripts.write(scripts[exercise], platform, language, sections)
        print(transcripts.path_of(exercise, platform, language))  # noqa: T201
    return 0


async def _play(parts: list[Part]) -> list[list[str]]:
    """Return what is seen in each of *parts*. Raises Unseen."""
    with tempfile.TemporaryDirectory(prefix="enough-dialogues-") as folder:
        async with stage(Path(folder)) as here:
            over_days = iter(await here.play_over_days(part for part in parts if part[1].waits))
    with tempfile.TemporaryDirectory(prefix="enough-dialogues-") as folder:
        async with stage(Path(folder)) as here:
            return [next(over_days).seen() if part[1].waits else await here.play(*part) for part in parts]


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
