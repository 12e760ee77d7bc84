"""A gallery of what Slack's client draws, without a bot."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest
import pytest_asyncio
from playwright.async_api import Page

from bots.playground.page.slack_side import SlackSide
from bots.playground.slack.manifest import ENOUGH, Manifest
from bots.playground.slack.server import SlackStandIn
from tests.support.slack_gallery import HOST, NOW, Gallery

Hang: TypeAlias = Callable[..., Awaitable[Gallery]]


@pytest.fixture
def hang(new_page: Callable[..., Awaitable[Page]], address: str) -> Hang:
    """Open a gallery: ``await hang(width=390, theme="dark")``."""

    async def hang(*, width: int = 760, theme: str = "light", manifest: Manifest = ENOUGH) -> Gallery:
        page = await new_page(width=width)
        host = HOST.replace("THEME", theme)
        await page.route("**/gallery", lambda route: route.fulfill(body=host, content_type="text/html"))
        standin = SlackStandIn(patience=0.1, clock=lambda: NOW)
        person = standin.person(name="Sam", tz="Europe/London", locale="en-GB")
        gallery = Gallery(page, standin, SlackSide(person, standin, manifest))
        await page.expose_function("carryOut", gallery.carry_out)
        await page.goto(f"{address}gallery")
        await page.wait_for_function("window.ready")
        await gallery.show()
        return gallery

    return hang


@pytest_asyncio.fixture(loop_scope="session")
async def gallery(hang: Hang) -> Gallery:
    return await hang()
