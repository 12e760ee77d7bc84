"""What is asked for in the days ahead, hour by hour, for whoever runs Enough: counts, and nothing of anybody.

It is what can come at most. What the gate leaves out (pauses, days off, budgets) is not counted: how many people rest
is nobody's business.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.errors import translated
from core.db.tables import EVERY_WEEK, nudge, nudge_slot, recipient, slot
from core.rhythm.kinds import Kind
from core.rhythm.occurrence import Slot, next_occurrence

FEW: Final = 5  # a count below it could be somebody's own hour

_TIMES: Final = (
    select(
        slot.c.zone, slot.c.local_minute, slot.c.weekday_mask, slot.c.week_parity, func.count().label("messages")
    )
    .join(nudge_slot, nudge_slot.c.slot == slot.c.id)
    .join(nudge, nudge.c.id == nudge_slot.c.nudge)
    .join(recipient, recipient.c.id == nudge.c.recipient)
    .where(
        nudge.c.enabled,
        nudge.c.kind != Kind.FOLLOWUP.value,  # they ride along
        recipient.c.address.is_not(None),
        recipient.c.unreachable_at.is_(None),
    )
    .group_by(slot.c.zone, slot.c.local_minute, slot.c.weekday_mask, slot.c.week_parity)
)  # fmt: skip


async def preview(engine: AsyncEngine, now: datetime, *, days: int) -> Mapping[datetime, int]:
    """Return how many messages are asked for in each hour (its beginning, in UTC) of the next *days*, soonest first.
    Raises StorageDown."""
    with translated():
        async with engine.begin() as connection:
            rows = (await connection.execute(_TIMES)).all()
    hours: Counter[datetime] = Counter()
    end = now + timedelta(days=days)
    for row in rows:
        parity = None if row.week_parity == EVERY_WEEK else row.week_parity
        time = Slot(row.zone, row.local_minute, row.weekday_mask, parity)
        due = next_occurrence(time, now).utc
        while due <= end:
            hours[due.replace(minute=0, second=0, microsecond=0)] += row.messages
            due = next_occurrence(time, due).utc
    return dict(sorted(hours.items()))
