"""Runs every measurement, most of them three times, and prints the medians. Names as arguments choose among them."""

import asyncio
import json
import statistics
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass

from tests.bench.checkin import cpu_of_a_check_in
from tests.bench.jobs import chain_beside_jobs
from tests.bench.many import patient, populate, postgres, sqlite
from tests.bench.million import cost_of_a_million
from tests.bench.outbox import cost_of_many
from tests.bench.process import cost_of_standing_ready
from tests.bench.resident import in_a_process
from tests.bench.ticks import cost_of_an_idle_tick

RUNS = 3
FULL_MINUTE = 10_000


@dataclass(frozen=True)
class Result:
    """One number. ``baseline`` is what a ratio is against, as it was measured in the same run; None for an absolute.
    ``at_most`` says on which side of the target it has to be; without a target it is there to be read."""

    name: str
    value: float
    unit: str
    baseline: float | None
    target: float | None
    at_most: bool
    ok: bool


class Bench:
    def __init__(self) -> None:
        self.results: list[Result] = []

    def note(
        self,
        name: str,
        value: float,
        unit: str,
        target: float | None = None,
        *,
        at_most: bool = True,
        baseline: float | None = None,
    ) -> None:
        ok = target is None or (value <= target if at_most else value >= target)
        self.results.append(Result(name, round(value, 3), unit, baseline, target, at_most, ok))
        print(json.dumps(asdict(self.results[-1])), flush=True)  # noqa: T201


async def median(measure: Callable[[], Awaitable[tuple[float, ...]]], runs: int = RUNS) -> tuple[float, ...]:
    """Return the median of each number that *measure* returns, over *runs* runs."""
    found = [await measure() for _ in range(runs)]
    return tuple(statistics.median(column) for column in zip(*found, strict=True))


async def ready(bench: Bench) -> None:
    memory, cpu = await median(cost_of_standing_ready)
    bench.note("idle memory of `enough run`, both platforms", memory, "MB", 130)
    bench.note("CPU until `enough run` is ready", cpu, "s", 2.5)


async def ticks(bench: Bench) -> None:
    (tick,) = await median(cost_of_an_idle_tick)
    bench.note("an idle tick (materialise, dispatch, reap) on SQLite", tick, "ms CPU", 2)


async def checkin(bench: Bench) -> None:
    ours, bare = await median(cpu_of_a_check_in)
    name = "a check-in through the Slack adapter / a bare Bolt app with one INSERT"
    bench.note(name, ours / bare, "x CPU", 3, baseline=bare)


async def outbox(bench: Bench) -> None:
    one, two, usual, made, bare, gain = await median(cost_of_many)
    bench.note("three bare statements / the chain, one worker", one, "x", 0.30, at_most=False, baseline=bare)
    bench.note("three bare statements / the chain, two workers", two, "x", 0.45, at_most=False)
    bench.note("two workers / one", gain, "x", 1.5, at_most=False)
    bench.note("a bare INSERT…SELECT / materialising", made, "x", 0.60, at_most=False)
    bench.note("three bare statements / the chain, batches as in production", usual, "x")


async def jobs(bench: Bench) -> None:
    last, first = await median(chain_beside_jobs)
    bench.note("a job a nudge in APScheduler's memory / the chain on SQLite, to the last", last, "x", 5, at_most=False)
    bench.note("the same, to the first", first, "x")


async def stall(bench: Bench) -> None:
    for database in (sqlite, postgres):

        async def full_minute(database: Callable = database) -> tuple[float, ...]:  # type: ignore[type-arg]
            async with database() as url:
                plain = patient(url)
                await populate(plain, people=FULL_MINUTE, at_once=FULL_MINUTE)
                await plain.dispose()
                return await in_a_process(url, 0.02)

        sent, _, late, worst, idle = await median(full_minute, runs=1)  # thousands of beats in it
        if sent != FULL_MINUTE:
            raise RuntimeError(f"{sent} of {FULL_MINUTE} were sent")
        name = f"the loop late while 10,000 fall due in one minute, {database.__name__}, 99th percentile"
        bench.note(name, late, "ms", 50, baseline=idle)
        bench.note("the same, at worst", worst, "ms")


async def million(bench: Bench) -> None:
    idle, memory, due, repair = await median(cost_of_a_million, runs=1)  # three rounds inside; a million rows take long
    bench.note("an idle tick with a million people / with 10,000", idle, "x", 1.3)
    bench.note("memory of the process, a million people and 100,000 due", memory, "MB", 200)
    bench.note("occurrences computed for each due nudge, a million people", due, "", 0.05)
    bench.note("the same by the daily repair", repair, "")


ALL = (ready, ticks, checkin, outbox, jobs, stall, million)


async def main(names: Sequence[str]) -> int:
    bench = Bench()
    for part in ALL:
        if not names or part.__name__ in names:
            await part(bench)
    return 0 if all(result.ok for result in bench.results) else 1


sys.exit(asyncio.run(main(sys.argv[1:])))
