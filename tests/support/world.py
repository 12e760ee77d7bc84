"""A small world to send in: people with nudges in a real database, a clock to set, messengers that write down."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.outbox import SqlOutbox
from core.db.tables import delivery, nudge, nudge_slot, person, recipient, slot
from core.outbox import Outbox
from core.pages import Message
from core.people.who import Address, Platform
from core.ports import DeliveryKey, Receipt
from core.rhythm.kinds import Kind
from core.rhythm.occurrence import Slot, next_occurrence
from schedules.dispatch import Dispatcher
from schedules.materialise import Materialiser
from schedules.reap import Reaper

MONDAY = date(2026, 3, 2)
DUE = datetime(2026, 3, 2, 16, 45, tzinfo=UTC)


class SetClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.at = now

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class RecordingMessenger:
    """Writes down what it is asked to send. ``answers`` are raised in turn, None meaning "delivered"; ``wait`` holds
    every send up until it is set, and one to the channel ``hangs_for`` never ends."""

    sent: list[tuple[Address, Message, DeliveryKey]] = field(default_factory=list)
    answers: deque[BaseException | None] = field(default_factory=deque)
    wait: asyncio.Event | None = None
    hangs_for: str = ""
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> Receipt:
        self.sent.append((to, message, key))
        self.asked.set()
        if to.channel == self.hangs_for:
            await asyncio.Event().wait()
        if self.wait is not None:
            await self.wait.wait()
        else:
            await asyncio.sleep(0)
        if self.answers and (answer := self.answers.popleft()) is not None:
            raise answer
        return Receipt(f"m{len(self.sent)}")

    @property
    def keys(self) -> list[DeliveryKey]:
        return [key for _, _, key in self.sent]


class World:
    def __init__(self, engine: AsyncEngine, url: str) -> None:
        self.engine = engine
        self.url = url
        self.outbox = SqlOutbox(engine)
        self.clock = SetClock(DUE)
        self.slack = RecordingMessenger()
        self.discord = RecordingMessenger()
        self.messengers = {Platform.SLACK: self.slack, Platform.DISCORD: self.discord}

    def materialiser(self, outbox: Outbox | None = None) -> Materialiser:
        return Materialiser(outbox or self.outbox, self.clock)

    def dispatcher(self, outbox: Outbox | None = None, **options: Any) -> Dispatcher:
        return Dispatcher(outbox or self.outbox, self.messengers, self.clock, **options)

    def reaper(self) -> Reaper:
        return Reaper(self.outbox, self.clock)

    async def tick(self) -> None:
        """What a process does within ten seconds."""
        await self.materialiser().tick()
        await self.dispatcher().tick()
        await self.reaper().reap()

    async def people(self, count: int, *, tenant: str = "-/T1", platform: Platform = Platform.SLACK) -> list[str]:
        """Add people who want a closing at 16:45 in Lisbon on working days; their nudges' ids are theirs."""
        names = [f"{tenant[-6:]}-{n}" for n in range(count)]
        async with self.engine.begin() as connection:
            people = [
                {
                    "id": each,
                    "master_key_id": "k",
                    "wrapped_key": b"",
                    "private": b"",
                    "country": "PT",
                    "language": "es",
                }
                for each in names
            ]
            await connection.execute(insert(person), people)
            homes = [
                {"id": each, "person": each, "platform": platform, "tenant": tenant, "address": f"D-{each}"}
                for each in names
            ]
            await connection.execute(insert(recipient), homes)
        for each in names:
            await self.nudge(each)
        return names

    async def nudge(
        self,
        whose: str,
        kind: Kind = Kind.CLOSING,
        minute: int = 1005,
        zone: str = "Europe/Lisbon",
        mask: int = 0b11111,
        since: datetime = DUE - timedelta(days=1),
        subject: str = "",
    ) -> str:
        """Add a nudge at the time that is wanted, as if it had been wanted *since*, and return its id."""
        name = whose if kind is Kind.CLOSING else f"{whose}-{kind}{subject}"
        first = next_occurrence(Slot(zone, minute, mask), since)
        time = {"zone": zone, "local_minute": minute, "weekday_mask": mask, "week_parity": -1, "shard": 0}
        async with self.engine.begin() as connection:
            where = [slot.c[column] == value for column, value in time.items()]
            found = (await connection.execute(select(slot.c.id).where(*where))).scalar()
            if found is None:
                due = {"next_due_at": first.utc, "next_work_date": first.work_date}
                found = (await connection.execute(insert(slot).values(**time, **due).returning(slot.c.id))).scalar_one()
            await connection.execute(
                insert(nudge).values(
                    id=name, recipient=whose, kind=kind.value, subject=subject, active_from=since.date(),
                    enabled=True, created_at=since,
                )
            )  # fmt: skip
            await connection.execute(insert(nudge_slot).values(nudge=name, slot=found, active_since=since))
        return name

    async def change(self, table: str, name: str, **values: object) -> None:
        """Change a row the way a unit of work of the person would."""
        changed = {"person": person, "recipient": recipient, "nudge": nudge}[table]
        async with self.engine.begin() as connection:
            await connection.execute(update(changed).where(changed.c.id == name).values(**values))

    async def answer(self) -> None:
        """Let everybody be here, as a visit does: what they left unanswered counts no more."""
        async with self.engine.begin() as connection:
            await connection.execute(update(recipient).values(unanswered=0))

    async def states(self) -> dict[tuple[str, date], str]:
        """Return what became of each delivery: "sent", "skipped resting", …"""
        async with self.engine.begin() as connection:
            rows = await connection.execute(select(delivery))
            return {(row.nudge, row.work_date): f"{row.state} {row.reason}".strip() for row in rows}
