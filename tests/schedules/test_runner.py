"""The ticks: they go on whatever happens, and they end in time."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from core.clock import SteeredClock
from core.errors import StorageDown
from core.people.who import Platform
from core.ports import DeliveryKey
from schedules.dispatch import Dispatcher
from schedules.materialise import Materialiser
from schedules.reap import Reaper
from schedules.runner import Runner, Ticks
from tests.support.world import DUE, MONDAY, RecordingMessenger, World

QUICK = Ticks(materialise=0.02, dispatch=0.02, reap=0.02, repair=0.02, tidy=0.02)


class FakeOutbox:
    """An outbox with nothing in it. While ``fault`` is set, every method raises it."""

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.asked = 0

    async def _answer(self, nothing: object) -> object:
        self.asked += 1
        if self.fault:
            raise self.fault
        return nothing

    async def materialise(self, now, *, pace, members):
        return await self._answer(0)

    async def claim(self, now, *, platforms, limit, lease):
        return await self._answer([])

    async def reap(self, now):
        return await self._answer(0)

    async def repair(self, now):
        return await self._answer(0)

    async def tidy(self, before):
        return await self._answer(0)


def _runner(outbox, clock, messenger: RecordingMessenger, ticks: Ticks = QUICK) -> Runner:
    dispatcher = Dispatcher(outbox, {Platform.SLACK: messenger}, clock)
    return Runner(Materialiser(outbox, clock), dispatcher, Reaper(outbox, clock), ticks=ticks)


async def _until(condition: Callable[[], object]) -> None:
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.005)
    pytest.fail("waited five seconds")


async def test_an_outage_is_logged_once_and_its_end_too() -> None:
    """Many ticks find the database down: one line, and one when it is back. The runner lives."""
    outbox = FakeOutbox()
    outbox.fault = StorageDown("gone")
    runner = _runner(outbox, SteeredClock(), RecordingMessenger())
    with capture_logs() as logs:
        await runner.start()
        await _until(lambda: outbox.asked > 20)
        outbox.fault = None
        asked = outbox.asked
        await _until(lambda: outbox.asked > asked + 10)
        assert await runner.stop(patience=1)
    assert [log["event"] for log in logs] == ["storage_down", "storage_back"]


async def test_a_bug_in_a_tick_is_named_and_the_ticks_go_on() -> None:
    """Any other error: its class in the log, nothing of what it says, and the next tick comes."""
    outbox = FakeOutbox()
    outbox.fault = KeyError("a canary")
    runner = _runner(outbox, SteeredClock(), RecordingMessenger())
    with capture_logs() as logs:
        await runner.start()
        await _until(lambda: outbox.asked > 10)
        assert await runner.stop(patience=1)
    assert {(log["event"], log["error"]) for log in logs} == {("tick_failed", "KeyError")}
    assert "canary" not in str(logs)


async def test_after_stop_nothing_ticks() -> None:
    """No tick begins once stop has returned."""
    outbox = FakeOutbox()
    runner = _runner(outbox, SteeredClock(), RecordingMessenger())
    await runner.start()
    await _until(lambda: outbox.asked > 10)
    await runner.stop(patience=1)
    asked = outbox.asked
    await asyncio.sleep(0.1)
    assert outbox.asked == asked


@pytest.fixture
async def running(world: World):
    """A runner on the world's database, by a steered clock, an hour before the nudge is due."""
    clock = SteeredClock()
    clock.jump_to(DUE - timedelta(hours=1))
    runner = _runner(world.outbox, clock, world.slack)
    return world, clock, runner


async def test_a_whole_day_by_the_steered_clock(running) -> None:
    """The clock jumps to 16:45 and the ticks, in real time, send the message; stop ends it all by itself."""
    world, clock, runner = running
    (name,) = await world.people(1)
    await runner.start()
    await asyncio.sleep(0.1)
    assert world.slack.sent == []
    clock.jump_to(DUE)
    await _until(lambda: world.slack.sent)
    assert await runner.stop(patience=5)
    assert world.slack.keys == [DeliveryKey(name, MONDAY)]
    assert await world.states() == {(name, MONDAY): "sent"}


async def test_stop_waits_for_what_is_being_sent_and_begins_nothing_more(running) -> None:
    """One is on its way, in a width of one, with more behind it: that one is finished, the rest stays for others."""
    world, clock, _ = running
    await world.people(3)
    dispatcher = Dispatcher(world.outbox, world.messengers, clock, width=1)
    runner = Runner(Materialiser(world.outbox, clock), dispatcher, Reaper(world.outbox, clock), ticks=QUICK)
    clock.jump_to(DUE)
    await world.materialiser().tick()
    clock.jump_to(DUE + timedelta(seconds=5))
    world.slack.wait = asyncio.Event()
    await runner.start()
    await world.slack.asked.wait()
    stopping = asyncio.create_task(runner.stop(patience=5))
    await asyncio.sleep(0.05)
    assert not stopping.done()
    world.slack.wait.set()
    assert await stopping
    assert sorted((await world.states()).values()) == ["sent", "todo", "todo"]
    assert len(world.slack.sent) == 1
    waiting = await world.outbox.claim(clock.now(), platforms=[Platform.SLACK], limit=9, lease=timedelta(seconds=30))
    assert len(waiting) == 2, "let go at once, not at the end of the lease"


async def test_stop_does_not_wait_for_ever(running) -> None:
    """A send that hangs past the patience is cancelled and left to the reaper; one that had its answer is stored."""
    world, clock, runner = running
    (hangs,) = await world.people(1)
    (answered,) = await world.people(1, tenant="-/T2")
    world.slack.hangs_for = f"D-{hangs}"
    clock.jump_to(DUE)
    await runner.start()
    await _until(lambda: len(world.slack.sent) == 2)
    await asyncio.sleep(0.05)
    assert not await runner.stop(patience=0.05)
    assert await world.states() == {(hangs, MONDAY): "sending", (answered, MONDAY): "sent"}


async def test_a_clock_that_was_moved_by_hand(running) -> None:
    """Awoken, the runner has sent what is due by the time it returns, however far off its ticks are."""
    world, clock, _ = running
    (name,) = await world.people(1)
    runner = _runner(world.outbox, clock, world.slack, Ticks())
    await runner.start()
    await runner.wake()
    assert world.slack.sent == []
    clock.jump_to(DUE)
    await runner.wake()
    assert world.slack.keys == [DeliveryKey(name, MONDAY)]
    assert await runner.stop(patience=5)
