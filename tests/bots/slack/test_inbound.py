"""Slack's payloads, read."""

from typing import Any

import pytest

from bots.playground.slack.inputs import initial_values, state_of, typed_in
from bots.slack import inbound
from bots.slack.inbound import Surface
from bots.slack.render import to_slack
from core.errors import BadToken
from core.pages import ChoiceField, DateField, ManyField, Option, Page, ScaleField, SearchField, TextField, TimeField
from core.people.who import Platform
from core.private import Private
from core.tokens import ActionToken, Verb

TOKEN = ActionToken(Verb.RUN, subject="r" * 24, step="closing.leave", version=3, country="US")
ACTOR = {"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "enterprise": None}
MENU = tuple(Option(f"v{number}", f"Label {number}") for number in range(12))
FORM = Page(
    token=TOKEN,
    title="Form",
    submit="Next",
    fields=(
        ManyField(id="many", label="Many", options=MENU, optional=True),
        ChoiceField(id="one", label="One", options=MENU[:3], optional=True),
        ScaleField(id="scale", label="Scale", low="none", high="all", optional=True),
        TextField(id="words", label="Words", optional=True),
        TimeField(id="time", label="Time", optional=True),
    ),
)
SHORT = Page(
    token=TOKEN,
    title="Form",
    submit="Next",
    fields=(
        ManyField(id="many", label="Many", options=MENU[:4]),
        ChoiceField(id="one", label="One", options=MENU),
        SearchField(id="search", label="Search"),
        DateField(id="day", label="Day"),
    ),
)


def submitted(page: Page, entered: dict[str, Any]) -> dict[str, Any]:
    """Return the payload of *page* with *entered* in it by field id, as Slack sends it."""
    view = to_slack(page)
    values = initial_values(view["blocks"])
    for block in view["blocks"]:
        field = block["element"]["action_id"].removeprefix("in:")
        if field in entered:
            where = (block["block_id"], block["element"]["action_id"])
            values[where] = typed_in(block["element"], entered[field])
    return {**ACTOR, "view": {**view, "id": "V1", "hash": "h1", "state": state_of(values)}}


def pressed(**changes: Any) -> dict[str, Any]:
    action = {"action_id": "tap:0", "value": TOKEN.encode()}
    return {**ACTOR, "trigger_id": "tr", "actions": [action], **changes}


# ---------------------------------------------------------------------------------------------------- who


@pytest.mark.parametrize(
    ("payload", "tenant"),
    [
        ({"user_id": "U1", "team_id": "T1"}, "-/T1"),
        ({"user_id": "U1", "team_id": "T1", "enterprise_id": "E1"}, "E1/T1"),
        ({"user": {"id": "U1"}, "team": {"id": "T1"}, "enterprise": None}, "-/T1"),
        ({"user": {"id": "U1"}, "team": {"id": "T1"}, "enterprise": {"id": "E1"}}, "E1/T1"),
        ({"user": {"id": "U1"}, "team": {"id": "T1", "enterprise_id": "E1"}}, "E1/T1"),
        ({"user": {"id": "U1", "team_id": "T1"}, "team": None, "enterprise": {"id": "E1"}}, "E1/T1"),
        ({"user": {"id": "U1"}, "team": None, "enterprise": {"id": "E1"}}, "E1/-"),
    ],
)
def test_a_person_is_the_same_in_every_kind_of_payload(payload: dict[str, Any], tenant: str) -> None:
    """The tenant is enterprise and team, wherever the payload keeps them."""
    who = inbound.who_in(payload)
    assert (who.platform, who.tenant, who.external_id) == (Platform.SLACK, tenant, "U1")


@pytest.mark.parametrize("payload", [{}, {"user": {"id": "U1"}}, {"team_id": "T1"}, {"user": 1, "team": []}])
def test_a_payload_without_a_person_is_refused(payload: dict[str, Any]) -> None:
    """Nobody is made up."""
    with pytest.raises(BadToken):
        inbound.who_in(payload)


def test_home_is_opened_by_its_own_tab_alone() -> None:
    """The Messages tab of the app sends the same event."""
    event = {"type": "app_home_opened", "user": "U1", "tab": "home"}
    who = inbound.home_visitor({"team_id": "T1", "event": event})
    assert who is not None
    assert (who.tenant, who.external_id) == ("-/T1", "U1")
    assert inbound.home_visitor({"team_id": "T1", "event": {**event, "tab": "messages"}}) is None


def test_command_text_is_private_and_as_it_was_typed() -> None:
    """Slack escapes three characters in it."""
    assert inbound.command_text({"text": " put a &lt; b &amp;amp; c "}) == Private("put a < b &amp; c")
    assert inbound.command_text({}) == Private("")


# -------------------------------------------------------------------------------------------------- forms


def test_every_kind_of_answer_is_read() -> None:
    """Text is private, choices are option values, a scale is its number, in the order of the options."""
    entered = {"many": ["v3", "v1"], "one": "v2", "scale": "7", "words": "so <tired>\n& done", "time": "half past 5"}
    form = inbound.submission(submitted(FORM, entered))
    assert form.token == TOKEN
    assert form.answers == {
        "many": ("v1", "v3"),
        "one": ("v2",),
        "scale": ("7",),
        "words": Private("so <tired>\n& done"),
        "time": Private("half past 5"),
    }


def test_the_other_elements_are_read_alike() -> None:
    """Few options or many, a search, a day: the answer has the same shape."""
    payload = submitted(SHORT, {"many": ["v0", "v2"], "one": "v11", "search": "lisbon", "day": "next monday"})
    assert inbound.submission(payload).answers == {
        "many": ("v0", "v2"),
        "one": ("v11",),
        "search": Private("lisbon"),
        "day": Private("next monday"),
    }


def test_several_choices_come_in_the_order_of_the_options() -> None:
    """Slack sends them as they were clicked."""
    payload = submitted(SHORT, {"many": ["v0", "v2"]})
    (values,) = [block["in:many"] for block in payload["view"]["state"]["values"].values() if "in:many" in block]
    values["selected_options"].reverse()
    assert inbound.submission(payload).answers["many"] == ("v0", "v2")


def test_what_was_left_empty_is_left_out() -> None:
    """No answer is no key; blank text is no answer."""
    assert inbound.submission(submitted(FORM, {"words": "  \n"})).answers == {}


def test_fields_know_their_blocks() -> None:
    """An error is shown under a field by its block."""
    blocks = inbound.field_blocks(submitted(FORM, {}))
    assert list(blocks) == ["many", "one", "scale", "words", "time"]
    assert len(set(blocks.values())) == 5


@pytest.mark.parametrize(
    "view",
    [
        None,
        {},
        {"private_metadata": TOKEN.encode()},
        {"private_metadata": "2:other", "state": {"values": {}}},
        {"private_metadata": TOKEN.encode(), "state": {"values": {"b": 1}}},
        {"private_metadata": TOKEN.encode(), "state": {"values": {"b": {"in:x": 1}}}},
        {"private_metadata": TOKEN.encode(), "state": {"values": {"b": {"in:x": {"type": "file_input"}}}}},
        {
            "private_metadata": TOKEN.encode(),
            "state": {"values": {"b": {"in:x": {"type": "checkboxes", "selected_options": {"a": 1}}}}},
        },
        {
            "private_metadata": TOKEN.encode(),
            "state": {"values": {"b": {"in:x": {"type": "static_select", "selected_option": {"value": 7}}}}},
        },
    ],
)
def test_a_malformed_form_is_refused(view: object) -> None:
    """What does not have Slack's shape, or no token of ours, goes no further."""
    with pytest.raises(BadToken):
        inbound.submission({**ACTOR, "view": view})


# ------------------------------------------------------------------------------------------------ presses


def test_a_button_says_what_it_means_and_where_it_stands() -> None:
    """In a modal with its view and hash, on Home, or in a message with its address to reply to."""
    view = {"id": "V1", "hash": "h1", "type": "modal"}
    modal = inbound.press(pressed(view=view))
    assert (modal.surface, modal.view, modal.view_hash, modal.token) == (Surface.MODAL, "V1", "h1", TOKEN)
    assert inbound.press(pressed(view={**view, "type": "home"})).surface is Surface.HOME
    message = inbound.press(pressed(channel={"id": "D1"}, response_url="http://r"))
    assert message.surface is Surface.MESSAGE
    assert (message.opening.channel, message.opening.response_url, message.opening.trigger) == ("D1", "http://r", "tr")


def test_a_button_in_a_form_is_told_from_one_on_a_page() -> None:
    """Typed text stands below it, which nothing may wipe."""
    form = {**pressed(), "view": submitted(FORM, {})["view"]}
    assert inbound.press(form).in_form
    assert not inbound.press(pressed(view={"id": "V1", "hash": "h1", "type": "modal"})).in_form


@pytest.mark.parametrize(
    "actions",
    [
        None,
        [],
        [1],
        [{"action_id": "other", "value": TOKEN.encode()}],
        [{"action_id": "tap:0", "value": "1:US:en:go"}],
        [{"action_id": "tap:0"}],
    ],
)
def test_a_dead_button_has_no_token(actions: object) -> None:
    """It is answered kindly further on; who pressed it is known."""
    press = inbound.press(pressed(actions=actions))
    assert press.token is None
    assert press.opening.who.external_id == "U1"


def test_a_button_that_opens_a_form_says_so() -> None:
    """The same token means the form, not the tap."""
    assert inbound.press(pressed(actions=[{"action_id": "form:0", "value": TOKEN.encode()}])).opens_form
    assert not inbound.press(pressed()).opens_form
