"""A gallery of what Discord's client draws, with an app behind it that answers as it is told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import pytest_asyncio
from playwright.async_api import Browser

from tests.support.discord_app import FakeApp
from tests.support.discord_gallery import HOST, Gallery
from tests.support.discord_kinds import Showcase

Hang: TypeAlias = Callable[..., Awaitable[Gallery]]


@pytest_asyncio.fixture(loop_scope="session")
async def hang(browser: Browser, address: str) -> AsyncIterator[Hang]:
    """Open a gallery: ``await hang(width=390, theme="dark", locale="es-ES")``."""
    contexts = []
    tasks = []
    errors: list[str] = []

    async def hang(*, width: int = 680, theme: str = "light", locale: str = "en-GB") -> Gallery:
        context = await browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        contexts.append(context)
        page = await context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        host = HOST.replace("THEME", theme)
        await page.route("**/gallery", lambda route: route.fulfill(body=host, content_type="text/html"))
        showcase = Showcase(locale=locale, answer_seconds=0.3, patience=0.3)
        app = FakeApp(showcase)
        tasks.append(asyncio.create_task(app.run()))
        gallery = Gallery(page, showcase, app)
        await page.expose_function("carryOut", gallery.carry_out)
        await page.goto(f"{address}gallery")
        await page.wait_for_function("() => window.ready")
        await gallery.show()
        return gallery

    yield hang
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for context in contexts:
        await context.close()
    assert not errors, f"the page's console: {errors}"


@pytest_asyncio.fixture(loop_scope="session")
async def gallery(hang: Hang) -> Gallery:
    return await hang()
