"""What a tick costs when nothing is due."""

import tempfile
import time
from pathlib import Path

from core.clock import SystemClock
from core.db.engine import make_engine
from core.db.migrate import upgrade
from core.db.outbox import SqlOutbox
from core.people.who import Address, Platform, Profile, Who
from core.ports import DeliveryKey, Receipt
from schedules.dispatch import Dispatcher
from schedules.materialise import Materialiser
from schedules.reap import Reaper

TICKS = 200


class NobodyToWriteTo:
    """A messenger that is never asked: nothing is due."""

    async def send(self, to: Address, message: object, *, key: DeliveryKey) -> Receipt:
        raise AssertionError("nothing is due")

    async def open_dm(self, who: Who) -> Address:
        raise AssertionError("nobody is here")

    async def profile(self, who: Who) -> Profile:
        return Profile()


async def cost_of_an_idle_tick() -> tuple[float]:
    """Return milliseconds of CPU, all threads, of one materialise, one dispatch and one reap, over three."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'enough.db'}"
        await upgrade(url)
        engine = make_engine(url)
        outbox, clock, messenger = SqlOutbox(engine), SystemClock(), NobodyToWriteTo()
        dispatcher = Dispatcher(outbox, {Platform.SLACK: messenger, Platform.DISCORD: messenger}, clock)
        ticks = (Materialiser(outbox, clock).tick, dispatcher.tick, Reaper(outbox, clock).reap)
        for tick in ticks:
            await tick()
        before = time.process_time()
        for _ in range(TICKS):
            for tick in ticks:
                await tick()
        spent = time.process_time() - before
        await engine.dispose()
    return (spent * 1000 / TICKS / len(ticks),)
