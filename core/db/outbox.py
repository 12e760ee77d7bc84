"""The delivery outbox on SQLite and PostgreSQL. Implements :class:`core.outbox.Outbox`."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Hashable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, TypeAlias, assert_never

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.db import outbox_ends as ends
from core.db import outbox_sql as sql
from core.db.engine import BOUND
from core.db.errors import translated
from core.db.tables import EVERY_WEEK, DeliveryState, delivery, slot, tenant_hold
from core.errors import BadToken
from core.ids import new_id
from core.outbox import RESEND_WITHIN, Again, Claimed, Failed, Finished, Outcome, Sent, Skipped, Unknown
from core.people.who import Address, Platform
from core.ports import DeliveryKey
from core.rhythm.gate import A_WEEK, Budget, Facts
from core.rhythm.kinds import LONGEST_GRACE, Kind
from core.rhythm.occurrence import Occurrence, Slot, load_zone, next_occurrence
from core.rhythm.upcoming import week_of

_SLOTS_AT_ONCE: Final = 200
_REPAIRED_AT_ONCE: Final = 500
_REASON_CHARS: Final = 32
_PARKED: Final = timedelta(hours=1)
_Row: TypeAlias = Row[*tuple[Any, ...]]
_MAYBE_SENT: Final = frozenset({DeliveryState.SENT, DeliveryState.UNKNOWN})


class SqlOutbox:
    """Takes an engine of :func:`core.db.engine.make_engine`; each method is one transaction of *bound* seconds at most
    (``repair`` is one for every 500 slots)."""

    def __init__(self, engine: AsyncEngine, *, bound: float = BOUND) -> None:
        self._engine = engine
        self._bound = bound
        self._dialect = engine.dialect.name
        self._claim = sql.claim(self._dialect)
        self._mark, self._let_go = ends.mark(self._dialect), ends.let_go(self._dialect)
        self._finish, self._count = ends.finish(self._dialect), ends.count_unanswered(self._dialect)
        self._hold = ends.hold(self._dialect)

    async def materialise(self, now: datetime, *, pace: Mapping[Platform, int], members: int) -> int:
        try:
            async with self._transaction() as connection:
                due = (await connection.execute(sql.DUE_SLOTS, {"p_now": now, "p_limit": _SLOTS_AT_ONCE})).all()
                taken = await self._within(connection, due, members) if due else []
                if taken:
                    await self._make(connection, taken, now, pace)
                return len(taken)
        except BadToken:  # somebody was erased between our reading and our writing; all of it is done again
            return 1

    async def claim(
        self, now: datetime, *, platforms: Collection[Platform], limit: int, lease: timedelta
    ) -> list[Claimed]:
        token = new_id(now)
        mine = {"p_token": token, "p_lease_end": now + lease}
        wanted = {"p_now": now, "p_platforms": [platform.value for platform in platforms], "p_limit": limit}
        async with self._transaction() as connection:
            claimed = await connection.execute(self._claim, {**mine, **wanted})
            if not claimed.rowcount:
                return []
            rows = (await connection.execute(sql.CLAIMED, mine)).all()
            first = min(row.work_date for row in rows) - timedelta(days=A_WEEK)
            last = week_of(max(row.work_date for row in rows)) + timedelta(days=6)
            week = {**mine, "p_from": first, "p_to": last}
            neighbours = (await connection.execute(sql.NEIGHBOURS, week)).all()
            to_come = (await connection.execute(sql.TO_COME, mine)).all()
        beside = _grouped(neighbours, lambda other: other.recipient)
        ahead = _grouped(to_come, lambda other: (other.nudge, other.work_date))
        return [
            _claimed(row, token, beside.get(row.recipient, ()), ahead.get((row.nudge, row.work_date), ()))
            for row in rows
        ]

    async def mark(self, batch: Sequence[Claimed], now: datetime, *, lease: timedelta) -> frozenset[DeliveryKey]:
        if not batch:
            return frozenset()
        values = {
            "p_now": now,
            "p_lease_end": now + lease,
            "p_token": batch[0].token,
            **self._rows(ends.MARK_COLUMNS, [(each.key.nudge, each.key.work_date) for each in batch]),
        }
        async with self._transaction() as connection:
            marked = (await connection.execute(self._mark, values)).all()
            if len(marked) < len(batch):
                await connection.execute(self._let_go, values)
        return frozenset(DeliveryKey(*row) for row in marked)

    async def finish(self, finished: Sequence[Finished]) -> None:
        if not finished:
            return
        done = self._rows(ends.FINISH_COLUMNS, [_columns(each) for each in finished])
        written = [(each.recipient,) for each in finished if isinstance(each.outcome, Sent)]
        async with self._transaction() as connection:
            await connection.execute(self._finish, done)
            if written:
                await connection.execute(self._count, self._rows(ends.WRITTEN_COLUMNS, written))

    async def hold(self, platform: Platform, tenant: str, until: datetime) -> None:
        async with self._transaction() as connection:
            await connection.execute(self._hold, {"platform": platform.value, "tenant": tenant, "until": until})

    async def gone(self, recipient: str, address: Address, now: datetime) -> None:
        values = {
            "p_recipient": recipient,
            "p_platform": address.platform.value,
            "p_tenant": address.tenant,
            "p_address": address.channel,
            "p_now": now,
        }
        async with self._transaction() as connection:
            if (await connection.execute(ends.GONE, values)).rowcount:
                await connection.execute(ends.SKIP_PENDING, {"p_recipient": recipient})

    async def reap(self, now: datetime) -> int:
        values = {"p_now": now}
        async with self._transaction() as connection:
            if not (await connection.execute(ends.TO_REAP, values)).scalar_one():
                return 0
            settled = 0
            for platform, window in RESEND_WITHIN.items():
                again = {**values, "p_platform": platform.value, "p_begun_after": now - window}
                settled += (await connection.execute(ends.RESEND, again)).rowcount
            for statement in (ends.GIVE_UP, ends.EXPIRE):
                settled += (await connection.execute(statement, values)).rowcount
            return settled

    async def repair(self, now: datetime) -> int:
        repaired, last = 0, -1
        while True:
            async with self._transaction() as connection:
                page = (
                    select(slot)
                    .where(slot.c.id > last, slot.c.next_due_at > now)
                    .order_by(slot.c.id)
                    .limit(_REPAIRED_AT_ONCE)
                    .with_for_update(skip_locked=True, key_share=True)
                )
                rows = (await connection.execute(page)).all()
                if not rows:
                    return repaired
                last = rows[-1].id
                wrong = [new for row in rows if _differs(new := _advanced(row, now), row)]
                if wrong:
                    await connection.execute(sql.ADVANCE, wrong)
                repaired += len(wrong)

    async def tidy(self, before: datetime) -> int:
        async with self._transaction() as connection:
            await connection.execute(delete(tenant_hold).where(tenant_hold.c.until < before))
            return (await connection.execute(delete(delivery).where(delivery.c.due_at < before))).rowcount

    def _rows(self, columns: Sequence[str], given: Sequence[Sequence[Any]]) -> dict[str, Any]:
        return ends.rows(self._dialect, columns, given)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        with translated():
            async with asyncio.timeout(self._bound), self._engine.begin() as connection:
                yield connection

    async def _within(self, connection: AsyncConnection, due: Sequence[_Row], members: int) -> list[_Row]:
        """Return the first of the due slots that have about *members* nudges together, and one in any case."""
        counted = await connection.execute(sql.MEMBERS, {"p_slots": [row.id for row in due]})
        sizes = {row.slot: row.members for row in counted}
        taken: list[_Row] = []
        for row in due:
            taken.append(row)
            members -= sizes.get(row.id, 0)
            if members <= 0:
                break
        return taken

    async def _make(
        self, connection: AsyncConnection, taken: Sequence[_Row], now: datetime, pace: Mapping[Platform, int]
    ) -> None:
        """Make what is due now. A slot that nobody looked at for long first moves to its last occurrence in reach."""
        moved, made = [], []
        for row in taken:
            if row.next_due_at <= now - LONGEST_GRACE or not _has_zone(row):
                # Occurrences of a slot are more than the longest grace apart, so there is one in reach at most.
                last = _advanced(row, now - LONGEST_GRACE)
                if last["p_due"] > now:
                    continue
                moved.append(last)
            made.append(row.id)
        if moved:
            await connection.execute(sql.ADVANCE, moved)
        if made:
            values = {"p_slots": made, "p_now": now}
            await connection.execute(sql.make_deliveries(self._dialect, pace), values)
        await connection.execute(sql.ADVANCE, [_advanced(row, now) for row in taken])


@lru_cache(maxsize=1024)  # the shards of one time come due together
def _next(slot: Slot, after: datetime) -> Occurrence:
    return next_occurrence(slot, after)


def _has_zone(row: _Row) -> bool:
    try:
        load_zone(row.zone)
    except ValueError:
        return False
    return True


def _advanced(row: _Row, after: datetime) -> dict[str, Any]:
    """Return the slot's next occurrence after *after*. One whose zone this machine's tz database lacks is asked again
    later, and holds up no other."""
    if not _has_zone(row):
        return {"p_slot": row.id, "p_due": after + LONGEST_GRACE + _PARKED, "p_date": row.next_work_date}
    parity = None if row.week_parity == EVERY_WEEK else row.week_parity
    found = _next(Slot(row.zone, row.local_minute, row.weekday_mask, parity), after)
    return {"p_slot": row.id, "p_due": found.utc, "p_date": found.work_date}


def _differs(advanced: Mapping[str, Any], row: _Row) -> bool:
    return (advanced["p_due"], advanced["p_date"]) != (row.next_due_at, row.next_work_date)


def _grouped(rows: Sequence[_Row], by: Callable[[_Row], Hashable]) -> dict[Hashable, list[_Row]]:
    groups: dict[Hashable, list[_Row]] = {}
    for row in rows:
        groups.setdefault(by(row), []).append(row)
    return groups


def _claimed(row: _Row, token: str, beside: Sequence[_Row], ahead: Sequence[_Row]) -> Claimed:
    """*beside* are other deliveries of the recipient in these weeks; *ahead* other nudges to come that day."""
    # All at once: an attribute of a row is looked up by its name, and that many times a message it shows.
    (
        nudge, work_date, due_at, expires_at, attempts, begun_at, kind, enabled, active_from,
        recipient, platform, tenant, address, language, country, quiet_until, held_until,
        zone, per_day, per_week, quiet_from, quiet_to, closed_on, unanswered, day_off, reachable, current, follow_up,
    ) = row  # fmt: skip
    key = DeliveryKey(nudge, work_date)
    sent_day, sent_week, undecided, days_since = _counted(row, key, beside) if beside else (0, 0, 0, None)
    return Claimed(
        key=key,
        token=token,
        recipient=recipient,
        address=Address(Platform(platform), tenant, address or ""),
        language=language or "en",
        country=country or "",
        attempts=attempts,
        begun_at=begun_at,
        facts=Facts(
            kind=Kind(kind),
            work_date=work_date,
            due_at=due_at,
            expires_at=expires_at,
            active_from=active_from,
            enabled=enabled,
            current=bool(current),
            reachable=bool(reachable) and address is not None,
            quiet_until=quiet_until,
            held_until=held_until,
            sent_day=sent_day,
            sent_week=sent_week,
            undecided=undecided,
            to_come=tuple({other.other: Kind(other.kind) for other in ahead}.values()),
            follow_up=bool(follow_up),
            budget=Budget(per_day, per_week),
            day_off=bool(day_off),
            closed=closed_on == work_date,
            quiet_hours=None if quiet_from is None else (quiet_from, quiet_to),
            zone=zone or "UTC",
            unanswered=unanswered,
            days_since=days_since,
        ),
    )


def _counted(row: _Row, key: DeliveryKey, beside: Sequence[_Row]) -> tuple[int, int, int, int | None]:
    """Return what the gate counts: sent that day and that week, undecided before it, and the days since the last."""
    first, week = _turn(row), week_of(row.work_date)
    sent_day = sent_week = undecided = 0
    last: date | None = None
    for other in beside:
        if (other.nudge == key.nudge and other.work_date == key.work_date) or not Kind(other.kind).budgeted:
            continue
        same_week = week_of(other.work_date) == week
        if other.state in _MAYBE_SENT:
            sent_day += other.work_date == row.work_date
            sent_week += same_week
            if other.work_date < row.work_date:
                last = max(last or other.work_date, other.work_date)
        elif same_week:
            undecided += other.state == DeliveryState.SENDING or _turn(other) < first
    return sent_day, sent_week, undecided, (row.work_date - last).days if last else None


def _turn(row: _Row) -> tuple[int, datetime, str]:
    """Return what sorts deliveries of one person by who goes first within the budget."""
    return Kind(row.kind).rank, row.due_at, row.nudge


def _columns(finished: Finished) -> tuple[Any, ...]:
    """Return the values of ``FINISH_COLUMNS``."""
    key, token, outcome = finished.key, finished.token, finished.outcome
    state, reason, receipt, again = _stored(outcome)
    visible_at, begun_at = (again.at, again.begun_at) if again else (None, None)
    return key.nudge, key.work_date, token, state.value, reason, receipt, visible_at, begun_at


def _stored(outcome: Outcome) -> tuple[DeliveryState, str, str | None, Again | None]:
    match outcome:
        case Sent(message_id):
            return DeliveryState.SENT, "", message_id, None
        case Skipped(reason):
            return DeliveryState.SKIPPED, reason.stored, None, None
        case Failed(reason):
            return DeliveryState.FAILED, reason[:_REASON_CHARS], None, None
        case Unknown():
            return DeliveryState.UNKNOWN, "", None, None
        case Again():
            return DeliveryState.TODO, "", None, outcome
        case _:
            assert_never(outcome)
