"""The dialogues: a script for each exercise (``ID.yaml`` beside this file), and those that are about pages of commands.

What can stand in one is in ``docs/scripts.md``. Here a route is played as its transcript shows it, by the same people
and from the same evening on, so that a transcript differs only where the words do.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bots.playground.page.town import town
from bots.playground.scripts.actor import LIVES, Life
from bots.playground.scripts.reading import read_script
from bots.playground.scripts.script import Home, Script
from bots.playground.scripts.stage import Stage

FOLDER = Path(__file__).parent
EVENING = datetime(2026, 3, 2, 17, 20, tzinfo=ZoneInfo("Europe/London"))  # nothing is held back as too tender
# Whose clock is London's: 16:45 comes once for all.
CANARIES = Life("es-ES", Home("Spain", "Atlantic/Canary"), "Canarias")
_MINUTE = re.compile(r", 1[78]:[0-5][0-9] ·")  # of what was kept since EVENING


def load_scripts() -> dict[str, Script]:
    """Return every script, by its name: the id of its exercise, if it is of one. Raises Malformed."""
    return {path.stem: read_script(path) for path in sorted(FOLDER.glob("*.yaml"))}


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Start the bot and both platforms, at :data:`EVENING`; the clock runs on from there."""
    async with town(start=EVENING, dm_opens=1_000) as here:  # the bot keeps within the real limit by its own clock
        yield Stage(here, {**LIVES, "es": CANARIES})


def as_written(lines: list[str]) -> list[str]:
    """Return *lines* as they stand in a transcript: the minute of an entry is that of the play, and differs."""
    return [_MINUTE.sub(", 17:20 ·", line) for line in lines]
