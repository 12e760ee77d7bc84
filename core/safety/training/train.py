"""``make safety-train``: learns from the corpus and writes ``model.bin``. The same lines give the same file.

Bounds are chosen on voices alone, each scored by a model that has not met it: rules were written for the suite's lines,
and the project's own sentences are nobody's.
"""

import json
import sys
from pathlib import Path

import numpy as np

from core.safety.features import BLOCKS
from core.safety.model import FILE
from core.safety.training import bounds, corpus
from core.safety.training.examples import SCALES, example
from core.safety.training.fit import HEADS, Fitted, fit, left_out

MOST_BYTES = 2_000_000
MOST_FEATURES = 135_000  # left out or not, voices score the same with them as with all 240,000
_UNITS = 127  # of a signed byte


def main() -> None:
    voices = corpus.read(corpus.VOICES)
    lines = [*voices, *corpus.read(corpus.SUITE), *corpus.read(corpus.OWN)]
    examples = [example(line.text) for line in lines]
    scores = left_out(lines, examples)[: len(voices)]
    chosen = bounds.choose(voices, [each.look for each in examples[: len(voices)]], scores)
    size = write(fit(lines, examples).lighter(MOST_FEATURES), chosen, FILE, learned_from=len(lines))
    sys.stdout.write(f"{len(lines)} lines, {size} bytes, bounds {chosen}\n")


def write(fitted: Fitted, chosen: dict[str, float], path: Path, *, learned_from: int) -> int:
    """Write *fitted* as ``core.safety.model`` reads it. Raises ValueError where that is too large."""
    hashes = np.array([feature for block in fitted.known for feature in block], dtype="<u4")
    order = np.argsort(hashes)
    steps = np.abs(fitted.weights).max(axis=1) / _UNITS
    weights = np.rint(fitted.weights[:, order] / steps[:, None]).astype(np.int8)
    # Hashes are read where they lie: they have to begin at a multiple of four.
    head = {
        "lines": learned_from,
        "features": len(hashes),
        "heads": HEADS,
        "scales": {block: SCALES[block] for block in BLOCKS},
        "bounds": chosen,
        "biases": [round(float(bias), 6) for bias in fitted.biases],
        "steps": [float(f"{step:.6g}") for step in steps],
    }
    first = json.dumps(head)
    first += " " * (-(len(first) + 1) % 4) + "\n"
    data = first.encode("ascii") + hashes[order].tobytes() + weights.tobytes()
    if len(data) > MOST_BYTES:
        raise ValueError(f"the model is too large: {len(data)} bytes")
    path.write_bytes(data)
    return len(data)


if __name__ == "__main__":
    main()
