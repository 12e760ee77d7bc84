"""How Enough speaks, held for every sentence there is: for a tired person, on a phone, in both languages.

The rules are the product's own, in core/words.py, where content is held to them too.
"""

import re
from pathlib import Path

import pytest

from core.words import MOST_GRADE, MOST_WORDS, grade, split, unwanted
from tests.support.sentences import read_catalogue, sentences

ROOT = Path(__file__).parents[2]
ENGLISH = tuple(sentences((ROOT / "core", ROOT / "bots")))
SPANISH = tuple(str(entry.string) for entry in read_catalogue("es") if entry.id)
# One register that is read the same in Madrid and in Mexico: words that one side does not use, or means otherwise.
ONE_SIDE_ES = re.compile(r"\b(aparca\w*|ordenador|móvil|pulsa\w*|rellena\w*|tira(r|n)? de|coger?|celular|jal\w+)\b")
LONG_ENOUGH = 12  # words: below that one long word decides the grade


@pytest.mark.parametrize(("language", "said"), [("en", ENGLISH), ("es", SPANISH)])
def test_no_sentence_presses_praises_or_shouts(language: str, said: tuple[str, ...]) -> None:
    """No word of the product's list, nor its sister in Spanish, and no exclamation mark."""
    assert said
    assert not [each for each in said if list(unwanted(each, language))]


def test_spanish_is_read_the_same_on_both_sides_of_the_sea() -> None:
    """No word of one side alone."""
    assert not [each for each in SPANISH if ONE_SIDE_ES.search(each.lower())]


@pytest.mark.parametrize("said", [ENGLISH, SPANISH], ids=["en", "es"])
def test_no_sentence_is_long(said: tuple[str, ...]) -> None:
    """At most 25 words: a longer one is read twice."""
    assert not [" ".join(words) for each in said for words in split(each) if len(words) > MOST_WORDS]


def test_english_is_read_at_grade_seven_or_lower() -> None:
    """Every text that is long enough to have a grade, and all of those together well below."""
    long = [text for text in ENGLISH if sum(map(len, split(text))) >= LONG_ENOUGH]
    assert len(long) > 50
    assert not {text: round(grade([text]), 1) for text in long if grade([text]) > MOST_GRADE}
    assert grade(long) <= MOST_GRADE - 2


@pytest.mark.parametrize(
    ("easy", "hard"), [("The cat sat on the mat.", "Organisational considerations necessitate it.")]
)
def test_the_grade_tells_easy_from_hard(easy: str, hard: str) -> None:
    """Short words in short sentences are below the bound, long ones above."""
    assert grade([easy]) < MOST_GRADE < grade([hard])
