"""What the real bot does on the page: the first minute, a message by moving the clock, what is stored, the erase."""

import pytest
from playwright.async_api import Page, expect

from tests.support.hands import ANSWERS, DiscordHands, Hands, SlackHands, keep, keep_and_be_reminded

HARD = "I don't want to be alive anymore"


@pytest.fixture(params=[SlackHands, DiscordHands], ids=["slack", "discord"])
def hands(request: pytest.FixtureRequest, page: Page) -> Hands:
    made: Hands = request.param(page)
    return made


async def test_a_first_check_in_and_a_message_by_the_clock(page: Page, hands: Hands) -> None:
    """From nothing to the first message: it comes when the clock is sent there, and says what it always says."""
    await keep_and_be_reminded(hands)
    await page.get_by_role("button", name="Next message").click()
    await expect(page.get_by_role("status").first).to_contain_text("A message came for Kim")
    await expect(page.locator(".face .time")).to_contain_text("16:45")
    messages = await hands.read_direct_messages()
    await expect(messages).to_contain_text("Your time for Enough")


async def test_a_hard_sentence_is_answered_first(page: Page, hands: Hands) -> None:
    """The line to call stands there at once, and the words are not repeated."""
    await keep(hands)
    await hands.command("start")
    await hands.press("Check in")
    await hands.answer(ANSWERS, HARD)
    await expect(hands.surface).to_contain_text("116 123")
    await expect(hands.surface).not_to_contain_text(HARD)


async def test_what_is_stored_is_seen_sealed_and_is_gone_after_the_erase(page: Page, hands: Hands) -> None:
    """Rows of one's own appear with "Keep this", with bytes for what was answered, and vanish with the erase."""
    stored = page.locator(".stored")
    await expect(stored.locator("tr.own")).to_have_count(0)
    await keep_and_be_reminded(hands)
    await expect(stored.get_by_role("region", name="Table checkin").locator("tr.own .sealed")).to_have_count(1)
    await hands.command("erase")
    await hands.press("Erase it all")
    await expect(hands.surface).to_contain_text("Everything is erased")
    await expect(stored.locator("tr.gone").first).to_be_visible()
    await expect(stored.locator("tr.own")).to_have_count(0)
    await expect(stored.locator("tr.gone")).to_have_count(0)


async def test_what_was_sent_stands_beside_its_bounds(page: Page, hands: Hands) -> None:
    """The call that showed what is before one's eyes, opened, says how much it used of what it may."""
    sent = page.locator(".sent")
    await sent.get_by_label("Show").select_option(hands.name)
    _, day, month, _ = (await page.locator(".face .day").inner_text()).split()
    await hands.command()
    since = sent.locator("details", has_text=f"{day} {month[:3]}")  # everybody before was there weeks ago
    newest = since.filter(has_text="views.open" if hands.name == "slack" else "callback").first
    await newest.locator("summary").click()
    await expect(newest.locator("pre")).to_contain_text("Lines to call or text")
    await expect(newest.get_by_role("row").first).to_contain_text("of ")
    assert await newest.locator("tr.over").count() == 0
