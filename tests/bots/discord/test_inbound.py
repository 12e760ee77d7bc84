from collections.abc import Callable
from typing import Any

import discord
import pytest

from bots.discord.inbound import Command, OpenForm, Submit, Tap, Unknown, is_ours_to_edit, read, who_of
from core.people.who import Platform, Who
from core.private import Private
from core.tokens import ActionToken, Verb

TOKEN = ActionToken(Verb.RUN, "run", "step", 1)
USER = {"id": "42", "username": "someone", "discriminator": "0", "avatar": None, "global_name": None}
EPHEMERAL = 64
Make = Callable[..., discord.Interaction[Any]]


@pytest.fixture
async def interaction() -> Make:
    """Builds an interaction as discord.py does from the gateway's payload."""
    client = discord.Client(intents=discord.Intents.none())

    def make(kind: int, data: dict[str, Any] | None, **more: Any) -> discord.Interaction[Any]:
        payload: dict[str, Any] = {
            "id": "1",
            "application_id": "99",
            "type": kind,
            "token": "t",
            "version": 1,
            "channel": {"id": "7", "type": 1},
            "user": USER,
            "locale": "en-US",
            "attachment_size_limit": 1,
            "data": data,
            "authorizing_integration_owners": {"0": "0"},
            **more,
        }
        return discord.Interaction(data=payload, state=client._connection)  # type: ignore[arg-type]

    return make


def message(*components: dict[str, Any], flags: int = EPHEMERAL) -> dict[str, Any]:
    return {
        "id": "5",
        "channel_id": "7",
        "author": USER,
        "content": "",
        "timestamp": "2026-03-02T16:45:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "flags": flags,
        "components": list(components),
    }


async def test_a_command_is_its_word_and_its_argument(interaction: Make) -> None:
    """The subcommand, a space and what was typed, Private from here on."""
    bare = {"name": "enough", "options": [{"type": 1, "name": "open"}]}
    put = {
        "name": "enough",
        "options": [{"type": 1, "name": "put", "options": [{"type": 3, "name": "x", "value": "two words"}]}],
    }
    assert read(interaction(2, bare)) == Command(Private("open"))
    assert read(interaction(2, put)) == Command(Private("put two words"))
    assert read(interaction(2, {"name": "enough"})) == Command(Private(""))


async def test_a_button_is_a_tap_or_opens_its_form(interaction: Make) -> None:
    """The letter in front tells; what the message keeps comes with the form."""
    tap = {"custom_id": "t" + TOKEN.encode(), "component_type": 2}
    form = {"custom_id": "f" + TOKEN.encode(), "component_type": 2}
    kept = {"type": 10, "id": 901, "content": ">>> mine"}
    assert read(interaction(3, tap, message=message())) == Tap(TOKEN)
    assert read(interaction(3, form, message=message(kept))) == OpenForm(TOKEN, {1: Private(">>> mine")})


async def test_a_select_in_a_message_is_a_submitted_form(interaction: Make) -> None:
    """Its field's id comes with the options."""
    data = {"custom_id": "s" + TOKEN.encode(), "component_type": 3, "values": ["roles=job", "roles=all"]}
    assert read(interaction(3, data, message=message())) == Submit(TOKEN, {"roles": ("job", "all")}, typed=False)


async def test_a_form_can_be_sent_empty_by_a_button(interaction: Make) -> None:
    """For the page where nothing has to be said."""
    data = {"custom_id": "e" + TOKEN.encode(), "component_type": 2}
    assert read(interaction(3, data, message=message())) == Submit(TOKEN, {}, typed=False)


async def test_a_modal_gives_what_was_filled(interaction: Make) -> None:
    """Text is Private, choices are values, and what was left empty is not there."""
    parts = [
        {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "words", "value": "mine"}},
        {"type": 18, "id": 3, "component": {"type": 4, "id": 4, "custom_id": "empty", "value": ""}},
        {"type": 18, "id": 5, "component": {"type": 3, "id": 6, "custom_id": "one", "values": ["7"]}},
        {"type": 18, "id": 7, "component": {"type": 3, "id": 8, "custom_id": "none", "values": []}},
    ]
    asked = read(interaction(5, {"custom_id": "m" + TOKEN.encode(), "components": parts}))
    assert asked == Submit(TOKEN, {"words": Private("mine"), "one": ("7",)}, typed=True)
    assert "mine" not in repr(asked)


@pytest.mark.parametrize("custom_id", ["", "hello", "t1::en:go", "z" + TOKEN.encode(), "m" + TOKEN.encode()])
async def test_a_component_that_is_not_ours_is_unknown(interaction: Make, custom_id: str) -> None:
    """Malformed, foreign or misplaced: never guessed at."""
    assert read(interaction(3, {"custom_id": custom_id, "component_type": 2}, message=message())) == Unknown()


async def test_a_completion_is_not_answered(interaction: Make) -> None:
    """Nothing here completes as one types."""
    assert read(interaction(4, {"name": "enough", "options": []})) is None


async def test_who_asks_is_the_application_and_the_user(interaction: Make) -> None:
    """The guild is no part of a person, and the language is the platform's hint."""
    wanted = Who(Platform.DISCORD, "99", "42", "es", can_dm=True)
    assert who_of(interaction(2, {"name": "enough"}, locale="es-419")) == wanted


@pytest.mark.parametrize(
    ("owners", "can_dm"), [({"0": "0"}, True), ({"0": "3", "1": "42"}, True), ({"1": "42"}, False), ({}, True)]
)
async def test_an_app_installed_for_the_person_alone_cannot_write(
    interaction: Make, owners: dict[str, str], can_dm: bool
) -> None:
    """Discord lets no bot write to someone it shares no server with."""
    asked = interaction(2, {"name": "enough"}, authorizing_integration_owners=owners)
    assert who_of(asked).can_dm is can_dm


async def test_only_what_the_person_alone_sees_is_edited(interaction: Make) -> None:
    """A direct message or a channel's message stays as it is; the answer comes as a new ephemeral one."""
    tap = {"custom_id": "t" + TOKEN.encode(), "component_type": 2}
    assert is_ours_to_edit(interaction(3, tap, message=message()))
    assert not is_ours_to_edit(interaction(3, tap, message=message(flags=0)))
    assert not is_ours_to_edit(interaction(2, {"name": "enough"}))
