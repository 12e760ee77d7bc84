"""Each exercise as a dialogue: every route on both platforms and in both languages, as its transcript shows it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.dialogues import transcripts
from tests.dialogues.script import Route, Script, load_scripts
from tests.dialogues.stage import PLATFORMS, Stage, stage
from tests.dialogues.tongue import LANGUAGES

SCRIPTS = load_scripts()
ROUTES = [
    pytest.param(
        script, route, platform, language,
        id=f"{script.exercise}-{route.name}-{platform}-{language}".replace(" ", "_"),
    )
    for script in SCRIPTS.values()
    for platform in PLATFORMS
    for language in LANGUAGES
    for route in script.routes
]  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def played(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """One bot for all routes."""
    async with stage(tmp_path_factory.mktemp("dialogues")) as here:
        yield here


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("script", "route", "platform", "language"), ROUTES)
async def test_a_route_is_seen_as_its_transcript_shows_it(
    played: Stage, script: Script, route: Route, platform: str, language: str
) -> None:
    """What the script says is seen; and where words changed, ``python -m tests.dialogues`` writes them down."""
    seen = await played.play(script, route, platform, language)
    assert seen == transcripts.read(script.exercise, platform, language).get(route.name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_transcript_has_the_routes_of_its_script(script: Script, platform: str, language: str) -> None:
    """A route that is gone leaves no section behind."""
    assert list(transcripts.read(script.exercise, platform, language)) == [route.name for route in script.routes]
