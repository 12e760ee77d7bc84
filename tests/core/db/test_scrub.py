"""After an erase and a scrub, nothing of the person is left in the database's files."""

import asyncio
import random
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.storage import SqlStorage
from core.errors import StorageDown
from core.ids import new_id
from core.people.who import Platform, Who
from core.private import Private
from core.storage import Entry, Owner, Run
from core.vault import DataKey, MasterKeys, Place, Vault

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PEOPLE = 300


class RecordingVault(Vault):
    """A vault that keeps every ciphertext and wrapped key it ever made, by person."""

    def __init__(self, master: MasterKeys) -> None:
        super().__init__(master)
        self.made: dict[str, list[bytes]] = {}

    def seal(self, key: DataKey, place: Place, value: Private[bytes]) -> bytes:
        sealed = super().seal(key, place, value)
        self.made.setdefault(place.person, []).append(sealed)
        return sealed

    def new_data_key(self, person_id: str) -> tuple[DataKey, bytes, str]:
        key, wrapped, master_key_id = super().new_data_key(person_id)
        self.made.setdefault(person_id, []).append(wrapped)
        return key, wrapped, master_key_id


async def _use(storage: SqlStorage, now: datetime, chance: random.Random) -> dict[Who, Owner]:
    """Have many people write in turn, in changing sizes: the worst for a B-tree, which then moves rows about."""
    people: dict[Who, Owner] = {}
    names = [Who(Platform.SLACK, "-/T1", f"U{chance.randrange(10**12):012d}") for _ in range(PEOPLE)]
    async with storage.begin() as work:
        for who in names:
            now += timedelta(minutes=1)
            people[who] = await work.people.create(who, country="US", language="en", zone=None, now=now)
            await work.runs.add(people[who], Run(new_id(now), 0, now, Private({})))
        await work.commit()
    for _ in range(2):
        async with storage.begin() as work:
            for who, owner in people.items():
                now += timedelta(minutes=1)
                words = Private({"words": "x" * chance.choice([10, 300, 900])})
                people[who] = await work.people.save_private(owner, words)
                await work.entries.add(owner, Entry(new_id(now), now, "closing", words))
            await work.commit()
    return people


def _pieces(value: bytes) -> Iterator[bytes]:
    """Yield the whole of an id; of a ciphertext 24 bytes out of every 200, since a long one is not in one place."""
    if len(value) < 24:
        yield value
    for start in range(0, len(value) - 23, 200):
        yield value[start : start + 24]


@on_sqlite
async def test_nothing_of_an_erased_person_stays_in_the_files(
    engine: AsyncEngine, master_keys: MasterKeys, now: datetime
) -> None:
    """No ciphertext they ever had, nor their wrapped key, nor their ids; what others wrote still opens."""
    vault = RecordingVault(master_keys)
    storage = SqlStorage(engine, vault, bound=60)
    chance = random.Random(2)
    people = await _use(storage, now, chance)
    erased = dict(chance.sample(sorted(people.items(), key=lambda item: item[1].id), PEOPLE // 2))
    async with storage.begin() as work:
        for owner in erased.values():
            await work.people.forget(owner)
        await work.commit()
    await storage.scrub()

    folder = Path(str(engine.url.database)).parent
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    left: set[str] = set()
    for who, owner in erased.items():
        values = [*vault.made[owner.id], who.external_id.encode(), owner.id.encode()]
        left |= {name for name in files for value in values for piece in _pieces(value) if piece in files[name]}
    assert left == set()

    kept = next(owner for who, owner in people.items() if who not in erased)
    assert any(kept.id.encode() in content for content in files.values()), "looked into the wrong files"
    async with storage.begin() as work:
        assert len(await work.entries.newest(kept, offset=0, limit=99)) == 2


@on_sqlite
async def test_a_reader_holds_up_the_scrub_and_then_it_is_done(storage: SqlStorage, engine: AsyncEngine) -> None:
    """The log is cut as soon as the reader of another process is through."""
    path = Path(str(engine.url.database))
    reader = sqlite3.connect(path, isolation_level=None)
    async with storage.begin() as work:
        await work.commit()
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM person").fetchone()
    scrubbing = asyncio.create_task(storage.scrub())
    await asyncio.sleep(0.2)
    assert not scrubbing.done()
    reader.execute("COMMIT")
    await scrubbing
    assert path.with_name(path.name + "-wal").stat().st_size == 0
    reader.close()


@on_sqlite
async def test_a_writer_holds_up_the_scrub_and_then_it_is_done(storage: SqlStorage, engine: AsyncEngine) -> None:
    """A unit of work of another process is waited for."""
    writer = sqlite3.connect(str(engine.url.database), isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    scrubbing = asyncio.create_task(storage.scrub())
    await asyncio.sleep(0.2)
    assert not scrubbing.done()
    writer.execute("COMMIT")
    await scrubbing
    writer.close()


@on_sqlite
async def test_a_reader_that_stays_is_reported(engine: AsyncEngine, vault: Vault) -> None:
    """Not done in time is said, not passed over."""
    storage = SqlStorage(engine, vault, bound=0.1)
    reader = sqlite3.connect(str(engine.url.database), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM person").fetchone()
    with pytest.raises(StorageDown):
        await storage.scrub()
    reader.close()


async def test_a_scrub_leaves_the_database_in_use(storage: SqlStorage, now: datetime) -> None:
    """On each engine people can be made, erased and made again around it."""
    who = Who(Platform.SLACK, "-/T1", "U_ANN")
    for _ in range(2):
        async with storage.begin() as work:
            owner = await work.people.create(who, country="US", language="en", zone=None, now=now)
            await work.commit()
        async with storage.begin() as work:
            await work.people.forget(owner)
            await work.commit()
        await storage.scrub()
    async with storage.begin() as work:
        assert await work.people.find(who) is None
