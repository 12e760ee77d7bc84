"""Messages as lines: what markdown and components look like to a person. Pure."""

from typing import Any

import pytest

from bots.playground.discord.components import with_ids
from bots.playground.discord.seen import markdown, text_of
from bots.playground.discord.world import V2, Channel, File, Message


def message(*components: dict[str, Any], **fields: Any) -> Message:
    flags = fields.pop("flags", V2)
    parts = with_ids(list(components), {"a.md": "https://cdn.example/a.md"})
    return Message("1", Channel("2"), "3", flags, 0.0, 1, components=parts, **fields)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("# Title\n-# small\n\nplain", ["Title", "small", "plain"]),
        ("**bold** and *it* and __u__ and ~~s~~ and `code`", ["bold and it and u and s and code"]),
        ("***both***", ["both"]),
        ("> a\n> b", ["| a", "| b"]),
        ("- one\n* two", ["• one", "• two"]),
        (r"\*not bold\* 2 \> 1 \\", [r"*not bold* 2 > 1 " + "\\"]),
        (r"\> not a quote", ["> not a quote"]),
        (
            "[988](https://988lifeline.org) <https://findahelpline.com>",
            ["988 (https://988lifeline.org) https://findahelpline.com"],
        ),
        ("snake_case and 2 * 3 * 4", ["snake_case and 2 * 3 * 4"]),
    ],
)
def test_markdown_reads_as_in_the_client(written: str, read: list[str]) -> None:
    """Marks are gone, escapes are what they stand for, a quote has its bar."""
    assert markdown(written) == read


def test_every_part_of_a_message_has_its_line() -> None:
    """Section, row, menu with a choice, separator, file, links, what is off."""
    shown = message(
        {
            "type": 17,
            "components": [
                {"type": 9, "components": [{"type": 10, "content": "side"}], "accessory": button("Do")},
                {"type": 14},
                {"type": 14, "divider": False},
                {"type": 1, "components": [button("A"), button("B", disabled=True)]},
                {"type": 1, "components": [{"type": 2, "style": 5, "label": "Site", "url": "https://x.org"}]},
                {"type": 1, "components": [menu()]},
                {"type": 12, "items": [{"media": {"url": "https://x.org/p.png"}, "description": "A picture"}]},
                {"type": 13, "file": {"url": "attachment://a.md"}},
            ],
        }
    )
    assert text_of(shown) == [
        "side",
        "[ Do ]",
        "---",
        "[ A ] [ B ] (off)",
        "[ Site ↗ ]",
        "Which:",
        "  (x) One (the first)",
        "  ( ) Two",
        "picture: A picture",
        "file: a.md",
    ]


def test_a_legacy_message_shows_text_files_and_who_sees_it() -> None:
    """Without V2 attachments show by themselves; an ephemeral message says so, a waiting one too."""
    shown = message(content="hello", files=[File("9", "b.txt", b"")], flags=64 | 128)
    assert text_of(shown) == ["hello", "(thinking…)", "file: b.txt", "Only you can see this"]


def button(label: str, **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": label, "custom_id": label, **more}


def menu() -> dict[str, Any]:
    options = [
        {"label": "One", "value": "1", "description": "the first", "default": True},
        {"label": "Two", "value": "2"},
    ]
    return {"type": 3, "custom_id": "m", "placeholder": "Which", "options": options}
