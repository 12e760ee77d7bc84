"""The crisis screen: one text in, one verdict out. Local, deterministic, and able to say by which rules."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from core.safety.rulebook import CRISIS, GENTLE, WEAK, Rule, Rulebook, rulebook
from core.safety.verdict import CLEAR, Concern, Level, Route, Verdict

# What is written into the private safety plan never interrupts itself.
QUIET_PLACES = frozenset({"safety_plan"})
# Many times what any form lets through (1,500). What lies beyond is not read, and then the answer is the gentle
# question: a text is never called harmless unread.
MAX_CHARS = 24_000
# The same for work: closer looks at one text, of some 5 microseconds each. 1,500 characters of prose need about 100.
MAX_LOOKS = 2_500
READING = 3  # looks that reading the sentence around a match costs
WINDOW = 260  # characters of normalised text on either side of a word: longer than any pattern reaches
UNREAD = "screen.unread"
WEAK_TOGETHER = "screen.weak-together"
_BARE_WORDS = 14

# Where two concerns are named, the one whose answer is the more urgent.
_URGENCY = (
    Concern.MEDICAL,
    Concern.FRIEND,
    Concern.BABY,
    Concern.PARTNER,
    Concern.HARM,
    Concern.REALITY,
    Concern.HARASSMENT,
)
_WORD = re.compile(r"[a-z0-9_]+")
_Looked = TypeVar("_Looked")


def screen(text: str, route: Route) -> Verdict:
    """Judge *text*, which was written into *route*. Never raises on any text; keeps and logs nothing."""
    if route.place in QUIET_PLACES:
        return CLEAR
    book = rulebook()
    words = book.lexicon.normalise(text[:MAX_CHARS])
    looks = _Looks(MAX_LOOKS)
    masked = _mask_idioms(words, book, looks)
    found = _find(masked, book, looks)
    return _verdict(found, unread=len(text) > MAX_CHARS or looks.spent)


def prepare() -> None:
    """Read the rules now, so that the first text of a process does not wait for it (about half a second)."""
    rulebook()


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


def _find(words: str, book: Rulebook, looks: _Looks) -> dict[str, str]:
    """Return the rules that hold for *words*, as id to level. Stops at explicit risk: nothing outranks it."""
    found: dict[str, str] = {}
    bare = _is_bare(words, book)
    for (rule, pattern), low, high in _candidates(words, book.rules, looks):
        if rule.id in found or (rule.bare and not bare):
            continue
        for match in pattern.regex.finditer(words, low, high):
            if not looks.take(READING):
                return found
            level = _in_scope(rule, book, words, match.start(), match.end())
            if level == CRISIS:
                return {rule.id: CRISIS}
            if level is not None:
                found[rule.id] = level
                break
    return found


def _in_scope(rule: Rule, book: Rulebook, words: str, start: int, end: int) -> str | None:
    """Return the level that a match of *rule* has where it stands, or None where it means something else."""
    scope = book.scope.read(words, start, end)
    if scope.topic or scope.past or (scope.denied and not rule.negated):
        return None
    if rule.level in (CRISIS, GENTLE) and scope.told_by_other:
        return Concern.FRIEND
    if rule.about_self and scope.someone_else:
        return None
    if rule.level == GENTLE and scope.about_work:
        return WEAK
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


def _verdict(found: Mapping[str, str], *, unread: bool) -> Verdict:
    levels = set(found.values())
    if CRISIS in levels:
        return Verdict(Level.CRISIS, tuple(rule for rule, level in found.items() if level == CRISIS))
    gentle = tuple(rule for rule, level in found.items() if level == GENTLE)
    if not gentle and sum(level == WEAK for level in found.values()) > 1:
        gentle = (WEAK_TOGETHER, *(rule for rule, level in found.items() if level == WEAK))
    if not gentle and unread:
        gentle = (UNREAD,)
    if gentle:
        return Verdict(Level.GENTLE, gentle)
    for concern in _URGENCY:
        rules = tuple(rule for rule, level in found.items() if level == concern)
        if rules:
            return Verdict(Level.OTHER, rules, concern)
    return CLEAR
