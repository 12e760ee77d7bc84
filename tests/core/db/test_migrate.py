"""Migrations give what the tables say, on both engines."""

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.engine import make_engine
from core.db.migrate import HEAD, is_current, upgrade
from core.db.tables import metadata
from core.errors import ConfigurationError, StorageDown


async def test_a_migrated_database_is_what_the_tables_say(engine: AsyncEngine) -> None:
    """No table, column, type, index or constraint differs."""

    def compare(connection: Connection) -> list[object]:
        # Alembic takes SQLite's '' for another default than ''.
        defaults = connection.dialect.name == "postgresql"
        context = MigrationContext.configure(connection, opts={"compare_server_default": defaults})
        return list(compare_metadata(context, metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(compare) == []


async def test_an_empty_database_is_not_current(tmp_path: Path) -> None:
    """Before the first migration, and after one of a newer version too."""
    url = f"sqlite:///{tmp_path}/new.db"
    assert not await is_current(url)
    await upgrade(url)
    assert await is_current(url)
    engine = make_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'newer'"))
    await engine.dispose()
    assert not await is_current(url)


async def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    """Also from two processes at once."""
    await asyncio.gather(upgrade(database_url), upgrade(database_url))
    assert await is_current(database_url)


async def test_two_may_create_everything_at_once(tmp_path: Path, postgres_url: str) -> None:
    """They take turns; neither finds a table that exists already."""
    fresh = make_engine(postgres_url)
    async with fresh.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await fresh.dispose()
    for url in (f"sqlite:///{tmp_path}/new.db", postgres_url):
        await asyncio.gather(upgrade(url), upgrade(url))
        assert await is_current(url)


def test_the_head_is_the_newest_revision() -> None:
    """The constant that saves loading Alembic at every start follows the folder; there is one head."""
    folder = ScriptDirectory(str(Path(__file__).parents[3] / "core/db/migrations"))
    assert folder.get_heads() == [HEAD]


async def test_an_upgrade_of_nothing_says_so() -> None:
    """A server that is not there, and a URL that is none."""
    with pytest.raises(StorageDown):
        await upgrade("postgres://u:p@127.0.0.1:1/enough")
    with pytest.raises(ConfigurationError):
        await upgrade("nothing")
