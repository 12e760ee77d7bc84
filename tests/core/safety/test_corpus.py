"""The lines that train and measure the screen. No test here shows one."""

import re
from collections import Counter
from pathlib import Path

import pytest

from core.safety.training import corpus

FOLDERS = (corpus.VOICES, corpus.SUITE, corpus.OWN, corpus.UNSEEN)


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda each: each.name)
def test_every_line_is_a_label_and_a_text(folder: Path) -> None:
    """Each file is one voice, named by language; each line one label, one tab, one text."""
    assert all(re.fullmatch(r"(en|es)-[a-z0-9-]+\.tsv", path.name) for path in folder.iterdir())
    assert corpus.read(folder)


@pytest.mark.parametrize("bad", ["explicit", "sad\ttext", "plain\t ", "plain\ta\tb"])
def test_a_line_that_is_none_is_named_by_file_and_number(tmp_path: Path, bad: str) -> None:
    """No tab, an unknown label, no text or too many tabs: file and line are said, and not the words."""
    (tmp_path / "en-somebody.tsv").write_text(f"plain\tfine\n{bad}\n", "utf-8")
    with pytest.raises(ValueError, match=r"^en-somebody\.tsv:2 is not"):
        corpus.read(tmp_path)


def test_no_voice_says_a_line_twice() -> None:
    """A line stands once in a file: what is said twice would count twice."""
    for folder in (corpus.VOICES, corpus.UNSEEN):
        said = Counter((line.voice, _bare(line.text)) for line in corpus.read(folder))
        assert not [voice for (voice, _), times in said.items() if times > 1]


def test_what_is_unseen_was_not_learned() -> None:
    """Of the unseen lines longer than a few words, none stands among those that the model learns from."""
    learned = {_bare(line.text) for folder in FOLDERS[:-1] for line in corpus.read(folder)}
    unseen = [_bare(line.text) for line in corpus.read(corpus.UNSEEN)]
    assert sum(text in learned for text in unseen if len(text.split()) > 4) == 0
    assert not {line.voice for line in corpus.read(corpus.UNSEEN)} & {line.voice for line in corpus.read(corpus.VOICES)}


def test_there_are_enough_lines_to_mean_something() -> None:
    """Hundreds of each kind in both languages to learn from, and 500 harmless ones that nobody has read."""
    learned = Counter((line.language, line.label) for line in corpus.read(corpus.VOICES))
    for language in ("en", "es"):
        assert all(learned[language, label] >= 300 for label in ("explicit", "veiled", "hopeless", *corpus.HARMLESS))
    assert sum(line.label in corpus.HARMLESS for line in corpus.read(corpus.UNSEEN)) >= 500
