"""A gallery of what Discord's client draws, with an app behind it that answers as it is told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import pytest_asyncio
from playwright.async_api import Page

from tests.support.discord_app import FakeApp
from tests.support.discord_gallery import HOST, Gallery
from tests.support.discord_kinds import Showcase

Hang: TypeAlias = Callable[..., Awaitable[Gallery]]


@pytest_asyncio.fixture(loop_scope="session")
async def hang(new_page: Callable[..., Awaitable[Page]], address: str) -> AsyncIterator[Hang]:
    """Open a gallery: ``await hang(width=390, theme="dark", locale="es-ES")``."""
    tasks = []

    async def hang(*, width: int = 680, theme: str = "light", locale: str = "en-GB") -> Gallery:
        page = await new_page(width=width)
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


@pytest_asyncio.fixture(loop_scope="session")
async def gallery(hang: Hang) -> Gallery:
    return await hang()
