"""What repositories execute through: one connection inside one transaction."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Executable, Insert, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from core.db.errors import translated
from core.db.tables import person
from core.errors import BadToken
from core.storage import Owner

_LOCK = select(person.c.id).where(person.c.id == bindparam("owner")).with_for_update()


class Session:
    """Runs statements. Raises StorageDown as :mod:`core.db.errors` says."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def execute(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> CursorResult[Any]:
        """Run one statement; *parameters* are its bound values by name, or the values of an insert by column."""
        with translated():
            return await self._connection.execute(statement, parameters)

    def insert_new(self, table: Table) -> Insert:
        """Return an insert that does nothing where such a row exists; its ``rowcount`` tells."""
        if self._connection.dialect.name == "postgresql":
            return postgresql.insert(table).on_conflict_do_nothing()
        return sqlite.insert(table).on_conflict_do_nothing()

    async def lock(self, owner: Owner) -> None:
        """Make other units of work that write to this person wait. Raises BadToken for a person who was erased.

        On PostgreSQL the row's lock also holds up every insert of a row that points at the person; on SQLite the
        transaction excludes all others as it is.
        """
        found = await self.execute(_LOCK, {"owner": owner.id})
        if found.first() is None:
            raise BadToken("this person was erased")
