"""What goes wrong while sending: nobody gets a message twice, and nobody loses one that could still be sent."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from core.errors import Ambiguous, RateLimited, RecipientGone, Refused, StorageDown
from core.outbox import Finished, Outbox
from core.people.who import Platform
from core.ports import DeliveryKey
from core.rhythm.kinds import Kind
from schedules.dispatch import SEND_LEASE
from tests.support.world import MONDAY, World


async def _crash_while_sending(world: World) -> None:
    """End a process after the mark, with the request on its way and nothing finished."""
    for messenger in (world.slack, world.discord):
        messenger.wait = asyncio.Event()
    await world.materialiser().tick()
    process = asyncio.create_task(world.dispatcher().tick())
    await asyncio.wait([asyncio.create_task(each.asked.wait()) for each in (world.slack, world.discord)])
    process.cancel()
    with suppress(asyncio.CancelledError):
        await process
    for messenger in (world.slack, world.discord):
        messenger.wait = None


async def test_a_crash_between_mark_and_finish(world: World) -> None:
    """Slack's stays unknown and is never sent again; Discord's goes out again in time with the same nonce."""
    (slack,) = await world.people(1)
    (discord,) = await world.people(1, tenant="app-1", platform=Platform.DISCORD)
    await _crash_while_sending(world)
    assert set((await world.states()).values()) == {"sending"}
    world.clock.at += SEND_LEASE - timedelta(seconds=1)
    await world.tick()
    assert set((await world.states()).values()) == {"sending"}, "the lease has not ended"
    for _ in range(30):
        world.clock.forward(seconds=5)
        await world.tick()
    assert world.slack.keys == [DeliveryKey(slack, MONDAY)]
    assert world.discord.keys == [DeliveryKey(discord, MONDAY)] * 2
    assert len({key.nonce() for key in world.discord.keys}) == 1
    assert await world.states() == {(slack, MONDAY): "unknown", (discord, MONDAY): "sent"}


async def test_a_crash_noticed_after_two_minutes(world: World) -> None:
    """Discord may have forgotten the nonce by then: unknown, like Slack's."""
    await world.people(1)
    await world.people(1, tenant="app-1", platform=Platform.DISCORD)
    await _crash_while_sending(world)
    world.clock.forward(minutes=2)
    await world.reaper().reap()
    assert set((await world.states()).values()) == {"unknown"}
    for _ in range(3):
        await world.tick()
        world.clock.forward(seconds=30)
    assert len(world.slack.sent) == len(world.discord.sent) == 1
    assert set((await world.states()).values()) == {"unknown"}


async def test_a_crash_at_a_second_try(world: World) -> None:
    """Discord's two minutes run from the first try that may have arrived, not from the one that crashed."""
    (name,) = await world.people(1, tenant="app-1", platform=Platform.DISCORD)
    world.discord.answers.append(Ambiguous("connection lost"))
    await world.tick()
    world.clock.forward(seconds=80)
    world.slack.asked.set()
    world.discord.asked.clear()
    await _crash_while_sending(world)
    world.clock.at += SEND_LEASE
    for _ in range(3):
        await world.tick()
        world.clock.forward(seconds=5)
    assert len(world.discord.sent) == 2
    assert await world.states() == {(name, MONDAY): "unknown"}


async def test_a_process_that_was_only_slow_says_what_happened(world: World) -> None:
    """The reaper gave up on it; its late "sent" is taken, and nothing goes out again."""
    (name,) = await world.people(1)
    world.slack.wait = asyncio.Event()
    await world.materialiser().tick()
    slow = asyncio.create_task(world.dispatcher().tick())
    await world.slack.asked.wait()
    world.clock.forward(minutes=1)
    await world.reaper().reap()
    assert await world.states() == {(name, MONDAY): "unknown"}
    world.slack.wait.set()
    await slow
    assert await world.states() == {(name, MONDAY): "sent"}


async def test_a_rate_limit_holds_its_tenant_and_no_other(world: World) -> None:
    """One workspace is told to wait a minute: its people wait and then get theirs; the others get theirs now."""
    held = await world.people(3)
    others = await world.people(3, tenant="-/T2")
    await world.materialiser().tick()
    world.slack.answers.append(RateLimited("ratelimited", retry_after=60))
    await world.dispatcher(width=1).tick()  # the first of the six; which tenant's it is, is not said
    world.clock.forward(seconds=5)
    await world.dispatcher(width=1).tick()
    first = world.slack.sent[0][0].tenant
    assert {to.tenant for to, _, _ in world.slack.sent[1:]} == {"-/T1", "-/T2"} - {first}
    assert len(world.slack.sent) == 1 + 3
    world.clock.forward(seconds=56)
    await world.dispatcher().tick()
    assert sorted(world.slack.keys[1:], key=str) == sorted((DeliveryKey(n, MONDAY) for n in held + others), key=str)
    assert set((await world.states()).values()) == {"sent"}


async def test_a_hold_longer_than_the_grace(world: World) -> None:
    """Told to wait an hour, a closing is stale by then and is not sent."""
    await world.people(1)
    world.slack.answers.append(RateLimited("ratelimited", retry_after=3600))
    for _ in range(7):
        await world.tick()
        world.clock.forward(minutes=10)
    assert len(world.slack.sent) == 1
    assert set((await world.states()).values()) == {"skipped stale"}


@pytest.mark.parametrize("fault", [Ambiguous("connection lost"), ValueError("a canary with somebody's words")])
async def test_a_send_that_may_have_arrived(world: World, fault: Exception) -> None:
    """Slack: unknown, once. Discord: the same key again after seconds. An error nobody foresaw counts as this, and the
    log names its class alone."""
    (slack,) = await world.people(1)
    (discord,) = await world.people(1, tenant="app-1", platform=Platform.DISCORD)
    world.slack.answers.append(fault)
    world.discord.answers.append(fault)
    with capture_logs() as logs:
        for _ in range(4):
            await world.tick()
            world.clock.forward(seconds=5)
    assert world.slack.keys == [DeliveryKey(slack, MONDAY)]
    assert world.discord.keys == [DeliveryKey(discord, MONDAY)] * 2
    assert await world.states() == {(slack, MONDAY): "unknown", (discord, MONDAY): "sent"}
    assert "canary" not in str(logs)
    assert ("ValueError" in str(logs)) == isinstance(fault, ValueError)


async def test_discord_in_doubt_for_two_minutes(world: World) -> None:
    """Each try in doubt: tried again with longer waits inside the window, then unknown for good."""
    (name,) = await world.people(1, tenant="app-1", platform=Platform.DISCORD)
    world.discord.answers.extend([Ambiguous("connection lost")] * 20)
    begun = world.clock.now()
    tried = []
    for _ in range(300):
        before = len(world.discord.sent)
        await world.dispatcher().tick() if tried else await world.tick()
        if len(world.discord.sent) > before:
            tried.append((world.clock.now() - begun).total_seconds())
        world.clock.forward(seconds=1)
    assert tried == [0, 5, 15, 35, 75, 115]
    assert await world.states() == {(name, MONDAY): "unknown"}


async def test_one_in_doubt_is_not_called_skipped(world: World) -> None:
    """Discord in doubt, then the person pauses: it is not tried again, and it counts as maybe sent."""
    (name,) = await world.people(1, tenant="app-1", platform=Platform.DISCORD)
    world.discord.answers.append(Ambiguous("connection lost"))
    await world.tick()
    await world.change("person", name, quiet_until=world.clock.now() + timedelta(hours=8))
    world.clock.forward(seconds=10)
    await world.tick()
    assert len(world.discord.sent) == 1
    assert await world.states() == {(name, MONDAY): "unknown"}


async def test_a_send_that_hangs_is_in_doubt(world: World) -> None:
    """The dispatcher's own time-out ends it; on Slack it is not repeated."""
    (name,) = await world.people(1)
    world.slack.wait = asyncio.Event()
    await world.materialiser().tick()
    await world.dispatcher(send_timeout=0.01).tick()
    assert await world.states() == {(name, MONDAY): "unknown"}


async def test_a_recipient_who_cannot_be_reached(world: World) -> None:
    """Marked at once: what else is pending for them is skipped, and nothing is made the next day."""
    name, other = await world.people(2)
    review = await world.nudge(name, Kind.REVIEW, minute=1006)
    world.clock.forward(minutes=1)
    world.slack.answers.append(RecipientGone("channel_not_found"))
    await world.tick()
    world.clock.forward(seconds=1)
    await world.tick()
    world.clock.forward(days=1, seconds=-1)
    await world.tick()
    world.clock.forward(seconds=1)
    await world.tick()
    found = await world.states()
    assert {state for (nudge, _), state in found.items() if nudge in {name, review}} == {"skipped unreachable"}
    assert [key for key in world.slack.keys if key.nudge in {name, review}] == [DeliveryKey(name, MONDAY)]
    assert found[other, MONDAY] == found[other, MONDAY + timedelta(1)] == "sent"


async def test_a_new_address_is_not_marked_for_the_old_ones_fault(world: World) -> None:
    """The person opened another DM while the old one was being refused: they stay reachable."""
    (name,) = await world.people(1)
    world.slack.wait = asyncio.Event()
    world.slack.answers.append(RecipientGone("channel_not_found"))
    await world.materialiser().tick()
    sending = asyncio.create_task(world.dispatcher().tick())
    await world.slack.asked.wait()
    await world.change("recipient", name, address="D-new")
    world.slack.wait.set()
    await sending
    world.clock.forward(days=1)
    await world.tick()
    assert [to.channel for to, _, _ in world.slack.sent] == [f"D-{name}", "D-new"]


async def test_a_refused_message_is_not_repeated_and_tomorrow_is_another_day(world: World) -> None:
    """Failed with the platform's code; the next day's goes out."""
    (name,) = await world.people(1)
    world.slack.answers.append(Refused("msg_blocks_too_long"))
    for _ in range(3):
        await world.tick()
        world.clock.forward(hours=12)
    assert await world.states() == {
        (name, MONDAY): "failed msg_blocks_too_long",
        (name, MONDAY + timedelta(1)): "sent",
    }


class _FinishFails:
    """The outbox of *world*, whose first finish finds the database down."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self.failed = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._outbox, name)

    async def finish(self, finished: Sequence[Finished]) -> None:
        if not self.failed:
            self.failed = True
            raise StorageDown("gone for a moment")
        await self._outbox.finish(finished)


async def test_a_database_that_goes_away_after_the_send(world: World) -> None:
    """What was sent is kept in mind and stored at the next tick, and is not sent again."""
    (name,) = await world.people(1)
    await world.materialiser().tick()
    dispatcher = world.dispatcher(_FinishFails(world.outbox))
    with pytest.raises(StorageDown):
        await dispatcher.tick()
    assert await world.states() == {(name, MONDAY): "sending"}
    await dispatcher.tick()
    assert await world.states() == {(name, MONDAY): "sent"}
    assert len(world.slack.sent) == 1


async def test_a_slow_platform_does_not_hold_up_the_other(world: World) -> None:
    """Slack hangs; Discord's message is out meanwhile."""
    await world.people(1)
    (discord,) = await world.people(1, tenant="app-1", platform=Platform.DISCORD)
    world.slack.wait = asyncio.Event()
    await world.materialiser().tick()
    tick = asyncio.create_task(world.dispatcher().tick())
    for _ in range(500):
        if (await world.states())[discord, MONDAY] == "sent":
            break
        await asyncio.sleep(0.01)
    assert not tick.done()
    world.slack.wait.set()
    await tick
