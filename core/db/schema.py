"""Tells whether a database has the schema this code was written for, without loading Alembic at every start."""

from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.errors import translated

HEAD: Final = "0001"  # the newest revision; a test compares it with the folder


async def is_current(engine: AsyncEngine) -> bool:
    """Tell whether the newest revision is applied. Raises StorageDown."""
    with translated():
        async with engine.connect() as connection:
            return await connection.run_sync(_revision) == HEAD


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision
