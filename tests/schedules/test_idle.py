"""What it costs when nothing is due."""

import time

from sqlalchemy import insert

from core.db.tables import delivery, slot
from tests.support.world import DUE, MONDAY, World

TICKS = 100
BOUND = 0.002  # seconds of CPU for an idle tick


async def test_an_idle_tick_costs_two_milliseconds_of_cpu_at_most(world: World) -> None:
    """Each of the three ticks, measured as this process' CPU time over 100 calls, with 10,000 finished deliveries and
    500 slots in the tables."""
    (name,) = await world.people(1)
    async with world.engine.begin() as connection:
        slots = [
            {"id": 1000 + n, "zone": "Europe/Lisbon", "local_minute": n, "weekday_mask": 31, "week_parity": -1}
            | {"shard": 0, "next_due_at": DUE.replace(day=20), "next_work_date": MONDAY.replace(day=20)}
            for n in range(500)
        ]
        await connection.execute(insert(slot), slots)
    async with world.engine.begin() as connection:
        past = [
            {"nudge": name, "work_date": MONDAY.fromordinal(n + 1), "recipient": name, "platform": "slack"}
            | {"tenant": "-/T1", "due_at": DUE, "visible_at": DUE, "expires_at": DUE, "state": "sent"}
            for n in range(10_000)
        ]
        await connection.execute(insert(delivery), past)
    world.clock.forward(hours=-1)
    ticks = {
        "materialise": world.materialiser().tick,
        "dispatch": world.dispatcher().tick,
        "reap": world.reaper().reap,
    }
    for which, tick in ticks.items():
        await tick()
        before = time.process_time()
        for _ in range(TICKS):
            await tick()
        each = (time.process_time() - before) / TICKS
        assert each <= BOUND, f"{which}: {each * 1000:.2f} ms"
