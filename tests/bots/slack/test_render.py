"""What is drawn for Slack, held against the stand-in's reading of Slack's rules."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.playground.slack.blocks import Surface, is_too_large, problems_in_blocks, problems_in_view
from bots.slack import bounds, ids
from bots.slack.parts import cost, escape, parts, unescape
from bots.slack.render import to_ephemeral, to_home, to_slack
from core import pages
from core.pages import (
    Action,
    ChoiceField,
    Contact,
    ContactKind,
    DateField,
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
    ScaleField,
    SearchField,
    TextField,
    TimeField,
    Tone,
)
from core.private import Private
from core.tokens import MAX_CHARS, ActionToken, Verb, decode

TOKEN = ActionToken(Verb.RUN, subject="r" * 24, step="closing.leave", version=3, country="US")


def drawn(*fields: pages.Field, body: tuple[pages.Block, ...] = (), actions: tuple[Action, ...] = ()) -> dict[str, Any]:
    submit = "Next" if fields else ""
    return to_slack(Page(token=TOKEN, title="Title", body=body, fields=fields, submit=submit, actions=actions))


def only_element(field: pages.Field) -> dict[str, Any]:
    (block,) = drawn(field)["blocks"]
    element: dict[str, Any] = block["element"]
    return element


def options(count: int) -> tuple[Option, ...]:
    return tuple(Option(f"v{number}", f"Label {number}") for number in range(count))


# ------------------------------------------------------------------------------- everything fits in bounds


def text(most: int, least: int = 1) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from("ab é&<>*_~`\n:😀@#|"), min_size=least, max_size=most)


def long_text(most: int) -> st.SearchStrategy[str]:
    """Text of every length, built from a few pieces so that long ones are quick to make."""
    piece = st.sampled_from(["a", "word ", "&", "<!channel> ", "line\n", "x" * 700, "&" * 300])
    return st.lists(piece, min_size=1, max_size=60).map("".join).map(lambda made: made[:most])


TOKENS = st.builds(
    ActionToken,
    verb=st.sampled_from(Verb),
    subject=st.text("abc", max_size=24),
    step=st.text("abc.", max_size=20),
    version=st.integers(0, 99),
    carry=st.text("abc", max_size=10),
    country=st.sampled_from(["", "US"]),
    language=st.just("en"),
)
IDS = st.text("abcdefgh", min_size=1, max_size=24)
CONTACTS = st.builds(Contact, st.sampled_from(ContactKind), text(200), st.one_of(text(100), st.just("988lifeline.org")))
BLOCKS = st.one_of(
    st.builds(Paragraph, long_text(600)),
    st.builds(Heading, text(150)),
    st.builds(Note, long_text(600)),
    st.builds(OwnWords, long_text(600).map(Private)),
    CONTACTS,
)
OPTIONS = st.lists(
    st.builds(Option, st.text("abcdef", min_size=1, max_size=32), text(75), text(75, 0)),
    min_size=1,
    max_size=25,
    unique_by=lambda option: option.value,
).map(tuple)
COMMON: dict[str, st.SearchStrategy[Any]] = {
    "id": IDS,
    "label": text(45),
    "hint": text(100, 0),
    "optional": st.booleans(),
}
FIELDS = st.one_of(
    st.builds(
        TextField,
        **COMMON,
        max_chars=st.integers(1, 1500),
        placeholder=text(100, 0),
        value=st.none() | text(40).map(Private),
    ),
    OPTIONS.flatmap(
        lambda made: st.builds(
            ChoiceField, **COMMON, options=st.just(made), value=st.sampled_from([None, "gone", made[0].value])
        )
    ),
    OPTIONS.flatmap(
        lambda made: st.builds(
            ManyField, **COMMON, options=st.just(made), values=st.sampled_from([(), (made[-1].value,)])
        )
    ),
    st.builds(ScaleField, **COMMON, low=text(70), high=text(70), value=st.none() | st.integers(0, 10)),
    st.builds(SearchField, **COMMON, placeholder=text(100, 0), value=st.none() | text(40).map(Private)),
    st.builds(TimeField, **COMMON, value=text(20, 0)),
    st.builds(DateField, **COMMON, value=text(20, 0)),
)
ACTIONS = st.lists(
    st.builds(Action, text(30), TOKENS, st.sampled_from(Tone)), max_size=20, unique_by=lambda action: action.token
).map(tuple)


@st.composite
def some_page(draw: st.DrawFn) -> Page:
    fields = draw(st.lists(FIELDS, max_size=5, unique_by=lambda each: each.id))
    return Page(
        token=draw(TOKENS),
        title=draw(text(24)),
        body=tuple(draw(st.lists(BLOCKS, max_size=4))),
        fields=tuple(fields),
        submit=draw(text(24)) if fields else "",
        actions=draw(ACTIONS),
    )


@given(some_page())
def test_every_page_that_core_can_build_is_taken_by_slack(page: Page) -> None:
    """Whatever fits core's bounds fits Slack's: as a modal, on Home, and as the reply when neither opens."""
    modal, home, reply = to_slack(page), to_home(page), to_ephemeral(page, page.token)
    assert problems_in_view(modal, Surface.MODAL) == []
    assert problems_in_view(home, Surface.HOME) == []
    assert problems_in_blocks(reply["blocks"], Surface.MESSAGE) == []
    assert not is_too_large(modal)


@given(long_text(20_000), st.integers(-1, 30), st.sampled_from(["modal", "home"]))
def test_every_part_of_a_document_is_taken_by_slack(words: str, page: int, place: str) -> None:
    """A part that is not there is the nearest one, and each part fits."""
    document = Document(
        token=TOKEN,
        title="Your words",
        intro=(Note("Who reads this"),),
        filename="a.md",
        text=Private(words),
        page=page,
    )
    view, surface = (to_slack(document), Surface.MODAL) if place == "modal" else (to_home(document), Surface.HOME)
    assert problems_in_view(view, surface) == []


@pytest.mark.parametrize("key", MessageKey)
@pytest.mark.parametrize("language", ["en", "xx"])
def test_every_message_is_taken_by_slack_and_has_text(key: MessageKey, language: str) -> None:
    """Notifications and screen readers read the top-level text."""
    payload = to_slack(Message(key=key, language=language, nudge="n" * 24, work_date=date(2026, 3, 2)))
    assert problems_in_blocks(payload["blocks"], Surface.MESSAGE) == []
    assert payload["text"]


def test_core_bounds_are_within_slack_bounds() -> None:
    """A bound that core widens past Slack's is caught here, not by a person."""
    assert pages.TITLE_CHARS <= bounds.TITLE_CHARS
    assert pages.OPTION_CHARS <= bounds.OPTION_CHARS
    assert pages.MAX_OPTIONS <= bounds.SELECT_OPTIONS
    assert pages.BUTTON_CHARS <= bounds.BUTTON_CHARS
    assert pages.LABEL_CHARS <= bounds.LABEL_CHARS
    assert pages.HINT_CHARS <= bounds.PLACEHOLDER_CHARS
    assert pages.TEXT_CHARS <= bounds.INPUT_CHARS
    assert bounds.PART_CHARS < bounds.SECTION_CHARS
    assert min(bounds.BUTTON_VALUE_CHARS, bounds.PRIVATE_METADATA_CHARS, bounds.ID_CHARS) >= MAX_CHARS
    rows, reply = pages.MAX_ACTIONS // bounds.ROW_OF_BUTTONS + 1, 3
    # Every & < > counts five at most, so the longest body breaks into this many more sections than it has blocks.
    broken = 5 * pages.BODY_CHARS // bounds.PART_CHARS
    assert pages.MAX_BLOCKS + broken + rows + reply <= bounds.MESSAGE_BLOCKS
    assert pages.MAX_BLOCKS + broken + rows + pages.MAX_FIELDS <= bounds.VIEW_BLOCKS


def test_a_heading_fits_a_header() -> None:
    """The longest heading of core is one header, uncut."""
    (block,) = drawn(body=(Heading("x" * 150),))["blocks"]
    assert block["text"]["text"] == "x" * bounds.HEADER_CHARS


# ------------------------------------------------------------------------------------------------ the body


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (Contact(ContactKind.CALL, "Call 988", "988"), "<tel:988|Call 988>"),
        (Contact(ContactKind.CALL, "Call", "+34 (91) 000"), "<tel:+3491000|Call: +34 (91) 000>"),
        (Contact(ContactKind.CALL, "Call <now>", "not a number"), "Call &lt;now&gt;: not a number"),
        (Contact(ContactKind.TEXT, "Text HOME to 741741", "741741"), "Text HOME to 741741"),
        (
            Contact(ContactKind.CHAT, "Chat & talk: 988lifeline.org/chat", "988lifeline.org/chat"),
            "<https://988lifeline.org/chat|Chat &amp; talk: 988lifeline.org/chat>",
        ),
        (
            Contact(ContactKind.SITE, "Find a line", "https://findahelpline.com"),
            "<https://findahelpline.com|Find a line: https://findahelpline.com>",
        ),
        (Contact(ContactKind.SITE, "Odd", "a.org|<@U1>"), "Odd: a.org|&lt;@U1&gt;"),
    ],
)
def test_a_contact_can_be_tapped_where_slack_has_a_link_for_it(contact: Contact, expected: str) -> None:
    """What cannot be tapped can be read off: the number or address always stands in the text."""
    (block,) = drawn(body=(contact,))["blocks"]
    assert block["text"]["text"] == expected


@pytest.mark.parametrize("words", ["<!channel> <@U123> *bold* https://a.example", "one\ntwo & three"])
def test_words_of_a_person_are_never_parsed(words: str) -> None:
    """They are shown as they are, quoted, line breaks too, whether quoted or inside a sentence of the bot."""
    own, sentence = drawn(body=(OwnWords(Private(words)), Paragraph(f"You wrote {words}")))["blocks"]
    assert own["text"] == {"type": "plain_text", "text": f"“{words}”", "emoji": False}
    assert sentence["text"] == {"type": "plain_text", "text": f"You wrote {words}", "emoji": False}


# ------------------------------------------------------------------------------------------------- fields


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        (ChoiceField(id="c", label="C", options=options(10)), "radio_buttons"),
        (ChoiceField(id="c", label="C", options=options(11)), "static_select"),
        (ManyField(id="m", label="M", options=options(10)), "checkboxes"),
        (ManyField(id="m", label="M", options=options(11)), "multi_static_select"),
        (ScaleField(id="s", label="S", low="none", high="plenty"), "static_select"),
        (TextField(id="t", label="T"), "plain_text_input"),
        (SearchField(id="t", label="T"), "plain_text_input"),
        (TimeField(id="t", label="T"), "plain_text_input"),
        (DateField(id="t", label="T"), "plain_text_input"),
    ],
)
def test_each_field_has_its_element(field: pages.Field, kind: str) -> None:
    """What is few is laid open, what is many folds into a menu, and times and dates are typed."""
    assert only_element(field)["type"] == kind


def test_a_scale_says_what_its_ends_mean() -> None:
    """0 and 10 carry their words, and what was chosen is chosen again."""
    element = only_element(ScaleField(id="s", label="S", low="none", high="plenty", value=10))
    labels = [option["text"]["text"] for option in element["options"]]
    assert labels == ["0 – none", *map(str, range(1, 10)), "10 – plenty"]
    assert element["initial_option"]["value"] == "10"


def test_what_was_answered_before_stands_in_the_form() -> None:
    """Text, choice and choices come back; a choice that is no option any more does not."""
    assert only_element(TextField(id="t", label="T", value=Private("mine")))["initial_value"] == "mine"
    assert only_element(TimeField(id="t", label="T", value="16:45"))["initial_value"] == "16:45"
    assert (
        only_element(ChoiceField(id="c", label="C", options=options(3), value="v1"))["initial_option"]["value"] == "v1"
    )
    assert "initial_option" not in only_element(ChoiceField(id="c", label="C", options=options(3), value="gone"))
    many = only_element(ManyField(id="m", label="M", options=options(3), values=("v2", "v0")))
    assert [option["value"] for option in many["initial_options"]] == ["v0", "v2"]


def test_fields_keep_their_ids_within_a_step_and_change_them_with_it() -> None:
    """Slack keeps typed text where both ids stay: through an error, and never into the next step."""

    def place(token: ActionToken) -> tuple[str, str]:
        page = Page(token=token, title="T", fields=(TextField(id="words", label="W"),), submit="Next")
        (block,) = to_slack(page)["blocks"]
        return block["block_id"], block["element"]["action_id"]

    def after(step: str, version: int) -> ActionToken:
        return TOKEN.to(Verb.RUN, subject=TOKEN.subject, step=step, version=version)

    here = place(after("closing.leave", 3))
    assert place(after("closing.leave", 3)) == here
    assert place(after("closing.pull", 3)) != here
    assert place(after("closing.leave", 4)) != here


# ------------------------------------------------------------------------------------------------ buttons


def test_a_button_carries_its_token_and_tone() -> None:
    """The token is the whole meaning; plain is no style."""
    tones = {Tone.PLAIN: None, Tone.PRIMARY: "primary", Tone.DANGER: "danger"}
    actions = tuple(Action(tone, TOKEN.to(Verb.GO, subject=tone), tone) for tone in tones)
    (row,) = drawn(actions=actions)["blocks"]
    assert [button.get("style") for button in row["elements"]] == list(tones.values())
    assert [decode(button["value"]) for button in row["elements"]] == [action.token for action in actions]
    assert all(ids.is_button(button["action_id"]) for button in row["elements"])


def test_answers_stand_apart_from_what_leads_elsewhere() -> None:
    """On a phone "Help now" is not one of the answers to the question above."""
    answers = tuple(Action(label, TOKEN.to(Verb.RUN, carry=label)) for label in ("Yes", "No"))
    ways = tuple(Action(word, TOKEN.to(Verb.GO, subject=word)) for word in ("privacy", "now"))
    rows = drawn(actions=answers + ways)["blocks"]
    labels = [[button["text"]["text"] for button in row["elements"]] for row in rows]
    assert labels == [["Yes", "No"], ["privacy", "now"]]
    assert len({row["block_id"] for row in rows}) == 2


def test_buttons_stand_in_rows_of_five() -> None:
    """Every button has an id of its own in the view."""
    actions = tuple(Action(str(number), TOKEN.to(Verb.GO, carry=str(number))) for number in range(12))
    rows = drawn(actions=actions)["blocks"]
    assert [len(row["elements"]) for row in rows] == [5, 5, 2]
    assert len({button["action_id"] for row in rows for button in row["elements"]}) == 12


# ---------------------------------------------------------------------------------------- other surfaces


def test_home_opens_a_form_by_a_button() -> None:
    """No field stands on Home; the button names the form by the page's own token."""
    page = Page(token=TOKEN, title="T", fields=(TextField(id="words", label="W"),), submit="Next")
    _, row = to_home(page)["blocks"]
    (button,) = row["elements"]
    assert ids.opens_form(button["action_id"])
    assert decode(button["value"]) == TOKEN


def test_the_reply_for_want_of_a_modal_carries_help_and_no_words_of_the_person() -> None:
    """A crisis answer arrives whole but for the person's own words; its buttons work."""
    body = (Paragraph("Warm line"), OwnWords(Private("my words")), Contact(ContactKind.CALL, "Call 988", "988"))
    page = Page(token=TOKEN, title="Help", body=body, actions=(Action("I am safe", TOKEN.to(Verb.CARE, step="safe")),))
    reply = json.dumps(to_ephemeral(page, TOKEN))
    assert "tel:988" in reply
    assert "Warm line" in reply
    assert "I am safe" in reply
    assert "my words" not in reply


def test_the_reply_for_want_of_a_modal_says_nothing_else_of_the_page() -> None:
    """Without help on it, the page stays where only a form shows it: the reply offers to open it."""
    page = Page(token=TOKEN, title="Shelf", body=(Paragraph("Your rule"),))
    pressed = TOKEN.to(Verb.GO, subject="shelf")
    reply = to_ephemeral(page, pressed)
    assert "Your rule" not in json.dumps(reply)
    assert decode(reply["blocks"][-1]["elements"][0]["value"]) == pressed


def test_a_long_document_is_turned_page_by_page() -> None:
    """The first part has the introduction and a way on, the last a way back; nothing is lost, and the form stays."""
    words = "\n".join(f"line {number} of what I wrote" for number in range(400))
    shown = []
    page: int | None = 0
    while page is not None:
        token = TOKEN.to(Verb.EXPORT, step="json", carry=str(page))
        document = Document(
            token=token, title="Words", intro=(Note("intro"),), filename="a.json", text=Private(words), page=page
        )
        *blocks, row = to_slack(document)["blocks"]
        assert (json.dumps(blocks).count("intro") == 1) == (page == 0)
        shown.append(blocks[-1]["text"]["text"])
        turns = {button["text"]["text"]: decode(button["value"]) for button in row["elements"]}
        page = int(turns["Next part"].carry) if "Next part" in turns else None
        assert {each.step for label, each in turns.items() if label.endswith("part")} <= {"json"}
        assert ("Previous part" in turns) == (len(shown) > 1)
    assert "\n".join(shown) == words


# ------------------------------------------------------------------------------------------------ long text


@given(long_text(9000), st.integers(20, 2900))
def test_parts_fit_and_lose_nothing_but_white_space(words: str, most: int) -> None:
    """Each part fits, and together they are the text."""
    made = parts(words, most)
    assert all(cost(part) <= most for part in made)
    assert "".join("".join(made).split()) == "".join(words.split())


@given(st.lists(st.text("abc", min_size=1, max_size=19), min_size=1, max_size=400))
def test_a_word_that_fits_is_never_cut(words: list[str]) -> None:
    """Parts end between words."""
    assert [word for part in parts(" ".join(words), 40) for word in part.split()] == words


def test_a_part_ends_between_lines_where_lines_are_as_long_as_a_field() -> None:
    """Data that is copied part by part stays whole: no line of it is broken in the middle."""
    lines = [f'"answer": "{"many words " * 130}{number}",' for number in range(9)]
    assert "\n".join(parts("\n".join(lines), bounds.PART_CHARS)) == "\n".join(lines)


@given(text(200, 0))
def test_escaping_can_be_undone(words: str) -> None:
    """A command's text arrives escaped; what the person typed is got back."""
    assert unescape(escape(words)) == words
    assert not set("<>") & set(escape(words))
