"""One of every kind of thing that Discord's client can show, as the stand-in holds it: to be drawn, and looked at."""

from typing import Any, Final, TypeAlias

from bots.playground.discord import components, payloads
from bots.playground.discord.errors import Problems
from bots.playground.discord.form import OpenModal
from bots.playground.discord.modals import check_modal
from bots.playground.discord.person import Person
from bots.playground.discord.server import DiscordStandIn
from bots.playground.discord.world import EPHEMERAL, LOADING, V2, File, Message
from bots.playground.page.discord_side import DiscordSide

Json: TypeAlias = dict[str, Any]
PICTURE: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180"><rect width="320" height="180" fill="#2f7d6b"/>'
    b'<circle cx="160" cy="90" r="60" fill="#f2f3f5"/></svg>'
)
MARKDOWN: Final = """# Heading one
## Heading two
### Heading three
-# subtext, small and grey
**bold**, *italics*, _also_, ***both***, __underlined__, ~~struck~~, `code`, ||a spoiler||
> a quote
> of two lines
- one
  - within
- two
1. first
2. second
[a masked link](https://example.org/masked), https://example.org/bare, <https://example.org/angled>
</enough open:1> @everyone <t:1772465400:F> (<t:1772465400:R>)
```py
print("a block")
```
\\*as typed\\*, snake_case_word and 2 * 3 * 4"""


def _button(style: int, label: str, **more: Any) -> Json:
    place = {"url": "https://example.org/a"} if style == 5 else {"sku_id": "1"} if style == 6 else {"custom_id": label}
    return {"type": 2, "style": style, **({} if style == 6 else {"label": label}), **place, **more}


def _options(count: int = 4, *, chosen: int = 0) -> list[Json]:
    words = ["Work", "Being a parent", "Partner", "Ageing parents"]
    return [
        {"label": words[n], "value": str(n), "default": n < chosen, **({"description": "Explained"} if n == 1 else {})}
        for n in range(count)
    ]


def _row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def _text(words: str) -> Json:
    return {"type": 10, "content": words}


MENUS: Final = [
    _row({"type": 3, "custom_id": "one", "placeholder": "Choose one", "options": _options()}),
    _row(
        {"type": 3, "custom_id": "several", "placeholder": "Choose several", "options": _options(chosen=2)}
        | {"min_values": 1, "max_values": 4}
    ),
    _row({"type": 3, "custom_id": "off", "placeholder": "Cannot be chosen", "options": _options(), "disabled": True}),
    *(_row({"type": kind, "custom_id": f"entity-{kind}"}) for kind in (5, 6, 7, 8)),
]
BUTTONS: Final = [
    _row(*(_button(style, name) for style, name in ((1, "Primary"), (2, "Secondary"), (3, "Success"), (4, "Danger")))),
    _row(_button(5, "Link"), _button(6, ""), _button(2, "Off", disabled=True), _button(2, "🌱", custom_id="leaf")),
]
LAYOUT: Final = [
    {
        "type": 17,
        "accent_color": 0x2F7D6B,
        "components": [
            _text("## A container with an accent"),
            {"type": 9, "components": [_text("A section"), _text("and a button")], "accessory": _button(2, "Beside")},
            {"type": 14},
            {
                "type": 9,
                "components": [_text("A section with a thumbnail")],
                "accessory": {"type": 11, "media": {"url": "attachment://a.svg"}, "description": "A circle"},
            },
            {"type": 14, "divider": False, "spacing": 2},
            {
                "type": 12,
                "items": [
                    {"media": {"url": "attachment://a.svg"}, "description": "A circle in a gallery"},
                    {"media": {"url": "https://example.org/b.png"}, "description": "One from elsewhere"},
                ],
            },
            {"type": 13, "file": {"url": "attachment://words.md"}},
            _row(_button(1, "Within")),
        ],
    },
    {"type": 17, "spoiler": True, "components": [_text("Covered at first")]},
]
EMBED: Final = {
    "title": "An embed",
    "url": "https://example.org/embed",
    "description": "Its **description**",
    "color": 0x5865F2,
    "author": {"name": "Its author"},
    "fields": [{"name": f"Field {n}", "value": "Its value", "inline": n < 3} for n in (1, 2, 3)],
    "footer": {"text": "Its footer"},
    "timestamp": "2026-03-02T15:40:00+00:00",
}


def _label(label: str, field: Json, description: str = "") -> Json:
    return {"type": 18, "label": label, "component": field, **({"description": description} if description else {})}


FORMS: Final = [
    {
        "custom_id": "words",
        "title": "Words and menus",
        "components": [
            _text("Nobody else reads **this**."),
            _label("One line", {"type": 4, "custom_id": "short", "style": 1, "max_length": 40, "placeholder": "So"}),
            _label("A paragraph", {"type": 4, "custom_id": "long", "style": 2, "max_length": 300}, "Any length"),
            _label("One of them", {"type": 3, "custom_id": "menu", "options": _options()}),
            _label(
                "Several",
                {"type": 3, "custom_id": "menus", "options": _options(chosen=1), "required": False}
                | {"min_values": 0, "max_values": 3},
            ),
        ],
    },
    {
        "custom_id": "boxes",
        "title": "Boxes and files",
        "components": [
            _label("How is it", {"type": 21, "custom_id": "radio", "options": _options(3)}),
            _label("Which of them", {"type": 22, "custom_id": "boxes", "options": _options(3), "max_values": 2}),
            _label("Keep it", {"type": 23, "custom_id": "box"}, "For you alone"),
            _label("A file", {"type": 19, "custom_id": "upload", "required": False}),
            _label("Somebody", {"type": 5, "custom_id": "who", "required": False}),
        ],
    },
    {
        "custom_id": "old",
        "title": "The old way",
        "components": [_row({"type": 4, "custom_id": "row", "style": 1, "label": "In a row"})],
    },
    {
        "custom_id": "entities",
        "title": "Roles and channels",
        "components": [
            _label(f"Kind {kind}", {"type": kind, "custom_id": f"kind-{kind}", "required": False}) for kind in (6, 7, 8)
        ],
    },
]


class Showcase:
    """One person's client, and a way to put things before their eyes that the stand-in would have taken from an app."""

    def __init__(self, *, locale: str = "en-GB", answer_seconds: float = 3.0, patience: float = 5.0) -> None:
        self.standin = DiscordStandIn(clock=lambda: 1_772_465_400.0, answer_seconds=answer_seconds, patience=patience)
        self.person: Person = self.standin.person(name="sam", locale=locale)
        self.side = DiscordSide(self.person, self.standin, zone="Europe/London")

    def every_message(self) -> None:
        """Show each kind of message once."""
        self.message(content=MARKDOWN, flags=0)
        self.message(embeds=[EMBED], content="With an embed", flags=0, files=("plain.txt", b"words"))
        for parts in (BUTTONS, MENUS):
            self.message(parts)
        picture, words = ("a.svg", PICTURE), ("words.md", b"# Mine\n\nKept.")
        self.message(LAYOUT, files=picture, more=words)
        self.message([_text("For you alone")], flags=V2 | EPHEMERAL)
        self.message(flags=EPHEMERAL | LOADING)

    def message(
        self,
        parts: list[Json] | None = None,
        *,
        flags: int = V2,
        files: tuple[str, bytes] | None = None,
        more: tuple[str, bytes] | None = None,
        **fields: Any,
    ) -> Message:
        world = self.standin.world
        uploads = [File(world.snowflake(), *each) for each in (files, more) if each]
        problems = Problems()
        if parts:
            names = frozenset(each.name for each in uploads)
            components.check_message(problems, parts, v2=bool(flags & V2), filenames=names)
            problems.raise_if_any()
        urls = {each.name: payloads.file_url(world.lobby, each) for each in uploads}
        return world.add_message(
            world.lobby,
            world.app_id,
            flags=flags,
            components=components.with_ids(parts or [], urls),
            files=uploads,
            only_for=self.standin.world.accounts[self.person.id] if flags & EPHEMERAL else None,
            **fields,
        )

    def form(self, data: Json) -> OpenModal:
        """Open a form."""
        problems = Problems()
        check_modal(problems, data)
        problems.raise_if_any()
        made = {**data, "components": components.with_ids(data["components"])}
        world = self.standin.world
        self.person._modal = OpenModal(world.snowflake(), made, world.lobby, None)
        return self.person._modal
