"""``make safety-report``: prints the figures of ``docs/safety.md``, never a line.

``--unseen`` scores the voices that nobody who works on the screen has read. Each look at them teaches a little, so it
is for the end of a round of work. ``--lines FILE`` scores JSON lines (``text``, ``lang``, ``label``) of another hand.
"""

import argparse
import json
import sys
from pathlib import Path

from core.safety.decide import decide
from core.safety.training import bounds, corpus
from core.safety.training.corpus import Line
from core.safety.training.examples import example
from core.safety.training.fit import left_out
from core.safety.training.measure import Judged, as_shipped, table

# The labels of lines of another hand, as the corpus names them. What is one label there may be several here.
_NAMES = {"crisis": "explicit", "hopelessness": corpus.HOPELESS, "concern-other": "friend", "none": "plain"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unseen", action="store_true")
    parser.add_argument("--lines", type=Path)
    asked = parser.parse_args()
    _print("Voices left out, one sixth at a time", by_voices_left_out())
    if asked.lines:
        _print(asked.lines.name, as_shipped(_of_another_hand(asked.lines)))
    if asked.unseen:
        _print("Unseen voices", as_shipped(corpus.read(corpus.UNSEEN)))


def by_voices_left_out() -> list[Judged]:
    """Judge each line of the voices by a model, and bounds, that met no line of its voice; rules had."""
    voices = corpus.read(corpus.VOICES)
    lines = [*voices, *corpus.read(corpus.SUITE), *corpus.read(corpus.OWN)]
    examples = [example(line.text) for line in lines]
    scores = left_out(lines, examples)[: len(voices)]
    chosen = bounds.choose(voices, [each.look for each in examples[: len(voices)]], scores)
    return [
        Judged(line.language, line.label, decide(each.look, score, chosen).level)
        for line, each, score in zip(voices, examples, scores, strict=False)
    ]


def _of_another_hand(path: Path) -> list[Line]:
    rows = (json.loads(row) for row in path.read_text(encoding="utf-8").splitlines())
    return [Line(f"{row['lang']}-{path.stem}", _NAMES[row["label"]], row["text"]) for row in rows]


def _print(title: str, judged: list[Judged]) -> None:
    sys.stdout.write(f"{title}: {len(judged)} lines\n\n{table(judged)}\n\n")


if __name__ == "__main__":
    main()
