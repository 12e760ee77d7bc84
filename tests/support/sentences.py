"""Finds every sentence that Enough can say, and says which have no translation.

Sentences stand in the sources as ``t("…")`` or ``mark("…")``, in the exercises' content, and in the names of the
countries whose line is known.
"""

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from core.exercises.catalog import load_catalog
from core.exercises.check import sentences as in_exercise
from core.safety.lines import countries

KEYWORDS = {"t": None, "mark": None}


def sentences(folders: Iterable[Path]) -> Mapping[str, tuple[str, ...]]:
    """Return every sentence and where it is said, from the Python sources in *folders* and from the content."""
    found: dict[str, list[str]] = {}
    for folder in folders:
        for name, line, said, _, _ in extract_from_dir(folder, [("**.py", "python")], keywords=KEYWORDS):
            found.setdefault(str(said), []).append(f"{folder.name}/{name}:{line}")
    for said, place in (*_in_exercises(), *((name, "core/safety/lines.json") for _, name in countries())):
        found.setdefault(said, []).append(place)
    return {said: tuple(dict.fromkeys(places)) for said, places in found.items()}


def missing(language: str, folders: Iterable[Path]) -> Mapping[str, tuple[str, ...]]:
    """Return the sentences that *language* has no (certain) translation for, and where each is said."""
    translated = {entry.id for entry in read_catalogue(language) if entry.string and not entry.fuzzy}
    return {said: places for said, places in sentences(folders).items() if said not in translated}


def read_catalogue(language: str) -> Catalog:
    """Return the translations of *language* as they are in its PO file."""
    path = files("core").joinpath("locales", language, "LC_MESSAGES", "enough.po")
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def _in_exercises() -> Iterator[tuple[str, str]]:
    for exercise in load_catalog().values():
        yield from ((said, f"core/exercises/content/{exercise.id}.yaml") for _, said in in_exercise(exercise))
