import dataclasses
from datetime import date
from typing import Any

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bots.discord.forms import keep
from bots.discord.ids import read_custom_id
from bots.discord.render import Shown, rejected, to_discord
from core.pages import (
    Action,
    ChoiceField,
    Contact,
    ContactKind,
    Document,
    Heading,
    ManyField,
    Message,
    MessageKey,
    Note,
    Option,
    OwnWords,
    Page,
    Paragraph,
    Rejected,
    ScaleField,
    TextField,
    Tone,
)
from core.private import Private
from core.tokens import ActionToken, Verb

TOKEN = ActionToken(Verb.RUN, "run", "step", 1)
MORE = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def parts(shown: Shown) -> list[dict[str, Any]]:
    """All components of the first message, rows opened."""
    flat: list[dict[str, Any]] = []
    for each in shown.view.to_components():
        flat += each.get("components", [each])
    return flat


def text_of(shown: Shown) -> str:
    return "\n".join(each["content"] for each in parts(shown) if each["type"] == 10)


@MORE
@given(data=st.data())
def test_every_page_that_core_can_build_is_accepted(data: st.DataObject, any_page: Any, accepted: Any) -> None:
    """Components, characters, bytes and ids hold whatever stands in a page, and no button or word is lost."""
    page: Page = data.draw(any_page)
    shown = to_discord(page)
    accepted(shown)
    last = shown.more[-1] if shown.more else shown
    taps = [read_custom_id(each["custom_id"])[1] for each in parts(last) if each.get("custom_id", "")[:1] == "t"]
    assert taps == [action.token for action in page.actions]


@MORE
@given(data=st.data())
def test_everything_typed_fits_into_the_reply_that_keeps_it(
    data: st.DataObject, any_page: Any, accepted: Any, any_words: Any
) -> None:
    """Five long answers and five errors are shown, over several messages if they need it."""
    page: Page = data.draw(any_page)
    texts = data.draw(st.lists(any_words(1500), min_size=len(page.fields), max_size=len(page.fields)))
    answers = {field.id: Private(text) for field, text in zip(page.fields, texts, strict=True)}
    errors = {field.id: data.draw(any_words(200)) for field in page.fields}
    shown = rejected(Rejected(page.token, errors), page, keep(answers, page))
    accepted(shown)
    kept = [each["id"] for one in (shown, *shown.more) for each in parts(one) if each["type"] == 10 and "id" in each]
    assert sorted(kept) == [900 + place for place in range(len(texts))]


@MORE
@given(data=st.data())
def test_a_document_is_a_file_and_its_introduction(data: st.DataObject, any_page: Any, accepted: Any) -> None:
    """The file is referenced by a component, as Discord asks, and holds the text to the letter."""
    page: Page = data.draw(any_page)
    document = Document(
        token=TOKEN,
        title="Your words",
        intro=page.body,
        filename="enough.md",
        text=Private("né *a*\n"),
        actions=page.actions,
    )
    shown = to_discord(document)
    accepted(shown)
    (file,) = (file for each in (shown, *shown.more) for file in each.files())
    assert file.fp.read() == "né *a*\n".encode()
    assert shown.beside


@pytest.mark.parametrize("key", MessageKey)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_direct_message_has_plain_content_and_buttons(key: MessageKey, language: str, accepted: Any) -> None:
    """A notification shows its words; all its buttons are taps."""
    message = Message(key=key, language=language, country="US", nudge="n" * 24, work_date=date(2026, 3, 2))
    shown = to_discord(message)
    accepted(shown)
    assert shown.content
    assert not shown.view.has_components_v2()
    assert {each["custom_id"][0] for each in parts(shown)} == {"t"}


def test_blocks_look_like_what_they_are() -> None:
    """Heading, quotation, small print, and ways to reach help, each escaped."""
    page = Page(
        token=TOKEN,
        title="A *title*",
        body=(
            Paragraph("Hello\nthere, <@1>"),
            Heading("Part"),
            OwnWords(Private("one\n# two")),
            Note("small\nprint"),
            Contact(ContactKind.CALL, "Call 988", "988"),
            Contact(ContactKind.TEXT, "Text HOME", "741741"),
            Contact(ContactKind.CHAT, "Chat", "988lifeline.org/chat"),
            Contact(ContactKind.SITE, "Site", "no site (yet)"),
        ),
    )
    assert text_of(to_discord(page)) == (
        "## A \\*title\\*\nHello\nthere, \\<@1>\n\n### Part\n> one\n> \\# two\n\n-# small\n-# print\n\n"
        "Call **988**\nText HOME: **741741**\nChat: https://988lifeline.org/chat\nSite: **no site (yet)**"
    )


OPTIONS = (Option("a", "A"), Option("b", "B", "bee"))
SELECTS: list[ChoiceField | ManyField | ScaleField] = [
    ChoiceField(id="f", label="Pick", options=OPTIONS),
    ManyField(id="f", label="Pick", options=OPTIONS),
    ScaleField(id="f", label="Pick", low="none", high="plenty"),
]


@pytest.mark.parametrize("field", SELECTS, ids=lambda field: type(field).__name__)
def test_a_lone_choice_is_a_select_that_submits(field: Any) -> None:
    """The page's only field is chosen in the message itself; its label is read above it."""
    shown = to_discord(Page(token=TOKEN, title="T", fields=(field,), submit="Go"))
    _, select = parts(shown)
    assert select["custom_id"] == "s" + TOKEN.encode()
    assert all(option["value"].startswith("f=") for option in select["options"])
    assert select["max_values"] == (2 if isinstance(field, ManyField) else 1)
    assert "Pick" in text_of(shown)


def test_a_scale_has_eleven_steps_with_words_at_both_ends() -> None:
    """0 to 10, the number first."""
    (*_, select) = parts(to_discord(Page(token=TOKEN, title="T", fields=(SELECTS[2],), submit="Go")))
    labels = [option["label"] for option in select["options"]]
    assert labels == ["0: none", *map(str, range(1, 10)), "10: plenty"]


FORMS: list[tuple[Any, ...]] = [
    (TextField(id="f", label="Write"),),
    (SELECTS[0], TextField(id="g", label="Write")),
    (ChoiceField(id="f", label="Pick", options=OPTIONS, optional=True),),
    (ChoiceField(id="f", label="Pick", options=OPTIONS, value="b"),),
]


@pytest.mark.parametrize("fields", FORMS)
def test_any_other_form_is_behind_a_button(fields: tuple[Any, ...]) -> None:
    """Text, several fields, and choices that may be left as they are open a modal: Discord would send nothing."""
    _, button, *_ = parts(to_discord(Page(token=TOKEN, title="T", fields=fields, submit="Go")))
    assert button["custom_id"] == "f" + TOKEN.encode()


@pytest.mark.parametrize(("fields", "label"), list(zip(FORMS, ("Write", "Answer", "Answer", "Change"), strict=True)))
def test_the_button_says_what_is_done_in_the_form(fields: tuple[Any, ...], label: str) -> None:
    """Words are written, questions answered, and what is there already is changed."""
    _, button, *_ = parts(to_discord(Page(token=TOKEN, title="T", fields=fields, submit="Go")))
    assert button["label"] == label


def test_nobody_opens_a_form_to_say_nothing() -> None:
    """Where every field may stay empty and is, a second button sends it so; else there is none."""
    empty = TextField(id="f", label="Write", optional=True)
    one, other = parts(to_discord(Page(token=TOKEN, title="T", fields=(empty,), submit="Go")))[1:]
    assert (one["label"], other["label"], other["custom_id"]) == ("Write", "Leave it empty", "e" + TOKEN.encode())
    for fields in ((empty, TextField(id="g", label="Needed")), (dataclasses.replace(empty, value=Private("mine")),)):
        assert len(parts(to_discord(Page(token=TOKEN, title="T", fields=fields, submit="Go")))) == 2


def test_words_in_a_form_are_read_without_opening_it() -> None:
    """A draft, or what was written before: with one field they stand on the page, once; with more, in the form."""
    draft = TextField(id="f", label="Your words", value=Private("a draft"))
    for body, seen in (((), 1), ((OwnWords(Private("a draft")),), 1)):
        page = Page(token=TOKEN, title="T", body=body, fields=(draft,), submit="Go")
        assert text_of(to_discord(page)).count("a draft") == seen
    two = Page(token=TOKEN, title="T", fields=(draft, TextField(id="g", label="More")), submit="Go")
    assert "a draft" not in text_of(to_discord(two))


def test_answers_stand_apart_from_what_leads_elsewhere() -> None:
    """On a phone "Help now" is not one of the answers to the question above."""
    answers = tuple(Action(label, TOKEN.to(Verb.RUN, carry=label)) for label in ("Yes", "No"))
    ways = tuple(Action(word, TOKEN.to(Verb.GO, subject=word)) for word in ("privacy", "now"))
    rows = to_discord(Page(token=TOKEN, title="T", actions=answers + ways)).view.to_components()[1:]
    assert [[button["label"] for button in row["components"]] for row in rows] == [["Yes", "No"], ["privacy", "now"]]


def test_tones_are_styles() -> None:
    """Danger is red, primary is filled, plain is quiet."""
    actions = tuple(Action(tone, TOKEN.to(Verb.GO, subject=tone), tone) for tone in Tone)
    buttons = parts(to_discord(Page(token=TOKEN, title="T", actions=actions)))[1:]
    wanted = (discord.ButtonStyle.secondary, discord.ButtonStyle.primary, discord.ButtonStyle.danger)
    assert [each["style"] for each in buttons] == [style.value for style in wanted]


async def test_the_library_is_given_nothing_to_keep() -> None:
    """A view that is finished when it is sent is not stored, so nothing lives in memory."""
    fields = (TextField(id="f", label="Write"),)
    shown = to_discord(Page(token=TOKEN, title="T", fields=fields, submit="Go"))
    assert shown.view.is_finished()


def test_errors_name_their_field_where_there_are_several() -> None:
    """With one field the sentence is enough."""
    two = Page(token=TOKEN, title="T", fields=(SELECTS[0], TextField(id="g", label="Write")), submit="Go")
    one = Page(token=TOKEN, title="T", fields=(TextField(id="g", label="Write"),), submit="Go")
    reply = Rejected(TOKEN, {"g": "Like 16:45."})
    assert "Write: Like 16:45." in text_of(rejected(reply, two, {}))
    assert "Write:" not in text_of(rejected(reply, one, {}))
