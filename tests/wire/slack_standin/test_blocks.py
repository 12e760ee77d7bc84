"""Every bound of Slack's blocks and views, at it and over it."""

from typing import Any

import pytest

from bots.playground.slack.blocks import Surface, is_too_large, problems_in_blocks, problems_in_view


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "hello", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: str = "Go", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def option(text: str = "One", value: str = "1", **more: Any) -> dict[str, Any]:
    return {"text": plain(text), "value": value, **more}


def select(count: int = 1, kind: str = "static_select", **more: Any) -> dict[str, Any]:
    return {"type": kind, "options": [option(value=str(n)) for n in range(count)], **more}


def text_input(**more: Any) -> dict[str, Any]:
    return {"type": "plain_text_input", **more}


def field(element: dict[str, Any] | None = None, label: str = "Label", **more: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain(label), "element": element or text_input(), **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks), **more}


AT_THE_BOUND = [
    ("blocks in a modal", modal(*[section()] * 100)),
    ("section text", modal(section("x" * 3000))),
    ("fields", modal({"type": "section", "fields": [mrkdwn("x" * 2000)] * 10})),
    ("header", modal({"type": "header", "text": plain("x" * 150)})),
    ("context", modal({"type": "context", "elements": [mrkdwn("x")] * 10})),
    ("button text", modal(actions(button("x" * 75)))),
    ("button value", modal(actions(button(value="x" * 2000)))),
    ("action_id", modal(actions(button(action_id="x" * 255)))),
    ("block_id", modal(section(block_id="x" * 255))),
    ("actions", modal(actions(*[button()] * 25))),
    ("options", modal(field(select(100)))),
    ("option text", modal(field(select(0) | {"options": [option("x" * 75, "x" * 150)]}))),
    ("radio options", modal(field(select(10, "radio_buttons")))),
    ("overflow", modal(actions(select(5, "overflow")))),
    ("placeholder", modal(field(text_input(placeholder=plain("x" * 150))))),
    ("initial value", modal(field(text_input(initial_value="x" * 3000, max_length=3000)))),
    ("label and hint", modal(field(label="x" * 2000, hint=plain("x" * 2000)))),
    ("title", modal(section(), title=plain("x" * 24))),
    ("submit", modal(section(), submit=plain("x" * 24))),
    ("close", modal(section(), close=plain("x" * 24))),
    ("private_metadata", modal(section(), private_metadata="x" * 3000)),
    ("callback_id", modal(section(), callback_id="x" * 255)),
    ("alt text", modal({"type": "image", "image_url": "https://e.org/a.png", "alt_text": "x" * 2000})),
    ("same action_id in two blocks", modal(actions(button(action_id="a")), actions(button(action_id="a")))),
    ("a read-only modal without submit", {"type": "modal", "title": plain("T"), "blocks": [section()]}),
]


@pytest.mark.parametrize("view", [pytest.param(view, id=name) for name, view in AT_THE_BOUND])
def test_a_view_at_the_bound_is_taken(view: dict[str, Any]) -> None:
    """What is exactly as long as Slack allows raises no problem."""
    assert problems_in_view(view, Surface.MODAL) == []


OVER_THE_BOUND = [
    (modal(*[section()] * 101), "no more than 100 items allowed", "/view/blocks"),
    (modal(section("x" * 3001)), "must be less than 3001 characters", "/view/blocks/0/text/text"),
    (modal(section("")), "must be more than 0 characters", "/view/blocks/0/text/text"),
    (
        modal({"type": "section", "fields": [mrkdwn("x")] * 11}),
        "no more than 10 items allowed",
        "/view/blocks/0/fields",
    ),
    (
        modal({"type": "section", "fields": [mrkdwn("x" * 2001)]}),
        "must be less than 2001 characters",
        "/view/blocks/0/fields/0/text",
    ),
    (modal({"type": "section"}), "must define either `text` or `fields`", "/view/blocks/0/type"),
    (
        modal({"type": "header", "text": plain("x" * 151)}),
        "must be less than 151 characters",
        "/view/blocks/0/text/text",
    ),
    (modal({"type": "header", "text": mrkdwn("x")}), "unsupported type: mrkdwn", "/view/blocks/0/text/type"),
    (
        modal({"type": "context", "elements": [mrkdwn("x")] * 11}),
        "no more than 10 items allowed",
        "/view/blocks/0/elements",
    ),
    (
        modal(actions(button("x" * 76))),
        "must be less than 76 characters",
        "/view/blocks/0/elements/0/text/text",
    ),
    (
        modal(actions(button(value="x" * 2001))),
        "must be less than 2001 characters",
        "/view/blocks/0/elements/0/value",
    ),
    (
        modal(actions(button(action_id="x" * 256))),
        "must be less than 256 characters",
        "/view/blocks/0/elements/0/action_id",
    ),
    (modal(actions(button(style="loud"))), "must be one of: primary, danger", "/view/blocks/0/elements/0/style"),
    (modal(section(block_id="x" * 256)), "must be less than 256 characters", "/view/blocks/0/block_id"),
    (
        modal(section(block_id="a"), section(block_id="a")),
        '`block_id` "a" already exists',
        "/view/blocks/1/block_id",
    ),
    (
        modal(actions(button(action_id="a"), button(action_id="a"), block_id="b")),
        '`action_id` "a" already exists for `block_id` "b"',
        "/view/blocks/0/elements/1/action_id",
    ),
    (modal(actions(*[button()] * 26)), "no more than 25 items allowed", "/view/blocks/0/elements"),
    (modal(actions()), "no less than 1 items allowed", "/view/blocks/0/elements"),
    (modal(actions(text_input())), "unsupported type: plain_text_input", "/view/blocks/0/elements/0/type"),
    (modal(field(select(101))), "no more than 100 items allowed", "/view/blocks/0/element/options"),
    (
        modal(field(select(0) | {"options": [option("x" * 76)]})),
        "must be less than 76 characters",
        "/view/blocks/0/element/options/0/text/text",
    ),
    (
        modal(field(select(0) | {"options": [option(value="x" * 151)]})),
        "must be less than 151 characters",
        "/view/blocks/0/element/options/0/value",
    ),
    (
        modal(field(select(0) | {"options": [option(description=plain("x" * 76))]})),
        "must be less than 76 characters",
        "/view/blocks/0/element/options/0/description/text",
    ),
    (modal(field(select(11, "radio_buttons"))), "no more than 10 items allowed", "/view/blocks/0/element/options"),
    (modal(field(select(11, "checkboxes"))), "no more than 10 items allowed", "/view/blocks/0/element/options"),
    (modal(actions(select(6, "overflow"))), "no more than 5 items allowed", "/view/blocks/0/elements/0/options"),
    (
        modal(field(select(1, initial_option=option(value="other")))),
        "must match one of the options",
        "/view/blocks/0/element/initial_option",
    ),
    (
        modal(field({"type": "static_select"})),
        "must define either `options` or `option_groups`",
        "/view/blocks/0/element",
    ),
    (
        modal(field(text_input(placeholder=plain("x" * 151)))),
        "must be less than 151 characters",
        "/view/blocks/0/element/placeholder/text",
    ),
    (
        modal(field(text_input(initial_value="x" * 3001))),
        "must be less than 3001 characters",
        "/view/blocks/0/element/initial_value",
    ),
    (
        modal(field(text_input(initial_value="xxx", max_length=2))),
        "must be less than 3 characters",
        "/view/blocks/0/element/initial_value",
    ),
    (modal(field(text_input(max_length=3001))), "must be between 1 and 3000", "/view/blocks/0/element/max_length"),
    (
        modal(field({"type": "datepicker", "initial_date": "2.3.2026"})),
        "failed to match schema",
        "/view/blocks/0/element/initial_date",
    ),
    (modal(field(button())), "unsupported type: button", "/view/blocks/0/element/type"),
    (modal(field(label="x" * 2001)), "must be less than 2001 characters", "/view/blocks/0/label/text"),
    (
        modal(field(text_input(focus_on_load=True)), field(text_input(focus_on_load=True))),
        "only one element may set `focus_on_load`",
        "/view/blocks/1",
    ),
    (
        {"type": "modal", "title": plain("T"), "blocks": [section(), field()]},
        "must define `submit` to use an `input` block in modals",
        "/view/blocks/1/input",
    ),
    (modal(section(), title=plain("x" * 25)), "must be less than 25 characters", "/view/title/text"),
    (modal(section(), title=mrkdwn("x")), "unsupported type: mrkdwn", "/view/title/type"),
    (modal(section(), submit=plain("x" * 25)), "must be less than 25 characters", "/view/submit/text"),
    (modal(section(), close=plain("x" * 25)), "must be less than 25 characters", "/view/close/text"),
    (
        modal(section(), private_metadata="x" * 3001),
        "must be less than 3001 characters",
        "/view/private_metadata",
    ),
    (modal(section(), callback_id="x" * 256), "must be less than 256 characters", "/view/callback_id"),
    (modal(section(), notify_on_close="yes"), "must be a boolean", "/view/notify_on_close"),
    (modal(section(), color="red"), "invalid additional property: color", "/view"),
    (modal(section(color="red")), "invalid additional property: color", "/view/blocks/0"),
    (modal({"type": "carousel"}), "unsupported type: carousel", "/view/blocks/0/type"),
    (modal({"text": plain("x")}), "missing required field: type", "/view/blocks/0"),
    (
        modal({"type": "image", "image_url": "https://e.org/a.png"}),
        "missing required field: alt_text",
        "/view/blocks/0",
    ),
    (
        modal({"type": "image", "image_url": "https://e.org/a.png", "alt_text": "x" * 2001}),
        "must be less than 2001 characters",
        "/view/blocks/0/alt_text",
    ),
    ({"type": "modal", "blocks": [section()]}, "missing required field: title", "/view"),
    ({"type": "home", "blocks": [section()]}, "must be one of: modal", "/view/type"),
    ({"type": "popup"}, "unsupported type: popup", "/view/type"),
]


@pytest.mark.parametrize(
    ("view", "message", "pointer"),
    [pytest.param(*case, id=f"{case[2]} {case[1]}") for case in OVER_THE_BOUND],
)
def test_a_view_over_the_bound_is_refused(view: dict[str, Any], message: str, pointer: str) -> None:
    """The refusal says what is wrong and where, in Slack's words, and nothing else."""
    assert [str(each) for each in problems_in_view(view, Surface.MODAL)] == [
        f"[ERROR] {message} [json-pointer:{pointer}]"
    ]


def test_a_message_holds_fifty_blocks() -> None:
    """Fifty are taken and one more is refused, with the pointer that chat.postMessage gives."""
    assert problems_in_blocks([section()] * 50, Surface.MESSAGE) == []
    refused = problems_in_blocks([section()] * 51, Surface.MESSAGE)
    assert [str(each) for each in refused] == ["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"]


@pytest.mark.parametrize("surface", [Surface.MESSAGE, Surface.HOME])
def test_words_are_typed_in_modals_alone(surface: Surface) -> None:
    """An input block is refused wherever others could read what is typed, or no submit button would send it."""
    refused = problems_in_blocks([field()], surface)
    assert [each.message for each in refused] == ["unsupported type: input"]


def test_a_view_is_measured_in_bytes() -> None:
    """250 kB of UTF-8 are too large though each text is within its own bound."""
    wide = modal(*[section("é" * 1500)] * 85)
    assert problems_in_view(wide, Surface.MODAL) == []
    assert is_too_large(wide)
    assert not is_too_large(modal(*[section("e" * 1500)] * 85))


@pytest.mark.parametrize(
    "nonsense", [None, "view", [], {"type": ["modal"]}, {"type": "modal", "title": 1, "blocks": 2}]
)
def test_nonsense_is_refused_without_falling_over(nonsense: Any) -> None:
    """Whatever JSON an app sends, the answer is a refusal."""
    assert problems_in_view(nonsense, Surface.MODAL)
