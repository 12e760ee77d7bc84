"""Entries and check-ins, as core.storage promises them, on every database."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.storage import SqlStorage
from core.errors import BadToken
from core.ids import new_id
from core.private import Private
from core.storage import CheckIn, Entry, Owner
from core.vault import DataKey, MasterKeys, Place, Vault


def _entries(now: datetime, count: int) -> list[Entry]:
    times = [now + timedelta(minutes=number) for number in range(count)]
    return [Entry(new_id(at), at, "closing", Private({"n": number})) for number, at in enumerate(times)]


async def test_entries_come_newest_first_in_pages(storage: SqlStorage, ann: Owner, ben: Owner, now: datetime) -> None:
    """Pages follow each other without a gap or a double, and hold the owner's entries alone."""
    entries = _entries(now, 7)
    async with storage.begin() as work:
        for entry in entries:
            await work.entries.add(ann, entry)
        await work.entries.add(ben, _entries(now, 1)[0])
        await work.commit()
    async with storage.begin() as work:
        pages = [await work.entries.newest(ann, offset=offset, limit=3) for offset in (0, 3, 6, 9)]
        assert [entry for page in pages for entry in page] == entries[::-1]
        assert [len(page) for page in pages] == [3, 3, 1, 0]
        assert (await work.entries.count(ann), await work.entries.count(ben)) == (7, 1)


async def test_entries_of_one_instant_keep_one_order(storage: SqlStorage, ann: Owner, now: datetime) -> None:
    """Two entries of the same moment do not change places between pages."""
    entries = [Entry(new_id(now), now, "closing", Private({"n": number})) for number in range(4)]
    async with storage.begin() as work:
        for entry in entries:
            await work.entries.add(ann, entry)
        pages = [await work.entries.newest(ann, offset=offset, limit=1) for offset in range(4)]
    assert {page[0].id for page in pages} == {entry.id for entry in entries}


async def test_an_entry_of_another_person_does_not_exist(
    storage: SqlStorage, ann: Owner, ben: Owner, now: datetime
) -> None:
    """Neither read nor deleted by anybody but its owner."""
    entry = _entries(now, 1)[0]
    async with storage.begin() as work:
        await work.entries.add(ann, entry)
        with pytest.raises(BadToken):
            await work.entries.get(ben, entry.id)
        assert not await work.entries.delete(ben, entry.id)
        assert await work.entries.get(ann, entry.id) == entry


async def test_an_entry_is_deleted_once(storage: SqlStorage, ann: Owner, now: datetime) -> None:
    """Deleting tells whether there was something to delete."""
    entry = _entries(now, 1)[0]
    async with storage.begin() as work:
        await work.entries.add(ann, entry)
        assert await work.entries.delete(ann, entry.id)
        assert not await work.entries.delete(ann, entry.id)
        with pytest.raises(BadToken):
            await work.entries.get(ann, entry.id)


class CountingVault(Vault):
    """A vault that counts what it opens."""

    opened = 0

    def unseal(self, key: DataKey, place: Place, sealed: bytes) -> Private[bytes]:
        self.opened += 1
        return super().unseal(key, place, sealed)


async def test_a_page_of_a_full_shelf_opens_that_page_alone(
    engine: AsyncEngine, master_keys: MasterKeys, ann: Owner, now: datetime
) -> None:
    """With many entries, looking at ten opens ten: two sealed columns each."""
    counting = CountingVault(master_keys)
    storage = SqlStorage(engine, counting)
    async with storage.begin() as work:
        for entry in _entries(now, 200):
            await work.entries.add(ann, entry)
        page = await work.entries.newest(ann, offset=100, limit=10)
    assert [entry.body.reveal()["n"] for entry in page] == list(range(99, 89, -1))
    assert counting.opened == 20


async def test_check_ins_come_newest_first(storage: SqlStorage, ann: Owner, ben: Owner, now: datetime) -> None:
    """In pages, the owner's alone."""
    times = [now + timedelta(days=day) for day in range(5)]
    checkins = [CheckIn(new_id(at), at, Private({"heavy": day})) for day, at in enumerate(times)]
    async with storage.begin() as work:
        for checkin in checkins:
            await work.checkins.add(ann, checkin)
        await work.commit()
    async with storage.begin() as work:
        assert await work.checkins.newest(ann, offset=0, limit=2) == checkins[:2:-1]
        assert await work.checkins.newest(ann, offset=2, limit=9) == checkins[2::-1]
        assert await work.checkins.newest(ben, offset=0, limit=9) == []
        assert (await work.checkins.count(ann), await work.checkins.count(ben)) == (5, 0)


async def test_a_check_in_of_another_person_does_not_exist(
    storage: SqlStorage, ann: Owner, ben: Owner, now: datetime
) -> None:
    """Neither read nor deleted by anybody but its owner, who deletes it once."""
    checkin = CheckIn(new_id(now), now, Private({"heavy": 3}))
    async with storage.begin() as work:
        await work.checkins.add(ann, checkin)
        assert await work.checkins.get(ann, checkin.id) == checkin
        with pytest.raises(BadToken):
            await work.checkins.get(ben, checkin.id)
        assert not await work.checkins.delete(ben, checkin.id)
        assert await work.checkins.delete(ann, checkin.id)
        assert not await work.checkins.delete(ann, checkin.id)
