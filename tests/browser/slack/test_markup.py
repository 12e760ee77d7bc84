"""Slack's markup as the page reads it: what it takes for bold, a link or a quotation, and what for text."""

import random
from typing import Any

from playwright.async_api import Page

from tests.support.slack_gallery import Gallery

KINDS = {"text", "bold", "italic", "strike", "code", "pre", "quote", "link", "mention"}
TAKEN = ("https:", "http:", "tel:", "sms:", "mailto:")


async def parsed(page: Page, *texts: str) -> list[list[Any]]:
    """Return each of *texts* as nodes, shortened to [kind, text or children, address]."""
    nodes: list[list[Any]] = await page.evaluate(
        """async (texts) => {
          const {parsed} = await import("/assets/slack/mrkdwn.js");
          const short = ({kind, text, children, address}) =>
            [kind, children ? children.map(short) : text, ...(address ? [address] : [])];
          return texts.map((text) => parsed(text).map(short));
        }""",
        list(texts),
    )
    return nodes


EXAMPLES: dict[str, list[Any]] = {
    "*a*, (_b_) and ~c~": [
        ["bold", [["text", "a"]]],
        ["text", ", ("],
        ["italic", [["text", "b"]]],
        ["text", ") and "],
        ["strike", [["text", "c"]]],
    ],
    "*_both_*": [["bold", [["italic", [["text", "both"]]]]]],
    "2 * 3 * 4, a*b*c, *not\nbold*": [["text", "2 * 3 * 4, a*b*c, *not\nbold*"]],
    "`*a*` &lt;b&gt; &amp;amp;": [["code", "*a*"], ["text", " <b> &amp;"]],
    "```one\ntwo```\nafter": [["pre", "one\ntwo"], ["text", "after"]],
    "an open ``` fence": [["text", "an open ``` fence"]],
    "> one\n&gt; two\nafter": [["quote", [["text", "one\ntwo"]]], ["text", "after"]],
    "• one\n• two": [["text", "• one\n• two"]],
    "<https://a.example/?b=c&amp;d|here>": [["link", "here", "https://a.example/?b=c&d"]],
    "<tel:+34024|024> <sms:741741>": [["link", "024", "tel:+34024"], ["text", " "], ["link", "741741", "sms:741741"]],
    "see https://a.example/b.": [
        ["text", "see "],
        ["link", "https://a.example/b", "https://a.example/b"],
        ["text", "."],
    ],
    "<javascript:alert(1)|x> <data:text/html,x|y>": [["text", "<javascript:alert(1)|x> <data:text/html,x|y>"]],
    "<@U1|Ana> <!here> <!date^1^{date}|today>": [
        ["mention", "@Ana"],
        ["text", " "],
        ["mention", "@here"],
        ["text", " "],
        ["text", "today"],
    ],
    ":wave: :no_such:": [["text", "👋"], ["text", " :no_such:"]],
}


async def test_what_is_markup_and_what_is_text(gallery: Gallery) -> None:
    """As Slack reads it, with nothing but the addresses that it opens taken for links."""
    nodes = await parsed(gallery.page, *EXAMPLES)
    assert dict(zip(EXAMPLES, nodes, strict=True)) == EXAMPLES


async def test_any_text_is_read(gallery: Gallery) -> None:
    """Whatever signs stand in it: only known kinds come of it, and only addresses that may be shown as such."""
    chance = random.Random(6)
    signs = [
        "*",
        "_",
        "~",
        "`",
        "```",
        "<",
        ">",
        "|",
        "&lt;",
        ":",
        "\n",
        " ",
        "a",
        "é",
        "http://x",
        "javascript:",
        "!",
        "@",
    ]
    texts = ["".join(chance.choices(signs, k=chance.randrange(1, 25))) for _ in range(2000)]

    def check(node: list[Any]) -> None:
        assert node[0] in KINDS
        if node[0] == "link":
            assert node[2].lower().startswith(TAKEN)
        if isinstance(node[1], list):
            for each in node[1]:
                check(each)

    for nodes in await parsed(gallery.page, *texts):
        for node in nodes:
            check(node)


async def test_a_long_text_does_not_hang_the_page(gallery: Gallery) -> None:
    """A message holds 40,000 characters; whatever they are, they are read in a moment."""
    signs = ["*", "_a ", "<", "<http://a|", "`", "*_~", "> ", ":a", "http://."]
    took = await gallery.page.evaluate(
        """async (signs) => {
          const {parsed} = await import("/assets/slack/mrkdwn.js");
          return signs.map((sign) => {
            const text = sign.repeat(40_000 / sign.length);
            const began = performance.now();
            parsed(text);
            return performance.now() - began;
          });
        }""",
        signs,
    )
    assert dict(zip(signs, [each < 500 for each in took], strict=True)) == dict.fromkeys(signs, True)
