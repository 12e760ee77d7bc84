"""The three forms of an export: the same words in each, unchanged, and nothing left out."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pages import Document
from core.private import Private
from core.rhythm.wishes import Wishes
from core.services.belongings import KEPT, WORDS, Answered, Belongings, Record
from core.services.formats import COLUMNS, FORMATS, as_csv, as_json, as_markdown, harmless
from core.services.front_desk import FrontDesk
from core.services.visit import House
from core.storage import NudgePlan, Owner, WeeklyTime
from core.vault import DataKey
from core.wording import voice
from tests.support.visitor import FakeClock, Visitor

THOUGHT = "I am doing everything badly"
ODD = (
    '=HYPERLINK("http://example.org","open")',
    "+44 is not a number, nor is @sum",
    "-1 of patience",
    "'quoted' already",
    " =1+1",
    'one line\nanother, with “quotes” and "these"\r\n> and a mark\n\n## not a heading',
    "a;b,c\td",
    "mañana, ¿qué?",
    "```\n| a | table |",
)
EVERY_FORM = [pytest.param(form.step, id=form.filename) for form in FORMATS]


def from_markdown(text: str) -> list[str]:
    """Return the quotations, as docs/export.md says how."""
    words: list[list[str]] = []
    quoting = False
    for line in text.split("\n"):
        if line.startswith("> "):
            words = words if quoting else [*words, []]
            words[-1].append(line.removeprefix("> "))
        quoting = line.startswith("> ")
    return ["\n".join(lines) for lines in words]


def from_json(text: str) -> list[str]:
    answers = [each for record in json.loads(text)["records"] for each in record["answers"]]
    return [each["values"][0] for each in answers if each["kind"] == WORDS]


def from_csv(text: str) -> list[str]:
    rows = csv.DictReader(io.StringIO(text.encode().decode("utf-8-sig"), newline=""))
    return [row["answer"].removeprefix("'") for row in rows if row["kind"] == WORDS]


READ = {"show": from_markdown, "json": from_json, "csv": from_csv}


def belongings(texts: list[str]) -> Belongings:
    owner = Owner("p1", DataKey(b"k" * 32), "GB", "en", "Europe/London", None, Private({}))
    at = datetime(2026, 3, 2, 15, 40, tzinfo=UTC)
    answers = tuple(Answered(f"f{n}", "A question", WORDS, (each,), each) for n, each in enumerate(texts))
    return Belongings(at, owner, (), [Record("r1", "closing", "Close the day", KEPT, at, answers)], (), Wishes())


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60), min_size=1, max_size=4))
def test_any_text_comes_back_unchanged_from_each_form(texts: list[str]) -> None:
    """Whatever the characters are: line ends of every kind, quotes, marks, formulas, what cannot be seen."""
    all_of_it, t = belongings(texts), voice("en")
    assert from_markdown(as_markdown(all_of_it, t)) == texts
    assert from_json(as_json(all_of_it, t)) == texts
    assert from_csv(as_csv(all_of_it, t)) == texts


@given(st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(ODD))
def test_no_cell_is_a_formula(text: str) -> None:
    """A spreadsheet that opens the table runs nothing, and one apostrophe off gives the text back."""
    cell = harmless(text)
    assert cell.lstrip(" ")[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}
    assert cell.removeprefix("'") == text


async def exported(visitor: Visitor, step: str) -> Document:
    await visitor.command("export")
    token = next(action.token for action in visitor.page.actions if action.token.step == step)
    shown = await visitor.desk.tap(visitor.who, token)
    assert isinstance(shown, Document)
    return shown


async def close_the_day(visitor: Visitor, words: str) -> None:
    await visitor.command("start")
    await visitor.press("Close the day")
    await visitor.press("Tired")
    await visitor.press("Yes, one thing")
    await visitor.fill(loop=words)
    await visitor.press("No, that is all")
    await visitor.fill(enough=words)


@pytest.fixture
async def full(visitor: Visitor, clock: FakeClock) -> Visitor:
    """Somebody who has everything: kept, under way with a thought and a half-filled form, and words that wait."""
    await visitor.keep_first_check_in()
    for words in ODD:
        clock.move(timedelta(minutes=5))
        await close_the_day(visitor, words)
    await visitor.command("put")
    await visitor.fill(thought=THOUGHT)
    await visitor.press("Whose rule is it?")
    await visitor.fill(rule="always on time")
    await visitor.fill(voice=("family",))
    await visitor.fill(then="Sometimes I want to kill myself")  # a crisis page comes, and the words wait in the form
    await visitor.desk.settle()
    await visitor.command("put the words that wait")
    return visitor


async def test_each_form_has_every_text_and_none_has_more(full: Visitor) -> None:
    """Kept or not finished, begun from, not sent yet, or waiting for a form."""
    said = {step: sorted(read((await exported(full, step)).text.reveal())) for step, read in READ.items()}
    written = [*(each.strip() for each in ODD for _ in range(2)), THOUGHT, "always on time", "the words that wait"]
    assert said["json"] == sorted([*written, "Sometimes I want to kill myself"])
    assert said["show"] == said["csv"] == said["json"]


async def test_data_is_as_its_document_says(full: Visitor) -> None:
    """Ids of exercises and fields, values beside labels, instants with their zone."""
    shown = await exported(full, "json")
    whole = json.loads(shown.text.reveal())
    assert shown.filename == "enough.json"
    assert (whole["format"], whole["version"]) == ("enough-export", 1)
    assert {record["status"] for record in whole["records"]} == {"kept", "not_finished", "draft", "waiting"}
    check_in = next(record for record in whole["records"] if record["exercise"] == "checkin")
    answers = {each["field"]: each for each in check_in["answers"]}
    assert answers["roles"]["values"] == ["work", "parent"]
    assert answers["roles"]["answer"] == "Work, Being a parent"
    assert answers["heavy"] == {
        "field": "heavy", "question": "How heavy is it?", "kind": "scale", "values": ["8"], "answer": "8 of 10",
    }  # fmt: skip
    assert datetime.fromisoformat(check_in["at"]).tzinfo is not None


async def test_a_table_has_one_row_for_each_answer(full: Visitor) -> None:
    """Under the columns that its document names."""
    shown = await exported(full, "csv")
    rows = list(csv.reader(io.StringIO(shown.text.reveal().removeprefix("\ufeff"), newline="")))
    assert shown.filename == "enough.csv"
    assert rows[0] == list(COLUMNS)
    whole = json.loads((await exported(full, "json")).text.reveal())
    assert len(rows) - 1 == sum(len(record["answers"]) for record in whole["records"])
    assert all(len(row) == len(COLUMNS) for row in rows)


@pytest.mark.parametrize("step", EVERY_FORM)
@pytest.mark.parametrize("gone", ["the step", "the exercise"])
async def test_words_whose_question_is_gone_are_exported_too(
    house: House, visitor: Visitor, step: str, gone: str
) -> None:
    """A later revision no longer asks it, or an operator took the exercise out: what was written is theirs."""
    await visitor.keep_first_check_in()
    await close_the_day(visitor, "the soup")
    closing = house.catalog["closing"]
    steps = {name: each for name, each in closing.steps.items() if name != "loop"}
    changed = {"closing": replace(closing, steps=steps)} if gone == "the step" else {}
    others = {name: each for name, each in house.catalog.items() if name != "closing"}
    visitor.desk = FrontDesk(replace(house, catalog={**others, **changed}))
    text = (await exported(visitor, step)).text.reveal()
    assert READ[step](text) == ["the soup", "the soup"]


async def test_spanish_labels_stand_beside_the_same_ids(full: Visitor, house: House) -> None:
    """A file means the same in either language: ids, values and words do not change with it."""
    english = json.loads((await exported(full, "json")).text.reveal())
    async with house.storage.begin() as work:
        owner = await work.people.find(full.who)
        assert owner is not None
        await work.people.update(owner, country="ES", language="es", zone=owner.zone, quiet_until=None)
        await work.commit()
    spanish = json.loads((await exported(full, "json")).text.reveal())
    assert {each["title"] for each in spanish["records"]} >= {"Cómo estoy", "Cerrar el día"}
    assert stable(spanish) == stable(english)


def stable(whole: dict[str, Any]) -> list[Any]:
    return [
        (record["id"], record["exercise"], record["status"], [(a["field"], a["values"]) for a in record["answers"]])
        for record in whole["records"]
    ]


def test_a_time_is_said_once() -> None:
    """The end of the day and a question that comes back then are two plans, and one time for whoever reads."""
    at_1645 = (WeeklyTime("Europe/Lisbon", 1005, frozenset(range(5))),)
    plans = [NudgePlan(kind, kind, date(2026, 3, 2), enabled=True, times=at_1645) for kind in ("closing", "followup")]
    text = as_markdown(replace(belongings(["words"]), messages=plans), voice("en"))
    assert text.count("I write at 16:45, by the clock Europe/Lisbon") == 1
