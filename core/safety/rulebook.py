"""Reads the rules from ``rules/*.toml`` and indexes them by the words that have to be there for one to match."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from core.safety.normalise import Lexicon
from core.safety.patterns import Pattern, Sets, read_pattern, words_of
from core.safety.scope import Scope
from core.safety.verdict import Concern

CRISIS, GENTLE, WEAK = "crisis", "gentle", "weak"
SPOKEN = "spoken"  # explicit words in a manner of speaking: asked about at most
HINT = "hint"  # says nothing alone: the model weighs it
_LEVELS = frozenset({CRISIS, GENTLE, WEAK, HINT, *Concern})
_FILES = ("en.toml", "es.toml", "means.toml", "again.toml", "told.toml", "concerns.toml")
_SAYINGS = ("idioms.toml", "objects.toml")


@dataclass(frozen=True)
class Rule:
    """One reason to answer. What the flags mean stands at the top of ``rules/en.toml``."""

    id: str
    level: str
    about_self: bool = True
    negated: bool = False
    bare: bool = False
    told: bool = False

    def __post_init__(self) -> None:
        if self.level not in _LEVELS:
            msg = f"rule {self.id} has an unknown level: {self.level}"
            raise ValueError(msg)


@dataclass(frozen=True)
class Rulebook:
    """Everything the screen knows. ``rules`` and ``idioms`` map an anchor word to what may match around it."""

    rules: Mapping[str, tuple[tuple[Rule, Pattern], ...]]
    idioms: Mapping[str, tuple[Pattern, ...]]
    load: frozenset[str]
    small: frozenset[str]  # words that say nothing, and words for people
    moments: frozenset[str]  # words for when, how often and what for
    lexicon: Lexicon
    scope: Scope


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    """Return the rules of this version, read at the first call."""
    sets = _sets()
    rules: dict[str, list[tuple[Rule, Pattern]]] = {}
    idioms: dict[str, list[Pattern]] = {}
    words: set[str] = set()
    for rule, sources in _rules():
        words.update(*(words_of(source, sets) for source in sources))
        for source in sources:
            pattern = read_pattern(source, sets, loose=True)
            for anchor in pattern.anchors:
                rules.setdefault(anchor, []).append((rule, pattern))
    sayings = [saying for name in _SAYINGS for saying in _read(name)["say"]]
    words.update(*(words_of(source, sets) for source in sayings))
    for saying in sayings:
        idiom = read_pattern(saying, sets, loose=False)
        for anchor in idiom.anchors:
            idioms.setdefault(anchor, []).append(idiom)
    return Rulebook(
        rules={anchor: tuple(found) for anchor, found in rules.items()},
        idioms={anchor: tuple(found) for anchor, found in idioms.items()},
        load=_words(sets, "load", "work"),
        small=_words(sets, "common", "slack", "kin", "other", "lover", "pronouns"),
        moments=_words(sets, "moment"),
        lexicon=Lexicon(words),
        scope=Scope(sets["load"] + sets["work"]),
    )


def _words(sets: Sets, *names: str) -> frozenset[str]:
    return frozenset(word for name in names for phrase in sets[name] for word in phrase.split())


def _read(name: str) -> dict[str, list[str]]:
    return tomllib.loads(files("core.safety").joinpath("rules", name).read_text(encoding="utf-8"))


def _sets() -> Sets:
    data = tomllib.loads(files("core.safety").joinpath("rules", "sets.toml").read_text(encoding="utf-8"))
    return {
        name: tuple(" ".join(phrase.split()) for phrase in re.split(r";|\n", text) if phrase.strip())
        for name, text in data.items()
    }


def _rules() -> Iterable[tuple[Rule, list[str]]]:
    for name in _FILES:
        data = tomllib.loads(files("core.safety").joinpath("rules", name).read_text(encoding="utf-8"))
        for entry in data["rule"]:
            yield (
                Rule(
                    id=entry["id"],
                    level=entry["level"],
                    about_self=entry.get("subject", "self") == "self",
                    negated=entry.get("negated", False),
                    bare=entry.get("bare", False),
                    told=entry.get("told", False),
                ),
                entry["say"],
            )
