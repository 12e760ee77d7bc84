"""Chooses where a score begins to count, for the false alarms that were asked for, on voices that were left out."""

from collections.abc import Sequence

import numpy as np

from core.safety.decide import concern_of, decide
from core.safety.look import Look
from core.safety.model import ANSWER, RISK, Scores
from core.safety.training import corpus
from core.safety.training.corpus import Line
from core.safety.verdict import Level

# Shares of harmless lines that may be answered so, by rules and model together; concerns and weak signs by the model.
CRISIS_ALARMS = 0.01
GENTLE_ALARMS = 0.05
OTHER_ALARMS = 0.03
WEAK_ALARMS = 0.15
# Below this the model may wave off a rule for the question: it holds it for very unlikely.
VETO = -1.0


def choose(lines: Sequence[Line], looks: Sequence[Look], scores: Sequence[Scores]) -> dict[str, float]:
    """Return the bounds that ``decide`` goes by."""
    harmless = [at for at, line in enumerate(lines) if line.label in corpus.HARMLESS]
    found = {
        "weak": _quantile([scores[at][ANSWER] for at in harmless], 1 - WEAK_ALARMS),
        "other": _quantile([concern_of(scores[at])[1] for at in harmless], 1 - OTHER_ALARMS),
        "veto": VETO,
        "gentle": float("inf"),
    }
    for bound, head, level, alarms in (
        ("crisis", RISK, Level.CRISIS, CRISIS_ALARMS),
        ("gentle", ANSWER, Level.GENTLE, GENTLE_ALARMS),
    ):
        # The lowest bound under which no more are answered so than may be: rules answer some of them.
        ranked = sorted((scores[at][head] for at in harmless), reverse=True)
        low, high = 0, len(ranked) - 1
        while low < high:
            middle = (low + high + 1) // 2
            tried = {**found, bound: ranked[middle]}
            answered = sum(decide(looks[at], scores[at], tried).level is level for at in harmless)
            low, high = (middle, high) if answered <= alarms * len(harmless) else (low, middle - 1)
        found[bound] = round(ranked[low], 3)
    return found


def _quantile(values: Sequence[float], share: float) -> float:
    return round(float(np.quantile(values, share)), 3)
