"""What the rules find in one text: the words it says, and which rules hold, or would if its scope were another."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from core.safety.rulebook import CRISIS, GENTLE, SPOKEN, WEAK, Rule, Rulebook
from core.safety.verdict import Concern

# More than twice what any form lets through (1,500). What lies beyond is not read.
MAX_CHARS = 4_000
# The same for work: closer looks at one text, of some 5 microseconds each. 1,500 characters of prose need about 100.
MAX_LOOKS = 2_500
READING = 3  # looks that reading the sentence around a match costs
WINDOW = 260  # characters of normalised text on either side of a word: longer than any pattern reaches
_BARE_WORDS = 14
_MOMENT_WORDS = 3
_WORD = re.compile(r"[a-z0-9_]+")
_Looked = TypeVar("_Looked")


class Hit(NamedTuple):
    """A rule whose words were said. ``level`` is what it comes to where it stands, None where it means nothing."""

    rule: str
    level: str | None


@dataclass(frozen=True)
class Look:
    """One text as the rules read it. ``whole`` is False where it was too long, or too much work, to be read to its end.

    ``words`` are normalised, ``masked`` the same with "_" for each idiom. ``said`` counts those that are neither small
    words nor people: "my sister, at the door" says one thing. ``moment`` is True where no more is said than when or
    what for: "forever".
    """

    words: str
    masked: str
    hits: tuple[Hit, ...]
    whole: bool
    said: int
    moment: bool


def look_at(text: str, book: Rulebook) -> Look:
    """Read *text* by the rules of *book*."""
    words = book.lexicon.normalise(text[:MAX_CHARS])
    looks = _Looks(MAX_LOOKS)
    masked = _mask_idioms(words, book, looks)
    hits = tuple(dict.fromkeys(_find(masked, book, looks)))
    spoken = _WORD.findall(words)
    said = set(spoken) - book.small
    return Look(
        words,
        masked,
        hits,
        whole=len(text) <= MAX_CHARS and not looks.spent,
        said=len(said),
        moment=len(spoken) <= _MOMENT_WORDS and said <= book.moments,
    )


class _Looks:
    """Counts closer looks, so that no text costs more than a bound."""

    def __init__(self, allowed: int) -> None:
        self._left = allowed

    @property
    def spent(self) -> bool:
        return self._left <= 0

    def take(self, cost: int = 1) -> bool:
        self._left -= cost
        return self._left > 0


def _mask_idioms(words: str, book: Rulebook, looks: _Looks) -> str:
    """Put "_" where *words* hold an idiom."""
    spans = sorted(
        found.span()
        for pattern, low, high in _candidates(words, book.idioms, looks)
        for found in pattern.regex.finditer(words, low, high)
    )
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        if start >= at:
            pieces += (words[at:start], "_ ")
        at = max(at, end)
    return "".join((*pieces, words[at:]))


def _find(words: str, book: Rulebook, looks: _Looks) -> Iterator[Hit]:
    """Yield what the rules find in *words*. Stops at explicit risk: nothing outranks it."""
    held: set[str] = set()
    bare = _is_bare(words, book)
    for (rule, pattern), low, high in _candidates(words, book.rules, looks):
        if rule.id in held or (rule.bare and not bare):
            continue
        for match in pattern.regex.finditer(words, low, high):
            if not looks.take(READING):
                return
            level = _in_scope(rule, book, words, match.start(), match.end())
            yield Hit(rule.id, level)
            if level == CRISIS:
                return
            if level is not None:
                held.add(rule.id)
                break


def _in_scope(rule: Rule, book: Rulebook, words: str, start: int, end: int) -> str | None:
    """Return the level that a match of *rule* has where it stands, or None where it means something else."""
    scope = book.scope.read(words, start, end)
    if scope.topic or (scope.past and not rule.told) or (scope.denied and not rule.negated):
        return None
    if rule.level in (CRISIS, GENTLE) and scope.told_by_other:
        return Concern.FRIEND
    if rule.about_self and scope.someone_else:
        return None
    if rule.level == GENTLE and scope.about_work and not rule.told:
        return WEAK
    if rule.level == CRISIS and scope.spoken:
        return SPOKEN
    return rule.level


def _candidates(
    words: str, index: Mapping[str, Sequence[_Looked]], looks: _Looks
) -> Iterator[tuple[_Looked, int, int]]:
    """Yield what may match, with the window to look in. One look for one candidate in one window."""
    seen: set[tuple[int, int]] = set()
    for token in _WORD.finditer(words):
        candidates = index.get(token[0])
        if not candidates:
            continue
        # Windows lie on a grid, so that a word said often is looked at once in each.
        cell = token.start() // WINDOW
        low, high = max(0, (cell - 1) * WINDOW), min(len(words), (cell + 2) * WINDOW)
        for candidate in candidates:
            key = (id(candidate), cell)
            if key not in seen:
                seen.add(key)
                if not looks.take():
                    return
                yield candidate, low, high


def _is_bare(words: str, book: Rulebook) -> bool:
    """Tell whether *words* are few and name no work or role: then "I can't do this anymore" may mean life."""
    said = _WORD.findall(words)
    return len(said) <= _BARE_WORDS and not book.load & set(said)
