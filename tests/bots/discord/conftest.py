"""Pages within core's bounds, and the check of what is rendered against the stand-in's own rules."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from bots.discord.render import Shown
from bots.playground.discord import components
from bots.playground.discord.errors import Problems
from core.pages import (
    SCALE,
    Action,
    Block,
    ChoiceField,
    Contact,
    ContactKind,
    DateField,
    Field,
    Heading,
    ManyField,
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
from core.tokens import ActionToken, Verb

# Short alphabets of what hurts: Markdown, mentions, line starts, wide characters.
NASTY = st.text(st.sampled_from("a *_~|`<>[]()@#-+.:/\\\n19é木🙂"), min_size=1)


def words(most: int, least: int = 1) -> st.SearchStrategy[str]:
    """Text of *least* to *most* characters: short ones, and long runs of one character."""
    short = st.text(st.sampled_from("ab *_<[@#-.é🙂"), min_size=least, max_size=min(most, 12))
    run = st.builds(lambda c: c * most, st.sampled_from("a*\n🙂木"))
    return st.one_of(short, run)


TOKENS = st.builds(
    lambda subject, carry, language: ActionToken(Verb.RUN, subject, "checkin.heavy", 3, carry, "US", language),
    st.text("abcdefg234567", min_size=24, max_size=24),
    st.text("abc.-_", max_size=20),
    st.sampled_from(["en", "es"]),
)
OPTIONS = st.lists(
    st.builds(Option, words(32), words(75), words(75, 0)), min_size=1, max_size=25, unique_by=lambda o: o.value
).map(tuple)


def _fields() -> st.SearchStrategy[Field]:
    common: dict[str, Any] = {"id": words(24), "label": words(45), "hint": words(100, 0), "optional": st.booleans()}
    private = st.none() | words(100).map(Private)
    return st.one_of(
        st.builds(TextField, **common, max_chars=st.integers(1, 1500), multiline=st.booleans(), value=private),
        st.builds(ChoiceField, **common, options=OPTIONS),
        st.builds(ManyField, **common, options=OPTIONS),
        st.builds(ScaleField, **common, low=words(70), high=words(70), value=st.none() | st.sampled_from(SCALE)),
        st.builds(SearchField, **common, placeholder=words(100, 0), value=private),
        st.builds(TimeField, **common, value=st.sampled_from(["", "16:45"])),
        st.builds(DateField, **common, value=st.sampled_from(["", "2026-03-02"])),
    )


def _blocks() -> st.SearchStrategy[Block]:
    return st.one_of(
        words(2800).map(Paragraph),
        words(150).map(Heading),
        words(1000).map(Note),
        words(2800).map(lambda text: OwnWords(Private(text))),
        st.builds(Contact, st.sampled_from(ContactKind), words(200), words(100)),
    )


def _within(body: list[Block]) -> tuple[Block, ...]:
    """As many blocks as core's bound on a page's body allows."""
    kept: list[Block] = []
    for block in body:
        try:
            Page(token=ActionToken(Verb.GO), title="x", body=(*kept, block))
        except ValueError:
            continue
        kept.append(block)
    return tuple(kept)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    fields = tuple(draw(st.lists(_fields(), max_size=5, unique_by=lambda field: field.id)))
    tokens = draw(st.lists(TOKENS, max_size=20, unique=True))
    return Page(
        token=draw(TOKENS),
        title=draw(words(24)),
        body=_within(draw(st.lists(_blocks(), max_size=24))),
        fields=fields,
        submit=draw(words(24)) if fields else "",
        actions=tuple(Action(draw(words(30)), token, draw(st.sampled_from(Tone))) for token in tokens),
    )


@pytest.fixture(scope="session")
def any_page() -> st.SearchStrategy[Page]:
    return pages()


@pytest.fixture(scope="session")
def any_words() -> Callable[..., st.SearchStrategy[str]]:
    return words


@pytest.fixture(scope="session")
def accepted() -> Callable[[Shown], None]:
    """Assert that Discord would take each message of what is shown."""

    def check(shown: Shown) -> None:
        for each in (shown, *shown.more):
            problems = Problems()
            components.check_message(
                problems,
                each.view.to_components(),
                v2=each.view.has_components_v2(),
                filenames=frozenset([each.filename] if each.filename else []),
            )
            problems.raise_if_any()

    return check
