"""A connection to SQLite that hands over to its thread where that is worth it.

aiosqlite runs every call in a thread of its own, and SQLAlchemy makes four calls a statement: make a cursor, execute,
fetch, close. Each hand-over costs some 60 µs of processor time, and they were more than half of what a check-in cost
(2.4 ms; 1.1 ms with one a statement, 0.8 ms with none: ``make bench`` has what is left). So the four are one visit
here, and a unit of work, whose statements touch a few rows of one person, makes its visits on the spot: they take
less time than the hand-over. Waiting for the disk is the thread's: every commit, and all that the outbox and the
clean-up do, which may touch thousands of rows.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

import aiosqlite
from sqlalchemy.ext.asyncio import AsyncConnection

_ITER_CHUNK = 64  # of aiosqlite's own cursors, which nothing uses here


class OneVisitConnection(aiosqlite.Connection):
    """What ``aiosqlite.connect`` returns, with cursors of one visit. Made by :func:`connect`.

    While ``on_the_spot`` is set, statements run in the thread that asks. One task uses a connection at a time.
    """

    on_the_spot = False

    def cursor(self) -> "OneVisitCursor":  # type: ignore[override]  # SQLAlchemy enters it, and never awaits it
        return OneVisitCursor(self)


class OneVisitCursor:
    """The part of an asynchronous cursor that SQLAlchemy uses."""

    def __init__(self, connection: OneVisitConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> "OneVisitCursor":
        return self

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> None:
        await self._run("execute", operation, parameters)

    async def executemany(self, operation: str, parameters: Sequence[Sequence[Any]]) -> None:
        await self._run("executemany", operation, parameters)

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open between visits."""

    async def _run(self, *call: Any) -> None:
        if self._connection.on_the_spot:
            self._visit(*call)
        else:
            await self._connection._execute(self._visit, *call)  # type: ignore[no-untyped-call]  # noqa: SLF001

    def _visit(self, method: str, operation: str, parameters: Any) -> None:
        cursor = self._connection._conn.cursor()  # noqa: SLF001
        try:
            getattr(cursor, method)(operation, parameters)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


def connect(database: str, **options: Any) -> OneVisitConnection:
    """Return a connection to await; *options* are those of ``sqlite3.connect``."""
    connection = OneVisitConnection(lambda: sqlite3.connect(database, **options), _ITER_CHUNK)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does it: a process that dies does not wait for it
    return connection


def one_visit_connection(connection: AsyncConnection) -> OneVisitConnection | None:
    """Return the driver's connection under *connection*, which was started; None on another database."""
    started = connection.sync_connection
    driver = started.connection.driver_connection if started is not None else None
    return driver if isinstance(driver, OneVisitConnection) else None
