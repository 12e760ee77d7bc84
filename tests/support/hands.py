"""A person's hands on the page in a real browser: the same few deeds in both clients, by what is read there."""

import re
from collections.abc import Mapping

from playwright.async_api import Locator, Page, expect

ANSWERS: Mapping[str, str] = {
    "Which roles pull hardest?": "Work",
    "How heavy is it?": "6",
    "How much room to breathe?": "4",
}


class SlackHands:
    """Lives in the modal."""

    name = "slack"

    def __init__(self, page: Page) -> None:
        self.page = page
        self.side = page.locator('[data-side="slack"]')

    @property
    def surface(self) -> Locator:
        """What is before their eyes now."""
        return self.side.get_by_role("dialog")

    async def command(self, word: str = "") -> None:
        await self._close()
        box = self.side.get_by_role("textbox", name=re.compile("^Message"))
        await box.fill(f"/enough {word}".strip())
        await box.press("Enter")
        await expect(self.surface).to_be_visible()

    async def press(self, label: str) -> None:
        await self.surface.get_by_role("button", name=label, exact=True).last.click()

    async def say_country(self, country: str) -> None:
        await self._choose("Your country", country)
        await self.press("Start")

    async def answer(self, answers: Mapping[str, str], sentence: str = "") -> None:
        """Fill the check-in and send it."""
        for label, value in answers.items():
            await self._choose(label, value)
        if sentence:
            await self.surface.get_by_role("textbox").fill(sentence)
        await self.press("Next")

    async def read_direct_messages(self) -> Locator:
        """Go to where the bot writes unasked; return the messages there."""
        await self._close()
        await self.side.get_by_role("button", name=re.compile("^Enough")).first.click()
        return self.side.get_by_role("log")

    async def _close(self) -> None:
        if await self.surface.count():
            await self.surface.get_by_role("button", name="Close").first.click()
            await expect(self.surface).to_have_count(0)

    async def _choose(self, label: str, value: str) -> None:
        group = self.surface.get_by_role("group", name=label, exact=True)
        menu = self.surface.get_by_role("button", name=re.compile(f"^{re.escape(label)}"))
        await expect(group.or_(menu)).to_be_visible()
        if await group.count():
            await group.get_by_role("checkbox", name=value, exact=True).check()
        else:
            await menu.click()
            await self.page.get_by_role("option", name=value, exact=True).click()


class DiscordHands:
    """Lives in ephemeral messages, and in forms opened from them."""

    name = "discord"

    def __init__(self, page: Page) -> None:
        self.page = page
        self.side = page.locator('[data-side="discord"]')

    @property
    def surface(self) -> Locator:
        """What is before their eyes now."""
        return self.side.get_by_role("article").last

    async def command(self, word: str = "open") -> None:
        before = await self.side.get_by_role("article").count()
        box = self.side.get_by_role("combobox", name=re.compile("^Message"))
        await box.fill(f"/enough {word}")
        await box.press("Enter")
        await expect(self.side.get_by_role("article")).to_have_count(before + 1)

    async def press(self, label: str) -> None:
        await self.surface.get_by_role("button", name=label, exact=True).last.click()

    async def say_country(self, country: str) -> None:
        await self.surface.get_by_role("button", name=re.compile("^(Choose one|Your country)")).click()
        await self.side.get_by_role("option", name=country, exact=True).click()

    async def answer(self, answers: Mapping[str, str], sentence: str = "") -> None:
        """Fill the check-in and send it."""
        await self.press("Answer")
        form = self.side.get_by_role("dialog")
        for label, value in answers.items():
            await form.get_by_role("button", name=re.compile(f"^{re.escape(label)}")).click()
            await form.get_by_role("option", name=re.compile(f"^{re.escape(value)}$")).click()
            done = form.get_by_role("button", name="Done")
            if await done.count():
                await done.click()
        if sentence:
            await form.get_by_role("textbox").fill(sentence)
        await form.get_by_role("button", name="Submit").click()
        await expect(form).to_have_count(0)

    async def read_direct_messages(self) -> Locator:
        """Go to where the bot writes unasked; return the messages there."""
        await self.side.get_by_role("button", name=re.compile("^Direct messages")).click()
        return self.side.get_by_role("log")


Hands = SlackHands | DiscordHands


async def keep(hands: Hands) -> None:
    """Go through the first minute and keep it."""
    await hands.command()
    await hands.say_country("United Kingdom")
    await hands.answer(ANSWERS)
    await expect(hands.surface).to_contain_text("6 of 10")  # until then a "Next" is that of the form before
    await hands.press("Next")
    await hands.press("Keep this")
    await expect(hands.surface).to_contain_text("Shall I write")


async def keep_and_be_reminded(hands: Hands) -> None:
    """Go through the first minute, keep it, and ask for the message at 16:45."""
    await keep(hands)
    await hands.press("Yes, at 16:45")
    if isinstance(hands, DiscordHands):  # Slack tells the zone, Discord does not
        await hands.surface.get_by_role("button", name=re.compile("London")).click()
    await expect(hands.surface).to_contain_text("I will write")
