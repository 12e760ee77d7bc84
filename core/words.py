"""Words that are not for these texts, and how hard a text is to read: the product's tone as a rule that can be run.

The list is the product's: words that push, count, praise, or claim to know somebody's heart.
"""

import re
from collections.abc import Iterator, Sequence

MAX_GRADE = 7.0

UNWANTED = {
    "en": (
        "should", "must", "just", "failed", "missed", "behind", "streak", "don't forget", "simply", "at least",
        "remember", "try to", "proud", "balance", "self-care", "resilience", "i understand", "i hear you", "you feel",
        "well done", "great job", "good job", "!",
    ),
    "es": (
        "deberías", "debes", "simplemente", "solo tienes que", "fallaste", "fallado", "perdiste",
        "atrasado", "atrasada", "racha", "no olvides", "no te olvides", "al menos", "por lo menos", "recuerda",
        "intenta", "orgullo", "equilibrio", "autocuidado", "resiliencia", "te entiendo", "te escucho", "sientes",
        "usted", "ustedes", "vosotros", "le rogamos",
        "bien hecho", "buen trabajo", "!", "¡",
    ),
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z’']+")
_VOWELS = re.compile(r"[aeiouy]+")
_SENTENCE_END = re.compile(r"[.?!…:]+")


def unwanted(text: str, language: str) -> Iterator[str]:
    """Return the words in *text* that are not for these texts."""
    lowered = text.lower().replace("’", "'")
    for word in UNWANTED[language]:
        found = word in lowered if not word[0].isalpha() else re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lowered)
        if found:
            yield word


def grade(texts: Sequence[str]) -> float:
    """Return the Flesch-Kincaid grade of English *texts* taken together (Kincaid et al. 1975); 0 for none.

    Syllables are counted as groups of vowels, a silent e at the end aside: right to within a few in a hundred.
    """
    whole = " ".join(text if text.rstrip()[-1:] in ".?!…:" else f"{text}." for text in texts if text.strip())
    words = _WORD.findall(whole)
    ends = max(1, len(_SENTENCE_END.findall(whole)))
    if not words:
        return 0.0
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / ends + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    return max(1, groups - (word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1))
