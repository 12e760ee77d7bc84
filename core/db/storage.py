"""Where units of work come from, and what concerns the database as a whole."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.engine import BOUND
from core.db.keycheck import check_master_keys
from core.db.scrub import scrub
from core.db.sweep import pages_of_due, sweep
from core.db.unit_of_work import SqlUnitOfWork
from core.storage import Json, Owner, UnitOfWork
from core.vault import Vault


class SqlStorage:
    """Implements :class:`core.storage.Storage`. The engine stays its maker's, who disposes of it."""

    def __init__(self, engine: AsyncEngine, vault: Vault, *, bound: float = BOUND) -> None:
        self._engine = engine
        self._vault = vault
        self._bound = bound

    def begin(self) -> SqlUnitOfWork:
        """Return a unit of work of *bound* seconds at most, as :class:`~core.db.unit_of_work.SqlUnitOfWork` says."""
        return SqlUnitOfWork(self._engine, self._vault, bound=self._bound)

    async def sweep(self, change: Callable[[Json], Json]) -> int:
        """See :func:`core.db.sweep.sweep`. Raises StorageDown."""
        return await sweep(self._engine, self._vault, change)

    async def renew(
        self, is_due: Callable[[Owner], bool], renew: Callable[[UnitOfWork, Owner], Awaitable[None]]
    ) -> int:
        """See :meth:`core.storage.Storage.renew`. Raises StorageDown; what was done by then stays done."""
        renewed = 0
        async for ids in pages_of_due(self._engine, self._vault, is_due):
            for each in ids:
                async with self.begin() as work:
                    owner = await work.people.lock(each)
                    if owner is not None and is_due(owner):
                        await renew(work, owner)
                        await work.commit()
                        renewed += 1
                await asyncio.sleep(0)  # on SQLite a unit of work waits for nothing: let others go on
        return renewed

    async def scrub(self) -> None:
        """Remove what erased rows left in the files: see :mod:`core.db.scrub`. Raises StorageDown.

        It may take longer than an interaction waits (SQLite writes its whole file anew), so it runs after the answer.
        """
        await scrub(self._engine, bound=self._bound)

    async def check_master_keys(self) -> None:
        """Raises ConfigurationError for master keys that this database was not sealed with; StorageDown.

        Called once at the start, after the migration and before anybody is answered.
        """
        await check_master_keys(self._engine, self._vault)
