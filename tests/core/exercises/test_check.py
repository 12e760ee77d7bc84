"""The content check: what is shipped passes it, and each mistake is named by file and line."""

from pathlib import Path

import pytest

from core.errors import ConfigurationError
from core.exercises.catalog import load_catalog
from core.exercises.check import check_content
from core.wording import add_translations
from core.words import grade, unwanted

WALK = """\
id: walk
revision: 1
title: A short walk
why: to get out
move: Takes a person out of the room.
basis: A walk, as anybody knows.
first: ready
steps:
  ready:
    say:
      - Is now a good time?
    taps:
      - {value: yes, label: Yes, to: end}
  end:
    say:
      - Good.
"""


def findings(folder: Path, text: str) -> list[str]:
    (folder / "walk.yaml").write_text(text, "utf-8")
    return [str(each) for each in check_content(folder) if "translation" not in each.what]


def test_what_is_shipped_is_in_order() -> None:
    """Nothing to mend: everything loads, fits, ends, is translated and keeps the tone."""
    assert [str(each) for each in check_content()] == []


def test_an_exercise_of_ones_own_passes(tmp_path: Path) -> None:
    """The smallest exercise there is."""
    assert findings(tmp_path, WALK) == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("first: ready", "first: redy", "walk.yaml:7: no step is called 'redy'"),
        ("to: end}", "to: ende}", "walk.yaml:9: a route leads to 'ende', which is no step"),
        ("      - Good.", "      - Good.\n  lost:\n    say: [Lost.]", "walk.yaml:17: no route leads to step 'lost'"),
        ("to: end}", "to: ready}", "walk.yaml:9: from step 'ready' no route leads to an end"),
        ("move: Takes a person out of the room.\n", "", "walk.yaml:1: the file needs 'move'"),
        ("    taps:", "    tapps:", "walk.yaml:12: 'tapps' means nothing in a step"),
        ("      - Good.", "      - You should rest.", "walk.yaml:16: says 'should' (en)"),
        ("      - Good.", "      - Well done!", "walk.yaml:16: says '!' (en)"),
        ("      - Good.", "      - computed: magic", "walk.yaml:16: no sentence is computed by 'magic'"),
        ("title: A short walk", "title: A walk that is much too long for it", "walk.yaml:9: does not fit (en): title"),
        ("revision: 1", "revision: one", "walk.yaml:2: a revision is a number"),
        ("label: Yes,", "label: Yes and then some more words than fit on it,", "walk.yaml:9: does not fit"),
        ("label: Yes,", "label: Yes, and so on,", "walk.yaml:9: 'and so on' means nothing in a tap"),
        ("steps:", "steps: [", "walk.yaml:"),
        ("value: yes", "value: _back", "walk.yaml:9: a tap's value"),
    ],
)
def test_each_mistake_is_named_where_it_is(tmp_path: Path, was: str, now: str, said: str) -> None:
    """By file and line, in words that say what to do."""
    assert was in WALK
    found = findings(tmp_path, WALK.replace(was, now, 1))
    assert any(each.startswith(said) for each in found), found


def test_a_quoted_rule_may_use_any_word(tmp_path: Path) -> None:
    """A rule that somebody holds is theirs: "I must never be late" may be quoted."""
    assert findings(tmp_path, WALK.replace("- Good.", "- Such as “I must never be late.”")) == []


def test_hard_reading_is_refused(tmp_path: Path) -> None:
    """Long words in long sentences are over grade 7."""
    hard = "Intergovernmental organisations necessitate comprehensive deliberation regarding responsibilities."
    found = findings(tmp_path, WALK.replace("- Good.", f"- {hard}"))
    assert any("reads at grade" in each for each in found)


def test_a_missing_translation_is_named(tmp_path: Path) -> None:
    """Each sentence without one; with a file of translations beside it, none."""
    (tmp_path / "walk.yaml").write_text(WALK, "utf-8")
    missing = [str(each) for each in check_content(tmp_path)]
    assert "walk.yaml:3: has no translation into 'es'" in missing
    lines = ["A short walk", "to get out", "Is now a good time?", "Yes", "Good."]
    po = "\n\n".join(f'msgid "{line}"\nmsgstr "{line}"' for line in lines)
    (tmp_path / "es.po").write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{po}\n', "utf-8")
    add_translations(tmp_path)
    assert [str(each) for each in check_content(tmp_path) if each.file == "walk.yaml"] == []


def test_ones_own_takes_the_place_of_one_that_is_there(tmp_path: Path) -> None:
    """The same id: the operator's is used."""
    (tmp_path / "mine.yaml").write_text(WALK.replace("id: walk", "id: checkin"), "utf-8")
    assert load_catalog(tmp_path)["checkin"].title == "A short walk"


def test_a_broken_file_does_not_start(tmp_path: Path) -> None:
    """Loading refuses it with the same line."""
    (tmp_path / "walk.yaml").write_text(WALK.replace("first: ready", "first: redy"), "utf-8")
    with pytest.raises(ConfigurationError, match=r"walk\.yaml:7: "):
        load_catalog(tmp_path)


def test_words_are_found_whole_and_in_both_languages() -> None:
    """ "Just" is found, "adjust" is not; Spanish has its own."""
    assert list(unwanted("It is just that", "en")) == ["just"]
    assert list(unwanted("Adjust the mustard", "en")) == []
    assert list(unwanted("No olvides nada", "es")) == ["No olvides"]


def test_plain_sentences_read_at_a_low_grade() -> None:
    """A known text: the cat sat on the mat is for beginners."""
    assert grade(["The cat sat on the mat. It was a good mat."]) < 2
