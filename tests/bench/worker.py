"""One process of the outbox's measurement: says when it is there, and at a line on its input sends what is visible."""

import asyncio
import gc
import sys
import time

from core.db.engine import make_engine
from core.db.outbox import SqlOutbox
from core.people.who import Platform
from schedules.dispatch import Dispatcher
from tests.bench.many import AnswersAtOnce, SetClock


async def main(url: str, batch: int, width: int) -> None:
    engine = make_engine(url)
    outbox, messenger = SqlOutbox(engine), AnswersAtOnce()
    await outbox.reap(SetClock(0).now())  # connects
    gc.freeze()  # as bots.bootstrap does
    print("ready", flush=True)  # noqa: T201
    await asyncio.to_thread(sys.stdin.readline)
    await Dispatcher(outbox, {Platform.SLACK: messenger}, SetClock(2), batch=batch, width=width).tick()
    print(messenger.sent, time.process_time(), flush=True)  # noqa: T201
    await engine.dispose()


asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
