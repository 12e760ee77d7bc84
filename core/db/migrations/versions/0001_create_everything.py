"""Create everything. Edited in place until the first release; frozen from then on."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.String(24)
_INSTANT = sa.DateTime(timezone=True)
_SEALED = sa.LargeBinary


def upgrade() -> None:
    """Create all tables of 0.1.0."""
    _create_people()
    _create_what_people_write()
    _create_nudges()
    _create_deliveries()
    op.create_table(
        "key_check",
        sa.Column("master_key_id", sa.String(32), nullable=False),
        sa.Column("proof", _SEALED, nullable=False),
        sa.PrimaryKeyConstraint("master_key_id", name="pk_key_check"),
    )


def _create_people() -> None:
    op.create_table(
        "person",
        sa.Column("id", _ID, nullable=False),
        sa.Column("master_key_id", sa.String(32), nullable=False),
        sa.Column("wrapped_key", _SEALED, nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("zone", sa.String(64)),
        sa.Column("quiet_until", _INSTANT),
        sa.Column("private", _SEALED, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "identity",
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("external_id", sa.String(64), nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_identity_person"),
        sa.PrimaryKeyConstraint("platform", "tenant", "external_id", name="pk_identity"),
    )
    op.create_index("ix_identity_person", "identity", ["person"])
    op.create_table(
        "consent",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("given_at", _INSTANT, nullable=False),
        sa.Column("body", _SEALED, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_consent_person"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_person", "consent", ["person"])


def _create_what_people_write() -> None:
    op.create_table(
        "exercise_run",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("started_at", _INSTANT, nullable=False),
        sa.Column("body", _SEALED, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_exercise_run_person"),
        sa.PrimaryKeyConstraint("id", name="pk_exercise_run"),
    )
    op.create_index("ix_exercise_run_person_started_at_id", "exercise_run", ["person", "started_at", "id"])
    op.create_table(
        "entry",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("kind", _SEALED, nullable=False),
        sa.Column("body", _SEALED, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_entry_person"),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
    )
    op.create_index("ix_entry_person_created_at_id", "entry", ["person", "created_at", "id"])
    op.create_table(
        "checkin",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("body", _SEALED, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_checkin_person"),
        sa.PrimaryKeyConstraint("id", name="pk_checkin"),
    )
    op.create_index("ix_checkin_person_created_at_id", "checkin", ["person", "created_at", "id"])
    op.create_table(
        "follow_up",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("body", _SEALED, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_follow_up_person"),
        sa.PrimaryKeyConstraint("id", name="pk_follow_up"),
    )
    op.create_index("ix_follow_up_person_due_on", "follow_up", ["person", "due_on"])


def _create_nudges() -> None:
    op.create_table(
        "recipient",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person", _ID),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64)),
        sa.Column("unreachable_at", _INSTANT),
        sa.Column("per_day", sa.SmallInteger, nullable=False, server_default="1"),
        sa.Column("per_week", sa.SmallInteger, nullable=False, server_default="6"),
        sa.Column("quiet_from", sa.SmallInteger),
        sa.Column("quiet_to", sa.SmallInteger),
        sa.Column("closed_on", sa.Date),
        sa.Column("unanswered", sa.SmallInteger, nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_recipient_person"),
        sa.PrimaryKeyConstraint("id", name="pk_recipient"),
        sa.UniqueConstraint("person", name="uq_recipient_person"),
    )
    op.create_table(
        "day_off",
        sa.Column("person", _ID, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_day_off_person"),
        sa.PrimaryKeyConstraint("person", "day", name="pk_day_off"),
    )
    op.create_table(
        "slot",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("local_minute", sa.SmallInteger, nullable=False),
        sa.Column("weekday_mask", sa.SmallInteger, nullable=False),
        sa.Column("week_parity", sa.SmallInteger, nullable=False),
        sa.Column("shard", sa.SmallInteger, nullable=False),
        sa.Column("next_due_at", _INSTANT, nullable=False),
        sa.Column("next_work_date", sa.Date, nullable=False),
        sa.CheckConstraint("local_minute BETWEEN 0 AND 2879", name="ck_slot_local_minute"),
        sa.CheckConstraint("weekday_mask BETWEEN 1 AND 127", name="ck_slot_weekday_mask"),
        sa.CheckConstraint("week_parity BETWEEN -1 AND 1", name="ck_slot_week_parity"),
        sa.PrimaryKeyConstraint("id", name="pk_slot"),
        sa.UniqueConstraint("zone", "local_minute", "weekday_mask", "week_parity", "shard", name="uq_slot_time"),
    )
    op.create_index("ix_slot_next_due_at", "slot", ["next_due_at"])
    op.create_table(
        "nudge",
        sa.Column("id", _ID, nullable=False),
        sa.Column("recipient", _ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", _ID, nullable=False),
        sa.Column("active_from", sa.Date, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["recipient"], ["recipient.id"], name="fk_nudge_recipient"),
        sa.PrimaryKeyConstraint("id", name="pk_nudge"),
        sa.UniqueConstraint("recipient", "kind", "subject", name="uq_nudge_recipient_kind_subject"),
    )
    op.create_table(
        "nudge_slot",
        sa.Column("nudge", _ID, nullable=False),
        sa.Column("slot", sa.Integer, nullable=False),
        sa.Column("active_since", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["nudge"], ["nudge.id"], name="fk_nudge_slot_nudge"),
        sa.ForeignKeyConstraint(["slot"], ["slot.id"], name="fk_nudge_slot_slot"),
        sa.PrimaryKeyConstraint("nudge", "slot", name="pk_nudge_slot"),
    )
    op.create_index("ix_nudge_slot_slot", "nudge_slot", ["slot"])


def _create_deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("nudge", _ID, nullable=False),
        sa.Column("work_date", sa.Date, nullable=False),
        sa.Column("recipient", _ID, nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("visible_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("state", sa.String(8), server_default="todo", nullable=False),
        sa.Column("token", sa.String(24)),
        sa.Column("claimed_until", _INSTANT),
        sa.Column("begun_at", _INSTANT),
        sa.Column("attempts", sa.SmallInteger, server_default="0", nullable=False),
        sa.Column("reason", sa.String(32), server_default="", nullable=False),
        sa.Column("receipt", sa.Text),
        sa.ForeignKeyConstraint(["nudge"], ["nudge.id"], name="fk_delivery_nudge"),
        sa.PrimaryKeyConstraint("nudge", "work_date", name="pk_delivery"),
    )
    _create_index_where("ix_delivery_todo", "visible_at", "state = 'todo'")
    _create_index_where("ix_delivery_sending", "claimed_until", "state = 'sending'")
    op.create_table(
        "tenant_hold",
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("until", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", name="pk_tenant_hold"),
    )


def _create_index_where(name: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "delivery", [column], sqlite_where=where, postgresql_where=where)
