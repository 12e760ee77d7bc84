"""Each exercise as a dialogue: every route on both platforms and in both languages, as its transcript shows it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.dialogues import transcripts
from tests.dialogues.script import Script, load_scripts
from tests.dialogues.stage import PLATFORMS, Part, Performance, Stage, stage
from tests.dialogues.tongue import LANGUAGES

SCRIPTS = load_scripts()
PARTS: dict[str, Part] = {
    f"{script.exercise}-{route.name}-{platform}-{language}".replace(" ", "_"): (script, route, platform, language)
    for script in SCRIPTS.values()
    for platform in PLATFORMS
    for language in LANGUAGES
    for route in script.routes
}
OVER_DAYS = {name: part for name, part in PARTS.items() if part[1].waits}
WITHIN_ONE = {name: part for name, part in PARTS.items() if not part[1].waits}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def played(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """One bot for all routes of one evening."""
    async with stage(tmp_path_factory.mktemp("dialogues")) as here:
        yield here


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def played_over_days(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Performance]:
    """All routes in which days pass, since their days pass together."""
    async with stage(tmp_path_factory.mktemp("days")) as here:
        return dict(zip(OVER_DAYS, await here.play_over_days(OVER_DAYS.values()), strict=True))


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("part", WITHIN_ONE.values(), ids=WITHIN_ONE)
async def test_a_route_is_seen_as_its_transcript_shows_it(played: Stage, part: Part) -> None:
    """What the script says is seen; and where words changed, ``python -m tests.dialogues`` writes them down."""
    assert await played.play(*part) == written(part)


@pytest.mark.parametrize("name", OVER_DAYS)
def test_a_route_over_days_is_seen_as_its_transcript_shows_it(
    played_over_days: dict[str, Performance], name: str
) -> None:
    """So it is where a question comes back a week later."""
    assert played_over_days[name].seen() == written(OVER_DAYS[name])


def written(part: Part) -> list[str] | None:
    script, route, platform, language = part
    return transcripts.read(script.exercise, platform, language).get(route.name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_transcript_has_the_routes_of_its_script(script: Script, platform: str, language: str) -> None:
    """A route that is gone leaves no section behind."""
    assert list(transcripts.read(script.exercise, platform, language)) == [route.name for route in script.routes]
