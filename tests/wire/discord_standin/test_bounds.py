"""Every bound of components, modals, messages and commands, at the bound and one past it. Pure."""

import copy
from typing import Any

import pytest

from bots.playground.discord.commands import check_all
from bots.playground.discord.components import check_message, walk, with_ids
from bots.playground.discord.errors import Json, Problems, Refusal
from bots.playground.discord.messages import Form, compose
from bots.playground.discord.modals import check_modal
from bots.playground.discord.world import V2, World


def text(content: Any = "x") -> Json:
    return {"type": 10, "content": content}


def button(number: int = 0, **changes: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": f"b{number}", **changes}


def link(url: Any) -> Json:
    return {"type": 2, "style": 5, "label": "Go", "url": url}


def option(number: int = 0, **changes: Any) -> Json:
    return {"label": "One", "value": f"v{number}", **changes}


def select(count: int = 1, **changes: Any) -> Json:
    return {"type": 3, "custom_id": "s", "options": [option(n) for n in range(count)], **changes}


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def section(*parts: Json, accessory: Any) -> Json:
    return {"type": 9, "components": list(parts), "accessory": accessory}


def box(*parts: Json, **changes: Any) -> Json:
    return {"type": 17, "components": list(parts), **changes}


def label(part: Any, **changes: Any) -> Json:
    return {"type": 18, "label": "Words", "component": part, **changes}


def text_input(**changes: Any) -> Json:
    return {"type": 4, "custom_id": "t", "style": 1, "label": None, **changes}


def modal(*parts: Any, **changes: Any) -> Json:
    return {"custom_id": "m", "title": "T", "components": list(parts), **changes}


def radio(count: int, **changes: Any) -> Json:
    return {"type": 21, "custom_id": "r", "options": [option(n) for n in range(count)], **changes}


def boxes(count: int, **changes: Any) -> Json:
    return {"type": 22, "custom_id": "c", "options": [option(n) for n in range(count)], **changes}


def found(problems: Problems) -> dict[str, str]:
    """Return the codes found, by dotted path."""
    try:
        problems.raise_if_any()
    except Refusal as refusal:
        return dict(_flat(refusal.body["errors"]))
    return {}


def _flat(tree: Json, path: str = "") -> list[tuple[str, str]]:
    flat = [(path, error["code"]) for error in tree.get("_errors", ())]
    for key, node in tree.items():
        if key != "_errors":
            flat += _flat(node, f"{path}.{key}" if path else key)
    return flat


def in_message(*parts: Any, v2: bool = True) -> dict[str, str]:
    problems = Problems()
    check_message(problems, copy.deepcopy(list(parts)), v2=v2, filenames=frozenset({"a.md"}))
    return found(problems)


def in_modal(data: Any) -> dict[str, str]:
    problems = Problems()
    check_modal(problems, data)
    return found(problems)


FINE = [
    pytest.param([text("x" * 4000)], id="4000 characters"),
    pytest.param([text("x" * 2000), box(text("y" * 2000))], id="4000 characters together"),
    pytest.param([text() for _ in range(40)], id="40 components"),
    pytest.param([row(*(button(n) for n in range(5)))], id="5 buttons"),
    pytest.param([row(button(label="x" * 80, custom_id="x" * 100))], id="label 80, id 100"),
    pytest.param([row(link("https://x.org/" + "x" * 498))], id="url 512"),
    pytest.param([row(link("discord://-/settings"))], id="discord url"),
    pytest.param([row(button(label=None, emoji={"name": "🌱"}))], id="emoji alone"),
    pytest.param([row(select(25, placeholder="x" * 150, min_values=0, max_values=25))], id="25 options"),
    pytest.param([row(select(1, min_values=0, required=True))], id="required is ignored in messages"),
    pytest.param([row({"type": 5, "custom_id": "u"})], id="user select"),
    pytest.param([section(text(), text(), text(), accessory=button())], id="3 texts"),
    pytest.param([section(text(), accessory={"type": 11, "media": {"url": "https://x.org/p.png"}})], id="thumbnail"),
    pytest.param([{"type": 13, "file": {"url": "attachment://a.md"}}], id="file"),
    pytest.param([{"type": 12, "items": [{"media": {"url": "attachment://a.md"}}] * 10}], id="10 pictures"),
    pytest.param([{"type": 14, "divider": False, "spacing": 2}], id="separator"),
    pytest.param([box(text(), accent_color=0xFFFFFF, spoiler=False)], id="container"),
    pytest.param([box(text(), accent_color=None)], id="no colour"),
]
WRONG = [
    ([text("x" * 4001)], "components.0.content", "BASE_TYPE_BAD_LENGTH"),
    ([text("")], "components.0.content", "BASE_TYPE_BAD_LENGTH"),
    ([text(None)], "components.0.content", "BASE_TYPE_REQUIRED"),
    ([text(5)], "components.0.content", "STRING_TYPE_CONVERT"),
    ([text("x" * 2000), box(text("y" * 2001))], "components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
    ([text() for _ in range(41)], "components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
    ([*(text() for _ in range(38)), row(button(), button(1))], "components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
    (
        [*(text() for _ in range(38)), section(text(), accessory=button())],
        "components",
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    ([row(*(button(n) for n in range(6)))], "components.0.components.5", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    ([row(button(), select())], "components.0.components.1", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    ([row()], "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    ([row(text_input())], "components.0.components.0", "UNION_TYPE_CHOICES"),
    ([row(button(label="x" * 81))], "components.0.components.0.label", "BASE_TYPE_MAX_LENGTH"),
    ([row(button(custom_id="x" * 101))], "components.0.components.0.custom_id", "BASE_TYPE_BAD_LENGTH"),
    ([row(button(custom_id=""))], "components.0.components.0.custom_id", "BASE_TYPE_BAD_LENGTH"),
    ([row(button(custom_id=None))], "components.0.components.0.custom_id", "BASE_TYPE_REQUIRED"),
    ([row(button(style=7))], "components.0.components.0.style", "BASE_TYPE_CHOICES"),
    ([row(button(style=6))], "components.0.components.0.sku_id", "BASE_TYPE_REQUIRED"),
    ([row(button(label=None))], "components.0.components.0", "BUTTON_COMPONENT_EMPTY"),
    ([row(button(emoji="x"))], "components.0.components.0.emoji", "BUTTON_COMPONENT_INVALID_EMOJI"),
    ([row(button(disabled="no"))], "components.0.components.0.disabled", "BOOLEAN_TYPE_CONVERT"),
    (
        [row(button(url="https://x.org"))],
        "components.0.components.0.url",
        "BUTTON_COMPONENT_CUSTOM_ID_AND_URL",
    ),
    (
        [row({**link("https://x.org"), "custom_id": "x"})],
        "components.0.components.0.custom_id",
        "BUTTON_COMPONENT_CUSTOM_ID_AND_URL",
    ),
    ([row(link("tel:988"))], "components.0.components.0.url", "URL_TYPE_INVALID_SCHEME"),
    ([row(link("https:"))], "components.0.components.0.url", "URL_TYPE_INVALID_URL"),
    ([row(link(None))], "components.0.components.0.url", "BASE_TYPE_REQUIRED"),
    ([row(link("https://x.org/" + "x" * 499))], "components.0.components.0.url", "BASE_TYPE_MAX_LENGTH"),
    ([row(button(), button())], "components.0.components.1.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"),
    (
        [row(button()), box(row(button()))],
        "components.1.components.0.components.0.custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    ([{**text(), "id": 3}, {**text(), "id": 3}], "components.1.id", "COMPONENT_ID_DUPLICATED"),
    ([{**text(), "id": -1}], "components.0.id", "NUMBER_TYPE_MIN"),
    ([row(select(26))], "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH"),
    ([row(select(0))], "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH"),
    (
        [row(select(options=[option(), option()]))],
        "components.0.components.0.options.1.value",
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    (
        [row(select(options=[option(label="x" * 101)]))],
        "components.0.components.0.options.0.label",
        "BASE_TYPE_BAD_LENGTH",
    ),
    ([row(select(options=[option(label="")]))], "components.0.components.0.options.0.label", "BASE_TYPE_BAD_LENGTH"),
    (
        [row(select(options=[option(value="x" * 101)]))],
        "components.0.components.0.options.0.value",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        [row(select(options=[option(description="x" * 101)]))],
        "components.0.components.0.options.0.description",
        "BASE_TYPE_MAX_LENGTH",
    ),
    ([row(select(options=["one"]))], "components.0.components.0.options.0", "DICT_TYPE_CONVERT"),
    (
        [row(select(2, options=[option(0, default=True), option(1, default=True)]))],
        "components.0.components.0.options",
        "SELECT_COMPONENT_TOO_MANY_DEFAULTS",
    ),
    ([row(select(placeholder="x" * 151))], "components.0.components.0.placeholder", "BASE_TYPE_MAX_LENGTH"),
    ([row(select(25, max_values=26))], "components.0.components.0.max_values", "SELECT_COMPONENT_MAX_VALUES_TOO_LARGE"),
    ([row(select(2, max_values=3))], "components.0.components.0.max_values", "SELECT_COMPONENT_MAX_VALUES_TOO_LARGE"),
    ([row(select(2, max_values=0))], "components.0.components.0.max_values", "NUMBER_TYPE_MIN"),
    (
        [row(select(3, min_values=3, max_values=2))],
        "components.0.components.0.min_values",
        "SELECT_COMPONENT_MIN_VALUES_TOO_LARGE",
    ),
    ([row(select(3, min_values="2"))], "components.0.components.0.min_values", "NUMBER_TYPE_COERCE"),
    (
        [row({"type": 5, "custom_id": "u", "options": [option()]})],
        "components.0.components.0.options",
        "SELECT_COMPONENT_OPTIONS",
    ),
    ([section(text(), accessory=None)], "components.0.accessory", "BASE_TYPE_REQUIRED"),
    ([section(text(), accessory=select())], "components.0.accessory", "UNION_TYPE_CHOICES"),
    ([section(accessory=button())], "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    ([section(*[text()] * 4, accessory=button())], "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    ([section(button(1), accessory=button())], "components.0.components.0", "UNION_TYPE_CHOICES"),
    (
        [{"type": 13, "file": {"url": "attachment://b.md"}}],
        "components.0.file.url",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    ([{"type": 13, "file": {"url": "https://x.org/a.md"}}], "components.0.file.url", "FILE_COMPONENT_ATTACHMENT_ONLY"),
    ([{"type": 13}], "components.0.file.url", "BASE_TYPE_REQUIRED"),
    ([{"type": 12, "items": []}], "components.0.items", "BASE_TYPE_BAD_LENGTH"),
    (
        [{"type": 12, "items": [{"media": {"url": "ftp://x.org"}}]}],
        "components.0.items.0.media.url",
        "URL_TYPE_INVALID_SCHEME",
    ),
    (
        [{"type": 12, "items": [{"media": {"url": "https://x.org"}, "description": "x" * 1025}]}],
        "components.0.items.0.description",
        "BASE_TYPE_MAX_LENGTH",
    ),
    ([{"type": 14, "spacing": 3}], "components.0.spacing", "BASE_TYPE_CHOICES"),
    ([box()], "components.0.components", "BASE_TYPE_REQUIRED"),
    ([box(box(text()))], "components.0.components.0", "UNION_TYPE_CHOICES"),
    ([box(text(), accent_color=0x1000000)], "components.0.accent_color", "NUMBER_TYPE_MAX"),
    ([button()], "components.0", "UNION_TYPE_CHOICES"),
    ([label(text_input())], "components.0", "UNION_TYPE_CHOICES"),
    ([{"type": 99}], "components.0", "UNION_TYPE_CHOICES"),
    (["x"], "components.0", "MODEL_TYPE_CONVERT"),
]


@pytest.mark.parametrize("parts", FINE)
def test_what_fits_is_taken(parts: list[Json]) -> None:
    """At the bound, everything is fine."""
    assert in_message(*parts) == {}


@pytest.mark.parametrize(("parts", "path", "code"), WRONG)
def test_what_does_not_fit_is_named(parts: list[Json], path: str, code: str) -> None:
    """One past the bound, the 50035 names the very field."""
    assert in_message(*parts).get(path) == code


def test_a_legacy_message_has_five_rows_and_nothing_else() -> None:
    """Without the V2 flag only action rows are components."""
    rows = [row(button(n)) for n in range(6)]
    assert in_message(*rows[:5], v2=False) == {}
    assert in_message(*rows, v2=False) == {"components": "BASE_TYPE_MAX_LENGTH"}
    assert in_message(text(), v2=False) == {"components.0": "UNION_TYPE_CHOICES"}


def test_too_many_bytes_of_text_break_discord_itself() -> None:
    """discord-api-docs issue 8554: within 4000 characters, yet HTTP 500 above 10170 bytes of storage."""
    assert in_message(text("字" * 3386)) == {}
    with pytest.raises(Refusal) as refused:
        in_message(text("字" * 3387))
    assert refused.value.status == 500


def test_ids_are_given_in_order_and_skip_those_taken() -> None:
    """Absent or 0 means: the next free number, a parent before its children."""
    numbered = with_ids([box(text(), {**text(), "id": 1}), {**text(), "id": 0}])
    assert [part["id"] for _, part in walk(numbered)] == [2, 3, 1, 4]


MODAL_FINE = [
    modal(label(text_input(value="x" * 4000, max_length=4000, min_length=0, placeholder="x" * 100))),
    modal(*(label(text_input(custom_id=str(n)), description="x" * 100) for n in range(5)), title="x" * 45),
    modal(label(text_input(), label="x" * 45), text("x"), custom_id="x" * 100),
    modal(row(text_input(label="old"))),
    modal(label(select(25, required=False, min_values=0, max_values=25))),
    modal(label(radio(2)), label(boxes(10, min_values=None, max_values=None))),
    modal(label(radio(10, required=False)), label(boxes(1, custom_id="d"))),
    modal(label({"type": 23, "custom_id": "x", "default": True}), label({"type": 19, "custom_id": "y"})),
]
MODAL_WRONG = [
    (None, "", "BASE_TYPE_REQUIRED"),
    (modal(text(), title="x" * 46), "title", "BASE_TYPE_BAD_LENGTH"),
    (modal(text(), title=""), "title", "BASE_TYPE_BAD_LENGTH"),
    (modal(text(), custom_id="x" * 101), "custom_id", "BASE_TYPE_BAD_LENGTH"),
    (modal(), "components", "BASE_TYPE_BAD_LENGTH"),
    (modal(*[text()] * 6), "components", "BASE_TYPE_BAD_LENGTH"),
    (modal(row(button())), "components.0.components.0", "UNION_TYPE_CHOICES"),
    (modal(row(text_input())), "components.0.components.0.label", "BASE_TYPE_REQUIRED"),
    (modal(box(text())), "components.0", "UNION_TYPE_CHOICES"),
    (modal(text_input()), "components.0", "UNION_TYPE_CHOICES"),
    (modal(label(button())), "components.0.component", "UNION_TYPE_CHOICES"),
    (modal(label(None)), "components.0.component", "BASE_TYPE_REQUIRED"),
    (modal(label(text_input(), label="x" * 46)), "components.0.label", "BASE_TYPE_BAD_LENGTH"),
    (modal(label(text_input(), label="")), "components.0.label", "BASE_TYPE_BAD_LENGTH"),
    (modal(label(text_input(), description="x" * 101)), "components.0.description", "BASE_TYPE_MAX_LENGTH"),
    (modal(label(text_input(label=""))), "components.0.component.label", "BASE_TYPE_BAD_LENGTH"),
    (modal(label(text_input(style=3))), "components.0.component.style", "BASE_TYPE_CHOICES"),
    (modal(label(text_input(value="x" * 4001))), "components.0.component.value", "BASE_TYPE_MAX_LENGTH"),
    (modal(label(text_input(value="xx", max_length=1))), "components.0.component.value", "BASE_TYPE_MAX_LENGTH"),
    (modal(label(text_input(max_length=4001))), "components.0.component.max_length", "NUMBER_TYPE_MAX"),
    (modal(label(text_input(max_length=0))), "components.0.component.max_length", "NUMBER_TYPE_MIN"),
    (
        modal(label(text_input(min_length=9, max_length=8))),
        "components.0.component.min_length",
        "TEXT_INPUT_MIN_OVER_MAX",
    ),
    (modal(label(text_input(placeholder="x" * 101))), "components.0.component.placeholder", "BASE_TYPE_MAX_LENGTH"),
    (
        modal(label(text_input()), label(text_input())),
        "components.1.component.custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    (modal(label(select(disabled=True))), "components.0.component.disabled", "MODAL_COMPONENT_DISABLED"),
    (modal(label(select(min_values=0))), "components.0.component.min_values", "SELECT_COMPONENT_MIN_VALUES_REQUIRED"),
    (modal(label(radio(1))), "components.0.component.options", "BASE_TYPE_BAD_LENGTH"),
    (modal(label(radio(11))), "components.0.component.options", "BASE_TYPE_BAD_LENGTH"),
    (modal(label(boxes(11))), "components.0.component.options", "BASE_TYPE_BAD_LENGTH"),
    (modal(label(boxes(2, min_values=0))), "components.0.component.min_values", "SELECT_COMPONENT_MIN_VALUES_REQUIRED"),
    (
        modal(label({"type": 19, "custom_id": "x", "max_values": 11})),
        "components.0.component.max_values",
        "NUMBER_TYPE_MAX",
    ),
    (
        modal(label({"type": 23, "custom_id": "x", "default": 1})),
        "components.0.component.default",
        "BOOLEAN_TYPE_CONVERT",
    ),
]


@pytest.mark.parametrize("data", MODAL_FINE)
def test_a_modal_that_fits_is_taken(data: Json) -> None:
    """At the bound, everything is fine."""
    assert in_modal(data) == {}


@pytest.mark.parametrize(("data", "path", "code"), MODAL_WRONG)
def test_a_modal_that_does_not_fit_is_refused(data: Any, path: str, code: str) -> None:
    """One past the bound, the field is named."""
    assert in_modal(data).get(path) == code


def sub(name: Any = "open", **changes: Any) -> Json:
    return {"type": 1, "name": name, "description": "d", **changes}


def value(name: str = "text", **changes: Any) -> Json:
    return {"type": 3, "name": name, "description": "d", **changes}


def command(*options: Any, **changes: Any) -> Json:
    return {"name": "enough", "description": "d", "options": list(options), **changes}


COMMAND_WRONG = [
    (command(name="x" * 33), "0.name", "BASE_TYPE_BAD_LENGTH"),
    (command(name="Enough"), "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
    (command(name="two words"), "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
    (command(description=""), "0.description", "BASE_TYPE_BAD_LENGTH"),
    (command(description="x" * 101), "0.description", "BASE_TYPE_BAD_LENGTH"),
    (command(type=9), "0.type", "BASE_TYPE_CHOICES"),
    (command(contexts=[3]), "0.contexts.0", "BASE_TYPE_CHOICES"),
    (command(contexts=[]), "0.contexts", "BASE_TYPE_REQUIRED"),
    (command(integration_types=[2]), "0.integration_types.0", "BASE_TYPE_CHOICES"),
    (command(*(sub(f"s{n}") for n in range(26))), "0.options", "BASE_TYPE_MAX_LENGTH"),
    (command(sub(), sub()), "0.options.1", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID"),
    (command(sub(), value()), "0.options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"),
    (command(sub(options=[sub()])), "0.options.0.options.0.type", "BASE_TYPE_CHOICES"),
    (command(sub(type=2, options=[value()])), "0.options.0.options.0.type", "BASE_TYPE_CHOICES"),
    (command(value(), value("b", required=True)), "0.options.1", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"),
    (command(value(choices=[{"name": "", "value": "x"}])), "0.options.0.choices.0.name", "BASE_TYPE_BAD_LENGTH"),
    (
        command(value(choices=[{"name": "x", "value": "x" * 101}])),
        "0.options.0.choices.0.value",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (command(value(max_length=6001)), "0.options.0.max_length", "NUMBER_TYPE_MAX"),
    (
        command(value(choices=[{"name": "x", "value": "x"}], autocomplete=True)),
        "0.options.0.autocomplete",
        "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES",
    ),
    (
        command(
            *(
                sub(f"s{n}", description="x" * 100, options=[value("x" * 32, description="x" * 100) for _ in range(3)])
                for n in range(20)
            )
        ),
        "0",
        "APPLICATION_COMMAND_TOO_LARGE",
    ),
    ("x", "0", "MODEL_TYPE_CONVERT"),
    ({"type": 2, "name": "Look", "description": "no"}, "0.description", "APPLICATION_COMMAND_DESCRIPTION"),
]


@pytest.mark.parametrize(("payload", "path", "code"), COMMAND_WRONG)
def test_a_command_that_does_not_fit_is_refused(payload: Any, path: str, code: str) -> None:
    """Names, descriptions, contexts, nesting, order, choices, size: the field is named."""
    problems = Problems()
    check_all(problems, [payload])
    assert found(problems).get(path) == code


def test_commands_that_fit_are_taken_and_names_are_unique() -> None:
    """Groups, subcommands and options as discord.py sends them; the same name twice is refused."""
    group = sub("more", type=2, options=[sub(options=[value(required=True), value("b", required=False)])])
    payload = [command(sub(), group, contexts=[0, 1], integration_types=[0, 1]), {"type": 2, "name": "Look at This"}]
    problems = Problems()
    check_all(problems, payload)
    assert found(problems) == {}
    check_all(problems, [command(), command()])
    assert found(problems) == {"1.name": "APPLICATION_COMMANDS_DUPLICATE_NAME"}


MESSAGE_WRONG = [
    ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
    ({"content": "x", "embeds": [{}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH"),
    (
        {"flags": V2, "components": [text()], "content": "x"},
        "content",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    (
        {"flags": V2, "components": [text()], "content": ""},
        "content",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    (
        {"flags": V2, "components": [text()], "embeds": [{}]},
        "embeds",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    ({"content": "x", "components": {}}, "components", "LIST_TYPE_CONVERT"),
    ({"content": "x", "allowed_mentions": {"parse": ["all"]}}, "allowed_mentions.parse.0", "BASE_TYPE_CHOICES"),
    ({"content": "x", "allowed_mentions": {"users": ["1"] * 101}}, "allowed_mentions.users", "BASE_TYPE_MAX_LENGTH"),
    (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    ({"content": "x", "allowed_mentions": []}, "allowed_mentions", "DICT_TYPE_CONVERT"),
    ({"content": "x", "attachments": [{"id": 0, "filename": "a"}]}, "attachments", "ATTACHMENT_NOT_FOUND"),
]


@pytest.mark.parametrize(("payload", "path", "code"), MESSAGE_WRONG)
async def test_a_message_that_does_not_fit_is_refused(payload: Json, path: str, code: str) -> None:
    """Lengths, V2 without legacy fields, mentions, attachments."""
    world = World(lambda: 1_750_000_000.0, "enough")
    with pytest.raises(Refusal) as refused:
        compose(world, payload, Form(payload), world.lobby)
    assert dict(_flat(refused.value.body["errors"])).get(path) == code


async def test_eleven_files_are_too_many() -> None:
    """Ten files a message."""
    world = World(lambda: 1_750_000_000.0, "enough")
    uploads = {f"files[{n}]": (f"{n}.txt", b"x") for n in range(11)}
    with pytest.raises(Refusal) as refused:
        compose(world, {"content": "x"}, Form({}, uploads), world.lobby)
    assert "attachments" in refused.value.body["errors"]
    draft = compose(world, {"content": "x"}, Form({}, {"files[0]": ("a.txt", b"x")}), world.lobby)
    assert [each.name for each in draft.files] == ["a.txt"]
