"""What no client sends: forged, foreign, stale and malformed tokens and answers, from all sides.

Dice with fixed seeds: each round is one press, form or submission. Nothing of it may raise, show one person's words to
another, change a row of somebody else, or make a page that core's bounds refuse. What is forged is made of all that
the pages carry and the catalogue has, so that a new exercise, verb or step is in it by itself.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.tables import metadata
from core.exercises import show
from core.exercises.catalog import load_catalog
from core.pages import (
    Action,
    ChoiceField,
    Document,
    Field,
    ManyField,
    Message,
    MessageKey,
    OwnWords,
    Page,
    Rejected,
    Reply,
    ScaleField,
    TextField,
)
from core.people.who import Platform, Who
from core.ports import RawAnswer
from core.private import Private
from core.services import care
from core.services.front_desk import COMMANDS, FrontDesk
from core.tokens import ActionToken, Verb
from core.wording import message_actions
from tests.support.visitor import FakeClock, Visitor

CANARY = "kumquats on the windowsill"
ROUNDS = 300
CATALOG = load_catalog()
ALL_STEPS = [(exercise, step) for exercise in CATALOG.values() for step in exercise.steps.values()]
SUBJECTS = (*COMMANDS, *CATALOG, care.FORM, "", "x" * 24)
STEPS = (*(f"{exercise.id}.{step.id}" for exercise, step in ALL_STEPS), "", ".", "checkin.", "nope.nope", "nope")
CARRIES = (
    *(tap.value for _, step in ALL_STEPS for tap in step.taps),
    *(show.BACK, show.STOP_HERE, show.WORDS, "", "0", "00", "1", "-1", "1_0", "c", "c0", "c1", "99999", "c99999"),
    *("100000", "1005", "1005.0", "1005.99", "1005.", "9999", "0000-00-00", "2026-03-02", "9999-12-31", "0001-01-01"),
    *("20260302", "1r-8-2-", "1-_-2-", "zz-zz-zz-zz", "----", "x" * 24),
)
TYPED = (
    *("", " ", "\n" * 300, "16:45", "25:99", "Lisbon", "x\x00y", "half \ud83d a character", "\u202eright to left"),
    *("\N{SLIGHTLY SMILING FACE}" * 1500, "w" * 1500, "many words " * 400, "*a* <!channel> @everyone [a](http://b)"),
    *("{operator} {0} %s", "I want to kill myself", "everyone would be better off without me"),
)
PICKED: tuple[tuple[str, ...], ...] = (
    *((), ("",), ("US",), ("ZZ",), ("QQ",), ("USA",), ("us",), ("es",), ("fr",), ("work", "home"), ("all", "none")),
    *(("7",), ("11",), ("-1",), ("work",) * 30, ("free text in place of a choice",), ("\x00",)),
    *(("none", "none"), ("0", "1"), ("\N{SLIGHTLY SMILING FACE}",)),
)
LEFT_ALONE = {(Verb.ERASE, "all"), (Verb.ENTRY, "delete")}  # after them there is less to try things on


class Seen:
    """What is on the pages that somebody saw: their tokens, and the fields of their forms."""

    def __init__(self, replies: Iterable[Reply], others: Iterable[Action] = ()) -> None:
        tokens = [action.token for action in others]
        fields: list[Field] = [each for exercise in CATALOG.values() for each in exercise.fields()]
        for reply in replies:
            if not isinstance(reply, Rejected):
                tokens += [reply.token, *(action.token for action in reply.actions)]
                fields += reply.fields if isinstance(reply, Page) else ()
        self.tokens = list(dict.fromkeys(tokens))
        self.fields = [*sorted({each.id for each in fields}), "nope"]
        offered = {(o.value,) for each in fields if isinstance(each, ChoiceField | ManyField) for o in each.options}
        self.picked = sorted(offered | set(PICKED))

    def part(self, name: str, *more: Sequence[Any]) -> list[Any]:
        """Return every value that this part of a token has, and *more*."""
        return sorted({getattr(each, name) for each in self.tokens} | {each for several in more for each in several})


@pytest.fixture
async def seen(visitor: Visitor, clock: FakeClock, engine: AsyncEngine) -> Seen:
    """All that *visitor* saw, who has a reminder, a check-in, entries, what is under way, and questions that came back,
    and went through every kind of page."""
    await visitor.keep_first_check_in()
    await visitor.press("Yes, at 16:45")
    await visitor.press(next(action.label for action in visitor.page.actions if "New York" in action.label))
    for finished in (True, False):
        await visitor.begin("Close the day")
        await visitor.press("Low")
        await visitor.press("Yes, one thing")
        await visitor.fill(loop=CANARY, pick=CANARY)
        if finished:
            await visitor.press("No, that is all")
            await visitor.fill(enough=CANARY)
    await visitor.command(f"put {CANARY}")
    await visitor.command("I want to kill myself")
    for days in (1, 7):  # what was parked is back the next morning, and a question a week later
        clock.move(timedelta(days=days))
        await look_around(visitor)
    await visitor.desk.settle()
    async with engine.connect() as connection:
        nudge = (await connection.execute(select(metadata.tables["nudge"].c.id))).scalars().first()
    message = Message(key=MessageKey.NUDGE, language="en", nudge=str(nudge), work_date=date(2026, 3, 2))
    return Seen(visitor.seen, message_actions(message))


async def look_around(visitor: Visitor) -> None:
    """Open every command, and press one button of each kind that is then seen; only nothing is deleted."""
    pressed: set[tuple[str, str, str]] = set()
    for word in COMMANDS:
        await visitor.command(word)
    waiting = [action.token for reply in visitor.seen[-len(COMMANDS) :] for action in actions_of(reply)]
    while waiting:
        token = waiting.pop(0)
        kind = (token.verb, token.subject if token.verb in {Verb.GO, Verb.START} else "", token.step)
        if kind in pressed or (token.verb, token.step) in LEFT_ALONE:
            continue
        pressed.add(kind)
        reply = await visitor.desk.tap(visitor.who, token)
        visitor.seen.append(reply)
        waiting += [action.token for action in actions_of(reply)]


def actions_of(reply: Reply) -> tuple[Action, ...]:
    return () if isinstance(reply, Rejected) else reply.actions


async def test_every_verb_is_on_some_page(seen: Seen) -> None:
    """Otherwise the dice below leave one out."""
    assert {each.verb for each in seen.tokens} == set(Verb)


@pytest.mark.parametrize("seed", [1, 2])
async def test_no_token_of_anybody_opens_or_changes_what_is_somebody_elses(
    desk: FrontDesk, visitor: Visitor, other: Visitor, engine: AsyncEngine, seen: Seen, seed: int
) -> None:
    """A stranger and another person try every verb and step with the ids of somebody who has everything."""
    dice = random.Random(seed)
    before = await rows(engine)
    await other.keep_first_check_in(country="GB")
    for _ in range(ROUNDS):
        who = dice.choice((other.who, Who(Platform.DISCORD, "1", "9")))
        reply = await anything(desk, who, forged(dice, seen), seen, dice)
        assert CANARY not in said(reply)
    await desk.settle()
    after = await rows(engine)
    assert {key: row for key, row in after.items() if key in before} == before


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_that_one_sends_breaks_their_own_pages(
    desk: FrontDesk, visitor: Visitor, seen: Seen, seed: int
) -> None:
    """Somebody wanders about, with forged tokens now and then and odd answers in the forms: every page still opens."""
    dice = random.Random(seed)
    reply: Reply = visitor.page
    for _ in range(ROUNDS):
        if dice.random() < 0.3:
            reply = await anything(desk, visitor.who, forged(dice, seen), seen, dice)
        elif isinstance(reply, Page) and reply.fields and dice.random() < 0.6:
            reply = await desk.submit(visitor.who, reply.token, odd_answers(reply, dice))
        elif isinstance(reply, Rejected):
            reply = await desk.form(visitor.who, reply.page_token)
        elif reply.actions:
            reply = await desk.tap(visitor.who, dice.choice(reply.actions).token)
    await desk.settle()
    for word in COMMANDS:
        assert not isinstance(await desk.command(visitor.who, Private(word)), Rejected)


def forged(dice: random.Random, seen: Seen) -> ActionToken:
    """Return a token that was on a page with a part or two of another, or one that is made of parts at random."""
    parts: dict[str, list[Any]] = {
        "verb": list(Verb),
        "subject": seen.part("subject", SUBJECTS),
        "step": seen.part("step", STEPS),
        "version": seen.part("version", (0, 1, 2, 3, 4, 2**31, 10**12)),
        "carry": seen.part("carry", CARRIES),
        "country": ["", "US", "GB", "QQ", "ZZ"],
        "language": ["en", "es", "xx"],
    }
    while True:
        changed = dice.sample(sorted(parts), dice.choice((1, 1, 2, 7)))
        with suppress(ValueError):  # too long for a token
            return replace(dice.choice(seen.tokens), **{name: dice.choice(parts[name]) for name in changed})


async def anything(desk: FrontDesk, who: Who, token: ActionToken, seen: Seen, dice: random.Random) -> Reply:
    way = dice.randrange(4)
    if way == 0:
        return await desk.tap(who, token)
    if way == 1:
        return await desk.form(who, token)
    names = dice.sample(seen.fields, dice.randrange(5))
    answers: dict[str, RawAnswer] = {
        name: Private(dice.choice(TYPED)) if dice.random() < 0.6 else dice.choice(seen.picked) for name in names
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
    tables = [table for table in metadata.sorted_tables if "id" in table.c and table.name != "slot"]
    async with engine.connect() as connection:
        return {(table.name, row.id): tuple(row) for table in tables for row in await connection.execute(select(table))}
