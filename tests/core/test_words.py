"""How Enough speaks, held for every sentence there is: for a tired person, on a phone, in both languages.

The banned words and the grade are the product's own rules; the grade is Flesch-Kincaid's, with syllables counted by
their vowels, which is right for most English words and a little high for the others.
"""

import re
from pathlib import Path

import pytest

from tests.support.sentences import read_catalogue, sentences

ROOT = Path(__file__).parents[2]
ENGLISH = tuple(sentences((ROOT / "core", ROOT / "bots")))
SPANISH = tuple(str(entry.string) for entry in read_catalogue("es") if entry.id)
BANNED = re.compile(
    r"\b(should|must|just|fail(ed|ure)?|missed|behind|streaks?|don[’']t forget|simply|at least|remember|try to|proud|"
    r"balance|self-care|resilien(ce|t)|I understand|I hear you|you feel|(great|good|nice) (job|work)|well done|amazing|"
    r"awesome|congratulations|you are (strong|enough))\b|!",
    re.IGNORECASE,
)
BANNED_ES = re.compile(
    r"\b(deber[ií]as?|debes|tienes que(?! llevarlo a solas)|hay que|fallaste|fracas\w+|te perdiste|atrasad\w+|racha|"
    r"no olvides|recuerda|simplemente|solo tienes|por lo menos|al menos|intenta|trata de|orgullos\w+|equilibrio|"
    r"autocuidado|resilien\w+|te entiendo|te escucho|te sientes|buen trabajo|bien hecho|felicidades|enhorabuena|"
    r"vosotr\w+|usted(es)?|le rogamos)\b|[!¡]",
    re.IGNORECASE,
)
# One register that is read the same in Madrid and in Mexico: words that one side does not use, or means otherwise.
ONE_SIDE_ES = re.compile(r"\b(aparca\w*|ordenador|móvil|pulsa\w*|rellena\w*|tira(r|n)? de|coger?|celular|jal\w+)\b")
MOST_WORDS = 25
MOST_GRADE = 7.0
LONG_ENOUGH = 12  # words: below that one long word decides the grade


def filled(text: str) -> str:
    """Return *text* as it is read, with something short where something is filled in."""
    return re.sub(r"\{\w+\}", "ten", text)


def split(text: str) -> list[list[str]]:
    """Return the sentences of *text*, as words."""
    parts = re.split(r"(?<=[.?:;])[\s”»]+", filled(text))
    return [words for part in parts if (words := re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", part))]


def syllables(word: str) -> int:
    plain = re.sub(r"(?<=[^aeiouy])e(s|d)?$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", plain)))


def grade(texts: list[str]) -> float:
    """Return the Flesch-Kincaid grade of *texts* read as one."""
    said = [words for text in texts for words in split(text)]
    words = [word for each in said for word in each]
    return 0.39 * len(words) / len(said) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize(("said", "banned"), [(ENGLISH, BANNED), (SPANISH, BANNED_ES)], ids=["en", "es"])
def test_no_sentence_presses_praises_or_shouts(said: tuple[str, ...], banned: re.Pattern[str]) -> None:
    """No word of the product's list, nor its sister in Spanish, and no exclamation mark."""
    assert said
    assert not [each for each in said if banned.search(each)]


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
