"""Slack's client on the page, without a bot: every kind of block, and what a person can do to it.

A stand-in that no app is connected to holds what is shown; a press therefore goes unanswered, as with a bot that died.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeAlias

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bots.playground.slack.blocks import BLOCK_KINDS, Surface, elements_of, problems_in_blocks
from bots.playground.slack.elements import ELEMENTS
from bots.playground.slack.manifest import ENOUGH, Shortcut
from tests.support.slack_gallery import SHOWN, Gallery, Json, form

Hang: TypeAlias = Callable[..., Awaitable[Gallery]]

PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
MARKED = {
    "strong": "bold",
    "em": "italic",
    "del": "gone",
    "code": "code",
    "blockquote": "quoted",
    "pre": "two\nlines",
}


async def test_the_gallery_holds_every_kind() -> None:
    """What is looked at below is all that the stand-in lets an app show."""
    assert problems_in_blocks(SHOWN, Surface.MESSAGE) == []
    blocks = [*SHOWN, *form()["blocks"]]
    assert {block["type"] for block in blocks} == BLOCK_KINDS
    elements = {element["type"] for block in blocks for _, element in elements_of(block)} | {"image"}
    assert elements == set(ELEMENTS)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [760, 390])
async def test_every_kind_is_drawn_and_accessible(hang: Hang, theme: str, width: int) -> None:
    """In a message, on Home and in a form; axe finds nothing serious, on a phone and in the dark either."""
    gallery = await hang(width=width, theme=theme)
    page = gallery.page
    gallery.post(SHOWN)
    if width < 500:
        await page.get_by_role("button", name="Channels and apps").click()
    await gallery.open_dm()
    await expect(page.locator(".message [data-block]")).to_have_count(len(SHOWN))
    await assert_accessible(page)
    gallery.standin.workspace.publish_home(gallery.user, {"type": "home", "blocks": SHOWN}, None)
    await gallery.show()
    await page.get_by_role("tab", name="Home").click()
    await expect(page.locator(".home [data-block]")).to_have_count(len(SHOWN))
    await assert_accessible(page)
    await gallery.open(form())
    await expect(page.get_by_role("dialog").locator("[data-block=input]")).to_have_count(8)
    await assert_accessible(page)
    assert await page.locator("[data-undrawn]").count() == 0


async def assert_accessible(page: Page) -> None:
    found = (await Axe().run(page)).response["violations"]
    serious = [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
    assert serious == []


async def test_a_kind_that_is_not_known_says_so(gallery: Gallery) -> None:
    """A box with its name stands there, so that nobody takes it for a bot that shows nothing."""
    gallery.post([{"type": "divider"}])

    def with_unknown(state: Json) -> Json:
        state["dm"]["messages"][0]["blocks"] += [
            {"type": "carousel", "block_id": "x"},
            {"type": "actions", "block_id": "y", "elements": [{"type": "knob", "action_id": "z"}]},
        ]
        return state

    gallery.changed = with_unknown
    await gallery.open_dm()
    drawn = gallery.page.locator("[data-undrawn]")
    assert [await each.get_attribute("data-undrawn") for each in await drawn.all()] == ["carousel", "knob"]


async def test_markup_is_drawn_and_nothing_else_is_markup(gallery: Gallery) -> None:
    """Bold is bold, a quotation a quotation; what looks like a tag is the text it is."""
    gallery.post(SHOWN)
    await gallery.open_dm()
    marked = gallery.page.locator("[data-block=section]").first
    for tag, words in MARKED.items():
        assert await marked.locator(tag).inner_text() == words
    text = await marked.inner_text()
    assert "👋" in text
    assert "<b>not a tag</b> <img src=x onerror=alert(1)> snake_case_name 2*3*4" in text
    assert await marked.locator("b, img").count() == 0


async def test_a_link_opens_nothing_and_says_where_it_leads(gallery: Gallery) -> None:
    """An address and a number alike: the page stays where it is, and no other opens."""
    gallery.post(SHOWN)
    await gallery.open_dm()
    page = gallery.page
    here = page.url
    await page.get_by_role("link", name="a page").click()
    led = page.get_by_role("status").filter(has_text="This page opens nothing")
    await expect(led).to_contain_text("https://findahelpline.com")
    await page.get_by_role("link", name="116 123").click()
    await expect(led).to_contain_text("dial 116123")
    await page.get_by_role("link", name="a page").click(button="middle")
    assert (page.url, len(page.context.pages)) == (here, 1)


@pytest.mark.parametrize("width", [760, 390])
async def test_a_message_that_comes_while_one_is_elsewhere(hang: Hang, width: int) -> None:
    """It is counted beside the app's name and said at once; a press leads to it, and then nothing is new."""
    gallery = await hang(width=width)
    page = gallery.page
    gallery.post([], "Words of now")
    await gallery.show()
    told = page.get_by_role("button", name="Words of now")
    await expect(told).to_be_visible()
    await expect(page.locator(".count:visible")).to_have_text("1")
    await told.click()
    await expect(page.get_by_role("article")).to_contain_text("Words of now")
    await expect(page.locator(".count")).to_have_count(0)


async def test_a_picture_from_elsewhere_is_not_fetched(gallery: Gallery) -> None:
    """The page asks its own server alone: such a picture shows its words, and its address when pressed."""
    hosts: set[str] = set()
    gallery.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    gallery.post([*SHOWN, {"type": "image", "image_url": PIXEL, "alt_text": "One pixel"}])
    await gallery.open_dm()
    page = gallery.page
    await expect(page.get_by_role("img", name="One pixel")).to_be_visible()
    await page.get_by_role("button", name="Six weeks").click()
    await expect(page.get_by_role("status").filter(has_text="This page opens nothing")).to_contain_text(
        "https://example.org/weeks.png"
    )
    assert hosts <= {page.url.split("/")[2]}


async def test_what_is_chosen_in_a_message_is_sent_at_once(gallery: Gallery) -> None:
    """Menus, radio buttons, checkboxes and pickers, each with the value that the app gave it."""
    ts = gallery.post(SHOWN)
    await gallery.open_dm()
    page = gallery.page

    async def sent(block: str, action: str, value: Any) -> None:
        for _ in range(100):
            if ("choose", {"surface": ts, "block_id": block, "action_id": action, "value": value}) in gallery.deeds:
                return
            await asyncio.sleep(0.02)
        pytest.fail(f"{action} is not among {gallery.deeds}")

    await page.get_by_role("button", name="One of").click()
    await page.get_by_role("combobox").fill("ho")
    await page.keyboard.press("Enter")
    await sent("acting", "one", "home")
    await page.get_by_role("button", name="Select options").click()
    await page.get_by_role("option", name="Work").click()
    await sent("several", "many", ["work"])
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="More actions").click()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await sent("acting", "more", "never")
    await page.get_by_role("radio", name="Work").check()
    await sent("acting", "radio", "work")
    await page.get_by_role("checkbox", name="Home").check()
    await sent("acting", "boxes", ["home"])
    await page.locator("input[type=date]").fill("2026-03-04")
    await sent("acting", "day", "2026-03-04")
    await page.get_by_label("Hour").fill("16:45")
    await sent("acting", "hour", "16:45")


async def test_a_press_that_is_not_answered_is_marked(gallery: Gallery) -> None:
    """Beside the button stands that the app did not answer, and it can be pressed again."""
    gallery.post(SHOWN)
    await gallery.open_dm()
    button = gallery.page.get_by_role("button", name="Plain")
    await button.click()
    await expect(gallery.page.get_by_role("alert")).to_have_text("The app did not answer in time.")
    await button.click()
    assert [deed for deed, _ in gallery.deeds] == ["press", "press"]


async def test_a_button_that_asks_first(gallery: Gallery) -> None:
    """ "Keep" and Esc send nothing; "Erase" sends the press, and the focus is back on the button."""
    gallery.post(SHOWN)
    await gallery.open_dm()
    page = gallery.page
    danger = page.get_by_role("button", name="Danger")
    await danger.click()
    await page.get_by_role("alertdialog", name="Sure?").get_by_role("button", name="Keep").click()
    await danger.click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("alertdialog")).to_have_count(0)
    await expect(danger).to_be_focused()
    assert gallery.deeds == []
    await danger.click()
    await page.get_by_role("button", name="Erase").click()
    assert (await gallery.asked("press"))["action_id"] == "danger"


async def test_only_you_see_it(gallery: Gallery) -> None:
    """A message for one person is marked, and so is what Slack itself says: about a command that nobody answers, or
    that is none."""
    gallery.post([], "For you", only_for="U0PERSON")
    await gallery.open_dm()
    message = gallery.page.get_by_role("article").filter(has_text="For you")
    await expect(message).to_contain_text("Only visible to you")
    await gallery.page.get_by_role("button", name="#general").click()
    box = gallery.page.get_by_label("Message #general")
    await box.fill("/enough open")
    await box.press("Enter")
    told = gallery.page.get_by_role("article").filter(has_text="Slackbot")
    await expect(told).to_contain_text('/enough failed with the error "dispatch_failed"')
    await expect(told).to_contain_text("Only visible to you")
    await box.fill("/nothing")
    await box.press("Enter")
    await expect(told.last).to_contain_text("is not a valid command")


async def test_plain_text_goes_to_the_channel_and_not_to_the_app(gallery: Gallery) -> None:
    """In a channel it stands there under the person's name; to this app nobody can write, as its manifest says."""
    page = gallery.page
    box = page.get_by_label("Message #general")
    await box.fill("Hello <b>all</b> & *you*")
    await box.press("Enter")
    said = page.get_by_role("article")
    await expect(said).to_contain_text("Hello <b>all</b> & you")
    await expect(said).to_contain_text("Sam")
    await expect(box).to_have_value("")
    await gallery.open_dm()
    await expect(page.get_by_text("Sending messages to this app has been turned off.")).to_be_visible()
    assert await page.get_by_role("textbox").count() == 0


async def test_a_shortcut_on_a_message(hang: Hang) -> None:
    """It stands in the message's own menu, where the manifest has one, and names the message."""
    shortcut = Shortcut("Keep this", "message", "keep", "Keeps it")
    gallery = await hang(manifest=replace(ENOUGH, shortcuts=(*ENOUGH.shortcuts, shortcut)))
    ts = gallery.post([])
    await gallery.open_dm()
    await gallery.page.get_by_role("article").hover()
    await gallery.page.get_by_role("button", name="More actions").click()
    await gallery.page.get_by_role("menuitem", name="Keep this").click()
    assert await gallery.asked("shortcut") == {"callback_id": "keep", "ts": ts}
    await gallery.page.get_by_role("button", name="#general").click()
    await gallery.page.get_by_role("button", name="Shortcuts").click()
    await gallery.page.get_by_role("menuitem", name="Open Enough").click()
    for _ in range(50):
        if ("shortcut", {"callback_id": "enough_put"}) in gallery.deeds:
            break
        await asyncio.sleep(0.02)
    else:
        pytest.fail(f"no shortcut among {gallery.deeds}")
