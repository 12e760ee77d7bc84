"""Sealed rows that do not open: altered, cut short, or moved to somebody else."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.tables import entry, person
from core.pages import Page
from core.tokens import ActionToken, Verb
from tests.support.visitor import Visitor

WORDS = "kumquats on the windowsill"


async def close_the_day(visitor: Visitor) -> None:
    await visitor.keep_first_check_in()
    await visitor.command("start")
    await visitor.begin("Close the day")
    await visitor.press("Low")
    await visitor.press("No, nothing")
    await visitor.fill(enough=WORDS)


@pytest.mark.parametrize("column", [person.c.wrapped_key, person.c.private], ids=lambda column: column.name)
@pytest.mark.parametrize("broken", [b"", b"\x01 too short", b"\x01" + bytes(100)])
async def test_help_comes_also_to_somebody_whose_key_does_not_open(
    visitor: Visitor, engine: AsyncEngine, column: object, broken: bytes
) -> None:
    """A crisis text, weak wording and "Help now" are answered as ever; everything else says what is the matter."""
    await close_the_day(visitor)
    run = visitor.page.token.to(Verb.RUN, subject="a" * 24, step="closing.enough", version=3)
    async with engine.begin() as connection:
        await connection.execute(update(person).values({column: broken}))
    for text in ("I want to kill myself", "now", "everyone would be better off without me"):
        await visitor.command(text)
        assert "findahelpline.com" in visitor.text
    await visitor.command("privacy")
    assert "Who runs this copy" in visitor.text
    for word in ("", "shelf", "export", "settings", "pause"):
        await visitor.command(word)
        assert "does not open" in visitor.text
    form = await visitor.desk.form(visitor.who, run)
    assert not form.fields


async def test_an_entry_moved_to_somebody_else_shows_nothing(
    visitor: Visitor, other: Visitor, engine: AsyncEngine
) -> None:
    """The body of one person's entry in the row of another opens for neither of them."""
    await close_the_day(visitor)
    await close_the_day(other)
    async with engine.begin() as connection:
        (one, another) = await connection.execute(select(entry.c.id, entry.c.body, entry.c.kind))
        for row, source in ((one, another), (another, one)):
            await connection.execute(update(entry).where(entry.c.id == row.id).values(body=source.body))
    for who in (visitor, other):
        await who.command("shelf")
        assert "does not open" in who.text
        assert WORDS not in who.text
        for row in (one, another):
            token = ActionToken(Verb.ENTRY, subject=row.id, step="open")
            page = await who.desk.tap(who.who, token)
            assert WORDS not in repr(page)
            assert isinstance(page, Page)
            assert page.title in {"It does not open", "From earlier"}
