"""What the model counts in a text: words in a row, letters in a row, what the words are about, what rules made of it.

Features are short strings, one block for each kind; the model knows them by a hash that is the same on every machine.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import combinations, product
from math import sqrt
from zlib import crc32

from core.safety.look import Hit, Look
from core.safety.normalise import QUOTE

BLOCKS = ("words", "letters", "pairs", "concepts", "rules")
# A block with few known features says little: it counts as if it had some that mean nothing.
_UNSAID = 10
WORD_LETTERS = 20  # of a longer word, that many are looked at
# A text is read in windows of that many words, half over each other, so that a long day around it hides no sentence.
WINDOW_WORDS = 60
_END = "."
# Two words of a sentence that have something to say, at most that far apart, in any order and by their first letters.
_PAIR_REACH = 5
_PAIR_LETTERS = 5
_SMALL_WORDS = "the a an to of in on at and is it that this i my me for el la los las un una de y en que se lo 0"
_SMALL = frozenset(_SMALL_WORDS.split())


def hashed(feature: str) -> int:
    """Return 32 bits that stand for *feature*."""
    return crc32(feature.encode())


def divisor(known: int) -> float:
    """Return what the sum over a block of *known* features is divided by."""
    return sqrt(known + _UNSAID)


def tokens_of(look: Look) -> list[str]:
    """Return the words of a text, with ``.`` where a sentence ends; figures are all the same."""
    return ["0" if word.isdigit() else word for word in look.words.split() if word not in (",", QUOTE)]


def windows(tokens: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield *tokens* in windows; most texts are one."""
    yield tokens[:WINDOW_WORDS]
    step = WINDOW_WORDS // 2
    for start in range(step, len(tokens) - step, step):
        yield tokens[start : start + WINDOW_WORDS]


def word_grams(tokens: Sequence[str]) -> Iterator[str]:
    """Yield 1 to 3 words in a row."""
    for length in (1, 2, 3):
        for start in range(len(tokens) - length + 1):
            yield "w:" + " ".join(tokens[start : start + length])


def letter_grams(word: str) -> Iterator[str]:
    """Yield 2 to 5 letters in a row of one word, its ends marked by spaces."""
    padded = f" {word[:WORD_LETTERS]} "
    for length in (2, 3, 4, 5):
        for start in range(len(padded) - length + 1):
            yield "l:" + padded[start : start + length]


def pair_grams(tokens: Sequence[str]) -> Iterator[str]:
    """Yield pairs of words near each other in a sentence: "gave" and "guitar", whatever stands between."""
    for sentence in _sentences(tokens):
        said = [word[:_PAIR_LETTERS] for word in sentence if word not in _SMALL]
        for at, one in enumerate(said):
            for other in said[at + 1 : at + 1 + _PAIR_REACH]:
                yield f"u:{one} {other}" if one < other else f"u:{other} {one}"


def concept_grams(tokens: Sequence[str]) -> Iterator[str]:
    """Yield what each sentence is about: concepts, pairs of them, and up to 3 one after the other."""
    pairs: set[tuple[str, str]] = set()
    for sentence in _sentences(tokens):
        about = [found for found in map(concepts_of, sentence) if found]
        pairs.update(combinations(sorted({name for found in about for name in found}), 2))
        for found in about:
            for name in found:
                yield f"c:{name}"
        for length in (2, 3):
            for start in range(len(about) - length + 1):
                for row in product(*about[start : start + length]):
                    yield "c:" + ">".join(row)
    for pair in pairs:
        yield "c:" + "+".join(pair)


def rule_marks(look: Look) -> Iterator[str]:
    """Yield which rules were met and what scope made of them: not of those that decide alone."""
    for hit in _weighed(look.hits):
        yield f"r:{hit.rule}>{hit.level}"
        yield f"r:>{hit.level}"
    if look.masked != look.words:
        yield "r:idiom"


@lru_cache(maxsize=4096)
def concepts_of(word: str) -> tuple[str, ...]:
    """Return the names of what *word* is about (``rules/concepts.toml``), at most two."""
    whole, stems = _concepts()
    names = dict.fromkeys(whole.get(word, ()))
    names |= dict.fromkeys(name for end in range(3, len(word) + 1) for name in stems.get(word[:end], ()))
    return tuple(names)[:2]


def _weighed(hits: Iterable[Hit]) -> Iterator[Hit]:
    return (hit for hit in hits if hit.level != "crisis")


def _sentences(tokens: Sequence[str]) -> Iterator[list[str]]:
    sentence: list[str] = []
    for token in tokens:
        if token == _END:
            yield sentence
            sentence = []
        else:
            sentence.append(token)
    yield sentence


@lru_cache(maxsize=1)
def _concepts() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return concepts by whole word and by stem."""
    data = tomllib.loads(files("core.safety").joinpath("rules", "concepts.toml").read_text(encoding="utf-8"))
    whole: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    for name, words in data.items():
        for word in words.split():
            into = stems if word.endswith("*") else whole
            key = word.removesuffix("*")
            into[key] = (*into.get(key, ()), name)
    return whole, stems
