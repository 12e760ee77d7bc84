"""The small linear model beside the rules: it weighs what stands in ``model.bin``, in plain Python.

For every head (``risk``, ``answer``, ``concern`` and each kind of concern) a score is a bias plus, for each block of
features, the sum of the weights of those it knows, over about the root of their number. A score above 0 is more likely
than not on the lines it learned from. The file holds, after one line of JSON, the hashes of all known features in order
(32 bits each) and then, head by head, one signed byte a feature. It is mapped, not read: it costs no memory until a
text is weighed.
"""

import json
import mmap
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.safety.features import (
    BLOCKS,
    concept_grams,
    divisor,
    hashed,
    letter_grams,
    pair_grams,
    rule_marks,
    tokens_of,
    windows,
    word_grams,
)
from core.safety.look import Look

FILE = Path(__file__).with_name("model.bin")
RISK, ANSWER, CONCERN = "risk", "answer", "concern"
Scores = Mapping[str, float]


@dataclass(frozen=True)
class Weighed:
    """One feature that counted in a text, and by how much."""

    feature: str
    by: float


class Model:
    """The weights, and how to score with them."""

    def __init__(self, path: Path = FILE) -> None:
        with path.open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        end = next(at for at, byte in enumerate(data) if byte == ord("\n"))
        head = json.loads(bytes(data[:end]))
        size, start = head["features"], end + 1
        self.heads: tuple[str, ...] = tuple(head["heads"])
        self.bounds: Mapping[str, float] = head["bounds"]
        self._biases: Sequence[float] = head["biases"]
        self._steps: Sequence[float] = head["steps"]  # what one unit of a head's bytes is worth
        self._scales: Sequence[float] = [head["scales"][block] for block in BLOCKS]
        hashes = data[start : start + 4 * size].cast("I")
        self._hashes: Sequence[int] = hashes if sys.byteorder == "little" else _swapped(hashes)
        start += 4 * size
        self._weights = [data[start + at * size : start + (at + 1) * size].cast("b") for at in range(len(self.heads))]
        self._letters = lru_cache(maxsize=2048)(self._letter_rows)

    def scores(self, look: Look) -> Scores:
        """Return the score of each head for a text: the highest of its windows."""
        marks = self._rows(rule_marks(look))
        best: list[float] | None = None
        for window in windows(tokens_of(look)):
            blocks = (
                self._rows(word_grams(window)),
                {row for word in set(window) for row in self._letters(word)},
                self._rows(pair_grams(window)),
                self._rows(concept_grams(window)),
                marks,
            )
            scored = [self._score(at, blocks) for at in range(len(self.heads))]
            best = scored if best is None else list(map(max, best, scored))
        return dict(zip(self.heads, best or self._biases, strict=True))

    def explain(self, look: Look, head: str, most: int = 8) -> list[Weighed]:
        """Return the features that weighed most for *head*, in the text as a whole. For a developer's own terminal."""
        tokens = tokens_of(look)
        weights, step = self._weights[self.heads.index(head)], self._steps[self.heads.index(head)]
        found: list[Weighed] = []
        letters = (gram for word in set(tokens) for gram in letter_grams(word))
        blocks = (word_grams(tokens), letters, pair_grams(tokens), concept_grams(tokens), rule_marks(look))
        for grams, scale in zip(blocks, self._scales, strict=True):
            known = {gram: row for gram in set(grams) if (row := self._row(gram)) >= 0}
            worth = scale * step / divisor(len(known)) if known else 0.0
            found += [Weighed(gram, weights[row] * worth) for gram, row in known.items()]
        return sorted(found, key=lambda each: -each.by)[:most]

    def _score(self, head: int, blocks: Iterable[set[int]]) -> float:
        of, total = self._weights[head].__getitem__, 0.0
        for rows, scale in zip(blocks, self._scales, strict=True):
            if rows:
                total += scale * sum(map(of, rows)) / divisor(len(rows))
        return self._biases[head] + total * self._steps[head]

    def _rows(self, grams: Iterable[str]) -> set[int]:
        rows = set(map(self._row, set(grams)))
        rows.discard(-1)
        return rows

    def _row(self, gram: str) -> int:
        """Return where *gram* stands, or -1 for one that was never learned."""
        wanted = hashed(gram)
        at = bisect_left(self._hashes, wanted)
        return at if at < len(self._hashes) and self._hashes[at] == wanted else -1

    def _letter_rows(self, word: str) -> "array[int]":
        # Thousands of words are remembered: four bytes a row, where a set takes a hundred.
        return array("I", self._rows(letter_grams(word)) if word.isalnum() else ())


@lru_cache(maxsize=1)
def model() -> Model:
    """Return the model of this version."""
    return Model()


def _swapped(hashes: memoryview) -> Sequence[int]:
    return [int.from_bytes(each.to_bytes(4, "little"), "big") for each in hashes]
