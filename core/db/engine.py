"""Makes the engine. SQLite unless told otherwise; PostgreSQL when several processes share the work."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import await_only

from core.db.errors import is_busy
from core.db.sqlite import connect
from core.errors import ConfigurationError

WITHOUT_TRANSACTION: Final = "enough_without_transaction"  # an execution option: SQLite's VACUUM stands alone
BOUND: Final = 5.0  # seconds a unit of work may take, and that a lock, a connection or a statement is waited for
_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_LOCK_WAIT: Final = 0.02  # seconds between two tries to take SQLite's lock
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
)


def database_url(text: str) -> URL:
    """Read ``DATABASE_URL`` and put in the driver.

    Raises ConfigurationError, which names the variable and repeats nothing of *text*: it may hold a password.
    """
    advice = "Use sqlite:///path/to/enough.db or postgresql://user:password@host/name."
    try:
        url = make_url(text)
    except ArgumentError:
        raise ConfigurationError(f"DATABASE_URL is malformed. {advice}") from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise ConfigurationError(f"DATABASE_URL names a database that Enough does not use. {advice}")
    url = url.set(drivername=driver)
    if driver.startswith("sqlite") and url.database in {None, "", ":memory:"}:
        raise ConfigurationError(f"DATABASE_URL names no file. {advice}")
    if driver.startswith("sqlite") and not Path(str(url.database)).parent.is_dir():
        raise ConfigurationError("DATABASE_URL names a file in a folder that does not exist. Make the folder first.")
    if "sslmode" in url.query:  # libpq's word, which hosting services put in; asyncpg's is ssl, with the same values
        url = url.set(query={"ssl" if key == "sslmode" else key: value for key, value in url.query.items()})
    return url


def make_engine(text: str, *, bound: float = BOUND) -> AsyncEngine:
    """Return an engine for ``DATABASE_URL``. Connects to nothing yet; ``await engine.dispose()`` at the end.

    SQLite has one connection: its transactions exclude one another anyway (``BEGIN IMMEDIATE``), and here they queue
    in turn. PostgreSQL has 5, and 5 more at peaks. *bound* is in seconds: how long a connection, a lock and (on
    PostgreSQL) a statement is waited for.
    """
    url = database_url(text)
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(
            url,
            hide_parameters=True,
            pool_size=1,
            max_overflow=0,
            pool_timeout=bound,
            pool_reset_on_return=None,  # a unit of work has ended its transaction by then
            # The driver begins nothing by itself; the event below does, so that the lock is taken before the first
            # read and a transaction cannot find half-way that somebody else is writing.
            connect_args={"isolation_level": None, "timeout": 0, "async_creator_fn": connect},
        )
        event.listen(engine.sync_engine, "connect", partial(_prepare_sqlite, bound=bound))
        event.listen(engine.sync_engine, "begin", partial(_begin_immediate, bound=bound))
        return engine
    from core.db.postgres import ImpatientConnection  # with SQLite alone, the driver need not be there

    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=5,
        max_overflow=5,
        pool_timeout=bound,
        pool_pre_ping=True,
        connect_args={
            "connection_class": ImpatientConnection,
            "timeout": bound,
            "command_timeout": bound,
            "server_settings": {"application_name": "enough"},
        },
    )
    event.listen(engine.sync_engine, "connect", _prefer_indexes)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry, *, bound: float) -> None:
    cursor: Any = connection.cursor()
    for pragma in _PRAGMAS:
        _until_free(partial(cursor.execute, pragma), bound)
    cursor.close()


def _prefer_indexes(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Let the planner read what is due in the order of its index. By the cost that PostgreSQL assumes for a disk of
    turning plates it would rather sort everything that is due, for each claim again. Not at connecting (as
    ``server_settings``): a pooler in between refuses settings that it does not know."""
    cursor: Any = connection.cursor()
    cursor.execute("SET random_page_cost = 1.1")
    cursor.close()
    connection.commit()


def _begin_immediate(connection: Connection, *, bound: float) -> None:
    if not connection.get_execution_options().get(WITHOUT_TRANSACTION):
        _until_free(partial(connection.exec_driver_sql, "BEGIN IMMEDIATE"), bound)


def _until_free(take: Callable[[], object], bound: float) -> None:
    """Call *take* until no other process holds the lock it needs; give up after *bound* seconds.

    SQLite's own wait (``busy_timeout``) sleeps in the thread and cannot be cancelled: an answer that gave up on the
    database after 0.8 s would hang until it ends, and everybody else with it. So it is off, and repeated from here.
    """
    end = time.monotonic() + bound
    while True:
        try:
            take()
        except (OperationalError, sqlite3.OperationalError) as error:
            if not is_busy(error) or time.monotonic() >= end:
                raise
            await_only(asyncio.sleep(_LOCK_WAIT))
        else:
            return
