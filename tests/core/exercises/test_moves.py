"""What the bot answers: it fits what was said, for the light days and the numb ones too."""

import itertools

import pytest

from core.exercises.catalog import load_catalog
from core.exercises.moves import Known, closing_line, old_and_new, reply_to_checkin, reply_to_week
from core.pages import Note, Paragraph
from core.wording import voice

EN = voice("en")
TAPS = [tap.value for tap in load_catalog()["closing"].steps["leaving"].taps]


def reply(*roles: str, heavy: int, room: int, language: str = "en") -> str:
    answers = {"roles": roles, "heavy": (str(heavy),), "room": (str(room),)}
    blocks = reply_to_checkin(answers, Known(), voice(language))
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def test_roles_are_named_in_a_sentence_that_can_be_read_aloud() -> None:
    """Two roles are joined so that it stays clear where one ends."""
    said = reply("parent", "self", heavy=8, room=2)
    assert "The pull comes from being a parent and your own needs, at the same time." in said


@pytest.mark.parametrize(("roles", "named"), [(("all",), "All of it"), (("work", "home", "friend", "self"), "4 roles")])
def test_many_roles_are_counted_or_called_what_the_person_called_them(roles: tuple[str, ...], named: str) -> None:
    """ "All of it" stays that; more than three roles are a number, not a list."""
    assert named in reply(*roles, heavy=8, room=2)


def test_a_light_day_is_not_talked_into_a_heavy_one() -> None:
    """Nothing pulls, nothing is heavy, there is room: the answer says that."""
    said = reply("none", heavy=0, room=10)
    assert said == "No role pulls hard right now. The load is 0 of 10 today, and there is plenty of room around it."


def test_feeling_nothing_is_answered_with_people_not_with_weight() -> None:
    """No load and no room either: help is named, and no burden that was not there."""
    said = reply("none", heavy=0, room=0)
    assert "Help now" in said
    assert "a lot to carry" not in said


@pytest.mark.parametrize("language", ["en", "es"])
def test_little_room_is_never_called_some(language: str) -> None:
    """Up to 3 of 10 nobody is told that there is room, whatever the load."""
    some = voice(language)("The load is {heavy} of 10, and there is some room around it.").split(",")[1]
    for heavy, room in itertools.product(range(11), range(4)):
        assert some not in reply("work", heavy=heavy, room=room, language=language)


@pytest.mark.parametrize("leaving", TAPS)
def test_the_day_closes_after_every_way_of_leaving(leaving: str) -> None:
    """Each way of leaving has its line, and none of them sets a time of day: a shift may end at six in the morning."""
    first, *rest = closing_line({"leaving": (leaving,), "loop": "the report"}, Known(), EN)
    assert isinstance(first, Paragraph)
    assert first.text.startswith("The day is closed")
    assert not {"tonight", "tomorrow", "evening"} & set(first.text.split())
    assert rest == [Note("Parked until you pick it up:")]


def test_every_answer_about_the_week_has_its_own_reply() -> None:
    """Who could keep the rule: what follows from it is said, and it differs; without an answer nothing is said."""
    said = [reply_to_week({"human": (tap.value,)}, Known(), EN) for tap in load_catalog()["trace"].steps["human"].taps]
    assert all(len(blocks) == 1 for blocks in said)
    assert len(set(said)) == len(said)
    assert reply_to_week({}, Known(), EN) == ()


@pytest.mark.parametrize("choice", ["keep", "letgo", "soften"])
def test_a_rule_with_teeth_is_never_called_a_free_choice(choice: str) -> None:
    """Where breaking it could cost the job, the home or safety, the ending says that this is still so."""
    answers = {"rule": "answer at once", "teeth": ("real",), "choose": (choice,), "new": "answer by noon"}
    if choice == "keep":
        del answers["new"]
    said = "\n".join(block.text for block in old_and_new(answers, Known(), EN) if isinstance(block, Paragraph | Note))
    assert "by choice" not in said
    assert "is still real" in said
    calm = {**answers, "teeth": ("inner",)}
    assert not any("still real" in str(block) for block in old_and_new(calm, Known(), EN))
