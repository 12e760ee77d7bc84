"""``python -m tests.dialogues [EXERCISE…]``: plays the scripts and writes the transcripts, for both platforms
and both languages."""

import asyncio
import sys
import tempfile
from itertools import product
from pathlib import Path

from tests.dialogues import transcripts
from tests.dialogues.script import load_scripts
from tests.dialogues.stage import PLATFORMS, Unseen, stage
from tests.dialogues.tongue import LANGUAGES


async def main(wanted: list[str]) -> int:
    """Play and write; with *wanted*, these exercises alone. Returns the exit code."""
    scripts = load_scripts()
    if unknown := set(wanted) - set(scripts):
        print(f"no script for {', '.join(sorted(unknown))}; there are {', '.join(scripts)}", file=sys.stderr)  # noqa: T201
        return 2
    transcripts.FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="enough-dialogues-") as folder:
        async with stage(Path(folder)) as played:
            for script in (scripts[each] for each in wanted or scripts):
                for platform, language in product(PLATFORMS, LANGUAGES):
                    try:
                        sections = {
                            each.name: await played.play(script, each, platform, language) for each in script.routes
                        }
                    except Unseen as error:
                        print(error, file=sys.stderr)  # noqa: T201
                        return 1
                    transcripts.write(script, platform, language, sections)
                    print(transcripts.path_of(script.exercise, platform, language))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
