"""Turns lines into what the model learns from: for each block, the hashes of its features."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scipy import sparse

from core.safety.features import (
    BLOCKS,
    concept_grams,
    divisor,
    hashed,
    letter_grams,
    pair_grams,
    rule_marks,
    tokens_of,
    word_grams,
)
from core.safety.look import Look, look_at
from core.safety.rulebook import rulebook

Blocks = tuple[frozenset[int], ...]
# What a block counts for beside the others, chosen by leaving voices out.
SCALES = {"words": 1.3, "letters": 0.6, "pairs": 0.8, "concepts": 0.7, "rules": 1.0}
# A feature has to be met in that many lines to be learned.
SEEN_IN = 2


@dataclass(frozen=True)
class Example:
    """A line as rules and model see it."""

    look: Look
    blocks: Blocks


def example(text: str) -> Example:
    """Read *text* as the running screen does, in one window: the lines of the corpus are short."""
    look = look_at(text, rulebook())
    tokens = tokens_of(look)
    letters = (gram for word in set(tokens) if word.isalnum() for gram in letter_grams(word))
    grams: tuple[Iterable[str], ...] = (
        word_grams(tokens),
        letters,
        pair_grams(tokens),
        concept_grams(tokens),
        rule_marks(look),
    )
    return Example(look, tuple(frozenset(map(hashed, block)) for block in grams))


def vocabulary(examples: Sequence[Example]) -> list[list[int]]:
    """Return the features to learn, for each block."""
    found: list[list[int]] = []
    taken: set[int] = set()
    for at in range(len(BLOCKS)):
        counted = Counter(feature for each in examples for feature in each.blocks[at])
        kept = sorted(feature for feature, lines in counted.items() if lines >= SEEN_IN and feature not in taken)
        taken.update(kept)
        found.append(kept)
    return found


def matrix(examples: Sequence[Example], known: Sequence[Sequence[int]]) -> sparse.csr_matrix:
    """Return one row a line and one column a feature, each block of a row about as long as its scale."""
    parts = []
    for at, block in enumerate(BLOCKS):
        column = {feature: number for number, feature in enumerate(known[at])}
        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for each in examples:
            mine = sorted(column[feature] for feature in each.blocks[at] if feature in column)
            columns += mine
            values += [SCALES[block] / divisor(len(mine))] * len(mine)
            ends.append(len(columns))
        parts.append(sparse.csr_matrix((values, columns, ends), shape=(len(examples), len(column))))
    return sparse.hstack(parts).tocsr()
