"""The page around both clients: it is there at once, in light and dark, on a phone, for keyboard and screen reader."""

import time

from playwright.async_api import Browser, expect


async def test_the_page_is_ready_within_two_seconds(browser: Browser, address: str) -> None:
    """From asking for the address to both clients being drawn, in a browser that knows nothing of it yet."""
    page = await (await browser.new_context()).new_page()
    began = time.monotonic()
    await page.goto(address)
    for side in ("slack", "discord"):
        await expect(page.locator(f'[data-side="{side}"] .{side}').first).to_be_visible()
    took = time.monotonic() - began
    await page.context.close()
    assert took <= 2.0
