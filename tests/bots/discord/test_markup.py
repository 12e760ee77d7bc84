import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.discord.markup import escape, escape_around_links, unescape

TEXT = st.text() | st.text(st.sampled_from("a *_~|`<>[]()@#-+.:/\\\n19"))


@given(TEXT)
def test_what_is_escaped_can_be_read_back(text: str) -> None:
    """Kept answers are read back out of a message, to the letter."""
    assert unescape(escape(text)) == text


@given(TEXT)
def test_escaping_at_most_doubles(text: str) -> None:
    """The bounds of a message are reckoned with this."""
    assert len(escape(text)) <= 2 * len(text)


@pytest.mark.parametrize(
    "text",
    [
        "*bold*", "_x_", "__x__", "~~x~~", "||x||", "`x`", "```x```", "<@123456789012345678>", "<#1>", "<t:0:R>",
        "<:e:1>", "</enough:1>", "[x](https://x.y)", "@everyone", "@here", "# x", "### x", "-# x", "- x", "  - x",
        "+ x", "> x", ">>> x", "1. x", " 12) x", "a\n# x", "https://a_b.c",
    ],
)  # fmt: skip
def test_no_markup_is_left(text: str) -> None:
    """Every construct of Discord's Markdown has a backslash in front of what would begin it."""
    escaped = escape(text)
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "x", escaped)
    assert not re.search(r"[*_~|`<\[\\]|@(everyone|here)|://|^\s*([>#+-]|\d+[.)])", bare, re.MULTILINE)


def test_plain_words_stay_plain() -> None:
    """What people mostly write is not touched: dashes, dots, numbers and e-mail addresses inside a line."""
    text = "Call 988 - or 1-800-273. It's 3.5 km, #2 of 4 (a@b.c): fine > not"
    assert escape(text) == text


def test_addresses_stay_tappable_in_the_bots_words() -> None:
    """A link keeps working, with an underscore in it; the words around it are escaped."""
    assert escape_around_links("*See* https://a.b/c_d now") == "\\*See\\* https://a.b/c_d now"
