"""What stands in fields: carried over an update or not, refused by Slack's client or sent."""

from typing import Any

import pytest

from bots.playground.slack.inputs import (
    CannotType,
    carried,
    initial_values,
    refused_by_client,
    state_of,
    typed_in,
    with_ids,
)


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def field(block_id: str = "b", action_id: str = "a", *, optional: bool = False, **element: Any) -> dict[str, Any]:
    named = {"type": "plain_text_input", "action_id": action_id, **element}
    return {"type": "input", "block_id": block_id, "label": plain("Words"), "element": named, "optional": optional}


def choice(*values: str, kind: str = "radio_buttons") -> dict[str, Any]:
    options = [{"text": plain(f"Option {value}"), "value": value} for value in values]
    return field(type=kind, options=options)


def holding(text: str) -> dict[tuple[str, str], dict[str, Any]]:
    return {("b", "a"): {"type": "plain_text_input", "value": text}}


def test_text_stays_where_both_ids_stay() -> None:
    """An update keeps what was typed when block_id and action_id are the same, against a new initial value too."""
    assert carried(holding("typed"), [field(initial_value="new")]) == holding("typed")


@pytest.mark.parametrize("moved", [field(block_id="other"), field(action_id="other")])
def test_text_is_lost_where_an_id_changes(moved: dict[str, Any]) -> None:
    """One different id is enough to lose what was typed."""
    assert [value["value"] for value in carried(holding("typed"), [moved]).values()] == [None]


def test_a_choice_that_is_no_longer_offered_is_lost() -> None:
    """A chosen option stays only while the field still offers it."""
    chosen = {("b", "a"): typed_in(choice("1", "2")["element"], "2")}
    assert carried(chosen, [choice("2", "3")]) == chosen
    assert carried(chosen, [choice("3")]) == {("b", "a"): {"type": "radio_buttons", "selected_option": None}}


def test_missing_ids_are_made_up() -> None:
    """Slack names blocks and elements that the app did not; a name that was given stays."""
    block = field()
    del block["block_id"], block["element"]["action_id"]
    (named,) = with_ids([block], lambda: "made")
    assert (named["block_id"], named["element"]["action_id"]) == ("made", "made")
    assert with_ids([field()], lambda: "made") == [field()]


@pytest.mark.parametrize(
    ("element", "answer", "value"),
    [
        (field()["element"], "words", {"value": "words"}),
        (field()["element"], "", {"value": None}),
        (choice("1")["element"], "Option 1", {"selected_option": {"text": plain("Option 1"), "value": "1"}}),
        (choice("1")["element"], None, {"selected_option": None}),
        (choice("1", kind="checkboxes")["element"], None, {"selected_options": []}),
        (field(type="datepicker")["element"], "2026-03-02", {"selected_date": "2026-03-02"}),
        (field(type="timepicker")["element"], "16:45", {"selected_time": "16:45"}),
    ],
)
def test_an_answer_becomes_slacks_value(element: dict[str, Any], answer: Any, value: dict[str, Any]) -> None:
    """Each kind of element keeps its value in its own shape."""
    assert typed_in(element, answer) == {"type": element["type"], **value}


def test_several_choices_keep_the_order_of_the_options() -> None:
    """The order in which a person ticks makes no difference."""
    ticked = typed_in(choice("1", "2", "3", kind="checkboxes")["element"], ["3", "1"])
    assert [option["value"] for option in ticked["selected_options"]] == ["1", "3"]


@pytest.mark.parametrize(
    ("element", "answer"),
    [
        (choice("1")["element"], "9"),
        (field(type="datepicker")["element"], "tomorrow"),
        (field(type="timepicker")["element"], "25:00"),
        (choice("1", "2", kind="multi_static_select")["element"] | {"max_selected_items": 1}, ["1", "2"]),
    ],
)
def test_what_the_client_would_not_let_in_cannot_be_typed(element: dict[str, Any], answer: Any) -> None:
    """A test that types the impossible is told so."""
    with pytest.raises(CannotType):
        typed_in(element, answer)


@pytest.mark.parametrize(
    ("block", "text", "refused"),
    [
        (field(), "", True),
        (field(), "x", False),
        (field(optional=True), "", False),
        (field(max_length=3), "xxxx", True),
        (field(max_length=3), "xxx", False),
        (field(min_length=3), "xx", True),
        (field(optional=True, min_length=3), "", False),
    ],
)
def test_the_client_holds_back_what_cannot_be_sent(block: dict[str, Any], text: str, refused: bool) -> None:
    """Empty required fields and lengths out of bounds never reach the app."""
    values = {("b", "a"): typed_in(block["element"], text)}
    assert bool(refused_by_client([block], values)) is refused


def test_state_is_nested_by_both_ids() -> None:
    """The state of a payload has block_id, then action_id."""
    expected = {"values": {"b": {"a": {"type": "plain_text_input", "value": "x"}}}}
    assert state_of(initial_values([field(initial_value="x")])) == expected
