"""The statements that make deliveries and claim them, for SQLite and PostgreSQL (:mod:`core.db.outbox_ends`: the rest).

They are the hot ones, so they are built once, in SQLAlchemy Core. Where the engines differ the difference is here:
PostgreSQL divides rows among processes by ``FOR UPDATE SKIP LOCKED``, on SQLite a transaction excludes all others.
Values are bound as ``p_…`` where a plain name would be taken for a column to set.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Date,
    Float,
    Integer,
    Select,
    String,
    Update,
    and_,
    any_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.functions import FunctionElement

from core.db.tables import (
    DeliveryState,
    day_off,
    delivery,
    follow_up,
    nudge,
    nudge_slot,
    person,
    recipient,
    slot,
    tenant_hold,
)
from core.db.types import Instant
from core.people.who import Platform
from core.rhythm.kinds import GRACES

NOW: Final = bindparam("p_now", type_=Instant)
LEASE_END: Final = bindparam("p_lease_end", type_=Instant)
TOKEN: Final = bindparam("p_token", type_=String)


def _state(state: DeliveryState) -> ColumnElement[str]:
    """Return the state written out, not bound: a partial index is used only where the condition shows."""
    return literal_column(f"'{state.value}'", String)


TODO: Final = _state(DeliveryState.TODO)
SENDING: Final = _state(DeliveryState.SENDING)
SKIPPED: Final = _state(DeliveryState.SKIPPED)
FAILED: Final = _state(DeliveryState.FAILED)
UNKNOWN: Final = _state(DeliveryState.UNKNOWN)


class seconds_after(FunctionElement[Any]):  # noqa: N801 - written like the SQL function it stands for
    """``seconds_after(instant, seconds)``: the instant that many seconds later, in the form :class:`Instant` stores."""

    type = Instant()
    inherit_cache = True


@compiles(seconds_after, "postgresql")
def _seconds_after_postgresql(element: seconds_after, compiler: SQLCompiler, **options: Any) -> str:
    instant, seconds = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({instant} + make_interval(secs => {seconds}))"


@compiles(seconds_after, "sqlite")
def _seconds_after_sqlite(element: seconds_after, compiler: SQLCompiler, **options: Any) -> str:
    instant, seconds = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(strftime('%Y-%m-%d %H:%M:%f', {instant}, ({seconds}) || ' seconds') || '000')"  # %f has 3 digits of 6


# ---------------------------------------------------------------------------------------- materialise

DUE_SLOTS: Final = (
    select(
        slot.c.id, slot.c.zone, slot.c.local_minute, slot.c.weekday_mask, slot.c.week_parity,
        slot.c.next_due_at, slot.c.next_work_date,
    )
    .where(slot.c.next_due_at <= NOW)
    .order_by(slot.c.next_due_at)
    .limit(bindparam("p_limit", type_=Integer))
    # KEY SHARE stays possible: a person who links a nudge to this slot right now does not wait.
    .with_for_update(skip_locked=True, key_share=True)
)  # fmt: skip

MEMBERS: Final = (
    select(nudge_slot.c.slot, func.count().label("members"))
    .where(nudge_slot.c.slot.in_(bindparam("p_slots", expanding=True)))
    .group_by(nudge_slot.c.slot)
)

ADVANCE: Final = (
    update(slot)
    .where(slot.c.id == bindparam("p_slot"))
    .values(next_due_at=bindparam("p_due", type_=Instant), next_work_date=bindparam("p_date", type_=Date))
)


def make_deliveries(dialect: str, pace: Mapping[Platform, int]) -> Insert:
    """Return INSERT…SELECT of the deliveries of slots ``p_slots``, each at its slot's next occurrence.

    Within a tenant the n-th becomes visible (n-1)/pace seconds from now, so that a full hour leaves at the rate the
    platform takes.
    """
    grace = case({kind.value: int(each.total_seconds()) for kind, each in GRACES.items()}, value=nudge.c.kind, else_=0)
    rate = case(
        {platform.value: per_second for platform, per_second in pace.items()}, value=recipient.c.platform, else_=1
    )
    position = func.row_number().over(partition_by=recipient.c.tenant, order_by=(slot.c.next_due_at, nudge.c.id)) - 1
    expires_at = seconds_after(slot.c.next_due_at, cast(grace, Float))
    made = (
        select(
            nudge.c.id,
            slot.c.next_work_date,
            recipient.c.id,
            recipient.c.platform,
            recipient.c.tenant,
            slot.c.next_due_at,
            seconds_after(NOW, cast(position, Float) / rate),
            expires_at,
            TODO,
        )
        .select_from(slot)
        .join(nudge_slot, nudge_slot.c.slot == slot.c.id)
        .join(nudge, nudge.c.id == nudge_slot.c.nudge)
        .join(recipient, recipient.c.id == nudge.c.recipient)
        .where(
            slot.c.id.in_(bindparam("p_slots", expanding=True)),
            nudge.c.enabled,
            nudge.c.active_from <= slot.c.next_work_date,
            nudge_slot.c.active_since < slot.c.next_due_at,
            recipient.c.address.is_not(None),
            recipient.c.unreachable_at.is_(None),
            expires_at > NOW,
        )
    )
    columns = [
        delivery.c.nudge, delivery.c.work_date, delivery.c.recipient, delivery.c.platform, delivery.c.tenant,
        delivery.c.due_at, delivery.c.visible_at, delivery.c.expires_at, delivery.c.state,
    ]  # fmt: skip
    insert = postgresql.insert(delivery) if dialect == "postgresql" else sqlite.insert(delivery)
    return insert.from_select(columns, made).on_conflict_do_nothing()


# ---------------------------------------------------------------------------------------------- claim


def claim(dialect: str) -> Update:
    """Return the UPDATE that claims a batch by its token and hides it until the end of the lease."""
    due = delivery.alias("due")
    row = "ctid" if dialect == "postgresql" else "rowid"
    visible: Select[Any] = (
        select(literal_column(f"due.{row}"))
        .select_from(due)
        .where(
            due.c.state == TODO,
            due.c.visible_at <= NOW,
            due.c.platform.in_(bindparam("p_platforms", expanding=True)),
            ~exists().where(
                tenant_hold.c.platform == due.c.platform,
                tenant_hold.c.tenant == due.c.tenant,
                tenant_hold.c.until > NOW,
            ),
        )
        .order_by(due.c.visible_at)
        .limit(bindparam("p_limit", type_=Integer))
    )
    here: ColumnElement[Any] = literal_column(f"delivery.{row}")
    if dialect == "postgresql":
        # An array makes the planner look rows up by their place; with IN it may run the inner query more than once.
        visible = visible.with_for_update(skip_locked=True, of=due)
        chosen = here == any_(func.array(visible.scalar_subquery()))
    else:
        chosen = here.in_(visible)
    return update(delivery).where(chosen).values(token=TOKEN, visible_at=LEASE_END)


_MINE: Final = and_(delivery.c.state == TODO, delivery.c.visible_at == LEASE_END, delivery.c.token == TOKEN)

CLAIMED: Final = (
    select(
        delivery.c.nudge, delivery.c.work_date, delivery.c.due_at, delivery.c.expires_at, delivery.c.attempts,
        delivery.c.begun_at, nudge.c.kind, nudge.c.enabled, nudge.c.active_from,
        delivery.c.recipient, delivery.c.platform, delivery.c.tenant, recipient.c.address,
        person.c.language, person.c.country, person.c.quiet_until, tenant_hold.c.until.label("held_until"),
        person.c.zone, recipient.c.per_day, recipient.c.per_week, recipient.c.quiet_from, recipient.c.quiet_to,
        recipient.c.closed_on, recipient.c.unanswered,
        exists().where(day_off.c.person == recipient.c.person, day_off.c.day == delivery.c.work_date).label("day_off"),
        recipient.c.unreachable_at.is_(None).label("reachable"),
        and_(
            recipient.c.platform == delivery.c.platform,
            recipient.c.tenant == delivery.c.tenant,
            exists().where(nudge_slot.c.nudge == delivery.c.nudge, nudge_slot.c.active_since < delivery.c.due_at),
        ).label("current"),
        exists()
        .where(follow_up.c.person == recipient.c.person, follow_up.c.due_on == delivery.c.work_date)
        .label("follow_up"),
    )
    .select_from(delivery)
    .join(nudge, nudge.c.id == delivery.c.nudge)
    .join(recipient, recipient.c.id == nudge.c.recipient)
    .outerjoin(person, person.c.id == recipient.c.person)
    .outerjoin(
        tenant_hold, and_(tenant_hold.c.platform == delivery.c.platform, tenant_hold.c.tenant == delivery.c.tenant)
    )
    .where(_MINE)
)  # fmt: skip

_other_nudge = nudge.alias("other_nudge")
_other = delivery.alias("other")


def _neighbours() -> Select[Any]:
    """Other deliveries to the same recipients in the weeks of the claimed ones; what budgets count."""
    return (
        select(
            delivery.c.recipient,
            _other.c.nudge,
            _other.c.work_date,
            _other.c.due_at,
            _other.c.state,
            _other_nudge.c.kind,
        )
        .distinct()
        .select_from(delivery)
        .join(_other_nudge, _other_nudge.c.recipient == delivery.c.recipient)
        .join(_other, _other.c.nudge == _other_nudge.c.id)
        .where(
            _MINE,
            _other.c.work_date.between(bindparam("p_from", type_=Date), bindparam("p_to", type_=Date)),
            _other.c.state.not_in([SKIPPED, FAILED]),
            or_(_other.c.nudge != delivery.c.nudge, _other.c.work_date != delivery.c.work_date),
        )
    )


NEIGHBOURS: Final = _neighbours()

TO_COME: Final = (
    select(delivery.c.nudge, delivery.c.work_date, _other_nudge.c.id.label("other"), _other_nudge.c.kind)
    .distinct()
    .select_from(delivery)
    .join(_other_nudge, and_(_other_nudge.c.recipient == delivery.c.recipient, _other_nudge.c.id != delivery.c.nudge))
    .join(nudge_slot, nudge_slot.c.nudge == _other_nudge.c.id)
    .join(slot, and_(slot.c.id == nudge_slot.c.slot, slot.c.next_work_date == delivery.c.work_date))
    .where(_MINE, _other_nudge.c.enabled, _other_nudge.c.active_from <= delivery.c.work_date)
)
