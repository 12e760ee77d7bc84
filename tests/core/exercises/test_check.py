"""The content check: what is shipped passes it, and each mistake is named by file and line."""

from importlib.resources import files
from pathlib import Path

import pytest

from core.errors import ConfigurationError
from core.exercises.catalog import load_catalog
from core.exercises.check import MOST_EXERCISES, check_content
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
        ("label: Yes,", "label: Yes, and so on,", "walk.yaml:13: 'and so on' means nothing in a tap"),
        ("steps:", "steps: [", "walk.yaml:"),
        ("value: yes", "value: _back", "walk.yaml:9: a tap's value"),
        ("steps:", "parks: [[what, where]]\nsteps:", "walk.yaml:8: two fields for words are parked"),
        ("steps:", "parks: [what]\nsteps:", "walk.yaml:8: here stands a list"),
        ("steps:", "takes: what\nsteps:", "walk.yaml:8: what is taken up goes into a field for words"),
        ("steps:", "tells: [what]\nsteps:", "walk.yaml:8: no field for words is called 'what'"),
        ("to: end}", "to: end, takes: 4}", "walk.yaml:13: takes is a number, 1 to 3"),
        ("to: end}", "to: end, takes: 1}", "walk.yaml:9: where a tap takes something up, the file says"),
    ],
)
def test_each_mistake_is_named_where_it_is(tmp_path: Path, was: str, now: str, said: str) -> None:
    """By file and line, in words that say what to do."""
    assert was in WALK
    found = findings(tmp_path, WALK.replace(was, now, 1))
    assert any(each.startswith(said) for each in found), found


@pytest.mark.parametrize(
    ("exercise", "was", "now", "said"),
    [
        ("grounding", "      - note: Near", "      - computed: landing\n      - note: Near", "is a step of grounding"),
        ("grounding", "stop, label: Enough for now, to: rest", "stop, label: Stop, to: see", "is a step of grounding"),
        ("grounding", "    say:\n      - That can", "    whole: true\n    say:\n      - That can", "whole"),
        ("safety_plan", "max: 300", "max: 1500", "does not fit on one page below the line of US"),
        ("safety_plan", "        optional: true\n", "", "every part of the safety plan may stay empty"),
        (
            "safety_plan",
            "label: Places that help",
            "label: Places that help me, near or far",
            "too long for the button",
        ),
        ("safety_plan", "- text: pros", "- text: more\n        label: More\n      - text: pros", "one field for words"),
    ],
)
def test_what_is_for_a_bad_hour_is_held_to_more(tmp_path: Path, exercise: str, was: str, now: str, said: str) -> None:
    """An operator's own grounding stores nothing, and every part of their safety plan can be shown and changed."""
    shipped = files("core.exercises").joinpath("content", f"{exercise}.yaml").read_text("utf-8")
    assert was in shipped
    (tmp_path / f"{exercise}.yaml").write_text(shipped.replace(was, now, 1), "utf-8")
    assert check_content() == []
    assert any(said in each.what for each in check_content(tmp_path)), check_content(tmp_path)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("id: walk", "id: [walk]", "walk.yaml:1: here stands a text"),
        ("id: walk", "id: a/b", "walk.yaml:1: an id is at most"),
        ("id: walk", "id: checkin", "walk.yaml:8: the first minute needs"),
        ("title: A short walk", "title: {a: b}", "walk.yaml:3: here stands a text"),
        ("title: A short walk", "title: A short walk of sorts", "walk.yaml:3: is too long for the button"),
        ("why: to get out", f"why: {'to get out. ' * 20}", "walk.yaml:4: is longer than 100"),
        ("move: Takes", "move: [a]\nid: Takes", "walk.yaml:5: here stands a text"),
        ("first: ready", "first: ready\ntender: yes", "walk.yaml:8: here stands true or false, not 'yes'"),
        ("first: ready", "first: ready\ntitle: Another", "walk.yaml:8: 'title' stands here twice"),
        ("first: ready", "first: ready\n? [a]\n: b", "walk.yaml:8: in front of ':' stands one word"),
        ("revision: 1", f"revision: {'9' * 5000}", "walk.yaml:2: a revision is a number"),
        ("      - Good.", "      - Good.\n    keep: yes", "walk.yaml:17: here stands true or false"),
        ("      - Good.", "      - Good.\n    doors: [away]", "walk.yaml:14: no door is called 'away'"),
        ("      - Good.", "      - own: nothing", "walk.yaml:14: no field is called 'nothing'"),
        ("say:\n      - Good.", "say: Good.", "walk.yaml:15: here stands a list"),
        ("    say:\n      - Good.", "\tsay: Good.", "walk.yaml:15: found character"),
        ("- Good.", "- &a [x]\n      - *a", "walk.yaml:17: write it out"),
        ("- Good.", "- " + "[" * 3000, "walk.yaml:16: this is nested too deep"),
        ("- Good.", "- " + "x" * 100_000, "walk.yaml:1: a file holds"),
        ("value: yes", "value: sí", "walk.yaml:9: a tap's value"),
        ("to: end}", "to: [end]}", "walk.yaml:13: here stands a text"),
        (WALK, "", "walk.yaml:1: a file holds one exercise"),
        (WALK, "- a", "walk.yaml:1: a file holds one exercise"),
        (WALK, "\x00", "walk.yaml:1: this is not YAML"),
    ],
)
def test_whatever_stands_in_a_file_is_answered_by_file_and_line(tmp_path: Path, was: str, now: str, said: str) -> None:
    """Wrong types, doubles, repetition that grows without end, depth, size: named like any slip of the pen."""
    assert was in WALK
    found = findings(tmp_path, WALK.replace(was, now, 1))
    assert any(each.startswith(said) for each in found), found


def test_what_is_parked_fits_where_it_is_taken_up(tmp_path: Path) -> None:
    """Three things stand on one page, and one goes into a field: a longer one could not be shown."""
    shipped = files("core.exercises").joinpath("content", "closing.yaml").read_text("utf-8")
    (tmp_path / "closing.yaml").write_text(shipped.replace("max: 300", "max: 301", 1), "utf-8")
    assert any("what is parked has 300 characters at most" in str(each) for each in check_content(tmp_path))


def test_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    """Saved by an old editor: the line of the first letter that cannot be read."""
    (tmp_path / "walk.yaml").write_bytes(WALK.replace("Good.", "Café.").encode("latin-1"))
    assert [str(each) for each in check_content(tmp_path)] == ["walk.yaml:16: this is not UTF-8 text; save it as UTF-8"]
    (tmp_path / "walk.yaml").write_bytes(b"\xef\xbb\xbf" + WALK.encode())
    assert load_catalog(tmp_path)["walk"].title == "A short walk"


def test_two_files_of_ones_own_with_one_id_are_named(tmp_path: Path) -> None:
    """One would silently take the place of the other."""
    (tmp_path / "first.yml").write_text(WALK, "utf-8")
    assert "walk.yaml:1: 'walk' is the id of first.yml too" in findings(tmp_path, WALK)


def test_more_than_a_page_can_offer_is_named(tmp_path: Path) -> None:
    """The page that lists them all has a button for each."""
    for number in range(MOST_EXERCISES):
        (tmp_path / f"more{number:02}.yaml").write_text(WALK.replace("id: walk", f"id: more{number}"), "utf-8")
    found = [str(each) for each in check_content(tmp_path) if "translation" not in each.what]
    assert len(found) == len(load_catalog())
    assert (
        found[-1] == f"more{MOST_EXERCISES - 1:02}.yaml:1: is one more than the {MOST_EXERCISES} that a page can offer"
    )


@pytest.mark.parametrize(("field", "takes"), [("text: seen\n        max: 50", False), ("text: seen", True)])
def test_the_field_that_opens_takes_a_whole_thought(tmp_path: Path, field: str, takes: bool) -> None:
    """A thought of 300 characters goes into it."""
    asks = f"    fields:\n      - {field}\n        label: Seen\n    submit: Next\n    next: end\nopens: seen\n"
    text = WALK.replace("    taps:\n      - {value: yes, label: Yes, to: end}\n", asks.replace("opens: seen\n", ""))
    found = findings(tmp_path, text.replace("first: ready", "first: ready\nopens: seen"))
    assert (found == []) is takes, found


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
    (tmp_path / "mine.yaml").write_text(WALK.replace("id: walk", "id: kind"), "utf-8")
    assert load_catalog(tmp_path)["kind"].title == "A short walk"


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
