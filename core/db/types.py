"""Column types: instants that stay aware, and the marker of what is sealed."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware instant, UTC on the way out. SQLite stores it naive, as fixed-width text that sorts by time.

    Refuses a naive value with ValueError: a wall time without a zone is no instant.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "the database takes aware times only"
            raise ValueError(msg)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Nothing is left to do on PostgreSQL: asyncpg decodes to aware UTC, and the outbox reads many thousands."""
        return super().result_processor(dialect, coltype) if dialect.name == "sqlite" else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


class Sealed(TypeDecorator[bytes]):
    """Bytes that came from the vault. Marks a column as closed; a test lists those that are not."""

    impl = LargeBinary
    cache_ok = True
