"""Two people, and a way to do one thing in a unit of work of its own."""

from datetime import datetime

import pytest

from core.db.storage import SqlStorage
from core.people.who import Platform, Who
from core.storage import Owner

ANN = Who(Platform.SLACK, "-/T1", "U_ANN")
BEN = Who(Platform.DISCORD, "4242", "5151")


async def _create(storage: SqlStorage, who: Who, now: datetime) -> Owner:
    async with storage.begin() as work:
        owner = await work.people.create(who, country="US", language="en", zone="America/New_York", now=now)
        await work.commit()
    return owner


@pytest.fixture
async def ann(storage: SqlStorage, now: datetime) -> Owner:
    """A person on Slack."""
    return await _create(storage, ANN, now)


@pytest.fixture
async def ben(storage: SqlStorage, now: datetime) -> Owner:
    """Another person, on Discord."""
    return await _create(storage, BEN, now)


@pytest.fixture
def ann_who() -> Who:
    """How Slack names Ann."""
    return ANN


@pytest.fixture
def ben_who() -> Who:
    """How Discord names Ben."""
    return BEN
