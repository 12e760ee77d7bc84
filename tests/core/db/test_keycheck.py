"""A wrong master key does not get as far as answering anybody."""

from datetime import datetime

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.storage import SqlStorage
from core.db.tables import key_check
from core.errors import ConfigurationError
from core.people.who import Platform, Who
from core.vault import Vault, new_master_key, parse_master_keys

ANN = Who(Platform.SLACK, "-/T1", "U_ANN")
ONE, OTHER, NEW = (f"{name}:{new_master_key().partition(':')[2]}" for name in ("k1", "k1", "k2"))


def _storage(engine: AsyncEngine, *keys: str) -> SqlStorage:
    return SqlStorage(engine, Vault(parse_master_keys(",".join(keys))))


async def _add_ann(storage: SqlStorage, now: datetime) -> None:
    async with storage.begin() as work:
        await work.people.create(ANN, country="US", language="en", zone=None, now=now)
        await work.commit()


async def test_the_right_key_passes_every_time(engine: AsyncEngine, now: datetime) -> None:
    """At the first start and at later ones."""
    storage = _storage(engine, ONE)
    await storage.check_master_keys()
    await _add_ann(storage, now)
    await storage.check_master_keys()


async def test_a_wrong_key_is_refused_before_anybody_came(engine: AsyncEngine) -> None:
    """The proof of the first start is enough."""
    await _storage(engine, ONE).check_master_keys()
    with pytest.raises(ConfigurationError, match="ENOUGH_MASTER_KEYS: the key k1 is not the one"):
        await _storage(engine, OTHER).check_master_keys()


async def test_a_wrong_key_is_refused_by_what_people_have(engine: AsyncEngine, now: datetime) -> None:
    """Even where the proof is gone."""
    storage = _storage(engine, ONE)
    await storage.check_master_keys()
    await _add_ann(storage, now)
    async with engine.begin() as connection:
        await connection.execute(delete(key_check))
    with pytest.raises(ConfigurationError, match="ENOUGH_MASTER_KEYS: the key k1 is not the one"):
        await _storage(engine, OTHER).check_master_keys()


async def test_a_key_that_people_need_may_not_be_left_out(engine: AsyncEngine, now: datetime) -> None:
    """A new key alone is refused with what to do; behind it, the old one still opens what it wrapped."""
    storage = _storage(engine, ONE)
    await storage.check_master_keys()
    await _add_ann(storage, now)
    with pytest.raises(ConfigurationError, match="ENOUGH_MASTER_KEYS: people are sealed under the key k1"):
        await _storage(engine, NEW).check_master_keys()
    rotated = _storage(engine, NEW, ONE)
    await rotated.check_master_keys()
    async with rotated.begin() as work:
        assert await work.people.find(ANN) is not None


async def test_a_key_that_nobody_needs_may_go(engine: AsyncEngine) -> None:
    """After a rotation, without people under the old one."""
    await _storage(engine, ONE).check_master_keys()
    await _storage(engine, NEW).check_master_keys()
