"""Each exercise as a dialogue: every route on both platforms and in both languages, as its transcript shows it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bots.playground.players import PLATFORMS
from bots.playground.scripts.performance import Unseen
from bots.playground.scripts.script import Script
from bots.playground.scripts.stage import Part, Stage
from bots.playground.scripts.tongue import LANGUAGES
from tests.dialogues import transcripts
from tests.dialogues.scripts import as_written, load_scripts, stage

SCRIPTS = load_scripts()
PARTS: dict[str, Part] = {
    f"{script.name}-{route.name}-{platform}-{language}".replace(" ", "_"): Part(script, route, platform, language)
    for script in SCRIPTS.values()
    for platform in PLATFORMS
    for language in LANGUAGES
    for route in script.routes
}
OVER_DAYS = {name: part for name, part in PARTS.items() if part.route.waits}
WITHIN_ONE = {name: part for name, part in PARTS.items() if not part.route.waits}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def evening() -> AsyncIterator[Stage]:
    """One bot for all routes of one evening."""
    async with stage() as here:
        yield here


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("part", WITHIN_ONE.values(), ids=WITHIN_ONE)
async def test_a_route_is_seen_as_its_transcript_shows_it(evening: Stage, part: Part) -> None:
    """What the script says is seen; and where words changed, ``python -m tests.dialogues`` writes them down."""
    assert as_written(await evening.play(part)) == written(part)


async def test_routes_over_days_are_seen_as_their_transcripts_show_them() -> None:
    """So it is where a question comes back a week later. Their days pass together, so one test has all of them."""
    async with stage() as here:
        played = dict(zip(OVER_DAYS, await here.play_together(OVER_DAYS.values()), strict=True))
    assert {name: str(seen) for name, seen in played.items() if isinstance(seen, Unseen)} == {}
    for name, seen in played.items():
        assert isinstance(seen, Unseen) or as_written(seen) == written(OVER_DAYS[name]), name


def written(part: Part) -> list[str] | None:
    return transcripts.read(part.script.name, part.platform, part.language).get(part.route.name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_transcript_has_the_routes_of_its_script(script: Script, platform: str, language: str) -> None:
    """A route that is gone leaves no section behind."""
    assert list(transcripts.read(script.name, platform, language)) == [route.name for route in script.routes]
