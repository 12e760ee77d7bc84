"""Whoever comes by has answered, whatever they open: messages that were left alone count no more."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.tables import recipient
from core.rhythm.gate import LAST_AFTER
from tests.support.visitor import FakeClock, Visitor


async def test_a_visit_is_an_answer(visitor: Visitor, other: Visitor, clock: FakeClock, engine: AsyncEngine) -> None:
    """Opening the start page is enough; somebody else's silence stays theirs."""
    for each in (visitor, other):
        await each.keep_first_check_in()
        await each.press("Yes, at 16:45")
        if "time zone" in each.text or "clock" in each.page.title:
            await each.press(next(a.label for a in each.page.actions if "New York" in a.label))
    clock.move(timedelta(days=40))
    async with engine.begin() as connection:
        await connection.execute(update(recipient).values(unanswered=LAST_AFTER + 1))
    await visitor.command("open")
    await visitor.desk.settle()
    async with engine.begin() as connection:
        left = (await connection.execute(select(recipient.c.unanswered))).scalars().all()
    assert sorted(left) == [0, LAST_AFTER + 1]
