"""What is kept for a while only is gone from the sealed state when its time is over, whether its owner comes or not."""

from datetime import timedelta

import pytest

from core.db.storage import SqlStorage
from core.private import Private
from core.services.expiry import without_expired
from tests.support.visitor import FakeClock, Visitor

HEAVY = "I want to die"


@pytest.fixture
async def in_a_hard_moment(visitor: Visitor) -> Visitor:
    """Somebody to whom the full answer was given, who let a thought lie and left words half-way into a form."""
    await visitor.keep_first_check_in()
    await visitor.command("put a long week")
    await visitor.fill(thought="A long week")
    await visitor.command("put")
    await visitor.fill(thought=HEAVY)
    await visitor.desk.settle()
    return visitor


async def _state(storage: SqlStorage, visitor: Visitor) -> dict[str, object]:
    async with storage.begin() as work:
        owner = await work.people.find(visitor.who)
        assert owner is not None
        return dict(owner.private.reveal())


async def _sweep(storage: SqlStorage, clock: FakeClock) -> int:
    return await storage.sweep(lambda private: without_expired(private, clock.now()))


async def test_a_hard_moment_is_forgotten_after_a_week(
    storage: SqlStorage, clock: FakeClock, in_a_hard_moment: Visitor
) -> None:
    """The daily sweep takes words that wait after an hour; the note of the answer, and what the screen found in the
    last texts (rule ids, never a word), after seven days."""
    before = await _state(storage, in_a_hard_moment)
    assert await _sweep(storage, clock) == 0
    clock.move(timedelta(hours=2))
    assert await _sweep(storage, clock) == 1
    later = await _state(storage, in_a_hard_moment)
    assert set(before) - set(later) == {"thought", "waiting"}
    assert {key: later[key] for key in ("care", "signs")} == {key: before[key] for key in ("care", "signs")}
    assert HEAVY not in str(later)
    clock.move(timedelta(days=7))
    assert await _sweep(storage, clock) == 1
    assert set(later) - set(await _state(storage, in_a_hard_moment)) == {"care", "signs"}
    assert await _sweep(storage, clock) == 0


async def test_everybody_is_swept(storage: SqlStorage, clock: FakeClock, in_a_hard_moment: Visitor) -> None:
    """Also those beyond the first page of people, and nobody's other state changes."""
    async with storage.begin() as work:
        for number in range(450):
            who = type(in_a_hard_moment.who)(in_a_hard_moment.who.platform, "-/T9", f"U{number}")
            owner = await work.people.create(who, country="", language="en", zone=None, now=clock.now())
            old = {"thought": {"text": "x", "at": (clock.now() - timedelta(days=1)).isoformat()}, "doors_shown": []}
            await work.people.save_private(owner, Private(old))
        await work.commit()
    assert await _sweep(storage, clock) == 450
    assert await _sweep(storage, clock) == 0
    async with storage.begin() as work:
        owner = await work.people.find(who)
        assert owner is not None
        assert owner.private.reveal() == {"doors_shown": []}
