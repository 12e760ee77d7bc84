"""The model beside the rules: what it counts, and how it reads its file."""

import pytest

from core.safety.features import concepts_of, hashed, tokens_of, windows
from core.safety.look import Look, look_at
from core.safety.model import ANSWER, FILE, RISK, model
from core.safety.rulebook import rulebook
from core.safety.verdict import Concern


def look(text: str) -> Look:
    return look_at(text, rulebook())


def test_a_feature_has_the_same_hash_everywhere() -> None:
    """The file holds hashes: a machine that hashed differently would know nothing."""
    assert hashed("w:i want to") == 1_288_895_394


def test_the_file_is_small_and_knows_every_head() -> None:
    """At most 2 MB, with risk, answer and each concern."""
    assert FILE.stat().st_size <= 2_000_000
    assert {RISK, ANSWER, *Concern} <= set(model().heads)
    assert set(model().bounds) == {"crisis", "gentle", "other", "weak", "veto"}


@pytest.mark.parametrize(
    ("heavier", "lighter"),
    [
        ("nobody will have to put up with me after sunday", "nobody will have to put up with the noise after sunday"),
        ("mis hijos estarán mejor cuando yo falte", "mis hijos estarán mejor cuando yo duerma"),
    ],
)
def test_it_weighs_what_no_rule_says(heavier: str, lighter: str) -> None:
    """Of two sentences that differ in a few words, the one that is about an end weighs more."""
    assert model().scores(look(heavier))[ANSWER] > model().scores(look(lighter))[ANSWER]


def test_a_long_day_around_it_hides_no_sentence() -> None:
    """A long text is read in windows, and the heaviest counts."""
    day = "I took the bus, answered some mail and had soup with a colleague. "
    alone = "I have no hope left and nothing matters to me anymore."
    score = model().scores(look(day * 12 + alone + " " + day * 12))[ANSWER]
    assert score > model().scores(look(day * 24))[ANSWER] + 1


def test_windows_cover_every_word() -> None:
    """Half over each other, to the last word; one for a short text."""
    tokens = [str(each) for each in range(1_000)]
    assert {token for window in windows(tokens) for token in window} == set(tokens)
    assert list(windows(tokens[:40])) == [tokens[:40]]
    assert list(windows([])) == [[]]


def test_words_of_both_languages_are_about_the_same() -> None:
    """A concept has English and Spanish words, and stems."""
    assert concepts_of("muerte") == concepts_of("dying") == ("death",)
    assert concepts_of("xyz") == ()
    assert tokens_of(look("at 16:45, now"))[1:] == ["at", "0", ".", "0", "now", "."]


def test_what_weighed_can_be_named() -> None:
    """Features with their weights, heaviest first, as many as asked for."""
    found = model().explain(look("there is no hope left for me"), ANSWER, most=5)
    assert len(found) == 5
    assert [each.by for each in found] == sorted((each.by for each in found), reverse=True)
    assert any("hope" in each.feature for each in found)
