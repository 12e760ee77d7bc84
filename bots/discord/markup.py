"""Plain text in Discord's Markdown, and back.

discord.py's ``escape_markdown`` does not do: it leaves numbered lists and indented ones, and what stands inside a
masked link. Discord reads a backslash before anything but a letter, a digit or a space as "show the next character".
"""

import re

_LINK = re.compile(r"(https?://[^\s<]+)")
# Emphasis, code, spoilers; "<" begins mentions, emoji, times and links; "[" a masked link; "://" an automatic one.
_ANYWHERE = re.compile(r"[\\*_~|`<\[]|@(?=everyone|here)|:(?=//)")
# Quotes, headings, small print and lists exist at the start of a line alone.
_LINE_START = re.compile(r"^([^\S\n]*)([>#+-])", re.MULTILINE)
_NUMBERED = re.compile(r"^([^\S\n]*\d+)([.)])", re.MULTILINE)
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")


def escape(text: str) -> str:
    """Return Markdown that shows *text* as it is, links included, and pings no one. At most twice as long."""
    text = _NUMBERED.sub(r"\1\\\2", _ANYWHERE.sub(r"\\\g<0>", text))
    return _LINE_START.sub(r"\1\\\2", text)


def unescape(markdown: str) -> str:
    """Return the text that :func:`escape` was given."""
    return _ESCAPED.sub(r"\1", markdown)


def escape_around_links(text: str) -> str:
    """Return Markdown that shows *text* as it is, with web addresses left tappable. For the bot's own words."""
    return "".join(part if _LINK.fullmatch(part) else escape(part) for part in _LINK.split(text))
