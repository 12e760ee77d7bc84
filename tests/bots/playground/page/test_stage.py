"""What stands behind the page when something ends in the middle: the bot by itself, or all of it by starting over."""

import asyncio
from collections.abc import AsyncIterator

import psutil
import pytest

from bots.playground.page.side import Refused
from bots.playground.page.stage import Stage


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with Stage() as stage:
        yield stage


async def _kill_the_bot(stage: Stage) -> None:
    """As a power cut would; return when the page says so."""
    bots = [each for each in psutil.Process().children() if each.cmdline()[1:4] == ["-m", "bots", "run"]]
    max(bots, key=psutil.Process.create_time).kill()
    async with asyncio.timeout(5):
        count = stage.bell.count
        while not stage.state(stage.first)["ended"]:
            count = await stage.bell.after(count)


async def test_a_bot_that_ended_is_said_and_begun_anew(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    """The page says it before anybody presses something, every way of the clock says it, and starting over mends it."""
    await stage.do("clock.play", {"on": True}, stage.first)
    await _kill_the_bot(stage)
    assert "“Start over”" in stage.state(stage.first)["ended"]
    assert "the bot ended" in capsys.readouterr().err
    for deed, asked in (
        ("clock.jump", {"to": "friday"}),
        ("clock.jump", {"to": "two_weeks"}),
        ("clock.set", {"instant": "2027-01-04T09:00"}),
    ):
        with pytest.raises(Refused, match="The bot has ended"):
            await stage.do(deed, asked, stage.first)
    await stage.do("clock.play", {"on": True}, stage.first)  # it stands still by itself, and holds nothing up
    await stage.do("page.start_over", {}, stage.first)
    assert stage.state(stage.first)["ended"] == ""
    assert await stage.do("clock.jump", {"to": "friday"}, stage.first)


async def test_what_was_under_way_is_let_go_when_it_starts_over(stage: Stage) -> None:
    """A life that is being lived ends in one line, and nothing of it reaches those who come after."""
    living = asyncio.create_task(stage.do("page.seed", {"name": "six_weeks", "platform": "Slack"}, stage.first))
    begin = stage.bell.count
    await stage.bell.after(begin + 3)
    await stage.do("page.start_over", {}, stage.first)
    with pytest.raises(Refused, match=r"^It was started over meanwhile\.$"):
        await living
    assert not any(table["count"] for table in stage.stored(stage.first)["people"])
