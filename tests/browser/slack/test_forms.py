"""Modals in Slack's client: a stack of forms that keeps the focus and what was typed."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bots.playground.slack.submission import TROUBLE
from tests.support.slack_gallery import Gallery, Json, form


def dialog(page: Page) -> Any:
    return page.get_by_role("dialog")


async def closed(gallery: Gallery, count: int) -> None:
    """Wait until *count* forms are open."""
    for _ in range(100):
        if len(gallery.user.modals) == count:
            return
        await asyncio.sleep(0.02)
    pytest.fail(f"{len(gallery.user.modals)} forms are open, not {count}")


async def test_a_form_sends_what_stands_in_it(gallery: Gallery) -> None:
    """Each field by its block, with the values that the app gave; what was left alone is empty."""
    await gallery.open(form())
    page = gallery.page
    await page.get_by_label("Words").fill("Two\nlines")
    await page.get_by_label("Line").fill("One line")
    await page.get_by_role("button", name="One").click()
    await page.get_by_role("option", name="Home").click()
    await page.get_by_role("button", name="Many").click()
    for name in ("Home", "Work"):
        await page.get_by_role("option", name=name).click()
    await page.keyboard.press("Escape")
    await dialog(page).get_by_role("radio", name="Work").check()
    await dialog(page).get_by_role("checkbox", name="Home").check()
    await page.get_by_label("Day").fill("2026-03-04")
    await dialog(page).get_by_role("button", name="Send").click()
    assert (await gallery.asked("submit"))["values"] == {
        "words-1": "Two\nlines",
        "line-1": "One line",
        "one-1": "home",
        "many-1": ["work", "home"],
        "radio-1": "work",
        "boxes-1": ["home"],
        "day-1": "2026-03-04",
        "hour-1": None,
    }


async def test_a_form_that_is_not_answered_keeps_its_words(gallery: Gallery) -> None:
    """Slack's general line stands on top, the text where it was."""
    await gallery.open(form())
    await gallery.page.get_by_label("Line").fill("Kept")
    await dialog(gallery.page).get_by_role("button", name="Send").click()
    await expect(gallery.page.get_by_role("alert")).to_have_text(TROUBLE)
    await expect(gallery.page.get_by_label("Line")).to_have_value("Kept")


async def test_what_the_client_does_not_send(gallery: Gallery) -> None:
    """Too long and left out: a sentence under each, nothing sent, and the first of them has the focus."""
    await gallery.open(form())
    page = gallery.page
    words = page.get_by_label("Words")
    await words.fill("x" * 17)
    await expect(page.get_by_title("Characters left")).to_have_text("3")
    await words.fill("x" * 23)
    await expect(page.get_by_title("Characters left")).to_have_text("-3")
    await dialog(page).get_by_role("button", name="Send").click()
    await expect(page.get_by_role("alert")).to_have_text(
        ["Please use 20 characters or fewer.", "Please complete this required field."]
    )
    await expect(words).to_be_focused()
    await expect(words).to_have_attribute("aria-invalid", "true")


async def test_an_error_of_the_app_stands_under_its_field(gallery: Gallery) -> None:
    """With the text kept; it goes when the form is drawn anew."""
    await gallery.open(form())
    await gallery.page.get_by_label("Line").fill("12 o'clock-ish")
    gallery.user.modals[-1].errors = {"line-1": "A time, such as 16:45."}
    await gallery.show()
    line = gallery.page.get_by_label("Line")
    await expect(line).to_have_accessible_description("About line A time, such as 16:45.")
    await expect(line).to_have_value("12 o'clock-ish")


async def test_typed_text_stays_in_the_same_step_and_leaves_with_it(gallery: Gallery) -> None:
    """The same ids keep it, whatever is drawn around them; the next step's field is empty, and so is a way back."""
    await gallery.open(form())
    page = gallery.page
    view = gallery.user.modals[-1]
    await page.get_by_label("Line").fill("Mine")
    await page.get_by_label("Line").evaluate("field => field.setSelectionRange(1, 1)")
    gallery.standin.workspace.update_view(view, form("Drawn anew"))
    await gallery.show()
    await expect(dialog(page)).to_have_accessible_name("Drawn anew")
    await expect(page.get_by_label("Line")).to_have_value("Mine")
    await page.keyboard.type("!")
    await expect(page.get_by_label("Line")).to_have_value("M!ine")
    for step in ("2", "1"):
        gallery.standin.workspace.update_view(view, form(step=step))
        await gallery.show()
        await expect(page.get_by_label("Line")).to_have_value("")


async def test_a_stack_of_three(gallery: Gallery) -> None:
    """The top one is seen. What was typed below is there again; the cross closes all of them."""
    await gallery.open(form("First"))
    page = gallery.page
    await page.get_by_label("Line").fill("Below")
    for title in ("Second", "Third"):
        await gallery.open(form(title, title), push=True)
    await expect(dialog(page)).to_have_accessible_name("Third")
    await page.keyboard.press("Escape")
    await closed(gallery, 2)
    await expect(dialog(page)).to_have_accessible_name("Second")
    await page.get_by_role("button", name="Not now").click()
    await closed(gallery, 1)
    await expect(page.get_by_label("Line")).to_have_value("Below")
    await gallery.open(form("Second", "2"), push=True)
    await page.get_by_role("button", name="Close").click()
    await closed(gallery, 0)
    await expect(dialog(page)).to_have_count(0)


async def test_the_focus_stays_in_the_form_and_goes_back(gallery: Gallery) -> None:
    """It begins in the first field, Tab goes round in both directions, and Esc gives it back to the message box."""
    page = gallery.page
    box = page.get_by_label("Message #general")
    await box.focus()
    await gallery.open(form())
    await expect(page.get_by_label("Words")).to_be_focused()
    seen = set()
    for key in ["Tab"] * 40 + ["Shift+Tab"] * 40:
        await page.keyboard.press(key)
        assert await page.evaluate("document.querySelector('[role=dialog]').contains(document.activeElement)")
        seen.add(await page.evaluate("document.activeElement.textContent"))
    assert {"Send", "Not now", "Plain"} <= seen
    await page.keyboard.press("Escape")
    await closed(gallery, 0)
    await expect(box).to_be_focused()


async def test_esc_closes_a_list_before_the_form(gallery: Gallery) -> None:
    """The form under an open menu stays."""
    await gallery.open(form())
    page = gallery.page
    await page.get_by_role("button", name="One").press("Enter")
    await expect(page.get_by_role("listbox")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("listbox")).to_have_count(0)
    await expect(page.get_by_role("button", name="One")).to_be_focused()
    assert len(gallery.user.modals) == 1


async def test_a_press_in_a_form_takes_along_what_was_typed(gallery: Gallery) -> None:
    """As Slack does in the state of the view, so that a way back loses nothing."""
    await gallery.open(form())
    await gallery.page.get_by_label("Line").fill("Half a thought")
    await gallery.page.get_by_role("button", name="Plain").click()
    asked = await gallery.asked("press")
    assert (asked["surface"], asked["action_id"]) == ("modal", "press-1")
    assert asked["values"]["line-1"] == "Half a thought"
    view = gallery.user.modals[-1]
    assert view.entered["line-1"]["value"] == "Half a thought"


async def test_a_form_without_submit_cannot_be_sent(gallery: Gallery) -> None:
    """Only the way out stands under it."""
    view: Json = {"type": "modal", "title": form()["title"], "blocks": [{"type": "divider"}]}
    await gallery.open(view)
    foot = dialog(gallery.page).locator("footer")
    await expect(foot.get_by_role("button")).to_have_text(["Close"])
