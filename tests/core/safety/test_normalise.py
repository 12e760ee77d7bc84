"""How texts are brought to plain words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.safety.patterns import read_pattern
from core.safety.rulebook import rulebook

SETS = {"common": ("i", "to", "want", "wish"), "slack": ("the",), "wish": ("want to", "wish to")}


def normalise(text: str) -> str:
    return rulebook().lexicon.normalise(text)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("I’m sure", "i am sure"),
        ("can't", "can not"),
        ("Más", "mas"),
        ("k1ll mys3lf", "kill myself"),
        ("k*ll", "kill"),
        ("k i l l", "kill"),
        ("k-i-l-l", "kill"),
        ("diiiie", "die"),
        ("sucide", "suicide"),
        ("suicdall", "suicidal"),
        ("#iwanttodie", "i want to die"),
        ("killmyself", "kill myself"),
        ("k\u200bi\u200bll", "kill"),
        ("𝐝𝐢𝐞", "die"),
        ("ｄｉｅ", "die"),
        ("🇩🇮🇪", "die"),
        ("dіе", "die"),
        ("really just tired", "tired"),
        ("skilled", "skilled"),
        ("comedies", "comedies"),
        ("at 16:45", "at 16 . 45"),
        ("one. two", "one . two"),
        ("i. want. to. go.", "i want to go"),
        ("i want\nto go", "i want to go"),
        ("", ""),
    ],
)
def test_words_are_read_as_they_are_meant(typed: str, read: str) -> None:
    """Apostrophes, accents, leet, stars, spacing, stretching, typos, glue and other alphabets."""
    assert normalise(typed) == (f". {read} . " if read else ". ")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_only_plain_words_are_left(text: str) -> None:
    """Whatever goes in, lower-case words, figures and three marks come out, from one break to another."""
    read = normalise(text)
    assert set(read) <= set('abcdefghijklmnopqrstuvwxyz0123456789 .,"')
    assert read.startswith(". ")
    assert read.endswith(". ")


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abcdefghijklmnop ,.", max_size=200))
def test_case_and_accents_change_nothing(text: str) -> None:
    """Upper case reads the same as lower case, and an accent the same as none."""
    assert normalise(text.upper()) == normalise(text)
    assert normalise(text.replace("a", "á").replace("e", "ë")) == normalise(text)


def test_a_pattern_says_what_it_matches() -> None:
    """Alternatives, sets, gaps, sentence ends and optional words."""
    pattern = read_pattern("@wish sleep|rest ..1 forever? $", SETS, loose=True)
    for read in (". i want to sleep . ", ". i wish to the rest now forever . "):
        assert pattern.regex.search(read)
    for read in (". i want to sleep late and long today . ", ". want . to sleep . "):
        assert not pattern.regex.search(read)
    assert pattern.anchors <= {"sleep", "rest"}


def test_a_figure_stands_for_any_and_is_no_word_to_look_for() -> None:
    """ "#" is 9 or 2019; the text is searched for the other word."""
    pattern = read_pattern("#|two weeks sober", SETS, loose=True)
    assert pattern.regex.search(". 14 weeks sober . ")
    assert pattern.regex.search(". two weeks sober . ")
    assert not pattern.regex.search(". many weeks sober . ")
    assert "#" not in pattern.anchors


def test_a_mark_can_stand_in_a_pattern_and_is_no_word_to_look_for() -> None:
    """A comma between two words is asked for; the text is searched for a word."""
    pattern = read_pattern("tomorrow , dentist", SETS, loose=False)
    assert pattern.regex.search(". tomorrow , dentist . ")
    assert not pattern.regex.search(". tomorrow dentist . ")
    assert "," not in pattern.anchors


def test_what_may_not_come_next_is_looked_at_and_is_no_word_to_look_for() -> None:
    """ "rather die than" another meeting is a manner of speaking; than live it is none, comma or not."""
    pattern = read_pattern("die than !live|wake_up", SETS, loose=False)
    assert pattern.regex.search(". die than sit there . ")
    assert pattern.regex.search(". die than wake him . ")
    for read in (". die than live . ", ". die than , live . ", ". die than wake up . "):
        assert not pattern.regex.search(read)
    assert pattern.anchors <= {"die", "than"}


@pytest.mark.parametrize("source", ["@nothing here", "..2", "^ $", "# $", ", $", "!word $"])
def test_a_pattern_that_cannot_work_is_refused(source: str) -> None:
    """An unknown set, or no word to look for, is a mistake in the data."""
    with pytest.raises(ValueError, match=r"unknown set|needs a word"):
        read_pattern(source, SETS, loose=True)
