"""What is left in the database's files after an erase, and how far it can be removed.

**SQLite.** ``secure_delete`` overwrites what is deleted, but not everything that was: the tree copies rows from page to
page as it grows, and the old copy stays in the free part of a page. Measured with 300 people, 600 entries of changing
size and 150 erasures (SQLite 3.40): up to 3 whole wrapped keys and 4 ids stayed. ``VACUUM`` writes every page anew
(4.5 MB in 20 ms) and after it none was found. The old pages are then still in the ``-wal``, until a checkpoint
truncates it; a reader makes that busy, so it is repeated. Units of work wait meanwhile. What the file system or a
backup keeps is out of reach.

**PostgreSQL.** ``VACUUM`` of the two tables that matter (the wrapped key, without which the rest cannot be read, and
the external id) frees their rows' space; the bytes stay in the page until something else is written there, and in the
server's own log and its backups for as long as the operator keeps those. An account that may not VACUUM gets a warning
from the server and the work is left to autovacuum.
"""

import asyncio
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.db.engine import WITHOUT_TRANSACTION
from core.db.errors import is_busy, translated
from core.errors import StorageDown

_PAUSE: Final = 0.05  # seconds between two tries


async def scrub(engine: AsyncEngine, *, bound: float) -> None:
    """Remove what deleted rows left behind, as said above.

    Raises StorageDown when the database cannot be reached, or when another connection kept SQLite's file or log busy
    for *bound* seconds: the rows are gone then, and a later scrub cleans up for this one too.
    """
    postgres = engine.dialect.name == "postgresql"
    with translated():
        async with engine.connect() as connection:
            if postgres:
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                await connection.execute(text("VACUUM person, identity"))
            else:
                await connection.execution_options(**{WITHOUT_TRANSACTION: True})
                await _until_free(connection, bound)


async def _until_free(connection: AsyncConnection, bound: float) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + bound
    steps = [_vacuum, _truncate_log]
    while steps:
        if await steps[0](connection):
            del steps[0]
        elif loop.time() >= end:
            raise StorageDown("another connection keeps the database from being cleaned")
        else:
            await asyncio.sleep(_PAUSE)


async def _vacuum(connection: AsyncConnection) -> bool:
    try:
        await connection.execute(text("VACUUM"))
    except OperationalError as error:
        if is_busy(error):
            return False
        raise
    return True


async def _truncate_log(connection: AsyncConnection) -> bool:
    busy: int = (await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))).scalar_one()
    return not busy
