"""People, as core.storage promises them, on every database."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.storage import SqlStorage
from core.db.tables import consent, person, recipient
from core.errors import BadToken
from core.people.who import Address, Platform, Who
from core.private import Private
from core.storage import Owner


async def test_somebody_unknown_is_found_as_none(storage: SqlStorage, ann: Owner) -> None:
    """Nobody is taken for another: not of another tenant, platform or id."""
    strangers = [
        Who(Platform.SLACK, "-/T1", "U_OTHER"),
        Who(Platform.SLACK, "-/T2", "U_ANN"),
        Who(Platform.DISCORD, "-/T1", "U_ANN"),
    ]
    async with storage.begin() as work:
        assert [await work.people.find(who) for who in strangers] == [None, None, None]


async def test_a_person_is_found_again_as_made(storage: SqlStorage, ann: Owner, ann_who: Who) -> None:
    """What was said at the beginning comes back, and the data key opens the same things."""
    async with storage.begin() as work:
        assert await work.people.find(ann_who) == ann
    assert (ann.country, ann.language, ann.zone, ann.quiet_until) == ("US", "en", "America/New_York", None)
    assert ann.private == Private({})


async def test_creating_a_known_person_returns_them(
    storage: SqlStorage, ann: Owner, ann_who: Who, now: datetime
) -> None:
    """Saying "keep this" twice makes one person, with the first answers."""
    async with storage.begin() as work:
        again = await work.people.create(ann_who, country="ES", language="es", zone=None, now=now)
        await work.commit()
    assert again == ann


async def test_two_at_once_make_one_person(
    storage: SqlStorage, engine: AsyncEngine, ann_who: Who, now: datetime
) -> None:
    """Two clicks at the same moment make one person, and both get them."""

    async def create() -> Owner:
        async with storage.begin() as work:
            owner = await work.people.create(ann_who, country="ES", language="es", zone=None, now=now)
            await work.commit()
            return owner

    async with storage.begin() as work:
        first = await work.people.create(ann_who, country="US", language="en", zone=None, now=now)
        others = [asyncio.create_task(create()) for _ in range(3)]
        await asyncio.sleep(0.15)  # so that the others have looked, where they can, before this one is kept
        assert not any(task.done() for task in others)
        await work.commit()
    assert await asyncio.gather(*others) == [first] * 3
    async with engine.connect() as connection:
        assert (await connection.execute(select(func.count()).select_from(person))).scalar_one() == 1


async def test_what_is_updated_is_found(storage: SqlStorage, ann: Owner, ann_who: Who, now: datetime) -> None:
    """Country, language, zone and quiet time change together; an instant comes back aware and equal."""
    later = now + timedelta(days=3)
    async with storage.begin() as work:
        changed = await work.people.update(ann, country="ES", language="es", zone=None, quiet_until=later)
        changed = await work.people.save_private(changed, Private({"pace": ["slow", 2]}))
        await work.commit()
    async with storage.begin() as work:
        assert await work.people.find(ann_who) == changed
    assert (changed.country, changed.zone, changed.quiet_until) == ("ES", None, later)
    assert changed.private == Private({"pace": ["slow", 2]})
    assert changed.quiet_until is not None
    assert changed.quiet_until.utcoffset() == timedelta(0)


async def test_updating_one_leaves_the_other(storage: SqlStorage, ann: Owner, ben: Owner, ben_who: Who) -> None:
    """A change is the owner's alone."""
    async with storage.begin() as work:
        await work.people.update(ann, country="", language="es", zone=None, quiet_until=None)
        await work.people.save_private(ann, Private({"a": 1}))
        await work.commit()
    async with storage.begin() as work:
        assert await work.people.find(ben_who) == ben


async def test_consent_is_noted_once(
    storage: SqlStorage, engine: AsyncEngine, ann: Owner, ben: Owner, now: datetime
) -> None:
    """Agreeing twice to the same words changes nothing; agreeing to new words is noted too."""
    async with storage.begin() as work:
        for kind, version in (("store", 1), ("remind", 1), ("store", 1), ("store", 2)):
            await work.people.record_consent(ann, kind=kind, version=version, now=now)
            now += timedelta(minutes=1)
        await work.commit()
    async with storage.begin() as work:
        assert await work.people.consents(ann) == ["store", "remind"]
        assert await work.people.consents(ben) == []
    async with engine.connect() as connection:
        assert (await connection.execute(select(func.count()).select_from(consent))).scalar_one() == 3


async def test_the_address_is_the_one_set_last(
    storage: SqlStorage, engine: AsyncEngine, ann: Owner, ann_who: Who, ben: Owner
) -> None:
    """Nudges go to one place; an unreachable one counts as none until it is set again."""
    async with storage.begin() as work:
        assert await work.people.address(ann) is None
        await work.people.set_address(ann, ann_who, Address(Platform.SLACK, "-/T1", "D1"))
        await work.people.set_address(ann, ann_who, Address(Platform.SLACK, "-/T1", "D2"))
        await work.commit()
    async with storage.begin() as work:
        assert await work.people.address(ann) == Address(Platform.SLACK, "-/T1", "D2")
        assert await work.people.address(ben) is None
    async with engine.begin() as connection:
        await connection.execute(update(recipient).values(unreachable_at=datetime.fromisoformat("2026-03-02T00:00Z")))
    async with storage.begin() as work:
        assert await work.people.address(ann) is None
        await work.people.set_address(ann, ann_who, Address(Platform.SLACK, "-/T1", "D2"))
        assert await work.people.address(ann) == Address(Platform.SLACK, "-/T1", "D2")


async def test_an_address_for_somebody_else_is_refused(storage: SqlStorage, ann: Owner, ben_who: Who) -> None:
    """One person's nudges cannot be sent to another's identity."""
    async with storage.begin() as work:
        with pytest.raises(BadToken):
            await work.people.set_address(ann, ben_who, Address(Platform.DISCORD, "4242", "D9"))


async def test_after_forgetting_a_person_is_unknown(
    storage: SqlStorage, ann: Owner, ann_who: Who, ben: Owner, ben_who: Who
) -> None:
    """Erased means unknown; the other person is untouched."""
    async with storage.begin() as work:
        await work.people.forget(ann)
        await work.commit()
    async with storage.begin() as work:
        assert await work.people.find(ann_who) is None
        assert await work.people.find(ben_who) == ben


async def test_nothing_can_be_kept_for_somebody_erased(
    storage: SqlStorage, ann: Owner, ann_who: Who, now: datetime
) -> None:
    """A form that was open during the erase gets the kind reply of a stale button, whatever it wanted to keep."""
    async with storage.begin() as work:
        await work.people.forget(ann)
        await work.commit()
    async with storage.begin() as work:
        with pytest.raises(BadToken):
            await work.people.update(ann, country="", language="en", zone=None, quiet_until=None)
        with pytest.raises(BadToken):
            await work.people.save_private(ann, Private({}))
        with pytest.raises(BadToken):
            await work.people.record_consent(ann, kind="store", version=1, now=now)
        with pytest.raises(BadToken):
            await work.people.set_address(ann, ann_who, Address(Platform.SLACK, "-/T1", "D1"))
        with pytest.raises(BadToken):
            await work.people.forget(ann)


async def test_two_who_change_the_sealed_state_at_once_both_keep_what_they_wrote(
    storage: SqlStorage, ann_who: Who, ann: Owner
) -> None:
    """It is written as a whole, so whoever finds the person second waits for the first: after an answer to a crisis
    two notes are taken at once, and neither may take the other back."""

    async def write(key: str) -> None:
        async with storage.begin() as work:
            owner = await work.people.find(ann_who)
            assert owner is not None
            await asyncio.sleep(0.01)
            await work.people.save_private(owner, Private({**owner.private.reveal(), key: ann.id}))
            await work.commit()

    keys = {f"note-{number}" for number in range(4)}
    await asyncio.gather(*map(write, keys))
    async with storage.begin() as work:
        found = await work.people.find(ann_who)
    assert found is not None
    assert set(found.private.reveal()) == keys
