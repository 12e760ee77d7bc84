"""The small language that rules are written in, turned into bounded regular expressions over normalised words.

A pattern is a row of elements, one space apart:

=============  ====================================================================================
``word``       that word
``a|b_c``      either "a" or "b c"
``@name``      any of the phrases of that set
``#``          any figure, such as 9 or 2019
``..`` ``..6``  up to 3 (6) words of any kind, within the sentence
``^`` ``$``    the start, the end of a sentence; ``a|$`` is that word, or the end
``x?``         the element may be missing (words and sets)
``!a|b``       none of these comes next: "rather die than !live" is no manner of speaking about living
=============  ====================================================================================

Between two elements a comma or a quotation mark may stand, and in a ``loose`` pattern up to two small words that
change nothing ("the", "maybe", "all"). Every repetition is bounded, so matching one pattern in
one window costs a constant.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

_FIGURE = "#"
_NOT = "!"
_ANY = {"$", _FIGURE, ",", "."}  # no word that a text could be searched for
Phrases = tuple[str, ...]
Sets = Mapping[str, Phrases]


@dataclass(frozen=True)
class Pattern:
    """A pattern. Every match of ``regex`` holds one of ``anchors``, so only those words need a closer look.

    ``regex`` is compiled when it is first looked with: all of them together hold 12 MB, and most texts need few.
    """

    source: str
    anchors: frozenset[str]
    sets: Sets = field(repr=False, compare=False)
    loose: bool = False

    @cached_property
    def regex(self) -> re.Pattern[str]:
        slack = self.sets["slack"] if self.loose else ()
        pieces: list[str] = []
        for element in self.source.split():
            phrases = tuple(_phrases(element.removesuffix("?"), self.sets, self.source))
            pieces.append(_regex(element, phrases, slack=slack) + ("?" if element.endswith("?") else ""))
        return re.compile("(?<= )" + "".join(pieces))


def read_pattern(source: str, sets: Sets, *, loose: bool) -> Pattern:
    """Read *source*; a *loose* one lets the words of the set "slack" stand between.

    An anchor is never one of the set "common" where a pattern holds a better word. Raises ValueError for an unknown
    set, or for a pattern without a word it needs.
    """
    common = frozenset(sets["common"])
    best: tuple[int, int, frozenset[str]] | None = None
    for element in source.split():
        phrases = tuple(_phrases(element.removesuffix("?"), sets, source))
        optional = element.endswith("?") or element.startswith(_NOT)
        if phrases and not optional and not _ANY & set(element.split("|")):
            keys = frozenset(_rarest(phrase, common) for phrase in phrases)
            rank = (len(keys & common), len(keys), keys)
            best = rank if best is None or rank[:2] < best[:2] else best
    if best is None:
        msg = f"a pattern needs a word: {source}"
        raise ValueError(msg)
    return Pattern(source, best[2], sets, loose)


def words_of(source: str, sets: Sets) -> set[str]:
    """Return every word that *source* can match, figures left out. Raises ValueError for an unknown set."""
    elements = (element.removesuffix("?") for element in source.split())
    phrases = (phrase for element in elements for phrase in _phrases(element, sets, source))
    return {word for phrase in phrases for word in phrase.split() if word != _FIGURE}


def _phrases(element: str, sets: Sets, source: str) -> Iterator[str]:
    if element in ("^", "$") or element.startswith(".."):
        return
    for part in element.removeprefix(_NOT).split("|"):
        if part == "$":
            continue
        if part.startswith("@"):
            if part[1:] not in sets:
                msg = f"unknown set {part} in: {source}"
                raise ValueError(msg)
            yield from sets[part[1:]]
        else:
            yield part.replace("_", " ")


def _regex(element: str, phrases: Phrases, *, slack: Phrases) -> str:
    if element == "^":
        return r"(?<=\. )"
    if element == "$":
        return r"(?=\. )"
    if element.startswith(".."):
        return rf"(?:(?:[a-z0-9_]+|[,\"]) ){{0,{element[2:] or '3'}}}?"
    # Longer phrases first: alternation takes the first that fits.
    either = "|".join(sorted(map(re.escape, phrases), key=len, reverse=True)).replace(re.escape(_FIGURE), r"\d+")
    if element.startswith(_NOT):
        return rf"(?!(?:[,\"] )?(?:{either}) )"
    between = rf"(?:(?:{'|'.join(slack)}|[,\"]) ){{0,2}}?" if slack else r"(?:[,\"] )?"
    said = rf"(?:(?:{either}) {between})"
    return rf"(?:{said}|(?=\. ))" if "$" in element.split("|") else said


def _rarest(phrase: str, common: frozenset[str]) -> str:
    return max(phrase.split(), key=lambda word: (word != _FIGURE, word not in common, len(word)))
