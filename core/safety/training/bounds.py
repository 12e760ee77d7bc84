"""Chooses where a score begins to count, for the false alarms that were asked for, on voices that were left out."""

from collections.abc import Sequence

import numpy as np

from core.safety.decide import concern_of, decide
from core.safety.look import Look
from core.safety.model import ANSWER, RISK, Scores
from core.safety.training import corpus
from core.safety.training.corpus import Line
from core.safety.verdict import Level

# Shares of harmless lines that may be answered so: by the model alone, and the question by rules and model together.
CRISIS_ALARMS = 0.006
GENTLE_ALARMS = 0.05
OTHER_ALARMS = 0.03
WEAK_ALARMS = 0.15
# Below this the model may wave off a rule for the question: it holds it for very unlikely.
VETO = -1.5


def choose(lines: Sequence[Line], looks: Sequence[Look], scores: Sequence[Scores]) -> dict[str, float]:
    """Return the bounds that ``decide`` goes by."""
    harmless = [at for at, line in enumerate(lines) if line.label in corpus.HARMLESS]
    answer = sorted((scores[at][ANSWER] for at in harmless), reverse=True)
    found = {
        "crisis": _quantile([scores[at][RISK] for at in harmless], 1 - CRISIS_ALARMS),
        "weak": _quantile(answer, 1 - WEAK_ALARMS),
        "other": _quantile([concern_of(scores[at])[1] for at in harmless], 1 - OTHER_ALARMS),
        "veto": VETO,
    }
    # The lowest bound for the question under which no more are asked than may be: rules ask some of them.
    low, high = 0, len(answer) - 1
    while low < high:
        middle = (low + high + 1) // 2
        tried = {**found, "gentle": answer[middle]}
        asked = sum(decide(looks[at], scores[at], tried).level is Level.GENTLE for at in harmless)
        low, high = (middle, high) if asked <= GENTLE_ALARMS * len(harmless) else (low, middle - 1)
    return {**found, "gentle": round(answer[low], 3)}


def _quantile(values: Sequence[float], share: float) -> float:
    return round(float(np.quantile(values, share)), 3)
