"""Makes the engine. SQLite unless told otherwise; PostgreSQL when several processes share the work."""

from typing import Any, Final

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

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
    if "sslmode" in url.query:  # libpq's word, which hosting services put in; asyncpg's is ssl, with the same values
        url = url.set(query={"ssl" if key == "sslmode" else key: value for key, value in url.query.items()})
    return url


def make_engine(text: str, *, bound: float = BOUND) -> AsyncEngine:
    """Return an engine for ``DATABASE_URL``. Connects to nothing yet; ``await engine.dispose()`` at the end.

    SQLite has one connection: its transactions exclude one another anyway (``BEGIN IMMEDIATE``), and here they queue
    in turn and can be cancelled while they wait, where SQLite's own lock sleeps in a thread. PostgreSQL has 5, and 5
    more at peaks.
    """
    url = database_url(text)
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(
            url,
            hide_parameters=True,
            pool_size=1,
            max_overflow=0,
            pool_timeout=bound,
            # The driver begins nothing by itself; the event below does, so that the lock is taken before the first
            # read and a transaction cannot find half-way that somebody else is writing.
            connect_args={"isolation_level": None, "timeout": bound},
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_immediate)
        return engine
    return create_async_engine(
        url,
        hide_parameters=True,
        pool_size=5,
        max_overflow=5,
        pool_timeout=bound,
        pool_pre_ping=True,
        connect_args={"timeout": bound, "command_timeout": bound, "server_settings": {"application_name": "enough"}},
    )


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor: Any = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    if not connection.get_execution_options().get(WITHOUT_TRANSACTION):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
