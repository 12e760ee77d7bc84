"""The page around both clients: there at once, for the eye, a phone, a keyboard and a screen reader."""

import logging
import re
import time

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.support.hands import DiscordHands, SlackHands, keep, keep_and_be_reminded

SERIOUS = {"serious", "critical"}
_log = logging.getLogger(__name__)


async def test_the_page_is_ready_within_two_seconds(browser: Browser, address: str) -> None:
    """From asking for the address to both clients being drawn, in a browser that knows nothing of it yet. The best of
    three: what else the machine does is not the page's."""
    took = []
    for _ in range(3):
        page = await (await browser.new_context()).new_page()
        began = time.monotonic()
        await page.goto(address)
        for side in ("slack", "discord"):
            await expect(page.locator(f'[data-side="{side}"] .{side}').first).to_be_visible()
        took.append(time.monotonic() - began)
        await page.context.close()
    _log.info("ready: %.3f s", min(took))  # pytest --log-cli-level=INFO shows it
    assert min(took) <= 2.0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
async def test_axe_finds_nothing_serious(open_page, be_somebody_new, scheme: str, width: int) -> None:
    """With rows, calls, a call opened and every form of the bar, in light and dark, wide and on a phone."""
    page = await open_page(width=width, color_scheme=scheme)
    await be_somebody_new(page)
    if width > 900:
        await keep_and_be_reminded(SlackHands(page))
        await page.locator(".sent summary").first.click()
    await page.get_by_role("button", name="Add a person").click()
    await page.get_by_role("button", name="Set …").click()
    for tab in ("Slack", "Discord", "Stored", "Sent") if width < 900 else ("",):
        if tab:
            await page.get_by_role("navigation", name="What is shown").get_by_role("button", name=tab).click()
        found = (await Axe().run(page)).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in SERIOUS] == []


async def test_the_theme_follows_the_system_until_it_is_chosen(open_page) -> None:
    """Dark where the system is dark; a choice is kept when the page is opened again."""
    page = await open_page(color_scheme="dark")
    root = page.locator("html")
    await expect(root).to_have_attribute("data-theme", "dark")
    await page.emulate_media(color_scheme="light")
    await expect(root).to_have_attribute("data-theme", "light")
    await page.get_by_role("button", name="Light or dark").click()
    await expect(root).to_have_attribute("data-theme", "dark")
    await page.reload()
    await expect(root).to_have_attribute("data-theme", "dark")


async def test_on_a_phone_one_thing_is_seen_at_a_time(open_page) -> None:
    """Tabs change between Slack, Discord and the panels, and nothing is wider than the screen."""
    page = await open_page(width=390, height=844)
    tabs = page.get_by_role("navigation", name="What is shown")
    places = {
        "Slack": '[data-side="slack"]',
        "Discord": '[data-side="discord"]',
        "Stored": '[data-panel="stored"]',
        "Sent": '[data-panel="sent"]',
    }
    for name in ("Sent", "Stored", "Discord", "Slack"):
        await tabs.get_by_role("button", name=name).click()
        for other, place in places.items():
            await expect(page.locator(place)).to_be_visible(visible=other == name)
        assert await page.evaluate("() => document.documentElement.scrollWidth") <= 390


async def test_another_person_has_other_messages_and_another_language(open_page, be_somebody_new) -> None:
    """Somebody new in Madrid is spoken to in Spanish; whoever was looked at before finds everything as it was."""
    page = await open_page()
    await be_somebody_new(page)
    slack = SlackHands(page)
    await slack.command()
    await expect(slack.surface).to_contain_text("I am a program")
    who = page.get_by_label("You are")
    before = await who.input_value()
    await be_somebody_new(page, language="es", zone="Europe/Madrid")
    await expect(slack.surface).to_have_count(0)
    await slack.command()
    await expect(slack.surface).to_contain_text("Soy un programa")
    await who.select_option(before)
    await expect(slack.surface).to_contain_text("I am a program")


async def test_the_next_thing_to_do_is_said(page: Page) -> None:
    """What to type at first, how to be written to for whoever kept something, then where the clock can go."""
    slack, note = SlackHands(page), page.get_by_role("status").first
    await expect(note).to_contain_text("Type /enough")
    await keep(slack)
    await expect(note).to_contain_text("“Shall I write?”")
    await slack.press("Yes, at 16:45")
    await expect(note).to_contain_text("“Next message”")


async def test_what_cannot_be_is_said_in_a_line(page: Page) -> None:
    """A message that nobody asked for is not waited for; the clock stands still, and the page says why."""
    before = await page.locator(".face .day").inner_text()
    await page.get_by_role("button", name="Next message").click()
    await expect(page.get_by_role("status").first).to_contain_text("asked for no message yet")
    await expect(page.locator(".face .day")).to_have_text(before)


async def test_a_day_is_played_in_a_minute_and_can_be_stopped(page: Page) -> None:
    """The clock runs some hundred times as fast, shows that it does, and stands where it was stopped."""
    face, play = page.locator(".face .time"), page.get_by_role("button", name="A day in a minute")
    await play.click()
    await expect(play).to_have_attribute("aria-pressed", "true")
    await expect(face).to_have_text(re.compile(r"^16:[3-5]\d"), timeout=10_000)
    await play.click()
    await expect(play).to_have_attribute("aria-pressed", "false")
    stopped = (await face.inner_text())[:4]
    await page.wait_for_timeout(800)
    assert (await face.inner_text())[:4] == stopped


async def test_a_time_that_is_typed_stays_while_the_clock_runs(page: Page) -> None:
    """Whoever plays a day and types where the clock is to go finds their own time there, not that of the clock."""
    face, play = page.locator(".face .time"), page.get_by_role("button", name="A day in a minute")
    await page.get_by_role("button", name="Set …").click()
    field = page.get_by_label("The time it becomes")
    typed = f"{(await field.input_value())[:4]}-12-31T09:30"
    await field.fill(typed)
    await play.click()
    await expect(face).to_have_text(re.compile(r"^16:[3-5]\d"), timeout=10_000)
    await play.click()
    await expect(field).to_have_value(typed)


async def test_a_page_whose_server_stops_says_so_and_comes_back_with_it(browser: Browser, serving) -> None:
    """In a line that is seen over an open modal; once it is started again nothing has to be loaded anew."""
    async with serving("0") as address:
        page = await (await browser.new_context()).new_page()
        await page.goto(address)
        slack, note = SlackHands(page), page.get_by_role("status").first
        await slack.command()
    await expect(note).to_contain_text("The server has stopped")
    await expect(note).to_have_class("note bad")
    async with serving(address.split(":")[2].strip("/")):
        await expect(note).to_contain_text("Type /enough")
        await expect(slack.surface).to_have_count(0)
        await slack.command()
    await page.context.close()


async def test_starting_over_leaves_nothing(page: Page, start_over) -> None:
    """Everybody who was added is gone, nothing is stored, and it is Monday again; the page needs no reload."""
    await keep_and_be_reminded(DiscordHands(page))
    await expect(page.locator(".stored tr.own").first).to_be_visible()
    await start_over(page)
    await expect(page.get_by_label("You are").locator("option")).to_have_count(2)
    await expect(page.locator(".face .day")).to_contain_text("2 March 2026")
    await expect(page.locator(".stored h2 .count")).to_contain_text("0 rows about anybody")
    await SlackHands(page).command()


@pytest.mark.parametrize("platform", ["Slack", "Discord"])
async def test_somebody_lives_six_weeks_before_ones_eyes(open_page, platform: str) -> None:
    """A new person is driven through a script with the bot; then they have a past, sealed, and are not lived again."""
    page = await open_page()
    await page.get_by_role("button", name="Add a person").click()
    await page.get_by_role("textbox", name="Name").fill("Robin")
    await page.get_by_role("combobox", name="Past").select_option("six_weeks")
    await page.get_by_role("combobox", name="Lived on").select_option(platform)
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("button", name="Living through it …")).to_be_disabled()
    await expect(page.get_by_role("status").first).to_contain_text(
        re.compile(rf"Robin: \d+ days were lived on {platform}"), timeout=60_000
    )
    await expect(page.get_by_role("region", name="Table checkin").locator("tr.own .sealed")).to_have_count(16)
