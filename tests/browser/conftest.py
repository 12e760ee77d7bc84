"""The page in a real browser: one ``enough try`` for the session, a page and a person of its own for each test.

A page that writes an error to its console fails its test. Without Debian's chromium all of this is left out.
"""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

HERE = Path(__file__).parent
PICTURES = HERE.parents[1] / "docs" / "pictures"
CHROMIUM = shutil.which("chromium")
START_SECONDS = 30.0
MOST_HEIGHT = 720  # pixels of a picture of a part

Open: TypeAlias = Callable[..., Awaitable[Page]]
Serving: TypeAlias = Callable[[str], AbstractAsyncContextManager[str]]

expect.set_options(timeout=5_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests in one loop, in which the browser lives, and leave them out where there is none."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="there is no chromium here: apt-get install chromium"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def address() -> AsyncIterator[str]:
    """Where ``enough try`` serves its page."""
    async with _serving("0") as address:
        yield address


@pytest.fixture
def serving() -> Serving:
    """Serve a page of one's own: ``async with serving("0") as address``."""
    return _serving


@asynccontextmanager
async def _serving(port: str) -> AsyncIterator[str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bots", "try", "--no-browser", "--port", port, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            line = (await process.stdout.readline()).decode()
        found = re.search(r"http://\S+", line)
        assert found, line
        yield found[0]
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's chromium. Its sandbox needs a user who is not root."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(browser: Browser) -> AsyncIterator[Open]:
    """Open an empty page in a browser of its own: ``await new_page(width=390, height=844, color_scheme="dark")``. What
    it writes to its console as an error fails the test at its end."""
    contexts = []
    errors: list[str] = []

    async def new_page(*, width: int, height: int = 900, **options: Any) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        context.set_default_timeout(5_000)
        contexts.append(context)
        page = await context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield new_page
    for context in contexts:
        await context.close()
    assert not errors, f"the page's console: {errors}"


@pytest.fixture
def open_page(new_page: Open, address: str) -> Open:
    """Open the page: ``await open_page(width=390, height=844, color_scheme="dark")``."""

    async def open_page(*, width: int = 1440, **options: Any) -> Page:
        page = await new_page(width=width, **options)
        await page.goto(address)
        await page.locator(".side").first.wait_for()
        return page

    return open_page


@pytest_asyncio.fixture(loop_scope="session")
async def page(open_page: Open) -> Page:
    """A wide page that looks at somebody new, on a Wednesday at 15:40 of theirs, in London and in English."""
    page = await open_page()
    await _be_somebody_new(page)
    return page


@pytest.fixture
def be_somebody_new() -> Callable[..., Awaitable[str]]:
    """Be somebody new on a page that is open: ``await be_somebody_new(page, language="es", zone="Europe/Madrid")``."""
    return _be_somebody_new


async def _be_somebody_new(page: Page, *, language: str = "en", zone: str = "Europe/London") -> str:
    """Add a person and look at them, a week after whatever the clock said. Returns their name.

    Nobody else's doings are seen then. A Wednesday is hardly ever a public holiday.
    """
    await page.get_by_role("button", name="Set …").click()
    field = page.get_by_label("The time it becomes")
    await field.fill(_next_wednesday(await field.input_value()))
    await page.get_by_role("button", name="Set the clock").click()
    await expect(page.get_by_role("button", name="Next message")).to_be_enabled()
    count = await page.get_by_label("You are").locator("option").count()
    name = f"Kim {count}"
    await page.get_by_role("button", name="Add a person").click()
    await page.get_by_role("textbox", name="Name").fill(name)
    await page.get_by_role("combobox", name="Language").select_option(language)
    await page.get_by_role("combobox", name="Zone").select_option(zone)
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_label("You are").locator("option:checked")).to_contain_text(name)
    return name


@pytest.fixture
def start_over() -> Callable[[Page], Awaitable[None]]:
    """Begin anew, for everybody: it is Monday, 2 March 2026, 15:40 in London."""

    async def start_over(page: Page) -> None:
        page.once("dialog", lambda dialog: dialog.accept())
        await page.get_by_role("button", name="Start over").click()
        busy = page.locator(".people [aria-busy=true]")
        await expect(busy).to_be_visible()
        await expect(busy).to_have_count(0, timeout=15_000)

    return start_over


def _next_wednesday(local: str) -> str:
    today = date.fromisoformat(local[:10])
    return f"{today + timedelta(days=7 + (2 - today.weekday()) % 7)}T15:40"


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[Page | Locator, str], Awaitable[None]]:
    """Take a picture for the documents, when asked by ``--pictures``; else only see that one can be taken."""
    wanted = bool(request.config.getoption("--pictures"))

    async def take(shown: Page | Locator, name: str) -> None:
        if isinstance(shown, Page):
            data = await shown.screenshot()
        else:  # as it lies on the whole page, where the clock does not lie over it
            await shown.page.evaluate("() => scrollTo(0, 0)")
            box = await shown.bounding_box()
            assert box is not None
            data = await shown.page.screenshot(full_page=True, clip={**box, "height": min(box["height"], MOST_HEIGHT)})
        if wanted:
            PICTURES.mkdir(exist_ok=True)
            (PICTURES / f"{name}.png").write_bytes(data)

    return take
