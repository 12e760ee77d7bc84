"""All tables, as SQLAlchemy Core knows them, and the list of columns that are open.

Every column is :class:`~core.db.types.Sealed` unless it stands in :data:`OPEN`; a test enforces it. Open are:

* ids and links between rows; the platform's own ids (needed to find a person, and to write to them);
* zone, country and language (needed before a key is open: a crisis answer, the next occurrence of a slot);
* dates that carry no reason, and ``quiet_until``, which says that Enough is silent, never why;
* ``exercise_run.version``: a counter, compared and swapped in one statement so that two clicks cannot both advance;
* the time in a slot, shared by all who want a nudge then, and a nudge's kind (all follow-ups share one);
* how much may be sent and when not, and how many messages nobody answered (the gate looks at it for many people at
  once, without a key; when somebody was here shows in the times of runs and entries as it is);
* what became of a delivery, its reason being one of a few words that fit everybody ("resting" for a pause, a day that
  fell apart and a crisis alike).

Kinds of shelf entries and of consent are sealed: they would say what somebody worked on.

``slot`` and ``tenant_hold`` belong to nobody. ``delivery`` copies its recipient and tenant, so that the outbox claims
and paces without a join; it needs no second foreign key, because its nudge has one.
"""

from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from core.db.types import Instant, Sealed
from core.ids import ID_CHARS

EVERY_WEEK = -1  # slot.week_parity of a slot that does not alternate; NULL would not be unique


class DeliveryState(StrEnum):
    """What became of one delivery. ``UNKNOWN``: the process died, or the connection broke, while it was being sent.
    ``FAILED``: the platform refused it."""

    TODO = "todo"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Id = String(ID_CHARS)

person = Table(
    "person",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("master_key_id", String(32), nullable=False),
    Column("wrapped_key", Sealed, nullable=False),
    Column("country", String(2), nullable=False),
    Column("language", String(16), nullable=False),
    Column("zone", String(64)),
    Column("quiet_until", Instant),
    Column("private", Sealed, nullable=False),
)

identity = Table(
    "identity",
    metadata,
    Column("platform", String(16), primary_key=True),
    Column("tenant", String(64), primary_key=True),
    Column("external_id", String(64), primary_key=True),
    Column("person", _Id, ForeignKey("person.id"), nullable=False, index=True),
)

consent = Table(
    "consent",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("person", _Id, ForeignKey("person.id"), nullable=False, index=True),
    Column("given_at", Instant, nullable=False),
    Column("body", Sealed, nullable=False),
)

exercise_run = Table(
    "exercise_run",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("person", _Id, ForeignKey("person.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("body", Sealed, nullable=False),
    Index(None, "person", "started_at", "id"),
)

entry = Table(
    "entry",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("person", _Id, ForeignKey("person.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("kind", Sealed, nullable=False),
    Column("body", Sealed, nullable=False),
    Index(None, "person", "created_at", "id"),
)

checkin = Table(
    "checkin",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("person", _Id, ForeignKey("person.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("body", Sealed, nullable=False),
    Index(None, "person", "created_at", "id"),
)

# due_on is a working date of the person's zone: the outbox looks at it to put a button under that day's nudge.
follow_up = Table(
    "follow_up",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("person", _Id, ForeignKey("person.id"), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("body", Sealed, nullable=False),
    Index(None, "person", "due_on"),
)

# person is NULL for a channel's recipient. address is NULL until a DM was opened; unreachable_at is set when the
# platform says that nothing can be delivered there, and cleared by a new address. The rest is how somebody is written
# to: how many messages at most, between which minutes of their clock none, the working date that is closed, and how
# many messages came since they were last here.
recipient = Table(
    "recipient",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("person", _Id, ForeignKey("person.id"), unique=True),
    Column("platform", String(16), nullable=False),
    Column("tenant", String(64), nullable=False),
    Column("address", String(64)),
    Column("unreachable_at", Instant),
    Column("per_day", SmallInteger, nullable=False, server_default="1"),
    Column("per_week", SmallInteger, nullable=False, server_default="6"),
    Column("quiet_from", SmallInteger),
    Column("quiet_to", SmallInteger),
    Column("closed_on", Date),
    Column("unanswered", SmallInteger, nullable=False, server_default="0"),
)

# Public holidays and days of one's own alike: a date without a reason.
day_off = Table(
    "day_off",
    metadata,
    Column("person", _Id, ForeignKey("person.id"), primary_key=True),
    Column("day", Date, primary_key=True),
)

# local_minute counts from the start of the working day (0-2879); weekday_mask has Monday in bit 0.
slot = Table(
    "slot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("zone", String(64), nullable=False),
    Column("local_minute", SmallInteger, nullable=False),
    Column("weekday_mask", SmallInteger, nullable=False),
    Column("week_parity", SmallInteger, nullable=False),
    Column("shard", SmallInteger, nullable=False),
    Column("next_due_at", Instant, nullable=False, index=True),
    Column("next_work_date", Date, nullable=False),
    UniqueConstraint("zone", "local_minute", "weekday_mask", "week_parity", "shard", name="uq_slot_time"),
    CheckConstraint("local_minute BETWEEN 0 AND 2879", name="local_minute"),
    CheckConstraint("weekday_mask BETWEEN 1 AND 127", name="weekday_mask"),
    CheckConstraint("week_parity BETWEEN -1 AND 1", name="week_parity"),
)

# subject is the id of what the nudge is about, "" for a kind that there is one of (NULL would not be unique).
nudge = Table(
    "nudge",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("recipient", _Id, ForeignKey("recipient.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("subject", String(ID_CHARS), nullable=False),
    Column("active_from", Date, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("recipient", "kind", "subject"),
)

# A link counts only for occurrences that are due after active_since.
nudge_slot = Table(
    "nudge_slot",
    metadata,
    Column("nudge", _Id, ForeignKey("nudge.id"), primary_key=True),
    Column("slot", Integer, ForeignKey("slot.id"), primary_key=True, index=True),
    Column("active_since", Instant, nullable=False),
)

# One row for one intended working date, for ever. token names the claim. A claim hides a todo by moving visible_at to
# the end of its lease; claimed_until is the lease of one being sent, and begun_at when the first attempt began that may
# have delivered it.
delivery = Table(
    "delivery",
    metadata,
    Column("nudge", _Id, ForeignKey("nudge.id"), primary_key=True),
    Column("work_date", Date, primary_key=True),
    Column("recipient", _Id, nullable=False),
    Column("platform", String(16), nullable=False),
    Column("tenant", String(64), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("visible_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("state", String(8), nullable=False, server_default=DeliveryState.TODO),
    Column("token", String(ID_CHARS)),
    Column("claimed_until", Instant),
    Column("begun_at", Instant),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("reason", String(32), nullable=False, server_default=""),
    Column("receipt", Text),
    Index(
        "ix_delivery_todo", "visible_at", sqlite_where=text("state = 'todo'"), postgresql_where=text("state = 'todo'")
    ),
    Index(
        "ix_delivery_sending",
        "claimed_until",
        sqlite_where=text("state = 'sending'"),
        postgresql_where=text("state = 'sending'"),
    ),
)

# Set by a 429: nothing is sent to this tenant before ``until``.
tenant_hold = Table(
    "tenant_hold",
    metadata,
    Column("platform", String(16), primary_key=True),
    Column("tenant", String(64), primary_key=True),
    Column("until", Instant, nullable=False),
)

# One sealed constant for each master key that was ever current: a wrong key shows before anybody comes.
key_check = Table(
    "key_check",
    metadata,
    Column("master_key_id", String(32), primary_key=True),
    Column("proof", Sealed, nullable=False),
)

OPEN: dict[str, frozenset[str]] = {
    "person": frozenset({"id", "master_key_id", "country", "language", "zone", "quiet_until"}),
    "identity": frozenset({"platform", "tenant", "external_id", "person"}),
    "consent": frozenset({"id", "person", "given_at"}),
    "exercise_run": frozenset({"id", "person", "version", "started_at"}),
    "entry": frozenset({"id", "person", "created_at"}),
    "checkin": frozenset({"id", "person", "created_at"}),
    "follow_up": frozenset({"id", "person", "due_on"}),
    "recipient": frozenset(
        {
            "id",
            "person",
            "platform",
            "tenant",
            "address",
            "unreachable_at",
            "per_day",
            "per_week",
            "quiet_from",
            "quiet_to",
            "closed_on",
            "unanswered",
        }
    ),
    "day_off": frozenset({"person", "day"}),
    "slot": frozenset(
        {"id", "zone", "local_minute", "weekday_mask", "week_parity", "shard", "next_due_at", "next_work_date"}
    ),
    "nudge": frozenset({"id", "recipient", "kind", "subject", "active_from", "enabled", "created_at"}),
    "nudge_slot": frozenset({"nudge", "slot", "active_since"}),
    "delivery": frozenset(
        {
            "nudge",
            "work_date",
            "recipient",
            "platform",
            "tenant",
            "due_at",
            "visible_at",
            "expires_at",
            "state",
            "token",
            "claimed_until",
            "begun_at",
            "attempts",
            "reason",
            "receipt",
        }
    ),
    "tenant_hold": frozenset({"platform", "tenant", "until"}),
    "key_check": frozenset({"master_key_id"}),
}
