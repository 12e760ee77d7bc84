"""Questions that come back, as core.storage promises them, on every database."""

from datetime import datetime, timedelta

import pytest

from core.db.storage import SqlStorage
from core.errors import BadToken
from core.ids import new_id
from core.private import Private
from core.storage import FollowUp, Owner


def _questions(now: datetime, *days: int) -> list[FollowUp]:
    return [FollowUp(new_id(now), now.date() + timedelta(days=day), Private({"about": day})) for day in days]


async def test_all_of_them_the_earliest_first(storage: SqlStorage, ann: Owner, ben: Owner, now: datetime) -> None:
    """Whole, in the order of their days, and the owner's alone."""
    late, early = _questions(now, 7, 3)
    (other,) = _questions(now, 1)
    async with storage.begin() as work:
        for each in (late, early):
            await work.follow_ups.add(ann, each)
        await work.follow_ups.add(ben, other)
        await work.commit()
    async with storage.begin() as work:
        assert await work.follow_ups.all(ann) == [early, late]
        assert await work.follow_ups.get(ann, late.id) == late


async def test_one_of_another_person_does_not_exist(storage: SqlStorage, ann: Owner, ben: Owner, now: datetime) -> None:
    """Neither read nor deleted by anybody but its owner."""
    (one,) = _questions(now, 3)
    async with storage.begin() as work:
        await work.follow_ups.add(ann, one)
        with pytest.raises(BadToken):
            await work.follow_ups.get(ben, one.id)
        assert not await work.follow_ups.delete(ben, one.id)
        assert await work.follow_ups.all(ann) == [one]


async def test_it_is_answered_once(storage: SqlStorage, ann: Owner, now: datetime) -> None:
    """Deleting tells whether there was something to delete."""
    (one,) = _questions(now, 3)
    async with storage.begin() as work:
        await work.follow_ups.add(ann, one)
        assert await work.follow_ups.delete(ann, one.id)
        assert not await work.follow_ups.delete(ann, one.id)
        with pytest.raises(BadToken):
            await work.follow_ups.get(ann, one.id)
