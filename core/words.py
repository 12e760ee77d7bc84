"""Words that are not for these texts, and how hard a text is to read: the product's tone as rules that can be run."""

import re
from collections.abc import Iterator, Sequence

MOST_GRADE = 7.0  # a reading grade for a phone and a tired head
MOST_WORDS = 25  # in a sentence: a longer one is read twice

# Words that push, count, praise, or claim to know somebody's heart; in Spanish also those of another register.
_UNWANTED = {
    "en": re.compile(
        r"\b(should|must|just|fail(ed|ure)?|missed|behind|streaks?|don[’']t forget|simply|at least|remember|try to|"
        r"proud|balance|self-care|resilien(ce|t)|I understand|I hear you|you feel|(great|good|nice) (job|work)|"
        r"well done|amazing|awesome|congratulations|you are (strong|enough))\b|!",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(deber[ií]as?|debes|tienes que(?! llevarlo a solas)|hay que|fallaste|fracas\w+|te perdiste|atrasad\w+|"
        r"racha|no olvides|recuerda|simplemente|solo tienes|por lo menos|al menos|intenta|(?<!se )trata de|orgullos\w+|"
        r"equilibrio|autocuidado|resilien\w+|te entiendo|te escucho|te sientes|buen trabajo|bien hecho|felicidades|"
        r"enhorabuena|vosotr\w+|usted(es)?|le rogamos)\b|[!¡]",
        re.IGNORECASE,
    ),
}
_FILLED_IN = re.compile(r"\{\w+\}")
_SENTENCE_END = re.compile(r"(?<=[.?:;])[\s”»]+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SILENT_END = re.compile(r"(?<=[^aeiouy])e(s|d)?$")
_VOWELS = re.compile(r"[aeiouy]+")


def unwanted(text: str, language: str) -> Iterator[str]:
    """Return what in *text* is not for these texts, as it stands there."""
    return (found[0] for found in _UNWANTED[language].finditer(text))


def split(text: str) -> list[list[str]]:
    """Return the sentences of *text* as words; what is filled in counts as one short word."""
    parts = _SENTENCE_END.split(_FILLED_IN.sub("ten", text))
    return [words for part in parts if (words := _WORD.findall(part))]


def grade(texts: Sequence[str]) -> float:
    """Return the Flesch-Kincaid grade of English *texts* read as one (Kincaid et al. 1975); 0 for none.

    Syllables are counted by their vowels: right for most English words, a little high for the others.
    """
    said = [words for text in texts for words in split(text)]
    words = [word for each in said for word in each]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(said) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    return max(1, len(_VOWELS.findall(_SILENT_END.sub("", word.lower()))))
