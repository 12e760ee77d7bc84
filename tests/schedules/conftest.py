"""The world of the outbox, on each database."""

from collections.abc import AsyncIterator

import pytest

from core.db.engine import make_engine
from tests.support.world import World


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """A world at Monday 16:45 in Lisbon, on each database."""
    engine = make_engine(database_url)
    yield World(engine, database_url)
    await engine.dispose()
