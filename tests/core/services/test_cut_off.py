"""Somebody whom the platform no longer delivers to: they are told, and there is a way back."""

from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.outbox import SqlOutbox
from core.people.who import Profile
from core.services.visit import House
from tests.support.visitor import FakeClock, FakeReach, Visitor


async def test_a_message_that_cannot_arrive_is_not_announced(
    visitor: Visitor, reach: FakeReach, house: House, engine: AsyncEngine, clock: FakeClock
) -> None:
    """Where the platform said that they cannot be reached, no page promises one; saving the time opens a new DM."""
    reach.profile_of_all = Profile(zone="Europe/Lisbon")
    await visitor.keep_first_check_in()
    await visitor.press("Yes, at 16:45")
    async with house.storage.begin() as work:
        owner = await work.people.find(visitor.who)
        assert owner is not None
        address = await work.people.address(owner)
        assert address is not None
    await SqlOutbox(engine).gone(owner.id, address, clock.now())
    for page in ("when", "home"):
        await visitor.command(page)
        assert "16:45" not in visitor.text
        assert "could not reach you" in visitor.text
    await visitor.begin("Close the day")
    for label in ("Hard to say", "No, nothing"):
        await visitor.press(label)
    await visitor.fill()
    assert "I am back" not in visitor.text
    await visitor.command("settings")
    await visitor.fill(time="16:45")
    assert len(reach.opened) == 2
    await visitor.command("when")
    assert "16:45" in visitor.text
    await visitor.command("home")
    assert "could not reach you" not in visitor.text
