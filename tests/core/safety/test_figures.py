"""Floors under the figures of ``docs/safety.md``, on voices that nobody has read. A failure shows figures, no line."""

import pytest

from core.safety.training import corpus
from core.safety.training.measure import QUESTIONS, Judged, Share, as_shipped


@pytest.fixture(scope="module")
def unseen() -> list[Judged]:
    return as_shipped(corpus.read(corpus.UNSEEN))


@pytest.mark.parametrize(
    ("question", "floor"),
    [
        ("risk (explicit and veiled): any answer", 0.75),
        ("… explicit: any answer", 0.82),
        ("hopelessness: any answer", 0.77),
        ("other concerns: recognised as such", 0.87),
    ],
)
def test_it_finds_as_much_as_it_did(unseen: list[Judged], question: str, floor: float) -> None:
    """What has to be answered is answered about as often as when it was last measured."""
    share = next(each for each in QUESTIONS if each.name == question).answer(unseen)
    assert share.hits >= floor * share.of


@pytest.mark.parametrize(
    ("question", "ceiling"), [("harmless: `crisis`", 0.02), ("harmless: `gentle`", 0.06), ("harmless: `other`", 0.035)]
)
def test_it_cries_wolf_no_more_than_it_did(unseen: list[Judged], question: str, ceiling: float) -> None:
    """What is harmless is left alone about as often as when it was last measured."""
    share = next(each for each in QUESTIONS if each.name == question).answer(unseen)
    assert share.hits <= ceiling * share.of


def test_an_interval_is_wilsons() -> None:
    """As in the books: 8 of 10 lies between .49 and .94, none of 10 between 0 and .28; of nothing all is possible."""
    assert [round(each, 3) for each in Share(8, 10).interval()] == [0.49, 0.943]
    assert [round(each, 3) for each in Share(0, 10).interval()] == [0.0, 0.278]
    assert Share(0, 0).interval() == (0.0, 1.0)
