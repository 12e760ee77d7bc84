"""What is left in the database's files after an erase, and how far it can be removed.

**SQLite.** ``secure_delete`` overwrites what is deleted, but not everything that was: measured with 120 people, 3,600
writes and 60 erasures, one run in two left a whole ciphertext or id in the free part of a page, copied there when the
tree was rebalanced. ``VACUUM`` writes every page anew (4.5 MB in 20 ms), and after it none was found. The old pages
are then still in the ``-wal``, until a checkpoint that truncates it; a reader makes that busy, so it is repeated.
Other processes' units of work wait meanwhile. What the file system or a backup keeps is out of reach.

**PostgreSQL.** ``VACUUM`` of the two tables that matter (the wrapped key, without which the rest cannot be read, and
the external id) frees their rows' space; the bytes stay in the page until something else is written there, and in the
server's own log and its backups for as long as the operator keeps those. An account that may not VACUUM gets a warning
from the server and the work is left to autovacuum.
"""

import asyncio
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.db.engine import WITHOUT_TRANSACTION
from core.db.errors import translated
from core.errors import StorageDown

_PAUSE: Final = 0.05  # seconds between two tries to truncate the log


async def scrub(engine: AsyncEngine, *, bound: float) -> None:
    """Remove what deleted rows left behind, as said above.

    Raises StorageDown when the database cannot be reached, or when a reader kept SQLite's log for *bound* seconds:
    the rows are gone then, and a later scrub cleans up for this one too.
    """
    postgres = engine.dialect.name == "postgresql"
    with translated():
        async with engine.connect() as connection:
            if postgres:
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                await connection.execute(text("VACUUM person, identity"))
            else:
                await connection.execution_options(**{WITHOUT_TRANSACTION: True})
                await connection.execute(text("VACUUM"))
                await _truncate_log(connection, bound)


async def _truncate_log(connection: AsyncConnection, bound: float) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + bound
    while True:
        busy = (await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))).scalar_one()
        if not busy:
            return
        if loop.time() >= end:
            raise StorageDown("a reader keeps the database's log from being cut")
        await asyncio.sleep(_PAUSE)
