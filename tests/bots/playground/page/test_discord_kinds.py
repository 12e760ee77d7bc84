"""Everything the stand-in takes from an app, and so everything the bot can send, has what draws it on the page."""

import re
from pathlib import Path

import pytest

from bots.playground.discord import components, inputs
from bots.playground.page import discord_side
from tests.support.discord_kinds import FORMS, Showcase

ASSETS = Path(discord_side.__file__).parent / "assets" / "discord"


def drawn(file: str, name: str) -> set[int]:
    """The numbers that are keys of the map *name*, by which the page picks what it draws with."""
    found = re.search(rf"const {name} = \{{(.*?)\}};", (ASSETS / file).read_text("utf-8"), re.DOTALL)
    assert found, f"no map {name} in {file}"
    return {int(number) for number in re.findall(r"\b(\d+): ", found[1])}


def test_every_component_of_a_message_is_drawn() -> None:
    """Those that the stand-in takes in a message, and no others."""
    taken = {*components._ON_TOP, *components._ACCESSORIES, *inputs.MESSAGE_INPUTS}
    assert drawn("kinds.js", "IN_MESSAGES") == taken


def test_every_component_of_a_form_is_drawn() -> None:
    """Those that the stand-in takes in a modal, and no others."""
    assert drawn("kinds.js", "IN_FORMS") == {components.ROW, components.TEXT, components.LABEL, *inputs.MODAL_INPUTS}


def test_every_style_of_button_is_drawn() -> None:
    """Discord numbers them from 1 to 6."""
    assert drawn("controls.js", "STYLES") == set(range(1, 7))


@pytest.mark.parametrize("name", ["IN_MESSAGES", "IN_FORMS"])
def test_the_showcase_holds_one_of_each(name: str) -> None:
    """What the browser is shown to be looked at leaves out no kind."""
    showcase = Showcase()
    if name == "IN_MESSAGES":
        showcase.every_message()
        shown = [message.components for message in showcase.standin.world.messages.values()]
    else:
        shown = [showcase.form(data).components for data in FORMS]
    there = {part["type"] for parts in shown for _, part in components.walk(parts)}
    assert there == drawn("kinds.js", name)
