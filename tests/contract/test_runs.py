"""Exercises under way, as core.storage promises them, on every database."""

import asyncio
from datetime import datetime, timedelta

import pytest

from core.db.storage import SqlStorage
from core.errors import BadToken
from core.ids import new_id
from core.private import Private
from core.storage import Owner, Run


async def _add(storage: SqlStorage, owner: Owner, at: datetime, body: str = "one") -> Run:
    run = Run(new_id(at), 0, at, Private({"step": body}))
    async with storage.begin() as work:
        await work.runs.add(owner, run)
        await work.commit()
    return run


async def test_a_run_comes_back_as_it_was_added(storage: SqlStorage, ann: Owner, now: datetime) -> None:
    """Also after a restart: nothing of it is held in memory."""
    run = await _add(storage, ann, now)
    async with storage.begin() as work:
        assert await work.runs.get(ann, run.id) == run


async def test_what_is_under_way_comes_newest_first(storage: SqlStorage, ann: Owner, ben: Owner, now: datetime) -> None:
    """The runs of this person, the one started last in front, and none of anybody else."""
    later = await _add(storage, ann, now + timedelta(hours=1))
    earlier = await _add(storage, ann, now)
    async with storage.begin() as work:
        assert await work.runs.unfinished(ann) == [later, earlier]
        assert await work.runs.unfinished(ben) == []


async def test_a_run_of_another_person_does_not_exist(
    storage: SqlStorage, ann: Owner, ben: Owner, now: datetime
) -> None:
    """A token that carries somebody else's run reads, changes and deletes nothing."""
    run = await _add(storage, ann, now)
    async with storage.begin() as work:
        with pytest.raises(BadToken):
            await work.runs.get(ben, run.id)
        assert not await work.runs.save(ben, run.id, version=1, body=Private({}))
        assert not await work.runs.delete(ben, run.id)
        assert await work.runs.get(ann, run.id) == run


async def test_of_two_saves_of_one_version_one_wins(storage: SqlStorage, ann: Owner, now: datetime) -> None:
    """Two clicks on the same page advance once; the loser learns of it."""
    run = await _add(storage, ann, now)

    async def save(word: str) -> bool:
        async with storage.begin() as work:
            saved = await work.runs.save(ann, run.id, version=1, body=Private({"step": word}))
            await asyncio.sleep(0.02)
            await work.commit()
            return saved

    results = dict(zip("ab", await asyncio.gather(save("a"), save("b")), strict=True))
    assert sorted(results.values()) == [False, True]
    winner = next(word for word, won in results.items() if won)
    async with storage.begin() as work:
        assert await work.runs.get(ann, run.id) == Run(run.id, 1, now, Private({"step": winner}))


async def test_a_save_must_follow_the_stored_version(storage: SqlStorage, ann: Owner, now: datetime) -> None:
    """An old page, or one from the future, changes nothing."""
    run = await _add(storage, ann, now)
    async with storage.begin() as work:
        assert not await work.runs.save(ann, run.id, version=0, body=Private({}))
        assert not await work.runs.save(ann, run.id, version=2, body=Private({}))
        assert await work.runs.save(ann, run.id, version=1, body=Private({"step": "two"}))
        assert await work.runs.save(ann, run.id, version=2, body=Private({"step": "three"}))
        assert (await work.runs.get(ann, run.id)).body == Private({"step": "three"})


async def test_a_run_is_finished_once(storage: SqlStorage, ann: Owner, now: datetime) -> None:
    """Two at once delete one run once, so that its entry is kept once."""
    run = await _add(storage, ann, now)

    async def delete() -> bool:
        async with storage.begin() as work:
            gone = await work.runs.delete(ann, run.id)
            await asyncio.sleep(0.02)
            await work.commit()
            return gone

    assert sorted(await asyncio.gather(delete(), delete())) == [False, True]
    async with storage.begin() as work:
        with pytest.raises(BadToken):
            await work.runs.get(ann, run.id)
