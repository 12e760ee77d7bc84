"""Fits one logistic regression for each head: ``risk``, ``answer`` (risk or hopelessness), ``concern``, its kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from core.safety.model import ANSWER, CONCERN, RISK
from core.safety.rulebook import CRISIS
from core.safety.training import corpus
from core.safety.training.corpus import Line
from core.safety.training.examples import Example, matrix, vocabulary

HEADS = (RISK, ANSWER, CONCERN, *corpus.CONCERNS)
_STRENGTH = 12.0  # how closely the weights may follow the lines, chosen by leaving voices out
_FOLDS = 6
# What is said outright counts for more: there every line without an answer weighs heaviest.
_EXPLICIT = 2.2
# A concern is answered anyway: that it is no risk of one's own is the less important lesson.
_CONCERN = 0.4
# So are lines that a rule for explicit risk answers alone: the model is asked about the others.
_SETTLED = 0.4
# How much more a rare feature counts than a common one; a power of the logarithm of its rarity.
_RARITY = 1.2
# And one that is met in lines of a kind far more, or far less, often than in others; a power of that ratio's logarithm.
_TELLING = 0.3


@dataclass(frozen=True)
class Fitted:
    """Weights and bias of each head over ``known``."""

    known: list[list[int]]
    weights: np.ndarray  # a row for each head
    biases: np.ndarray

    def scores(self, examples: Sequence[Example]) -> list[Mapping[str, float]]:
        return self.of(matrix(examples, self.known))

    def lighter(self, most: int) -> "Fitted":
        """Return it with the *most* features that weigh heaviest in any head: what is left out hardly ever counts."""
        share = np.abs(self.weights) / np.abs(self.weights).max(axis=1, keepdims=True)
        kept = np.zeros(share.shape[1], dtype=bool)
        kept[np.argsort(-share.max(axis=0), kind="stable")[:most]] = True
        column = iter(kept)
        known = [[feature for feature in block if next(column)] for block in self.known]
        return Fitted(known, self.weights[:, kept], self.biases)

    def of(self, rows: sparse.csr_matrix) -> list[Mapping[str, float]]:
        scored = rows @ self.weights.T + self.biases
        return [dict(zip(HEADS, map(float, row), strict=True)) for row in scored]


def fit(lines: Sequence[Line], examples: Sequence[Example]) -> Fitted:
    """Fit all heads to *lines*. The same lines give the same weights."""
    known = vocabulary(examples)
    rows = matrix(examples, known)
    rarity = _rarity(rows)
    importance = [_importance(line.label, each) for line, each in zip(lines, examples, strict=True)]
    plainly = [_EXPLICIT if line.label == corpus.RISK[0] else 1.0 for line in lines]
    weights, biases = [], []
    for head in HEADS:
        truth = [_is_of(head, line.label) for line in lines]
        # concerns have too few lines for that
        own = head in (RISK, ANSWER)
        worth = rarity * _telling(rows, np.array(truth)) if own else rarity
        # liblinear's dual solver draws its order from the seed
        learned = LogisticRegression(C=_STRENGTH, solver="liblinear", dual=True, random_state=0, max_iter=400)
        learned.fit(rows.multiply(worth).tocsr(), truth, sample_weight=importance if own else plainly)
        weights.append(learned.coef_[0] * worth)
        biases.append(learned.intercept_[0])
    return Fitted(known, np.array(weights), np.array(biases))


def left_out(lines: Sequence[Line], examples: Sequence[Example]) -> list[Mapping[str, float]]:
    """Return scores of all *lines*, each by a model that met no line of its voice."""
    voices = sorted({line.voice for line in lines})
    scored: dict[int, Mapping[str, float]] = {}
    for fold in range(_FOLDS):
        held = set(voices[fold::_FOLDS])
        inside = [at for at, line in enumerate(lines) if line.voice not in held]
        outside = [at for at, line in enumerate(lines) if line.voice in held]
        fitted = fit([lines[at] for at in inside], [examples[at] for at in inside])
        scored |= dict(zip(outside, fitted.scores([examples[at] for at in outside]), strict=True))
    return [scored[at] for at in range(len(lines))]


def _rarity(rows: sparse.csr_matrix) -> np.ndarray:
    """Return for each feature how rare it is: it is folded into the weights, so that what runs need not know it."""
    lines, features = rows.shape
    met = np.bincount(rows.indices, minlength=features)
    return np.asarray((np.log(lines / np.maximum(met, 1)) / 5) ** _RARITY)


def _telling(rows: sparse.csr_matrix, truth: np.ndarray) -> np.ndarray:
    """Return for each feature how much its share among the lines of a kind differs from that among the others."""
    shares = []
    for side in (truth, ~truth):
        met = 1.0 + np.bincount(rows[side].indices, minlength=rows.shape[1])
        shares.append(met / met.sum())
    return np.asarray(np.abs(np.log(shares[0] / shares[1])) ** _TELLING + 0.1)


def _importance(label: str, example: Example) -> float:
    settled = _SETTLED if any(hit.level == CRISIS for hit in example.look.hits) else 1.0
    if label == corpus.RISK[0]:
        return settled * _EXPLICIT
    return settled * (_CONCERN if label in corpus.CONCERNS else 1.0)


def _is_of(head: str, label: str) -> bool:
    if head == RISK:
        return label in corpus.RISK
    if head == ANSWER:
        return label in (*corpus.RISK, corpus.HOPELESS)
    if head == CONCERN:
        return label in corpus.CONCERNS
    return label == head
