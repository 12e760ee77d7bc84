"""Chooses where a score begins to count, for the false alarms that were asked for, on voices that were left out."""

from collections.abc import Mapping, Sequence

import numpy as np

from core.safety.model import ANSWER, RISK
from core.safety.training import corpus
from core.safety.training.corpus import Line

# Shares of harmless lines that the model alone may answer so.
CRISIS_ALARMS = 0.004
GENTLE_ALARMS = 0.04
OTHER_ALARMS = 0.02
WEAK_ALARMS = 0.15
# Share of hopeless and risky lines below whose scores a rule for the question is taken for a mistake.
VETO_LOSS = 0.03


def choose(lines: Sequence[Line], scores: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the bounds that ``decide`` goes by."""
    harmless = [score for line, score in zip(lines, scores, strict=True) if line.label in corpus.HARMLESS]
    serious = [
        score for line, score in zip(lines, scores, strict=True) if line.label in (*corpus.RISK, corpus.HOPELESS)
    ]
    concern = [max(score[name] for name in corpus.CONCERNS) for score in harmless]
    answer = [score[ANSWER] for score in harmless]
    found = {
        "crisis": np.quantile([score[RISK] for score in harmless], 1 - CRISIS_ALARMS),
        "gentle": np.quantile(answer, 1 - GENTLE_ALARMS),
        "weak": np.quantile(answer, 1 - WEAK_ALARMS),
        "other": np.quantile(concern, 1 - OTHER_ALARMS),
        "veto": np.quantile([score[ANSWER] for score in serious], VETO_LOSS),
    }
    return {name: round(float(bound), 3) for name, bound in found.items()}
