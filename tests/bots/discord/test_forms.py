from typing import Any

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bots.discord.forms import keep, kept_in, modal, read_kept
from bots.discord.render import Shown, rejected
from bots.playground.discord import modals
from bots.playground.discord.errors import Problems
from core.pages import ChoiceField, ManyField, Option, Page, Rejected, ScaleField, TextField, TimeField
from core.ports import RawAnswer
from core.private import Private
from core.tokens import ActionToken, Verb

TOKEN = ActionToken(Verb.RUN, "run", "step", 1)
MORE = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
OPTIONS = (Option("a", "A *b*"), Option("b", "- B"), Option("c", "C"))
FORM = Page(
    token=TOKEN,
    title="T",
    submit="Go",
    fields=(
        TextField(id="words", label="In *your* words", value=Private("before"), hint="One line is fine"),
        ChoiceField(id="one", label="One", options=OPTIONS),
        ManyField(id="many", label="Many", options=OPTIONS, optional=True, values=("a",)),
        ScaleField(id="heavy", label="How heavy", low="none", high="very"),
        TimeField(id="at", label="When"),
    ),
)
TYPED = "# mine\n*1.* <@1> \\"
ANSWERS: dict[str, RawAnswer] = {
    "words": Private(TYPED),
    "one": ("b",),
    "many": ("a", "c"),
    "heavy": ("10",),
    "at": Private("half past five"),
}


def as_received(shown: Shown) -> list[object]:
    """The components of a message of ours as discord.py hands them back with an interaction."""
    from discord.components import _component_factory

    return [_component_factory(each) for each in shown.view.to_components()]  # type: ignore[arg-type]


def inputs(form: discord.ui.Modal) -> dict[str, dict[str, Any]]:
    parts: list[Any] = form.to_dict()["components"]
    return {each["component"]["custom_id"]: each["component"] for each in parts}


def chosen(part: dict[str, Any]) -> list[str]:
    return [option["value"] for option in part["options"] if option["default"]]


@MORE
@given(data=st.data())
def test_every_form_that_core_can_build_is_accepted(data: st.DataObject, any_page: Any) -> None:
    """Titles, labels, hints, options and what is filled in already are within Discord's bounds."""
    page: Page = data.draw(any_page.filter(lambda page: page.fields))
    problems = Problems()
    modals.check_modal(problems, modal(page, {}).to_dict())
    problems.raise_if_any()


def test_a_form_shows_what_the_page_knows() -> None:
    """Values of the page are there when the form opens; the hint stands at its field."""
    form = inputs(modal(FORM, {}))
    assert form["words"]["value"] == "before"
    assert chosen(form["many"]) == ["a"]
    assert (form["many"]["required"], form["one"]["required"]) == (False, True)
    parts: list[Any] = modal(FORM, {}).to_dict()["components"]
    assert parts[0]["description"] == "One line is fine"


def test_what_was_typed_and_refused_is_in_the_form_again() -> None:
    """To the letter, choices included, read from the message alone: no memory in between."""
    message = rejected(Rejected(TOKEN, {"at": "Like 16:45."}), FORM, keep(ANSWERS, FORM))
    form = inputs(modal(FORM, kept_in(as_received(message))))
    assert form["words"]["value"] == TYPED
    assert form["at"]["value"] == "half past five"
    assert (chosen(form["one"]), chosen(form["many"]), chosen(form["heavy"])) == (["b"], ["a", "c"], ["10"])


def test_what_was_typed_is_kept_without_the_form_too() -> None:
    """Where even the form's labels cannot be had, typed text is shown and comes back."""
    only = Page(token=TOKEN, title="T", submit="Go", fields=(FORM.fields[0],))
    message = rejected(Rejected(TOKEN), None, keep({"words": Private("mine")}, None))
    assert inputs(modal(only, kept_in(as_received(message))))["words"]["value"] == "mine"


def test_a_form_that_has_changed_takes_no_words_of_another_field() -> None:
    """Kept under one label, never offered under another."""
    kept = keep(ANSWERS, FORM)
    assert read_kept(kept[0], "Another question") is None


@pytest.mark.parametrize("text", ["x" * 20, "y" * 6])
def test_what_is_too_long_for_its_field_is_not_cut(text: str) -> None:
    """The field stays empty rather than hold half a sentence; the words stand in the message."""
    page = Page(token=TOKEN, title="T", submit="Go", fields=(TextField(id="f", label="L", max_chars=5),))
    assert "value" not in inputs(modal(page, keep({"f": Private(text)}, page)))["f"]


async def test_the_library_keeps_no_form() -> None:
    """A finished modal is not stored, so a submit always reaches the raw handler."""
    assert modal(FORM, {}).is_finished()
