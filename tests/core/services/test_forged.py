"""What no client sends: forged, foreign, stale and malformed tokens and answers, from all sides.

Dice with fixed seeds: each round is one press, form or submission. Nothing of it may raise, show one person's words to
another, change a row of somebody else, or make a page that core's bounds refuse.
"""

import random
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.tables import checkin, consent, entry, exercise_run, nudge, person, recipient
from core.pages import ChoiceField, Document, ManyField, OwnWords, Page, Rejected, Reply, ScaleField, TextField
from core.people.who import Platform, Who
from core.ports import RawAnswer
from core.private import Private
from core.services.front_desk import COMMANDS, FrontDesk
from core.tokens import ActionToken, Verb
from tests.support.visitor import Visitor

CANARY = "kumquats on the windowsill"
ROUNDS = 300
STEPS = (
    *("", "country", "pull", "keep", "yes", "no", "other", "where", "zone", "open", "why", "rest", "stop", "ask"),
    *("delete", "safe", "unsure", "on", "back", "all", "show", "day", "week", "fresh", ".", "checkin.", "nope.nope"),
    *("closing.leaving", "closing.pull", "closing.loop", "closing.enough", "closing.close", "checkin.pull"),
)
CARRIES = (
    *("", "0", "00", "1", "-1", "1_0", "c", "c0", "c1", "99999", "c99999", "100000", "1005", "1005.0", "1005.99"),
    *("1005.", "9999", "light", "one", "nothing", "0000-00-00", "2026-03-02", "9999-12-31", "0001-01-01", "20260302"),
    *("1r-8-2-", "1-_-2-", "zz-zz-zz-zz", "----", "x" * 40),
)
TYPED = (
    *("", " ", "\n" * 300, "16:45", "25:99", "Lisbon", "x\x00y", "half \ud83d a character", "\u202eright to left"),
    *("\N{SLIGHTLY SMILING FACE}" * 1500, "w" * 1500, "many words " * 400, "*a* <!channel> @everyone [a](http://b)"),
    *("{operator} {0} %s", "I want to kill myself", "everyone would be better off without me"),
)
PICKED: tuple[tuple[str, ...], ...] = (
    *((), ("",), ("US",), ("ZZ",), ("QQ",), ("USA",), ("us",), ("es",), ("fr",), ("work", "home"), ("all", "none")),
    *(("7",), ("11",), ("-1",), ("work",) * 30, ("free text in place of a choice",), ("\x00",)),
)
FIELDS = ("country", "language", "zone", "time", "roles", "heavy", "room", "note", "loop", "pick", "enough", "nope")


@pytest.fixture
async def ids(visitor: Visitor, engine: AsyncEngine) -> list[str]:
    """The ids of *visitor*, who has a reminder, a check-in, an entry and a run that is under way."""
    await visitor.keep_first_check_in()
    await visitor.press("Yes, at 16:45")
    await visitor.press(next(action.label for action in visitor.page.actions if "New York" in action.label))
    for finished in (True, False):
        await visitor.command("start")
        await visitor.begin("Close the day")
        await visitor.press("Low")
        await visitor.press("Yes, one thing")
        await visitor.fill(loop=CANARY, pick=CANARY)
        if finished:
            await visitor.press("No, that is all")
            await visitor.fill(enough=CANARY)
    async with engine.connect() as connection:
        found = [await connection.execute(select(table.c.id)) for table in (checkin, entry, exercise_run, nudge)]
        return [row.id for rows in found for row in rows]


@pytest.mark.parametrize("seed", [1, 2])
async def test_no_token_of_anybody_opens_or_changes_what_is_somebody_elses(
    desk: FrontDesk, visitor: Visitor, other: Visitor, engine: AsyncEngine, ids: list[str], seed: int
) -> None:
    """A stranger and another person try every verb and step with the ids of somebody who has everything."""
    dice = random.Random(seed)
    before = await rows(engine)
    await other.keep_first_check_in(country="GB")
    for _ in range(ROUNDS):
        who = dice.choice((other.who, Who(Platform.DISCORD, "1", "9")))
        reply = await anything(desk, who, forged(dice, ids), dice)
        assert CANARY not in said(reply)
    await desk.settle()
    after = await rows(engine)
    assert {key: row for key, row in after.items() if key in before} == before


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_that_one_sends_breaks_their_own_pages(
    desk: FrontDesk, visitor: Visitor, ids: list[str], seed: int
) -> None:
    """Somebody wanders about, with forged tokens now and then and odd answers in the forms: every page still opens."""
    dice = random.Random(seed)
    reply: Reply = visitor.page
    for _ in range(ROUNDS):
        if dice.random() < 0.3:
            reply = await anything(desk, visitor.who, forged(dice, ids), dice)
        elif isinstance(reply, Page) and reply.fields and dice.random() < 0.6:
            reply = await desk.submit(visitor.who, reply.token, odd_answers(reply, dice))
        elif isinstance(reply, Rejected):
            reply = await desk.form(visitor.who, reply.page_token)
        elif reply.actions:
            reply = await desk.tap(visitor.who, dice.choice(reply.actions).token)
    await desk.settle()
    for word in COMMANDS:
        assert not isinstance(await desk.command(visitor.who, Private(word)), Rejected)


def forged(dice: random.Random, ids: list[str]) -> ActionToken:
    return ActionToken(
        dice.choice(list(Verb)),
        subject=dice.choice((*ids, *COMMANDS, "closing", "checkin", "", "x" * 24)),
        step=dice.choice(STEPS),
        version=dice.choice((0, 1, 2, 3, 4, 2**31, 10**12)),
        carry=dice.choice(CARRIES)[:24],
        country=dice.choice(("", "US", "GB", "QQ", "ZZ")),
        language=dice.choice(("en", "es", "xx")),
    )


async def anything(desk: FrontDesk, who: Who, token: ActionToken, dice: random.Random) -> Reply:
    way = dice.randrange(4)
    if way == 0:
        return await desk.tap(who, token)
    if way == 1:
        return await desk.form(who, token)
    names = dice.sample(FIELDS, dice.randrange(5))
    answers: dict[str, RawAnswer] = {
        name: Private(dice.choice(TYPED)) if dice.random() < 0.6 else dice.choice(PICKED) for name in names
    }
    return await desk.submit(who, token, answers)


def odd_answers(page: Page, dice: random.Random) -> dict[str, RawAnswer]:
    """Answers that may pass: picks that are offered, text of every kind, half of it cut to the field's bound."""
    answers: dict[str, RawAnswer] = {}
    for field in page.fields:
        if isinstance(field, ScaleField):
            answers[field.id] = (str(dice.randrange(11)),)
        elif isinstance(field, ChoiceField | ManyField):
            answers[field.id] = (dice.choice(field.options).value,)
        else:
            most = field.max_chars if isinstance(field, TextField) and dice.random() < 0.5 else None
            answers[field.id] = Private(dice.choice(TYPED)[:most])
    return answers


def said(reply: Reply) -> str:
    """All that can be read in *reply*."""
    if isinstance(reply, Rejected):
        return str(dict(reply.errors))
    body = reply.body if isinstance(reply, Page) else reply.intro
    words = [block.text.reveal() if isinstance(block, OwnWords) else repr(block) for block in body]
    if isinstance(reply, Document):
        return "\n".join([*words, reply.text.reveal()])
    filled = [getattr(field, "value", None) for field in reply.fields]
    return "\n".join([*words, *(each.reveal() for each in filled if isinstance(each, Private))])


async def rows(engine: AsyncEngine) -> Mapping[tuple[str, str], Any]:
    """Every row that belongs to somebody, by table and id."""
    tables = (person, consent, checkin, entry, exercise_run, recipient, nudge)
    async with engine.connect() as connection:
        return {(table.name, row.id): tuple(row) for table in tables for row in await connection.execute(select(table))}
