from typing import Any

import pytest

from bots.discord import bounds
from bots.discord.commands import payload, same
from bots.playground.discord import commands
from bots.playground.discord.errors import Problems
from core.services.front_desk import COMMANDS


def registered() -> dict[str, Any]:
    """Our command as Discord returns it: with ids, nulls and defaults of its own."""
    extras = {"id": "1", "application_id": "2", "version": "3", "nsfw": False, "default_member_permissions": None}
    return {**payload(), **extras, "name_localizations": None, "dm_permission": True, "contexts": [2, 1, 0]}


def test_discord_takes_the_command() -> None:
    """Names, descriptions and counts are within bounds."""
    problems = Problems()
    commands.check_all(problems, [payload()])
    problems.raise_if_any()
    assert all(len(each["description"]) <= bounds.COMMAND_DESCRIPTION_CHARS for each in payload()["options"])


def test_the_words_are_those_of_the_product() -> None:
    """The same words as on Slack, minus those that come later."""
    words = "open start put now home shelf when settings pause stop privacy export erase help"
    assert [each["name"] for each in payload()["options"]] == words.split()


def test_usable_in_servers_and_for_oneself() -> None:
    """In a server, in the bot's DM and in other DMs; installed by a server or by a person."""
    assert (payload()["contexts"], payload()["integration_types"]) == ([0, 1, 2], [0, 1])


def test_what_is_registered_already_is_not_written_again() -> None:
    """Discord's own additions make no difference."""
    assert same([registered()], payload())


@pytest.mark.parametrize(
    "change", [{"description": "x"}, {"contexts": [0]}, {"options": []}, {"description_localizations": {"es-ES": "x"}}]
)
def test_a_difference_is_seen(change: dict[str, Any]) -> None:
    """A changed word, place or subcommand is registered anew; so is a first or a second command."""
    assert not same([{**registered(), **change}], payload())
    assert not same([], payload())
    assert not same([registered(), registered()], payload())


def test_every_command_of_the_desk_is_a_subcommand() -> None:
    """What can be typed on Slack can be chosen on Discord, besides the pages that only buttons show."""
    assert {option["name"] for option in payload()["options"]} == set(COMMANDS) - {"load", "talk", "plan", "ground"}
