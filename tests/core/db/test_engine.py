"""The engine: which database a URL means, how SQLite is kept, and what is said when the database is away."""

import asyncio
import socket
import sqlite3
import time
import traceback
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.engine import database_url as parse
from core.db.engine import make_engine
from core.db.storage import SqlStorage
from core.errors import ConfigurationError, StorageDown
from core.ids import new_id
from core.people.who import Platform, Who
from core.private import Private
from core.storage import Entry, Owner
from core.vault import Vault

SOMEBODY = Who(Platform.SLACK, "-/T1", "U_CANARY")
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("text", "driver"),
    [
        ("sqlite:///enough.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:////enough.db", "sqlite+aiosqlite"),
        ("postgres://u:p@db/enough", "postgresql+asyncpg"),
        ("postgresql://u:p@db/enough", "postgresql+asyncpg"),
        ("postgresql+asyncpg://u:p@db/enough", "postgresql+asyncpg"),
    ],
)
def test_the_driver_is_put_in(text: str, driver: str) -> None:
    """The forms that hosting services hand out work as they are."""
    assert parse(text).drivername == driver


def test_ssl_is_asked_for_in_the_drivers_word() -> None:
    """libpq's sslmode, which is in most hosted URLs, is asyncpg's ssl."""
    assert dict(parse("postgres://u:p@db/enough?sslmode=require").query) == {"ssl": "require"}


@pytest.mark.parametrize("text", ["", "secret", "mysql://u:secret@db/x", "sqlite://", "sqlite:///:memory:"])
def test_a_url_that_cannot_be_used_is_explained(text: str) -> None:
    """One line names the variable and the accepted forms, and repeats no password."""
    with pytest.raises(ConfigurationError, match=r"DATABASE_URL.*sqlite:///.*postgresql://") as caught:
        parse(text)
    assert "secret" not in str(caught.value)


def test_a_file_in_no_folder_is_explained(tmp_path: Path) -> None:
    """A mistyped path is said at the start, not at the first answer."""
    with pytest.raises(ConfigurationError, match=r"DATABASE_URL.*folder that does not exist"):
        make_engine(f"sqlite:///{tmp_path}/nowhere/enough.db")


@on_sqlite
async def test_sqlite_is_kept_safe(engine: AsyncEngine) -> None:
    """Every connection has the pragmas that durability, links and erasing rest on."""
    async with engine.connect() as connection:
        values = [
            (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        ]
    assert values == ["wal", 2, 1, 1]


@on_sqlite
async def test_a_transaction_takes_the_lock_before_it_reads(storage: SqlStorage, engine: AsyncEngine) -> None:
    """So that none finds half-way that somebody else is writing."""
    other = sqlite3.connect(str(engine.url.database), isolation_level=None, timeout=0)
    async with storage.begin():
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


@on_sqlite
async def test_a_locked_file_is_waited_for(storage: SqlStorage, engine: AsyncEngine) -> None:
    """Another process that writes for a moment disturbs nobody."""
    other = sqlite3.connect(str(engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def look() -> None:
        async with storage.begin() as work:
            assert await work.people.find(SOMEBODY) is None

    looking = asyncio.create_task(look())
    await asyncio.sleep(0.1)
    assert not looking.done()
    other.execute("COMMIT")
    await looking
    other.close()


@on_sqlite
async def test_a_file_that_stays_locked_is_storage_down(database_url: str, vault: Vault) -> None:
    """Said in time, and without a value that was bound."""
    engine = make_engine(database_url, bound=0.2)
    storage = SqlStorage(engine, vault, bound=9)
    other = sqlite3.connect(str(engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    with pytest.raises(StorageDown) as caught:
        await _find(storage)
    assert time.monotonic() - begun < 2
    _holds_no_value(caught.value)
    other.close()
    await engine.dispose()


@on_sqlite
async def test_who_gives_up_on_a_locked_file_is_free_at_once(storage: SqlStorage, engine: AsyncEngine) -> None:
    """An answer that does not need the database is not held up by its cleaning up."""
    other = sqlite3.connect(str(engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await _find(storage)
    assert time.monotonic() - begun < 1
    other.close()


async def test_an_unreachable_server_is_storage_down(vault: Vault) -> None:
    """Nobody listens: said at once, without the password."""
    engine = make_engine("postgres://enough:U_CANARY@127.0.0.1:1/enough")
    with pytest.raises(StorageDown) as caught:
        await _find(SqlStorage(engine, vault))
    _holds_no_value(caught.value)
    await engine.dispose()


async def test_a_server_that_never_answers_is_storage_down(vault: Vault) -> None:
    """The connection is accepted and nothing comes: the bound ends it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        engine = make_engine(f"postgres://enough:U_CANARY@127.0.0.1:{server.getsockname()[1]}/enough?ssl=disable")
        with pytest.raises(StorageDown) as caught:
            await _find(SqlStorage(engine, vault, bound=0.2))
        _holds_no_value(caught.value)
        await engine.dispose()


async def test_a_connection_that_the_server_cut_is_storage_down_once(postgres_url: str, vault: Vault) -> None:
    """The unit of work that was under way is lost; the next one finds a new connection."""
    engine = make_engine(postgres_url)
    storage, other = SqlStorage(engine, vault), make_engine(postgres_url)
    with pytest.raises(StorageDown) as caught:
        await _find_after_cut(storage, other)
    _holds_no_value(caught.value)
    await _find(storage)
    await engine.dispose()
    await other.dispose()


async def test_a_row_that_stays_locked_is_storage_down(postgres_url: str, vault: Vault, now: datetime) -> None:
    """PostgreSQL's way of being locked: each statement has the engine's bound, and the wait leaves nothing behind."""
    engine = make_engine(postgres_url, bound=0.3)
    storage = SqlStorage(engine, vault, bound=9)
    async with storage.begin() as work:
        owner = await work.people.create(SOMEBODY, country="US", language="en", zone=None, now=now)
        await work.commit()
    async with storage.begin() as work:
        await work.people.save_private(owner, Private({}))
        with pytest.raises(StorageDown) as caught:
            await _erase(storage, owner)
        await work.commit()
    _holds_no_value(caught.value)
    await _erase(storage, owner)
    await engine.dispose()


async def test_an_id_given_twice_is_a_bug_not_an_outage(storage: SqlStorage, now: datetime) -> None:
    """What is our own mistake is not called StorageDown, nor told to try again."""
    entry = Entry(new_id(now), now, "closing", Private({}))
    async with storage.begin() as work:
        owner = await work.people.create(SOMEBODY, country="US", language="en", zone=None, now=now)
        await work.entries.add(owner, entry)
        with pytest.raises(IntegrityError):
            await work.entries.add(owner, entry)


async def _erase(storage: SqlStorage, owner: Owner) -> None:
    async with storage.begin() as work:
        await work.people.forget(owner)
        await work.commit()


async def _find(storage: SqlStorage) -> None:
    async with storage.begin() as work:
        await work.people.find(SOMEBODY)


async def _find_after_cut(storage: SqlStorage, other: AsyncEngine) -> None:
    async with storage.begin() as work:
        await work.people.find(SOMEBODY)
        async with other.connect() as connection:
            await connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                     " WHERE datname = current_database() AND pid <> pg_backend_pid()")
            )  # fmt: skip
        await work.people.find(SOMEBODY)


def _holds_no_value(error: BaseException) -> None:
    assert "U_CANARY" not in "".join(traceback.format_exception(error))
