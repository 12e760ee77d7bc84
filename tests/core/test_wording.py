"""What people read, in every language there is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.pages import BUTTON_CHARS, HINT_CHARS, LABEL_CHARS, OPTION_CHARS, TITLE_CHARS
from core.wording import language_of, voice
from tests.support.sentences import missing, read_catalogue, sentences

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "core", ROOT / "bots")
# Endings that give the person a gender ("bienvenido", "cansada").
GENDERED_ES = re.compile(
    r"\b(bienvenid|cansad|list|segur|preocupad|agotad|atrapad|tranquil|avisad)[oa]s?\b", re.IGNORECASE
)
NOT_ABOUT_A_PERSON = ("lugar tranquilo", "lugar seguro", "más seguro", "Listo")


def test_every_sentence_is_said_in_spanish() -> None:
    """Each ``t("…")`` of core and bots, and each text of an exercise, has a translation."""
    lacking = missing("es", FOLDERS)
    assert not lacking, "\n".join(f"{place[0]}: {said!r}" for said, place in lacking.items())


def test_what_is_listed_really_comes_from_the_sources() -> None:
    """The list is not empty by accident: it has sentences of code, of content and of the line data."""
    said = sentences(FOLDERS)
    assert {"Help now", "Close the day", "South Korea", "Please fill this in."} <= said.keys()


def test_no_sentence_is_said_where_the_list_does_not_see_it() -> None:
    """``voice(…)("…")`` would stay English without anybody noticing: a sentence is said as ``t("…")``."""
    unseen = [
        f"{path.name}:{node.lineno}"
        for folder in FOLDERS
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Call)
        and getattr(node.func.func, "id", "") == "voice"
    ]
    assert not unseen


def test_translations_keep_every_parameter() -> None:
    """What is filled in stands in both languages, under the same name."""
    for entry in read_catalogue("es"):
        assert set(re.findall(r"\{\w+\}", str(entry.id))) == set(re.findall(r"\{\w+\}", str(entry.string))), entry.id


def test_spanish_gives_nobody_a_gender() -> None:
    """Adjectives about the person are avoided: "estás a salvo", never "segura" or "seguro"."""
    for entry in read_catalogue("es"):
        text = str(entry.string) if entry.id else ""
        for allowed in NOT_ABOUT_A_PERSON:
            text = text.replace(allowed, "")
        assert not GENDERED_ES.search(text), entry.string


@pytest.mark.parametrize(
    ("names", "most"),
    [
        (("title=", "submit="), TITLE_CHARS),
        (("Action", "button"), BUTTON_CHARS),
        (("label=",), LABEL_CHARS),
        (("hint=", "placeholder="), HINT_CHARS),
    ],
)
def test_spanish_fits_where_it_stands(names: tuple[str, ...], most: int) -> None:
    """A title, button, label or hint fits its bound in Spanish too, before anything is filled in."""
    t = voice("es")
    found = [said for path in (ROOT / "core").rglob("*.py") for said in _said_as(path, names)]
    assert found
    for said in found:
        assert len(re.sub(r"\{\w+\}", "", t(said))) <= most, t(said)


def test_the_content_fits_in_spanish() -> None:
    """Every label, tap and option of every exercise fits its bound in Spanish."""
    from core.exercises.catalog import load_catalog

    t = voice("es")
    for exercise in load_catalog().values():
        assert len(t(exercise.title)) <= TITLE_CHARS
        for step in exercise.steps.values():
            assert len(t(step.submit)) <= TITLE_CHARS
            assert all(len(t(tap.label)) <= BUTTON_CHARS for tap in step.taps)
            for field in step.fields:
                assert len(t(field.label)) <= LABEL_CHARS, t(field.label)
                assert len(t(field.hint)) <= HINT_CHARS
                assert all(len(t(option.label)) <= OPTION_CHARS for option in getattr(field, "options", ()))


def test_other_locales_are_answered_in_a_language_there_is() -> None:
    """A locale hint leads to its language, and English stands in for any other."""
    assert [language_of(hint) for hint in ("es-MX", "es", "en_GB", "fr", None)] == ["es", "es", "en", "en", "en"]


def test_braces_in_what_people_write_mean_nothing() -> None:
    """A parameter is filled in as it is, whatever it looks like."""
    assert voice("en")("Carry on: {title}", title="{number}") == "Carry on: {number}"


def _said_as(path: Path, names: tuple[str, ...]) -> Iterator[str]:
    """Yield the sentences given as one of *names*: a keyword ("title="), or the first argument of a call."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        values = [each.value for each in node.keywords if f"{each.arg}=" in names]
        if called in names and node.args:
            values.append(node.args[0])
        for value in values:
            if (
                isinstance(value, ast.Call)
                and (getattr(value.func, "id", "") == "t" or getattr(value.func, "attr", "") == "t")
                and isinstance(value.args[0], ast.Constant)
            ):
                yield str(value.args[0].value)
