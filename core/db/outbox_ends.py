"""The statements that mark deliveries, finish them and clear up after the dead, for SQLite and PostgreSQL.

Those about many deliveries take them as arrays on PostgreSQL and as one JSON text on SQLite: with a parameter for each
they would be compiled and planned anew for every number of them.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    Date,
    DateTime,
    FromClause,
    String,
    Text,
    Update,
    and_,
    bindparam,
    case,
    column,
    exists,
    func,
    null,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert
from sqlalchemy.types import TypeEngine

from core.db.outbox_sql import LEASE_END, NOW, SENDING, SKIPPED, TODO, TOKEN, UNKNOWN
from core.db.tables import delivery, nudge, person, recipient, tenant_hold
from core.db.types import Instant
from core.rhythm.gate import Reason

_INSTANT: Final = DateTime(timezone=True)
_KEY: Final[Mapping[str, TypeEngine[Any]]] = {"nudge": String(), "work_date": Date()}
_END: Final[Mapping[str, TypeEngine[Any]]] = {
    **_KEY,
    "token": String(),
    "state": String(),
    "reason": String(),
    "receipt": String(),
    "visible_at": _INSTANT,
    "begun_at": _INSTANT,
}


def rows(dialect: str, columns: Sequence[str], given: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """Return the parameters that stand for *given* in the statements below."""
    if dialect == "postgresql":
        return {f"p_{name}": list(values) for name, values in zip(columns, zip(*given, strict=True), strict=True)}
    return {"p_rows": json.dumps(given, default=_text)}


def _text(value: date) -> str:
    """Return the form in which SQLite stores a date or an instant."""
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def _given(dialect: str, kinds: Mapping[str, TypeEngine[Any]]) -> FromClause:
    """Return what :func:`rows` binds, to be read as a table."""
    if dialect == "postgresql":
        arrays = [bindparam(f"p_{name}", type_=ARRAY(kind)) for name, kind in kinds.items()]
        columns = [column(name, kind) for name, kind in kinds.items()]
        return func.unnest(*arrays).table_valued(*columns, name="given").render_derived()
    each = func.json_each(bindparam("p_rows", type_=Text)).table_valued("value", name="each")
    fields = [
        type_coerce(func.json_extract(each.c.value, f"$[{number}]"), kind).label(name)
        for number, (name, kind) in enumerate(kinds.items())
    ]
    return select(*fields).subquery("given")


# ------------------------------------------------------------------------------------- mark and finish

MARK_COLUMNS: Final = tuple(_KEY)


def mark(dialect: str) -> Update:
    """Return the UPDATE that marks claimed deliveries as being sent, those that still may be."""
    given = _given(dialect, _KEY)
    return (
        update(delivery)
        .where(
            delivery.c.nudge == given.c.nudge,
            delivery.c.work_date == given.c.work_date,
            # Not a plain comparison: that brings the index of all that is to do, which a generic plan of PostgreSQL
            # goes through once for each row given. By the key a thousand of them take a tenth of the time.
            func.coalesce(delivery.c.state, "") == TODO,
            delivery.c.token == TOKEN,
            delivery.c.expires_at > NOW,
            exists()
            .select_from(nudge.join(recipient).outerjoin(person))
            .where(nudge.c.id == delivery.c.nudge, nudge.c.enabled, recipient.c.unreachable_at.is_(None))
            .where(func.coalesce(person.c.quiet_until, NOW) <= NOW),
        )
        .values(
            state=SENDING,
            claimed_until=LEASE_END,
            attempts=delivery.c.attempts + 1,
            begun_at=func.coalesce(delivery.c.begun_at, NOW),
        )
        .returning(delivery.c.nudge, delivery.c.work_date)
    )


def let_go(dialect: str) -> Update:
    """Return the UPDATE that makes claimed deliveries visible again at once."""
    given = _given(dialect, _KEY)
    return (
        update(delivery)
        .where(delivery.c.nudge == given.c.nudge, delivery.c.work_date == given.c.work_date)
        .where(delivery.c.state == TODO, delivery.c.token == TOKEN)
        .values(token=None, visible_at=NOW)
    )


FINISH_COLUMNS: Final = tuple(_END)


def finish(dialect: str) -> Update:
    """Return the UPDATE that notes what became of deliveries."""
    given = _given(dialect, _END)
    return (
        update(delivery)
        .where(
            delivery.c.nudge == given.c.nudge,
            delivery.c.work_date == given.c.work_date,
            delivery.c.token == given.c.token,
            # A late finish corrects what the reaper gave up on.
            delivery.c.state.in_([TODO, SENDING, UNKNOWN]),
        )
        .values(
            state=given.c.state,
            reason=given.c.reason,
            receipt=given.c.receipt,
            visible_at=func.coalesce(given.c.visible_at, delivery.c.visible_at),
            begun_at=given.c.begun_at,
            token=null(),
            claimed_until=null(),
        )
    )


WRITTEN_COLUMNS: Final = ("recipient",)


def count_unanswered(dialect: str) -> Update:
    """Return the UPDATE for people whose messages went out just now: one more that they may or may not answer."""
    given = _given(dialect, {"recipient": String()})
    return (
        update(recipient)
        .where(recipient.c.id == given.c.recipient, recipient.c.person.is_not(None))
        .values(unanswered=recipient.c.unanswered + 1)
    )


# -------------------------------------------------------------------------------------- hold, gone, reap


def hold(dialect: str) -> Insert:
    """Return the upsert that keeps the later of two holds."""
    statement = postgresql.insert(tenant_hold) if dialect == "postgresql" else sqlite.insert(tenant_hold)
    later = statement.excluded.until
    return statement.on_conflict_do_update(
        index_elements=[tenant_hold.c.platform, tenant_hold.c.tenant],
        set_={"until": case((tenant_hold.c.until > later, tenant_hold.c.until), else_=later)},
    )


GONE: Final = (
    update(recipient)
    .where(
        recipient.c.id == bindparam("p_recipient"),
        recipient.c.platform == bindparam("p_platform"),
        recipient.c.tenant == bindparam("p_tenant"),
        recipient.c.address == bindparam("p_address"),
    )
    .values(unreachable_at=NOW)
)

SKIP_PENDING: Final = (
    update(delivery)
    .where(
        delivery.c.nudge.in_(select(nudge.c.id).where(nudge.c.recipient == bindparam("p_recipient"))),
        delivery.c.state == TODO,
    )
    .values(state=SKIPPED, reason=Reason.UNREACHABLE.value, token=null())
)

_abandoned = and_(delivery.c.state == SENDING, delivery.c.claimed_until <= NOW)
_expired = and_(delivery.c.state == TODO, delivery.c.visible_at <= NOW, delivery.c.expires_at <= NOW)

TO_REAP: Final = select(or_(exists().where(_abandoned), exists().where(_expired)))

RESEND: Final = (
    update(delivery)
    .where(
        _abandoned,
        delivery.c.platform == bindparam("p_platform"),
        delivery.c.begun_at > bindparam("p_begun_after", type_=Instant),
    )
    .values(state=TODO, visible_at=NOW, token=null(), claimed_until=null())
)
# The token stays, so that the process, if it lives after all, can still say what happened.
GIVE_UP: Final = update(delivery).where(_abandoned).values(state=UNKNOWN, claimed_until=null())
# Of one that was tried and may have been delivered nobody can say that it was skipped.
EXPIRE: Final = (
    update(delivery)
    .where(_expired)
    .values(
        state=case((delivery.c.begun_at.is_(None), SKIPPED), else_=UNKNOWN),
        reason=case((delivery.c.begun_at.is_(None), Reason.STALE.value), else_=""),
        token=null(),
    )
)
