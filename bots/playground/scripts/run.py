"""Plays a script in a town of its own and prints it (``enough try --script``), or for a person of the page."""

import sys
import time
from datetime import UTC, datetime

from bots.playground.page.town import Citizen, Town, town
from bots.playground.players import PLATFORMS
from bots.playground.scripts.actor import LIVES, Actor
from bots.playground.scripts.performance import Performance, Unseen
from bots.playground.scripts.reading import Malformed
from bots.playground.scripts.script import Home, Script
from bots.playground.scripts.shipped import find_script
from bots.playground.scripts.stage import Alone, Part, Stage, begin
from bots.playground.scripts.tongue import LANGUAGES

MALFORMED = 2  # the exit code for a script that cannot be played
_MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # before the hour at which any script begins
_WIDTH = 92


async def try_script(name: str, *, on: str | None = None, language: str = "en") -> int:
    """Play the script *name* (or in that file) and print it as it goes, *on* one platform or on both. Returns the exit
    code: 0 if every step was seen."""
    platforms = [each for each in PLATFORMS if on in (None, each.lower())]
    began = time.monotonic()
    try:
        script = find_script(name)
    except Malformed as error:
        sys.stderr.write(f"enough: {error}\n")
        return MALFORMED
    try:
        for platform in platforms:
            await _play(script, platform, language)
    except (Unseen, RuntimeError, TimeoutError) as error:
        sys.stderr.write(f"\nNot seen: {error}\n")
        return 1
    _say(f"\n{script.title}: every step was seen, on {' and on '.join(platforms)} ({time.monotonic() - began:.0f} s).")
    return 0


async def seed(here: Town, citizen: Citizen, name: str, *, platform: str = "Slack") -> None:
    """Let *citizen*, who was never here before, live what the script *name* says, on *platform*. Raises Unseen,
    Malformed."""
    script, life = find_script(name), LIVES[citizen.language]
    person = citizen.slack if platform == "Slack" else citizen.discord
    actor = Actor(person, citizen.language, Home(life.home.country, citizen.zone), life.city)
    clock = Alone(here)
    await begin(script, clock, citizen.zone)
    await Performance(script, script.routes[0], actor, clock, here.bot).play()


async def _play(script: Script, platform: str, language: str) -> None:
    async with town(start=_MONDAY, dm_opens=1_000) as here:  # the bot keeps within the real limit by its own clock
        stage = Stage(here)
        for route in script.routes:
            _say(f"\n════ {platform}, {LANGUAGES[language]}: {route.name} ".ljust(_WIDTH, "═"))
            try:
                await stage.play(Part(script, route, platform, language), _say)
            except Unseen:
                _say("\nThe bot's log, last lines:", *here.bot.last_log_lines())
                raise
        if code := await here.bot.stop():
            raise RuntimeError(f"the bot ended with code {code}")


def _say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)  # noqa: T201
