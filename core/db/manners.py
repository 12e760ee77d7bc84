"""How somebody wants to be written to, beside when: how much, not at which hours, and not on which days."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Final

from sqlalchemy import Date, and_, bindparam, delete, insert, select, update

from core.db.session import Session
from core.db.tables import DeliveryState, day_off, delivery, nudge, person, recipient
from core.rhythm.gate import Budget
from core.rhythm.kinds import Kind
from core.rhythm.upcoming import Standing
from core.storage import Owner

_OWN: Final = recipient.c.person == bindparam("owner")
_SET: Final = (
    update(recipient)
    .where(_OWN)
    .values(
        per_day=bindparam("new_day"),
        per_week=bindparam("new_week"),
        quiet_from=bindparam("new_from"),
        quiet_to=bindparam("new_to"),
    )
)
_CLOSE: Final = update(recipient).where(_OWN).values(closed_on=bindparam("work_date", type_=Date))
_ANSWERED: Final = update(recipient).where(_OWN, recipient.c.unanswered > 0).values(unanswered=0)
_STANDING: Final = (
    select(
        recipient.c.per_day,
        recipient.c.per_week,
        recipient.c.quiet_from,
        recipient.c.quiet_to,
        recipient.c.closed_on,
        recipient.c.unanswered,
        person.c.zone,
    )
    .join(person, person.c.id == recipient.c.person)
    .where(_OWN)
)
_MADE: Final = (
    select(delivery.c.nudge, delivery.c.work_date, delivery.c.due_at, delivery.c.state, nudge.c.kind)
    .join(nudge, nudge.c.id == delivery.c.nudge)
    .join(recipient, and_(recipient.c.id == nudge.c.recipient, _OWN))
    .where(delivery.c.work_date >= bindparam("since", type_=Date))
)
_MAYBE_SENT: Final = frozenset({DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.SENDING})
_DAYS_OFF: Final = select(day_off.c.day).where(day_off.c.person == bindparam("owner"))
_NO_DAYS_OFF: Final = delete(day_off).where(day_off.c.person == bindparam("owner"))
_DAY_OFF: Final = insert(day_off)


class Manners:
    """Reads and writes what the gate looks at for one person."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def set(self, owner: Owner, budget: Budget, quiet_hours: tuple[int, int] | None) -> None:
        begins, ends = quiet_hours or (None, None)
        values = {"new_day": budget.day, "new_week": budget.week, "new_from": begins, "new_to": ends}
        await self._session.execute(_SET, {"owner": owner.id, **values})

    async def close_day(self, owner: Owner, work_date: date) -> None:
        await self._session.execute(_CLOSE, {"owner": owner.id, "work_date": work_date})

    async def answered(self, owner: Owner) -> None:
        await self._session.execute(_ANSWERED, {"owner": owner.id})

    async def set_days_off(self, owner: Owner, days: Collection[date]) -> None:
        await self._session.execute(_NO_DAYS_OFF, {"owner": owner.id})
        for day in sorted(set(days)):
            await self._session.execute(_DAY_OFF, {"person": owner.id, "day": day})

    async def standing(self, owner: Owner, since: date) -> Standing:
        days_off = await self._session.execute(_DAYS_OFF, {"owner": owner.id})
        off = frozenset(row.day for row in days_off)
        found = (await self._session.execute(_STANDING, {"owner": owner.id})).first()
        if found is None:
            return Standing(zone=owner.zone or "UTC", days_off=off)
        made = (await self._session.execute(_MADE, {"owner": owner.id, "since": since})).all()
        return Standing(
            budget=Budget(found.per_day, found.per_week),
            quiet_hours=None if found.quiet_from is None else (found.quiet_from, found.quiet_to),
            zone=found.zone or "UTC",
            closed_on=found.closed_on,
            unanswered=found.unanswered,
            days_off=off,
            sent=Counter(row.work_date for row in made if row.state in _MAYBE_SENT and Kind(row.kind).budgeted),
            made={(row.nudge, row.work_date): row.due_at if row.state == DeliveryState.TODO else None for row in made},
        )

    async def forget(self, owner: Owner) -> None:
        """Delete the days off; the rest goes with the recipient."""
        await self._session.execute(_NO_DAYS_OFF, {"owner": owner.id})
