"""Processes killed at random with ``kill -9`` while deliveries run over the wire: none doubled, none stuck.

``python -m tests.proofs.kill`` runs 6,000 of them on SQLite with one process and on PostgreSQL with two and four, and
prints what became of them; the suite runs a shorter one (tests/faults/test_kill_at_random.py).
"""

import asyncio
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bots.playground.discord.server import DiscordStandIn
from bots.playground.page.town import settings_for
from bots.playground.process import BotProcess
from bots.playground.slack.server import SlackStandIn
from core.db.engine import make_engine
from core.db.tables import delivery, nudge, nudge_slot, person, recipient, slot
from core.vault import Vault, parse_master_keys
from schedules.dispatch import CLAIM_LEASE, SEND_LEASE
from schedules.pacing import HANDS, WIDTH

DISCORD_SHARE = 6  # every sixth is on Discord, whose one bot takes no more than 50 a second
ANSWER_AFTER = 0.15  # seconds: a platform's usual time, in which a process can die
LIMIT = 600.0  # seconds, and it is stuck
STILL = 2.0  # seconds without any change, and what is left belongs to the dead
LEASE = max(CLAIM_LEASE, SEND_LEASE) + timedelta(seconds=5)


@dataclass(frozen=True)
class Found:
    """What the stand-ins saw and what the database says. ``doubled`` counts messages beyond one a delivery."""

    kills: int
    seen: int
    doubled: int
    states: Counter[str]

    @property
    def allowed(self) -> int:
        """How many may be in doubt: what every kill cut off."""
        return self.kills * HANDS * WIDTH

    def faults(self, people: int) -> list[str]:
        """Say what is wrong with it."""
        unknown = self.states["unknown"]
        wrong = {
            f"{self.doubled} messages came twice": self.doubled,
            f"{unknown} in doubt, {self.allowed} may be": unknown > self.allowed,
            f"they ended as {dict(self.states)}": set(self.states) - {"sent", "unknown"},
            f"{self.states.total()} of {people} were made": self.states.total() != people,
            f"{self.seen} came and {self.states['sent']} are known to": not self.states["sent"] <= self.seen <= people,
        }
        return [sentence for sentence, is_so in wrong.items() if is_so]


async def killed_at_random(
    folder: Path, url: str, *, people: int, replicas: int, kills: int, seed: int, tenants: int
) -> Found:
    """Run *replicas* on the database *url* while *people* are due, and kill one of them *kills* times."""
    chance = random.Random(seed)
    slack, discord = SlackStandIn(), DiscordStandIn(dm_opens=people)
    await slack.start()
    await discord.start()
    slack.faults.apply_then_wait("chat.postMessage", seconds=ANSWER_AFTER, times=2 * people)
    discord.faults.apply_then_wait("POST /channels/*/messages", seconds=ANSWER_AFTER, times=2 * people)
    settings = {**settings_for(slack, discord), "DATABASE_URL": url, "ENOUGH_LOG_LEVEL": "warning"}
    engine = make_engine(url)
    bots = []
    try:
        for number in range(replicas):
            (folder / str(number)).mkdir()
            bots.append(BotProcess(folder / str(number), settings))
            await bots[-1].start("--only", "nudges,web")  # nothing is due yet: each is there when it begins
        vault = Vault(parse_master_keys(settings["ENOUGH_MASTER_KEYS"]))
        await _people(engine, vault, _addresses(slack, discord, people), tenants)
        await _made(engine, people)
        done = 0
        while done < kills and (await _states(engine)).keys() & {"todo", "sending"}:
            await asyncio.sleep(chance.uniform(0.1, 1.0))
            victim = chance.choice(bots)
            await victim.kill()
            done += 1
            await victim.start("--only", "nudges,web")
        await _settle(engine, bots)
        seen = Counter(each.channel_id for each in slack.workspace.all_messages)
        seen += Counter(each.channel.id for each in discord.world.messages.values())
        return Found(done, len(seen), seen.total() - len(seen), await _states(engine))
    finally:
        for bot in bots:
            await bot.kill()
        await engine.dispose()
        await discord.stop()
        await slack.stop()


def _addresses(slack: SlackStandIn, discord: DiscordStandIn, people: int) -> list[tuple[str, str]]:
    """Return a platform and an open direct channel for each person."""
    found = []
    for number in range(people):
        if number % DISCORD_SHARE == 0:
            account = discord.world.accounts[discord.person(str(910_000_000_000_000_000 + number)).id]
            found.append(("discord", discord.world.add_channel(account).id))
        else:
            found.append(("slack", slack.workspace.open_dm(slack.person(f"U{number:06}").id)[0].id))
    return found


async def _people(engine: AsyncEngine, vault: Vault, addresses: Sequence[tuple[str, str]], tenants: int) -> None:
    """Add a person for each address who wants a message at this minute, every day."""
    now = datetime.now(UTC)  # the processes' clock: it is not moved before the end
    due = now.replace(second=0, microsecond=0)
    yesterday = now - timedelta(days=1)
    minute = due.hour * 60 + due.minute
    names = [f"p{number}" for number in range(len(addresses))]
    async with engine.begin() as connection:
        sealed = [
            {"id": name, "wrapped_key": vault.new_data_key(name)[1], "master_key_id": vault.current_key_id}
            | {"private": b"", "country": "GB", "language": "en"}
            for name in names
        ]
        await connection.execute(insert(person), sealed)
        homes = [
            {"id": name, "person": name, "platform": platform, "address": address}
            | {"tenant": "app-1" if platform == "discord" else f"-/T{number % tenants}"}
            for number, (name, (platform, address)) in enumerate(zip(names, addresses, strict=True))
        ]
        await connection.execute(insert(recipient), homes)
        plan = {
            "kind": "review",
            "subject": "",
            "active_from": yesterday.date(),
            "enabled": True,
            "created_at": yesterday,
        }
        await connection.execute(insert(nudge), [{"id": name, "recipient": name, **plan} for name in names])
        time_of_day = {"zone": "UTC", "local_minute": minute, "weekday_mask": 127, "week_parity": -1}
        slots = [
            {"id": shard, "shard": shard, "next_due_at": due, "next_work_date": due.date(), **time_of_day}
            for shard in range(8)
        ]
        await connection.execute(insert(slot), slots)
        links = zip(names, itertools.cycle(range(8)))
        rows = [{"nudge": name, "slot": shard, "active_since": yesterday} for name, shard in links]
        await connection.execute(insert(nudge_slot), rows)


async def _settle(engine: AsyncEngine, bots: Sequence[BotProcess]) -> None:
    """Wait for the end of all. Where nothing moves, the leases of the dead end, by the processes' clock."""
    ends_at, leases, before = time.monotonic() + LIMIT, 0, Counter[str]()
    while (states := await _states(engine)).keys() & {"todo", "sending"} and time.monotonic() < ends_at:
        if states == before:
            leases += 1
            for bot in bots:
                await bot.move_clock(datetime.now(UTC) + leases * LEASE)
        before = states
        await asyncio.sleep(STILL)


async def _made(engine: AsyncEngine, people: int) -> None:
    ends_at = time.monotonic() + LIMIT
    while (await _states(engine)).total() < people and time.monotonic() < ends_at:  # noqa: ASYNC110 - other processes
        await asyncio.sleep(0.1)


async def _states(engine: AsyncEngine) -> Counter[str]:
    async with engine.begin() as connection:
        rows = await connection.execute(
            select(delivery.c.state, func.count().label("members")).group_by(delivery.c.state)
        )
        return Counter({row.state: row.members for row in rows})


async def main(people: int, kills: int) -> int:
    """Print what became of each database and number of processes. Returns how many had a fault."""
    from tests.bench.many import postgres, sqlite

    faulty = 0
    for database, replicas in ((sqlite, 1), (postgres, 2), (postgres, 4)):
        seed = random.SystemRandom().randrange(10**6)
        with tempfile.TemporaryDirectory(prefix="enough-") as folder:
            async with database() as url:
                found = await killed_at_random(
                    Path(folder), url, people=people, replicas=replicas, kills=kills, seed=seed, tenants=people // 20
                )
        faults = found.faults(people)
        faulty += bool(faults)
        print(f"{database.__name__}, {replicas} at once, seed {seed}: {found}", *faults, sep="\n  ", flush=True)  # noqa: T201
    return faulty


if __name__ == "__main__":
    size = [int(each) for each in sys.argv[1:3]] or [6000, 30]
    sys.exit(asyncio.run(main(*size)))
