"""When people asked to be written to, and what became of it. The outbox (``core.db.outbox``) does the writing.

A time is a slot, shared by all who want a nudge then; a nudge links to its slots. Popular slots are spread over
:data:`SHARDS` rows, by the nudge's id, so that several processes can each take a part of 17:00.
"""

import zlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Date, Row, bindparam, delete, func, insert, select, update

from core.db.manners import Manners
from core.db.recipients import Recipients
from core.db.session import Session
from core.db.tables import EVERY_WEEK, DeliveryState, delivery, nudge, nudge_slot, recipient, slot
from core.errors import BadToken
from core.ids import new_id
from core.rhythm.gate import Budget, Reason
from core.rhythm.occurrence import Slot, next_occurrence
from core.rhythm.upcoming import Standing
from core.storage import DeliveryFact, NudgePlan, Owner, WeeklyTime

SHARDS: Final = 8

_OWNED: Final = nudge.c.recipient.in_(select(recipient.c.id).where(recipient.c.person == bindparam("owner")))
_OWNED_IDS: Final = select(nudge.c.id).where(_OWNED)
_LOCK_ALL: Final = _OWNED_IDS.order_by(nudge.c.id).with_for_update()
_ONE: Final = (_OWNED, nudge.c.kind == bindparam("one_kind"), nudge.c.subject == bindparam("one_subject"))
_FIND: Final = select(nudge.c.id, nudge.c.enabled).where(*_ONE)
_INSERT: Final = insert(nudge)
_ENABLE: Final = (
    update(nudge)
    .where(_OWNED, nudge.c.id == bindparam("one"))
    .values(enabled=True, active_from=bindparam("new_active_from", type_=Date))
)
_DISABLE: Final = update(nudge).where(*_ONE).values(enabled=False)
_DISABLE_ALL: Final = update(nudge).where(_OWNED).values(enabled=False)
_LINKS: Final = (
    select(slot.c.zone, slot.c.local_minute, slot.c.weekday_mask, slot.c.week_parity)
    .join(nudge_slot, nudge_slot.c.slot == slot.c.id)
    .where(nudge_slot.c.nudge == bindparam("one"))
)
_INSERT_LINK: Final = insert(nudge_slot)
_DELETE_LINKS: Final = delete(nudge_slot).where(nudge_slot.c.nudge == bindparam("one"))
_FIND_SLOT: Final = select(slot.c.id).where(
    slot.c.zone == bindparam("zone"),
    slot.c.local_minute == bindparam("local_minute"),
    slot.c.weekday_mask == bindparam("weekday_mask"),
    slot.c.week_parity == bindparam("week_parity"),
    slot.c.shard == bindparam("shard"),
)
_ALL: Final = (
    select(
        nudge.c.id, nudge.c.kind, nudge.c.subject, nudge.c.active_from, nudge.c.enabled,
        slot.c.zone, slot.c.local_minute, slot.c.weekday_mask, slot.c.week_parity,
    )
    .join(nudge_slot, nudge_slot.c.nudge == nudge.c.id)
    .join(slot, slot.c.id == nudge_slot.c.slot)
    .where(_OWNED)
    .order_by(nudge.c.created_at, nudge.c.id, slot.c.local_minute, slot.c.weekday_mask)
)  # fmt: skip
_DELIVERY: Final = (
    select(delivery.c.nudge, nudge.c.kind, delivery.c.work_date, delivery.c.due_at, delivery.c.state, delivery.c.reason)
    .join(nudge, nudge.c.id == delivery.c.nudge)
    .where(_OWNED, delivery.c.nudge == bindparam("one"), delivery.c.work_date == bindparam("work_date"))
)
_SKIP: Final = (
    update(delivery)
    .where(delivery.c.nudge.in_(_OWNED_IDS), delivery.c.state == DeliveryState.TODO.value)
    .values(state=DeliveryState.SKIPPED.value, reason=bindparam("why"), token=None, claimed_until=None)
)
_SKIP_ONE: Final = _SKIP.where(delivery.c.nudge == bindparam("one"))
_FORGET_UNSENT: Final = delete(delivery).where(
    delivery.c.nudge.in_(_OWNED_IDS),
    delivery.c.nudge == bindparam("one"),
    delivery.c.state.in_([DeliveryState.TODO.value, DeliveryState.SKIPPED.value]),
    delivery.c.begun_at.is_(None),
)
_SENDING: Final = (
    select(func.count())
    .select_from(delivery)
    .where(delivery.c.nudge.in_(_OWNED_IDS), delivery.c.state == DeliveryState.SENDING.value)
)
_FORGET: Final = (
    delete(delivery).where(delivery.c.nudge.in_(_OWNED_IDS)),
    delete(nudge_slot).where(nudge_slot.c.nudge.in_(_OWNED_IDS)),
    delete(nudge).where(_OWNED),
)


class _Time(NamedTuple):
    """A weekly time as a slot has it. They sort, so that two units of work make slots in the same order."""

    zone: str
    minute: int
    mask: int
    parity: int


class SqlNudges:
    """Implements :class:`core.storage.Nudges`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._recipients = Recipients(session)
        self._manners = Manners(session)

    async def plan(
        self,
        owner: Owner,
        *,
        kind: str,
        times: Sequence[WeeklyTime],
        active_from: date,
        now: datetime,
        subject: str = "",
    ) -> NudgePlan:
        """See :meth:`core.storage.Nudges.plan`. Raises ValueError for no times, or times without a weekday."""
        wanted = _merged(times)
        await self._session.lock(owner)
        one = {"owner": owner.id, "one_kind": kind, "one_subject": subject}
        found = (await self._session.execute(_FIND, one)).first()
        if found is None:
            nudge_id = await self._add(owner, kind, subject, active_from, now)
            linked: set[_Time] = set()
        else:
            nudge_id = found.id
            await self._session.execute(_ENABLE, {"owner": owner.id, "one": nudge_id, "new_active_from": active_from})
            linked = await self._links(nudge_id)
        # The same times again change nothing, so that saying yes twice does not cancel what is on its way. A nudge
        # that rested counts from now: what came due meanwhile was not wanted.
        if set(wanted) != linked or (found is not None and not found.enabled):
            # A nudge has one delivery a day. One that never left makes room, so that the new time counts that day too.
            await self._session.execute(_FORGET_UNSENT, {"owner": owner.id, "one": nudge_id})
            await self._session.execute(_SKIP_ONE, {"owner": owner.id, "one": nudge_id, "why": Reason.CHANGED.value})
            await self._session.execute(_DELETE_LINKS, {"one": nudge_id})
            for time in wanted:
                slot_id = await self._slot(time, _shard(nudge_id), now)
                await self._session.execute(_INSERT_LINK, {"nudge": nudge_id, "slot": slot_id, "active_since": now})
        return NudgePlan(nudge_id, kind, active_from, enabled=True, times=tuple(map(_weekly, wanted)), subject=subject)

    async def drop(self, owner: Owner, *, kind: str, subject: str = "") -> None:
        one = {"owner": owner.id, "one_kind": kind, "one_subject": subject}
        found = (await self._session.execute(_FIND, one)).first()
        if found is not None:
            await self._session.execute(_DISABLE, one)
            await self._session.execute(_SKIP_ONE, {"owner": owner.id, "one": found.id, "why": Reason.STOPPED.stored})

    async def stop(self, owner: Owner) -> None:
        await self._session.execute(_DISABLE_ALL, {"owner": owner.id})
        await self.cancel_pending(owner, reason=Reason.STOPPED.value)

    async def cancel_pending(self, owner: Owner, *, reason: str) -> None:
        await self._session.execute(_SKIP, {"owner": owner.id, "why": reason})

    async def all(self, owner: Owner) -> list[NudgePlan]:
        plans: dict[str, NudgePlan] = {}
        for row in await self._session.execute(_ALL, {"owner": owner.id}):
            earlier = plans[row.id].times if row.id in plans else ()
            times = (*earlier, _weekly(_time_of(row)))
            plans[row.id] = NudgePlan(
                row.id, row.kind, row.active_from, enabled=row.enabled, times=times, subject=row.subject
            )
        return list(plans.values())

    async def delivery(self, owner: Owner, nudge_id: str, work_date: date) -> DeliveryFact:
        key = {"owner": owner.id, "one": nudge_id, "work_date": work_date}
        found = (await self._session.execute(_DELIVERY, key)).first()
        if found is None:
            raise BadToken("no such delivery to this person")
        return DeliveryFact(found.nudge, found.kind, found.work_date, found.due_at, found.state, found.reason)

    async def set_manner(self, owner: Owner, *, budget: Budget, quiet_hours: tuple[int, int] | None) -> None:
        await self._session.lock(owner)
        await self._recipients.ensure(owner)
        await self._manners.set(owner, budget, quiet_hours)

    async def close_day(self, owner: Owner, work_date: date) -> None:
        await self._manners.close_day(owner, work_date)

    async def set_days_off(self, owner: Owner, days: Collection[date]) -> None:
        await self._session.lock(owner)
        await self._manners.set_days_off(owner, days)

    async def answered(self, owner: Owner) -> None:
        await self._manners.answered(owner)

    async def standing(self, owner: Owner, since: date) -> Standing:
        return await self._manners.standing(owner, since)

    async def sending(self, owner: Owner) -> int:
        return int((await self._session.execute(_SENDING, {"owner": owner.id})).scalar_one())

    async def forget(self, owner: Owner) -> None:
        """Delete nudges, links, deliveries and the recipient of this person. Slots stay: they belong to nobody.

        The nudges are locked first: on PostgreSQL that holds up a delivery that is being made for one of them, which
        then finds it gone.
        """
        await self._session.execute(_LOCK_ALL, {"owner": owner.id})
        await self._manners.forget(owner)
        for statement in _FORGET:
            await self._session.execute(statement, {"owner": owner.id})
        await self._recipients.forget(owner)

    async def _add(self, owner: Owner, kind: str, subject: str, active_from: date, now: datetime) -> str:
        nudge_id = new_id(now)
        await self._session.execute(
            _INSERT,
            {
                "id": nudge_id,
                "recipient": await self._recipients.ensure(owner),
                "kind": kind,
                "subject": subject,
                "active_from": active_from,
                "enabled": True,
                "created_at": now,
            },
        )
        return nudge_id

    async def _links(self, nudge_id: str) -> set[_Time]:
        found = await self._session.execute(_LINKS, {"one": nudge_id})
        return {_time_of(row) for row in found}

    async def _slot(self, time: _Time, shard: int, now: datetime) -> int:
        """Return the id of the slot for *time*, made if nobody wanted it before."""
        parity = None if time.parity == EVERY_WEEK else time.parity
        first = next_occurrence(Slot(time.zone, time.minute, time.mask, parity), now)
        key = {
            "zone": time.zone,
            "local_minute": time.minute,
            "weekday_mask": time.mask,
            "week_parity": time.parity,
            "shard": shard,
        }
        await self._session.execute(
            self._session.insert_new(slot), {**key, "next_due_at": first.utc, "next_work_date": first.work_date}
        )
        return int((await self._session.execute(_FIND_SLOT, key)).scalar_one())


def _merged(times: Iterable[WeeklyTime]) -> list[_Time]:
    masks: dict[tuple[str, int, int], int] = {}
    for time in times:
        key = (time.zone, time.minute, EVERY_WEEK if time.parity is None else time.parity)
        masks[key] = masks.get(key, 0) | sum(1 << day for day in time.weekdays)
    if not masks or not all(masks.values()):
        raise ValueError("a nudge needs a time, and each time a weekday")
    return sorted(_Time(zone, minute, mask, parity) for (zone, minute, parity), mask in masks.items())


def _time_of(row: Row[*tuple[Any, ...]]) -> _Time:
    return _Time(row.zone, row.local_minute, row.weekday_mask, row.week_parity)


def _weekly(time: _Time) -> WeeklyTime:
    days = frozenset(day for day in range(7) if time.mask >> day & 1)
    return WeeklyTime(time.zone, time.minute, days, None if time.parity == EVERY_WEEK else time.parity)


def _shard(nudge_id: str) -> int:
    return zlib.crc32(nudge_id.encode()) % SHARDS
