"""What the page's Slack client shows: as JSON whatever an app sends, and nothing that it cannot draw."""

import json
import re
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

import bots.playground.page
from bots.playground.page.slack_side import SlackSide
from bots.playground.slack.blocks import BLOCK_KINDS, Surface, problems_in_blocks, problems_in_view
from bots.playground.slack.elements import ELEMENTS, IN_ACTIONS, IN_INPUT, IN_SECTION
from bots.playground.slack.manifest import ENOUGH
from bots.playground.slack.server import SlackStandIn

ASSETS = Path(bots.playground.page.__file__).parent / "assets" / "slack"
MANIFEST = Path(__file__).parents[4] / "docs" / "slack-app-manifest.yaml"


def drawn(name: str) -> set[str]:
    """Return the keys of the map *name* in kinds.js."""
    found = re.search(
        rf"^export const {name} = {{\n(.*?)^}};", (ASSETS / "kinds.js").read_text(), re.DOTALL | re.MULTILINE
    )
    assert found
    return set(re.findall(r"^  (\w+):", found[1], re.MULTILINE))


def test_every_kind_that_an_app_can_show_is_drawn() -> None:
    """The stand-in refuses what it does not know, so what it knows is all that can come to a screen."""
    assert drawn("BLOCKS") == BLOCK_KINDS
    assert drawn("ELEMENTS") == set(ELEMENTS)


def test_nothing_becomes_html() -> None:
    """No text of an app or a person is ever read as markup by the browser."""
    for file in ASSETS.glob("*.js"):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", file.read_text()), file


def test_the_client_knows_what_the_manifest_declares() -> None:
    """Name, tabs, commands and shortcuts are those that an operator pastes."""
    declared: dict[str, Any] = yaml.safe_load(MANIFEST.read_text())
    features = declared["features"]
    information, home = declared["display_information"], features["app_home"]
    assert (ENOUGH.name, ENOUGH.description, ENOUGH.background_color) == (
        information["name"],
        information["description"],
        information["background_color"],
    )
    assert (ENOUGH.home_tab, ENOUGH.messages_read_only) == (
        home["home_tab_enabled"],
        home["messages_tab_read_only_enabled"],
    )
    assert [vars(each) for each in ENOUGH.shortcuts] == features["shortcuts"]
    commands = [
        {key: each[key] for key in ("command", "description", "usage_hint")} for each in features["slash_commands"]
    ]
    assert [vars(each) for each in ENOUGH.commands] == commands
    assert ENOUGH.commands[0].words == ("put", "now", "help", "pause", "shelf", "export", "erase")


# ------------------------------------------------------------------------------------------------ any blocks

words = st.text(min_size=1, max_size=40)
plain = st.builds(lambda text: {"type": "plain_text", "text": text}, words)
rich = plain | st.builds(lambda text: {"type": "mrkdwn", "text": text}, words)
options = st.lists(
    st.builds(lambda text, value: {"text": text, "value": value}, plain, words),
    min_size=1,
    max_size=5,
    unique_by=lambda option: option["value"],
)


@st.composite
def element(draw: st.DrawFn, kinds: frozenset[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(kinds)))
    made: dict[str, Any] = {"type": kind}
    match kind:
        case "button":
            made |= {"text": draw(plain), "value": draw(words)}
        case "image":
            made |= {"image_url": "https://example.org/p.png", "alt_text": draw(words)}
        case "overflow":
            made |= {"options": draw(options)}
        case "static_select" | "radio_buttons" | "multi_static_select" | "checkboxes":
            made |= {"options": draw(options)}
            if draw(st.booleans()):
                chosen = draw(st.sampled_from(made["options"]))
                several = kind in ("multi_static_select", "checkboxes")
                made |= {"initial_options": [chosen]} if several else {"initial_option": chosen}
        case "datepicker":
            made |= {"initial_date": draw(st.dates()).isoformat()}
        case "timepicker":
            made |= {"initial_time": draw(st.times()).isoformat("minutes")}
        case "plain_text_input":
            made |= {"initial_value": draw(st.text(max_size=40))}
    return made


shown_blocks = st.lists(
    st.builds(lambda text: {"type": "header", "text": text}, plain)
    | st.builds(
        lambda text, accessory: {"type": "section", "text": text, "accessory": accessory}, rich, element(IN_SECTION)
    )
    | st.builds(lambda fields: {"type": "section", "fields": fields}, st.lists(rich, min_size=1, max_size=3))
    | st.builds(lambda elements: {"type": "context", "elements": elements}, st.lists(rich, min_size=1, max_size=3))
    | st.builds(
        lambda elements: {"type": "actions", "elements": elements},
        st.lists(element(IN_ACTIONS), min_size=1, max_size=4),
    ),
    max_size=4,
)
inputs = st.lists(
    st.builds(lambda label, each: {"type": "input", "label": label, "element": each}, plain, element(IN_INPUT)),
    max_size=4,
)


@given(blocks=shown_blocks, fields=inputs, text=words)
def test_what_is_seen_is_json(blocks: list[Any], fields: list[Any], text: str) -> None:
    """In a message, on Home and in forms, whatever words stand there; every field has its value by block and action."""
    standin = SlackStandIn(clock=lambda: 1772466000.0)
    place = standin.workspace
    side = SlackSide(standin.person(), standin)
    user = place.users["U0PERSON"]
    view = {"type": "modal", "title": {"type": "plain_text", "text": "A"}, "blocks": [*blocks, *fields]}
    view |= {"submit": {"type": "plain_text", "text": "B"}}
    assert problems_in_blocks(blocks, Surface.MESSAGE) == problems_in_view(view, Surface.MODAL) == []
    place.post(place.open_dm(user.id)[0], text, blocks)
    place.say(user, next(iter(place.channels.values())), text)
    place.publish_home(user, {"type": "home", "blocks": blocks}, None)
    place.open_view(place.permits.new_trigger(user.id), view)
    seen = side.sees()
    assert json.loads(json.dumps(seen)) == seen
    (modal,) = seen["modals"]
    for block in modal["blocks"]:
        if block["type"] == "input":
            value = modal["values"][block["block_id"]][block["element"]["action_id"]]
            assert value is None or isinstance(value, str) or all(isinstance(each, str) for each in value)
