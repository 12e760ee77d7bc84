"""Databases on PostgreSQL for tests: one that a test is done with is emptied and given to the next.

To make one costs the server a tenth of a second of computing, since it copies its whole catalogue; to empty one costs
next to nothing. What comes out is the same: no rows, counters at their start, no connection of anybody else.
"""

import asyncpg  # type: ignore[import-untyped]  # ships no types
from sqlalchemy.engine import make_url

from core.db.tables import metadata

_MOST_BYTES = 2_000_000  # of tables: more than that was a big test, and leaves behind what a planner would see
_EMPTY = "; ".join(str(table.delete()) for table in reversed(metadata.sorted_tables))
_CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> $1"
_SIZE = "SELECT coalesce(sum(pg_relation_size(oid)), 0) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
_COUNTERS = "SELECT setval(format('%I.%I', schemaname, sequencename), start_value, false) FROM pg_sequences"
# All that a migration can make, as one text.
_SHAPE = """
SELECT string_agg(said, E'\n' ORDER BY said) FROM (
    SELECT format('%s %s %s %s', table_name, column_name, data_type, is_nullable) FROM information_schema.columns
    WHERE table_schema = 'public'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT format('%s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT version_num FROM alembic_version
) AS shape (said)
"""


class Databases:
    """Empty databases on *server*, copies of *template*."""

    def __init__(self, server: str, template: str) -> None:
        self._server = server
        self._template = template
        self._shape: str | None = None
        self._free: list[str] = []
        self._made = 0

    async def take(self) -> str:
        """Return the URL of an empty one, which nobody else has."""
        if self._free:
            return self._free.pop()
        self._made += 1
        name = f"{self._template}_{self._made}"
        await execute(self._server, f"CREATE DATABASE {name} TEMPLATE {self._template}")
        url = named(self._server, name)
        if self._shape is None:
            connection = await asyncpg.connect(url)
            self._shape = await connection.fetchval(_SHAPE)
            await connection.close()
        return url

    async def give_back(self, url: str) -> None:
        """Take back what was taken; one that is not as it was made, or grew, goes."""
        if await self._is_emptied(url):
            self._free.append(url)
        else:
            await self._drop(url)

    async def close(self) -> None:
        """Drop all that were given back."""
        for url in self._free:
            await self._drop(url)
        self._free.clear()

    async def _is_emptied(self, url: str) -> bool:
        try:
            connection = await asyncpg.connect(url)
        except asyncpg.PostgresError:  # it is gone
            return False
        try:
            await connection.execute("SET statement_timeout = '5s'")
            await connection.execute(_CUT.replace("$1", str(connection.get_server_pid())))
            if await connection.fetchval(_SIZE) > _MOST_BYTES or await connection.fetchval(_SHAPE) != self._shape:
                return False
            await connection.execute(f"BEGIN; {_EMPTY}; {_COUNTERS}; COMMIT")
        except asyncpg.PostgresError:  # a table is gone
            return False
        finally:
            await connection.close()
        return True

    async def _drop(self, url: str) -> None:
        await execute(self._server, f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")


def named(server: str, database: str) -> str:
    """Return the URL of *database* on *server*."""
    return make_url(server).set(database=database).render_as_string(hide_password=False)


async def execute(server: str, *statements: str) -> None:
    """Run *statements*, each in a transaction of its own."""
    connection = await asyncpg.connect(server)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
