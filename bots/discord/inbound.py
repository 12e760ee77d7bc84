"""What came in, read into what core understands. Pure; text is Private from here on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import discord

from bots.discord.forms import Kept, kept_in
from bots.discord.ids import Kind, read_custom_id, read_option_values
from core.errors import BadToken
from core.people.who import Platform, Who
from core.ports import RawAnswer, RawAnswers
from core.private import Private
from core.tokens import ActionToken
from core.wording import language_of

Interaction: TypeAlias = discord.Interaction[Any]
_USER_INSTALL = (
    1  # https://discord.com/developers/docs/resources/application#application-object-application-integration-types
)
_LABEL, _ROW = 18, 1
_TEXT_INPUT, _SELECT = discord.ComponentType.text_input.value, discord.ComponentType.select.value


@dataclass(frozen=True)
class Command:
    text: Private[str]


@dataclass(frozen=True)
class Tap:
    token: ActionToken


@dataclass(frozen=True)
class OpenForm:
    """The button in front of a form. ``kept`` is what the message still holds of an earlier try."""

    token: ActionToken
    kept: Kept


@dataclass(frozen=True)
class Submit:
    """A form. ``answers`` holds the fields that were filled; ``typed`` tells a modal from a select in a message."""

    token: ActionToken
    answers: RawAnswers
    typed: bool


@dataclass(frozen=True)
class Unknown:
    """A component that is not ours, or of a version that spoke otherwise."""


Asked: TypeAlias = Command | Tap | OpenForm | Submit | Unknown


def who_of(interaction: Interaction) -> Who:
    """Return who is asking. The guild is no part of it."""
    owners = interaction._integration_owners  # noqa: SLF001 - the library keeps it, but has no public way to read it
    return Who(
        Platform.DISCORD,
        str(interaction.application_id),
        str(interaction.user.id),
        language=language_of(interaction.locale.value),
        can_dm=set(owners) != {_USER_INSTALL},
    )


def read(interaction: Interaction) -> Asked | None:
    """Return what is asked, or None for an interaction that is not answered (a ping, a completion)."""
    data = cast("Mapping[str, Any]", interaction.data or {})
    try:
        match interaction.type:
            case discord.InteractionType.application_command:
                return Command(_words(data))
            case discord.InteractionType.component:
                return _component(data, interaction.message)
            case discord.InteractionType.modal_submit:
                kind, token = read_custom_id(data["custom_id"])
                answers = dict(_answers(data["components"]))
                return Submit(token, answers, typed=True) if kind is Kind.MODAL else Unknown()
            case _:
                return None
    except BadToken:
        return Unknown()


def is_ours_to_edit(interaction: Interaction) -> bool:
    """Tell whether the answer may take the place of the message it came from: only the person sees that one."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def _words(data: Mapping[str, Any]) -> Private[str]:
    """The subcommand, a space and its argument, as the desk expects them."""
    for option in data.get("options", ()):
        argument = " ".join(str(each["value"]) for each in option.get("options", ()))
        return Private(f"{option['name']} {argument}".strip())
    return Private("")


def _component(data: Mapping[str, Any], message: discord.Message | None) -> Asked:
    kind, token = read_custom_id(data["custom_id"])
    match kind:
        case Kind.TAP:
            return Tap(token)
        case Kind.FORM:
            return OpenForm(token, kept_in(message.components if message else ()))
        case Kind.SELECT:
            field, values = read_option_values(list(data.get("values", ())))
            return Submit(token, {field: values}, typed=False)
        case Kind.EMPTY:
            return Submit(token, {}, typed=False)
        case Kind.MODAL:
            return Unknown()


def _answers(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, RawAnswer]]:
    for each in components:
        part = each["component"] if each["type"] == _LABEL else each
        if part["type"] == _ROW:
            yield from _answers(part["components"])
        elif part["type"] == _TEXT_INPUT and part.get("value"):
            yield part["custom_id"], Private(part["value"])
        elif part["type"] == _SELECT and part.get("values"):
            yield part["custom_id"], tuple(part["values"])
