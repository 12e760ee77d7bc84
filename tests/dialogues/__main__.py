"""``python -m tests.dialogues [EXERCISE…]``: plays the scripts and writes the transcripts, for both platforms
and both languages."""

import asyncio
import sys
from itertools import product

from bots.playground.players import PLATFORMS
from bots.playground.scripts.performance import Unseen
from bots.playground.scripts.stage import Part
from bots.playground.scripts.tongue import LANGUAGES
from tests.dialogues import transcripts
from tests.dialogues.scripts import as_written, load_scripts, stage


async def main(wanted: list[str]) -> int:
    """Play and write; with *wanted*, these exercises alone. Returns the exit code."""
    scripts = load_scripts()
    if unknown := set(wanted) - set(scripts):
        print(f"no script for {', '.join(sorted(unknown))}; there are {', '.join(scripts)}", file=sys.stderr)  # noqa: T201
        return 2
    written = list(product(wanted or scripts, PLATFORMS, LANGUAGES))
    parts = [
        Part(scripts[name], route, platform, language)
        for name, platform, language in written
        for route in scripts[name].routes
    ]
    async with stage() as here:
        within_one = iter(await here.play_together(part for part in parts if not part.route.waits))
    async with stage() as here:
        over_days = iter(await here.play_together(part for part in parts if part.route.waits))
    seen = [next(over_days if part.route.waits else within_one) for part in parts]
    if unseen := [each for each in seen if isinstance(each, Unseen)]:
        print(*unseen, sep="\n\n", file=sys.stderr)  # noqa: T201
        return 1
    played = iter(as_written(each) for each in seen if not isinstance(each, Unseen))
    transcripts.FOLDER.mkdir(exist_ok=True)
    for name, platform, language in written:
        sections = {route.name: next(played) for route in scripts[name].routes}
        transcripts.write(scripts[name], platform, language, sections)
        print(transcripts.path_of(name, platform, language))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
