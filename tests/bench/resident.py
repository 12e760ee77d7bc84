"""A process with all that ``enough run`` loads, and a full minute: its memory, and how long its loop stands still.

``python -m tests.bench.resident URL SECONDS`` runs the ticks as the bot does, with the pace, batches and widths of
production and a platform that answers after SECONDS, until nothing is left. It prints the messages sent, the largest
resident memory in MB, and the lateness of a task that wants to run every 5 ms in ms: its 99th percentile and the worst
while messages went out, and the 99th percentile before that, when nothing did.
"""

import asyncio
import gc
import resource
import sys
import time
from datetime import timedelta

import bots.discord.app
import bots.slack.app  # noqa: F401 - loaded, as in the bot
from core.clock import SteeredClock
from core.db.engine import make_engine
from core.db.outbox import SqlOutbox
from core.exercises.catalog import load_catalog
from core.people.who import Platform
from core.safety.screen import prepare
from core.services.front_desk import FrontDesk  # noqa: F401 - loaded, as in the bot
from schedules.dispatch import Dispatcher
from schedules.materialise import Materialiser
from schedules.reap import Reaper
from schedules.runner import Runner
from tests.bench.many import DUE, AnswersAtOnce

BEAT = 0.005
STILL = 8.0  # seconds without a message, more than between two looks at what is due: then all are sent


async def main(url: str, seconds: float) -> None:
    catalog = load_catalog()
    prepare()
    engine, clock = make_engine(url), SteeredClock()
    clock.jump_to(DUE - timedelta(hours=1))
    outbox, messenger = SqlOutbox(engine), AnswersAtOnce(seconds)
    runner = Runner(
        Materialiser(outbox, clock), Dispatcher(outbox, {Platform.SLACK: messenger}, clock), Reaper(outbox, clock)
    )
    gc.collect()
    gc.freeze()  # as bots.bootstrap does
    await runner.start()
    idle, busy = [], []
    late: list[float] = idle
    beating = asyncio.create_task(_beat(lambda lateness: late.append(lateness)))
    await asyncio.sleep(STILL)
    late = busy
    clock.jump_to(DUE)
    sent, since = 0, time.monotonic()
    while time.monotonic() - since < STILL:
        await asyncio.sleep(0.5)
        if messenger.sent != sent:
            sent, since = messenger.sent, time.monotonic()
    beating.cancel()
    await runner.stop(patience=5)
    await engine.dispose()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(sent, round(memory, 1), *(round(each * 1000, 2) for each in (_p99(busy), max(busy), _p99(idle))))  # noqa: T201
    del catalog


async def _beat(note) -> None:  # type: ignore[no-untyped-def]
    while True:
        wanted = time.perf_counter() + BEAT
        await asyncio.sleep(BEAT)
        note(time.perf_counter() - wanted)


def _p99(numbers: list[float]) -> float:
    return sorted(numbers)[len(numbers) * 99 // 100]


async def in_a_process(url: str, seconds: float) -> tuple[float, ...]:
    """Run it in a process of its own and return what it prints."""
    command = (sys.executable, "-m", "tests.bench.resident", url, str(seconds))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return tuple(float(each) for each in out.split())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
