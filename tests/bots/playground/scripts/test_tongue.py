"""One script in two languages: a script that is played in Spanish is as strict there as in English."""

import pytest

from bots.playground.scripts.tongue import tongue

ES = tongue("es")
SCREEN = "El día queda cerrado.\n[ Volver ]\nVuelvo mañana a las 16:45. Hasta entonces guardo silencio."


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Close the day", "Cerrar el día"),
        ("Yes, at 16:45", "Sí, a las 16:45"),
        ("Carry on: Close the day", "Seguir: Cerrar el día"),
        ("The soup", "La sopa"),
        ("Mine, and nobody’s sentence", "Mine, and nobody’s sentence"),
        ("8", "8"),
    ],
)
def test_a_label_is_said_as_the_bot_says_it(english: str, spanish: str) -> None:
    """By the catalogue, with parameters filled in too; by the phrasebook; and anything else stays."""
    assert ES.say(english) == spanish


@pytest.mark.parametrize(("text", "seen"), [("[ Back ]", True), ("[ Next ]", False), ("Back to start", False)])
def test_a_button_is_looked_for_in_its_language(text: str, seen: bool) -> None:
    """What is not on the screen is not taken for what is."""
    assert ES.is_seen(text, SCREEN) is seen
    assert ES.is_hidden(text, SCREEN) is not seen


def test_a_part_of_a_sentence_stands_for_the_whole() -> None:
    """English scripts name a few telling words; the sentence they are from is looked for."""
    said = ES.say("This is kept on your shelf. I only write if you ask me to.")
    assert not ES.is_seen("I only write if you ask me", SCREEN)
    assert ES.is_seen("I only write if you ask me", f"{SCREEN}\n{said}")


def test_what_was_left_in_english_is_found() -> None:
    """A sentence or a button that no translation reached."""
    assert ES.foreign(SCREEN) == ""
    assert ES.foreign(f"{SCREEN}\n[ Back ]") == "Back"
    assert ES.foreign(f"{SCREEN}\nNothing is here yet. What you keep comes here.")
