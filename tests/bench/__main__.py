"""Runs every measurement, three times each, and prints the medians."""

import asyncio
import json
import statistics
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

from tests.bench.checkin import cpu_of_a_check_in
from tests.bench.process import cost_of_standing_ready
from tests.bench.ticks import cost_of_an_idle_tick

RUNS = 3


@dataclass(frozen=True)
class Result:
    """One number. ``baseline`` is what a ratio is against, as it was measured in the same run; None for an absolute."""

    name: str
    value: float
    unit: str
    baseline: float | None
    target: float
    ok: bool


async def median(measure: Callable[[], Awaitable[tuple[float, ...]]]) -> tuple[float, ...]:
    """Return the median of each number that *measure* returns, over :data:`RUNS` runs."""
    runs = [await measure() for _ in range(RUNS)]
    return tuple(statistics.median(column) for column in zip(*runs, strict=True))


async def main() -> int:
    results: list[Result] = []

    def note(name: str, value: float, unit: str, target: float, baseline: float | None = None) -> None:
        results.append(Result(name, round(value, 3), unit, baseline, target, value <= target))
        print(json.dumps(asdict(results[-1])), flush=True)  # noqa: T201

    memory, cpu = await median(cost_of_standing_ready)
    note("idle memory of `enough run`, both platforms", memory, "MB", 130)
    note("CPU until `enough run` is ready", cpu, "s", 2.5)
    (tick,) = await median(cost_of_an_idle_tick)
    note("an idle tick (materialise, dispatch, reap) on SQLite", tick, "ms CPU", 2)
    ours, bare = await median(cpu_of_a_check_in)
    note("a check-in through the Slack adapter / a bare Bolt app with one INSERT", ours / bare, "x CPU", 3, bare)
    return 0 if all(result.ok for result in results) else 1


sys.exit(asyncio.run(main()))
