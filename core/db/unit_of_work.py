"""One transaction and the repositories that work in it."""

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.db.checkins import SqlCheckIns
from core.db.entries import SqlEntries
from core.db.errors import translated
from core.db.follow_ups import SqlFollowUps
from core.db.nudges import SqlNudges
from core.db.people import SqlPeople
from core.db.runs import SqlRuns
from core.db.session import Session
from core.db.sqlite import OneVisitConnection, one_visit_connection
from core.errors import StorageDown
from core.vault import Vault

_CLEANUP: Final = 1.0  # seconds that giving a connection back may take


class SqlUnitOfWork:
    """Implements :class:`core.storage.UnitOfWork`. For one use, by one task, and never inside another.

    Nested, the inner one waits for the outer one's lock, or for SQLite's only connection, until its time is up.

    All of it, from the wait for a connection to the commit, takes *bound* seconds at most; then StorageDown is
    raised. A commit that is cut off then may have happened: what is repeated after it has to be idempotent, as runs
    are by their version and rows by their id.
    """

    people: SqlPeople
    runs: SqlRuns
    entries: SqlEntries
    checkins: SqlCheckIns
    follow_ups: SqlFollowUps
    nudges: SqlNudges

    def __init__(self, engine: AsyncEngine, vault: Vault, *, bound: float) -> None:
        self._vault = vault
        self._connection: AsyncConnection = engine.connect()
        self._bound = bound
        self._driver: OneVisitConnection | None = None

    async def __aenter__(self) -> Self:
        self._deadline = asyncio.timeout(self._bound)
        await self._deadline.__aenter__()
        try:
            with translated():
                await self._connection.start()
                self._driver = one_visit_connection(self._connection)
                if self._driver:
                    self._driver.on_the_spot = True
                await self._connection.begin()
        except BaseException as error:
            await self.__aexit__(type(error), error, error.__traceback__)
            raise
        session = Session(self._connection)
        self.runs = SqlRuns(session, self._vault)
        self.entries = SqlEntries(session, self._vault)
        self.checkins = SqlCheckIns(session, self._vault)
        self.follow_ups = SqlFollowUps(session, self._vault)
        self.nudges = SqlNudges(session)
        self.people = SqlPeople(
            session, self._vault, (self.nudges, self.follow_ups, self.runs, self.entries, self.checkins)
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._deadline.expired():
            self._deadline.reschedule(None)
        try:
            if self._connection.sync_connection is not None:
                await self._give_back()
        finally:
            await self._leave_deadline(kind, error, trace)

    async def commit(self) -> None:
        """Keep what was done. Raises StorageDown."""
        with translated():
            await self._connection.commit()

    async def _give_back(self) -> None:
        if self._driver:
            self._driver.on_the_spot = False
        # A connection that cannot be given back in time is thrown away, and rolls back with it.
        with suppress(DBAPIError, OSError, TimeoutError):
            async with asyncio.timeout(_CLEANUP):
                await self._connection.close()

    async def _leave_deadline(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._deadline.__aexit__(kind, error, trace)
        except TimeoutError:
            raise StorageDown("the database did not answer in time") from None
