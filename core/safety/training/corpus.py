"""Reads the lines that train and measure the screen: ``core/safety/corpus``, one file a voice."""

from dataclasses import dataclass
from pathlib import Path

from core.safety.verdict import Concern

FOLDER = Path(__file__).parents[1] / "corpus"
VOICES, SUITE, OWN, UNSEEN = FOLDER / "voices", FOLDER / "suite", FOLDER / "own", FOLDER / "unseen"
RISK = ("explicit", "veiled")
HOPELESS = "hopeless"
CONCERNS = tuple(map(str, Concern))
HARMLESS = ("strain", "idiom", "plain")
LABELS = frozenset({*RISK, HOPELESS, *CONCERNS, *HARMLESS})


@dataclass(frozen=True)
class Line:
    """One line of one voice. ``voice`` is the name of its file, which begins with the language."""

    voice: str
    label: str
    text: str

    @property
    def language(self) -> str:
        return self.voice[:2]


def read(folder: Path) -> list[Line]:
    """Return all lines of *folder*. Raises ValueError for a file and line that is not ``label<TAB>text``."""
    found: list[Line] = []
    for path in sorted(folder.glob("*.tsv")):
        for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            label, tab, text = row.partition("\t")
            if label not in LABELS or not tab or not text.strip() or "\t" in text:
                raise ValueError(f"{path.name}:{number} is not a known label, one tab and a text")
            found.append(Line(path.stem, label, text))
    return found
