"""Counts of answers, and how sure they are. Needs nothing but what runs, so that the suite can hold floors."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from core.safety.screen import screen
from core.safety.training import corpus
from core.safety.training.corpus import Line
from core.safety.verdict import Level, Route

_Z = 1.959964  # 95 %
_ROUTE = Route("check", "text")
ANY = frozenset({Level.CRISIS, Level.GENTLE})


@dataclass(frozen=True)
class Judged:
    """What one line was, and what was answered."""

    language: str
    label: str
    level: Level


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    def interval(self) -> tuple[float, float]:
        """Return Wilson's 95 % interval."""
        if not self.of:
            return 0.0, 1.0
        share, square = self.hits / self.of, _Z * _Z
        middle = (share + square / (2 * self.of)) / (1 + square / self.of)
        reach = _Z / (1 + square / self.of) * sqrt(share * (1 - share) / self.of + square / (4 * self.of * self.of))
        return max(0.0, middle - reach), min(1.0, middle + reach)

    def __str__(self) -> str:
        if not self.of:
            return "none"
        low, high = self.interval()
        return f"{self.hits / self.of:.3f} ({low:.3f} to {high:.3f}), {self.hits} of {self.of}"


@dataclass(frozen=True)
class Question:
    """One row of the table: of the lines with ``labels``, how many got one of ``levels``."""

    name: str
    labels: frozenset[str]
    levels: frozenset[Level]

    def answer(self, judged: Iterable[Judged], language: str = "") -> Share:
        asked = [each for each in judged if each.label in self.labels and each.language.startswith(language)]
        return Share(sum(each.level in self.levels for each in asked), len(asked))


_HARMLESS = frozenset(corpus.HARMLESS)
QUESTIONS = (
    Question("risk (explicit and veiled): any answer", frozenset(corpus.RISK), ANY),
    Question("… explicit: any answer", frozenset({"explicit"}), ANY),
    Question("… explicit: the full answer", frozenset({"explicit"}), frozenset({Level.CRISIS})),
    Question("… veiled: any answer", frozenset({"veiled"}), ANY),
    Question("hopelessness: any answer", frozenset({corpus.HOPELESS}), ANY),
    Question("other concerns: recognised as such", frozenset(corpus.CONCERNS), frozenset({Level.OTHER})),
    Question("harmless: `crisis`", _HARMLESS, frozenset({Level.CRISIS})),
    Question("harmless: `gentle`", _HARMLESS, frozenset({Level.GENTLE})),
    Question("harmless: `other`", _HARMLESS, frozenset({Level.OTHER})),
    Question("… role strain: any answer", frozenset({"strain"}), ANY),
    Question("… dangerous words without harm: any answer", frozenset({"idiom"}), ANY),
    Question("… everything else: any answer", frozenset({"plain"}), ANY),
)


def as_shipped(lines: Iterable[Line]) -> list[Judged]:
    """Judge *lines* by the model in the repository."""
    return [Judged(line.language, line.label, screen(line.text, _ROUTE).level) for line in lines]


def table(judged: list[Judged]) -> str:
    """Return the figures of one set of lines, in English and Spanish, as Markdown. Rows without a line are left out."""
    rows = ["| | English | Spanish |", "|---|---|---|"]
    for question in QUESTIONS:
        english, spanish = (question.answer(judged, language) for language in ("en", "es"))
        if english.of or spanish.of:
            rows.append(f"| {question.name} | {english} | {spanish} |")
    return "\n".join(rows)
