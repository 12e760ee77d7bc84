"""The pictures in docs/pictures, taken anew with ``--pictures``: what a newcomer sees after a few minutes."""

import re

from playwright.async_api import expect

from tests.support.hands import DiscordHands, SlackHands, keep_and_be_reminded


async def test_the_page_is_pictured(open_page, start_over, picture) -> None:
    """Light, dark, what is stored and sent, and a phone: Sam, on the Monday on which the page begins."""
    page = await open_page()
    await start_over(page)
    slack, discord = SlackHands(page), DiscordHands(page)
    for hands in (slack, discord):
        await keep_and_be_reminded(hands)
    await page.get_by_role("button", name="Next message").click()
    for hands in (slack, discord):
        messages = await hands.read_direct_messages()
        await messages.get_by_role("button", name="Open").last.click()
        await expect(hands.surface).to_contain_text("How are you leaving work today?")
    await page.mouse.move(0, 0)
    await picture(page, "page")
    panels = page.locator(".panels")
    await page.locator(".sent summary", has_text="views.open").first.click()
    await picture(panels, "panels")
    await page.get_by_role("button", name="Light or dark").click()
    await picture(page, "page-dark")

    phone = await open_page(width=390, height=844, color_scheme="dark")
    hands = SlackHands(phone)
    await phone.get_by_label("You are").select_option("p2")
    await expect(hands.surface).to_have_count(0)
    await hands.command()
    await hands.surface.get_by_role("button", name=re.compile("^Tu país")).click()
    await phone.get_by_role("option", name="España").click()
    await hands.press("Empezar")
    await expect(hands.surface).to_contain_text("¿Qué")
    await picture(phone, "phone")
