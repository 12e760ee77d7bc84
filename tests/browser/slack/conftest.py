"""A gallery of what Slack's client draws, without a bot."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import pytest_asyncio
from playwright.async_api import Browser

from bots.playground.page.slack_side import SlackSide
from bots.playground.slack.manifest import ENOUGH, Manifest
from bots.playground.slack.server import SlackStandIn
from tests.support.slack_gallery import HOST, NOW, Gallery

Hang: TypeAlias = Callable[..., Awaitable[Gallery]]


@pytest_asyncio.fixture(loop_scope="session")
async def hang(browser: Browser, address: str) -> AsyncIterator[Hang]:
    """Open a gallery: ``await hang(width=390, theme="dark")``."""
    contexts = []
    errors: list[str] = []

    async def hang(*, width: int = 760, theme: str = "light", manifest: Manifest = ENOUGH) -> Gallery:
        context = await browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        contexts.append(context)
        page = await context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
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

    yield hang
    for context in contexts:
        await context.close()
    assert not errors, f"the page's console: {errors}"


@pytest_asyncio.fixture(loop_scope="session")
async def gallery(hang: Hang) -> Gallery:
    return await hang()
