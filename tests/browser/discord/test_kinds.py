"""Discord's client on the page, without a bot: every kind of thing is drawn, and Markdown is only ever words."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.support.discord_gallery import Gallery
from tests.support.discord_kinds import FORMS, PICTURE

Hang: TypeAlias = Callable[..., Awaitable[Gallery]]
SERIOUS = ("serious", "critical")


async def assert_accessible(page: Page) -> None:
    found = (await Axe().run(page)).response["violations"]
    serious = [(each["id"], [node["target"] for node in each["nodes"]]) for each in found if each["impact"] in SERIOUS]
    assert not serious


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [900, 390])
async def test_every_kind_is_drawn_and_accessible(hang: Hang, theme: str, width: int) -> None:
    """In messages and in forms; axe finds nothing serious, on a phone and in the dark either."""
    gallery = await hang(width=width, theme=theme)
    gallery.showcase.every_message()
    await gallery.show()
    page = gallery.page
    await expect(page.get_by_text("is thinking…")).to_be_visible()
    await expect(gallery.log.get_by_role("article")).to_have_count(8)  # seven messages, and an embed in one
    await expect(page.locator("[data-undrawn]")).to_have_count(0)
    await assert_accessible(page)
    for form in FORMS:
        gallery.showcase.form(form)
        await gallery.show()
        await expect(gallery.form).to_have_accessible_name(form["title"])
        await expect(gallery.form.locator("[data-undrawn]")).to_have_count(0)
        await assert_accessible(page)


async def test_a_kind_that_nobody_knows_is_a_box_that_says_so(gallery: Gallery) -> None:
    """It does not take the page down, and can be found."""
    message = gallery.showcase.message([{"type": 10, "content": "known"}])
    message.components.append({"type": 99, "id": 9})
    await gallery.show()
    await expect(gallery.log.locator("[data-undrawn='99']")).to_be_visible()
    await expect(gallery.log).to_contain_text("known")


async def test_a_link_only_shows_where_it_leads(gallery: Gallery) -> None:
    """A link button and a link in a text: the address is shown, and the page stays where it is."""
    gallery.showcase.every_message()
    await gallery.show()
    before = gallery.page.url
    for link, address in (("Link", "https://example.org/a"), ("a masked link", "https://example.org/masked")):
        await gallery.log.get_by_role("link", name=link, exact=True).click()
        await expect(gallery.form).to_contain_text(address)
        await gallery.page.keyboard.press("Escape")
        await expect(gallery.form).to_have_count(0)
    assert (gallery.page.url, len(gallery.page.context.pages)) == (before, 1)


async def test_files_can_be_read_and_pictures_seen(gallery: Gallery) -> None:
    """A file's words stand below it when asked for, and it can be taken home; a picture of the app's own is shown."""
    gallery.showcase.every_message()
    await gallery.show()
    picture = gallery.log.get_by_role("img", name="A circle", exact=True)
    await expect(picture).to_have_js_property("naturalWidth", 320)
    await gallery.log.get_by_role("button", name="Read words.md").click()
    await expect(gallery.log.get_by_role("region", name="words.md")).to_have_text("# Mine\n\nKept.")
    async with gallery.page.expect_download() as downloading:
        await gallery.log.get_by_role("button", name="Download words.md").click()
    download = await downloading.value
    assert download.suggested_filename == "words.md"
    assert (await download.path()).read_bytes() == b"# Mine\n\nKept."
    assert b"svg" in PICTURE


MARKED: dict[str, tuple[str, str]] = {
    "**bold**": ("strong", "bold"),
    "*italics*": ("em", "italics"),
    "_also_": ("em", "also"),
    "***both***": ("em > strong", "both"),
    "__under__": ("u", "under"),
    "~~struck~~": ("s", "struck"),
    "`a * b`": ("code", "a * b"),
    "``a ` b``": ("code", "a ` b"),
    "```\nlet a;\n```": ("pre code", "let a;"),
    "# One": (".h1", "One"),
    "### Three": (".h3", "Three"),
    "-# small": ("small", "small"),
    "> a\n> b": ("blockquote .lines", "a\nb"),
    ">>> a\n- b": ("blockquote li", "b"),
    "- one\n  - in": ("li li", "in"),
    "3. third": ("ol[start='3'] li", "third"),
    "[words](https://example.org/(x))": ("a[href='https://example.org/(x)']", "words"),
    "at https://example.org/a_b_c.": ("a[href='https://example.org/a_b_c']", "https://example.org/a_b_c"),
    "<https://example.org>": ("a", "https://example.org"),
    "</enough open:1>": ("button.mention", "/enough open"),
    "<t:1772465400:t>": ("time", "15:30"),
    "<t:1772465400:R>": ("time", "10 minutes ago"),
    "<#1>": (".mention", "#unknown"),
}
PLAIN = (
    r"\*as typed\*",
    r"\> no quote",
    r"\# no heading",
    r"1\. no list",
    r"https\://example.org",
    "snake_case_word",
    "2 * 3 * 4",
    "#nospace",
    "[x](javascript:alert(1))",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "**open",
    "||open",
)


async def test_markdown_is_drawn_as_in_the_client(gallery: Gallery) -> None:
    """Each mark alone, and the words in it."""
    for text, (selector, words) in MARKED.items():
        message = gallery.showcase.message(content=text, flags=0)
        await gallery.show()
        drawn = gallery.page.locator(f"#discord-{message.id} .words {selector}").first
        assert (text, await drawn.inner_text()) == (text, words)


async def test_what_is_escaped_or_incomplete_stays_as_typed(gallery: Gallery) -> None:
    """No mark is made of it, and no tag of HTML ever."""
    for text in PLAIN:
        message = gallery.showcase.message(content=text, flags=0)
        await gallery.show()
        drawn = gallery.page.locator(f"#discord-{message.id} .words")
        assert await drawn.inner_text() == text.replace("\\", "")
        assert await drawn.locator("*:not(div)").count() == 0


async def test_no_text_takes_long_to_read(gallery: Gallery) -> None:
    """Long runs of marks that never close are read within a frame or few."""
    slowest = await gallery.page.evaluate(
        """async () => {
          const {blocks} = await import("/assets/discord/markdown.js");
          const marks = ["`", "*", "_", "||", "~~", "[", "[a](", "<", "> ", "- ", "* ", "**a", "\\\\", "https://",
            "```\\n"];
          let slowest = ["", 0];
          for (const mark of marks) for (const end of ["", "a"]) {
            const began = performance.now();
            blocks(mark.repeat(4000 / mark.length) + end);
            const took = performance.now() - began;
            if (took > slowest[1]) slowest = [mark, took];
          }
          return slowest;
        }"""
    )
    assert slowest[1] < 250, slowest


async def test_texts_of_any_kind_become_words_alone(gallery: Gallery) -> None:
    """Whatever is put together from marks: nothing is drawn but what Markdown has, and links lead to web addresses."""
    strange: list[Any] = await gallery.page.evaluate(
        """async () => {
          const {blocks} = await import("/assets/discord/markdown.js");
          const pieces = ["*", "**", "_", "__", "`", "```", "~~", "||", "> ", ">>> ", "# ", "-# ", "- ", "1. ",
            "\\n", " ", "a", "é", "🙂", "[", "](", ")", "<", ">", "javascript:", "https://x.y", "<t:1:R>", "</a:1>",
            "<@1>", "\\\\", "@here"];
          const kinds = new Set(["text", "break", "lines", "heading", "small", "quote", "code", "codeblock", "list",
            "link", "spoiler", "time", "command", "mention", "strong", "emphasis", "underlined", "struck"]);
          let seed = 7;
          const random = (most) => (seed = (seed * 1103515245 + 12345) % 2147483648) % most;
          const strange = [];
          const look = (node, text) => {
            if (Array.isArray(node)) return node.forEach((each) => look(each, text));
            if (!kinds.has(node.is)) strange.push([text, node.is]);
            if (node.is === "link" && !/^(https?|discord):\\/\\//.test(node.to)) strange.push([text, node.to]);
            if (node.is === "text" && typeof node.text !== "string") strange.push([text, "no text"]);
            look(node.of ?? [], text);
            look(node.items ?? [], text);
          };
          for (let round = 0; round < 4000; round += 1) {
            const text = Array.from({length: 1 + random(14)}, () => pieces[random(pieces.length)]).join("");
            look(blocks(text), text);
          }
          return strange;
        }"""
    )
    assert strange == []
