"""One transaction: kept on commit, gone otherwise, and never longer than its bound."""

import asyncio
import time
from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.storage import SqlStorage
from core.errors import StorageDown
from core.people.who import Platform, Who
from core.storage import Storage
from core.vault import Vault

ANN = Who(Platform.SLACK, "-/T1", "U_ANN")


async def _create(storage: Storage, now: datetime, *, commit: bool, then: Exception | None = None) -> None:
    async with storage.begin() as work:
        await work.people.create(ANN, country="US", language="en", zone=None, now=now)
        if then:
            raise then
        if commit:
            await work.commit()


async def _is_known(storage: Storage) -> bool:
    async with storage.begin() as work:
        return await work.people.find(ANN) is not None


async def test_what_is_committed_is_kept(storage: SqlStorage, now: datetime) -> None:
    """Another unit of work sees it. (The annotation holds SqlStorage to the protocol.)"""
    await _create(storage, now, commit=True)
    assert await _is_known(storage)


async def test_leaving_without_commit_rolls_back(storage: SqlStorage, now: datetime) -> None:
    """Forgetting to commit keeps nothing."""
    await _create(storage, now, commit=False)
    assert not await _is_known(storage)


async def test_an_error_rolls_back_and_goes_on(storage: SqlStorage, now: datetime) -> None:
    """Whatever goes wrong inside arrives as it is, and nothing is kept."""
    with pytest.raises(LookupError, match="mine"):
        await _create(storage, now, commit=True, then=LookupError("mine"))
    assert not await _is_known(storage)


async def test_a_timeout_of_ones_own_is_not_taken_for_the_databases(storage: SqlStorage, now: datetime) -> None:
    """A TimeoutError or OSError that comes from elsewhere is not called StorageDown."""
    for error in (TimeoutError("mine"), OSError("mine")):
        with pytest.raises(type(error), match="mine"):
            await _create(storage, now, commit=True, then=error)


async def test_a_unit_of_work_has_a_bound(engine: AsyncEngine, vault: Vault, now: datetime) -> None:
    """One that takes too long is rolled back and says so; the next one works."""
    storage = SqlStorage(engine, vault, bound=0.2)

    async def dawdle() -> None:
        async with storage.begin() as work:
            await work.people.create(ANN, country="US", language="en", zone=None, now=now)
            await asyncio.sleep(5)
            await work.commit()

    begun = time.monotonic()
    with pytest.raises(StorageDown):
        await dawdle()
    assert time.monotonic() - begun < 2
    assert not await _is_known(storage)


async def test_a_cancelled_unit_of_work_rolls_back(storage: SqlStorage, now: datetime) -> None:
    """A person who left, or a service that gave up waiting, leaves nothing half-done and no connection behind."""
    inside = asyncio.Event()

    async def wait() -> None:
        async with storage.begin() as work:
            await work.people.create(ANN, country="US", language="en", zone=None, now=now)
            inside.set()
            await asyncio.sleep(5)

    for _ in range(12):  # more often than there are connections
        inside.clear()
        task = asyncio.create_task(wait())
        await inside.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert not await _is_known(storage)
