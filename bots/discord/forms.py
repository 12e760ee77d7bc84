"""Forms: a page's fields as a modal or a select, and typed answers kept in a message until they can be used.

Discord keeps nothing of a modal that was submitted. So what was typed and could not be used is shown in the ephemeral
reply, one text display a field, numbered from ``KEPT_ID`` in the order of the form. When the form is opened again it
is read back from there: no memory, and a restart in between changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import discord
from discord import ui

from bots.discord import bounds
from bots.discord.ids import Kind, custom_id, option_value
from bots.discord.markup import escape, unescape
from core.pages import (
    SCALE,
    ChoiceField,
    DateField,
    Field,
    ManyField,
    Page,
    ScaleField,
    SearchField,
    TextField,
    TimeField,
)
from core.ports import RawAnswer, RawAnswers
from core.private import Private
from core.wording import Voice, voice

KEPT_ID = 900
_QUOTE = ">>> "  # quotes all that follows in this text display

Picked = ChoiceField | ManyField | ScaleField
Kept = Mapping[int, Private[str]]  # place in the form -> the text display's content


@dataclass(frozen=True)
class Choice:
    """An option as Discord shows it."""

    value: str
    label: str
    description: str = ""
    picked: bool = False


def lone_select(page: Page) -> Picked | None:
    """Return the field that can stand as a select in the message itself, and submits when it is chosen.

    That is a page's only field, when it is a choice that has to be made. One that is optional or already answered
    goes into a modal: Discord sends nothing for a select that is left as it is.
    """
    if len(page.fields) != 1:
        return None
    (field,) = page.fields
    if isinstance(field, ChoiceField | ManyField | ScaleField) and not field.optional:
        return None if any(choice.picked for choice in choices(field)) else field
    return None


def is_filled(field: Field) -> bool:
    """Tell whether an answer stands in *field* already."""
    match field:
        case TextField() | SearchField():
            return field.value is not None and bool(field.value.reveal())
        case TimeField() | DateField():
            return bool(field.value)
        case ChoiceField() | ManyField() | ScaleField():
            return any(choice.picked for choice in choices(field))
        case _:
            assert_never(field)


def choices(field: Picked) -> tuple[Choice, ...]:
    """Return the options of *field*, with what is chosen already."""
    match field:
        case ChoiceField():
            picked: tuple[str, ...] = (field.value,) if field.value is not None else ()
            return tuple(Choice(o.value, o.label, o.description, o.value in picked) for o in field.options)
        case ManyField():
            return tuple(Choice(o.value, o.label, o.description, o.value in field.values) for o in field.options)
        case ScaleField():
            ends = {SCALE[0]: f": {field.low}", SCALE[-1]: f": {field.high}"}
            return tuple(Choice(str(n), f"{n}{ends.get(n, '')}", "", n == field.value) for n in SCALE)
        case _:
            assert_never(field)


def select_in_message(page: Page, field: Picked) -> ui.Select[Any]:
    """Return the select that is the whole form of *page*."""
    t = voice(page.token.language)
    shown = choices(field)
    several = isinstance(field, ManyField)
    return ui.Select(
        custom_id=custom_id(Kind.SELECT, page.token),
        placeholder=t("Choose one or more") if several else t("Choose one"),
        min_values=1,
        max_values=len(shown) if several else 1,
        options=[_option(each, option_value(field.id, each.value)) for each in shown],
    )


def modal(page: Page, kept: Kept) -> ui.Modal:
    """Return the form of *page*, filled with what the page knows, or with what was *kept* of an earlier try."""
    t = voice(page.token.language)
    form = ui.Modal(title=page.title, custom_id=custom_id(Kind.MODAL, page.token))
    for place, field in enumerate(page.fields):
        before = read_kept(kept[place], field.label) if place in kept else None
        form.add_item(
            ui.Label(text=field.label, description=field.hint or None, component=_component(field, before, t))
        )
    form.stop()  # so that discord.py does not keep it: the raw handler answers, after a restart too
    return form


def _component(field: Field, before: Private[str] | None, t: Voice) -> ui.Item[Any]:
    match field:
        case TextField():
            style = discord.TextStyle.paragraph if field.multiline else discord.TextStyle.short
            return _input(field, field.value, before, field.max_chars, placeholder=field.placeholder, style=style)
        case SearchField():
            return _input(field, field.value, before, placeholder=field.placeholder)
        case TimeField():
            return _input(field, Private(field.value), before, placeholder=t("16:45 or 4:45pm"))
        case DateField():
            return _input(field, Private(field.value), before, placeholder=t("2026-03-02"))
        case ChoiceField() | ManyField() | ScaleField():
            shown = choices(field)
            most = len(shown) if isinstance(field, ManyField) else 1
            again = before.reveal().split("\n") if before else ()
            picked = [choice for choice in shown if (choice.label in again if again else choice.picked)][:most]
            return ui.Select(
                custom_id=field.id,
                required=not field.optional,
                min_values=0 if field.optional else 1,
                max_values=most,
                options=[_option(choice, choice.value, picked=choice in picked) for choice in shown],
            )
        case _:
            assert_never(field)


def _input(
    field: Field,
    value: Private[str] | None,
    before: Private[str] | None,
    max_chars: int = bounds.SHORT_ANSWER_CHARS,
    *,
    placeholder: str = "",
    style: discord.TextStyle = discord.TextStyle.short,
) -> ui.TextInput[Any]:
    text = (before or value or Private("")).reveal()
    return ui.TextInput(
        custom_id=field.id,
        style=style,
        required=not field.optional,
        max_length=max_chars,
        default=text if 0 < len(text) <= max_chars else None,
        placeholder=placeholder or None,
    )


def _option(choice: Choice, value: str, *, picked: bool = False) -> discord.SelectOption:
    return discord.SelectOption(label=choice.label, value=value, description=choice.description or None, default=picked)


# ------------------------------------------------------------------------------------------------- kept answers


def keep(answers: RawAnswers, page: Page | None) -> dict[int, Private[str]]:
    """Return what to show of *answers* (in the order of the form), each under its label where *page* is known."""
    fields: dict[str, Field] = {field.id: field for field in page.fields} if page else {}
    places = {field_id: place for place, field_id in enumerate(fields)}
    kept: dict[int, Private[str]] = {}
    for order, (field_id, answer) in enumerate(answers.items()):
        field = fields.get(field_id)
        text = _words(answer, field)
        if text:
            label = f"**{escape(field.label)}**\n" if field else ""
            kept[places.get(field_id, order)] = Private(f"{label}{_QUOTE}{escape(text)}")
    return kept


def _words(answer: RawAnswer, field: Field | None) -> str:
    if isinstance(answer, Private):
        return answer.reveal()
    if isinstance(field, ChoiceField | ManyField | ScaleField):
        labels = {choice.value: choice.label for choice in choices(field)}
        return "\n".join(labels.get(value, value) for value in answer)
    return ""  # a bare option value says nothing to a person


def read_kept(content: Private[str], label: str) -> Private[str] | None:
    """Return the text that was kept under *label*, or None if it was kept under another (the form has changed)."""
    head, _, text = content.reveal().partition(_QUOTE)
    return Private(unescape(text)) if head in ("", f"**{escape(label)}**\n") else None


def kept_in(components: Sequence[object]) -> Kept:
    """Return what a message of ours keeps, from its components."""
    return {place: content for place, content in _kept(components) if 0 <= place < bounds.MODAL_PARTS}


def _kept(components: Sequence[object]) -> Iterable[tuple[int, Private[str]]]:
    for component in components:
        if isinstance(component, discord.TextDisplay) and component.id is not None:
            yield component.id - KEPT_ID, Private(component.content)
