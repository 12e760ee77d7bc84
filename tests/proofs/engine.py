"""The whole engine (storage, outbox, gate, ticks) against a simple model of what was promised to a person.

Hypothesis chooses what happens, in any order: plans made, moved to another time or zone and dropped, pauses, days off,
closed days, quiet hours, visits, time that passes in minutes or days or runs backwards, and processes that die between
any two steps. The model knows nothing of slots, claims and tokens: it is asked when a message arrives whether it may,
and after a process that lived whether one is missing. ``python -m tests.proofs.engine 2000`` tries that many lives; the
suite a few (tests/schedules/test_engine.py).
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import and_, delete, or_, select

from core.db.engine import make_engine
from core.db.outbox import SqlOutbox
from core.db.storage import SqlStorage
from core.db.tables import delivery, metadata, recipient
from core.outbox import Outbox
from core.pages import Message
from core.people.who import Address, Platform, Who
from core.ports import DeliveryKey, Receipt
from core.rhythm.gate import Budget
from core.rhythm.kinds import GRACES, Kind
from core.storage import Owner, WeeklyTime
from core.vault import Vault, new_master_key, parse_master_keys
from schedules.dispatch import Dispatcher
from schedules.materialise import Materialiser
from schedules.reap import Reaper
from tests.support.world import SetClock

BEGIN = datetime(2026, 3, 4, 12, tzinfo=UTC)  # New York changes its clock on the 8th, Lisbon and Berlin on the 29th
ZONES = ("Europe/Lisbon", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")
MINUTES = (0, 150, 990, 1005, 1020, 1439, 1440 + 30)
KINDS = (Kind.CLOSING, Kind.CROSSING, Kind.OPENING, Kind.REVIEW)
AT_FIRST = {Kind.OPENING: 960, Kind.CROSSING: 990, Kind.CLOSING: 1005, Kind.REVIEW: 1035}
NONCE_KEPT = timedelta(minutes=2)
WEEKDAYS = (frozenset(range(5)), frozenset(range(7)))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


class Crash(BaseException):
    """The process ends here."""


@dataclass
class Model:
    """What one person wants, and what they got."""

    platform: Platform
    plans: dict[Kind, WeeklyTime] = field(default_factory=dict)
    since: dict[Kind, datetime] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)  # by the nudge's id
    budget: Budget = field(default_factory=Budget)
    quiet_hours: tuple[int, int] | None = None
    zone: str = ZONES[0]
    quiet_until: datetime | None = None
    days_off: frozenset[date] = frozenset()
    closed_on: date | None = None
    got: dict[DeliveryKey, datetime] = field(default_factory=dict)
    silent: int = 0  # messages since the person was here
    settled: set[date] = field(default_factory=set)  # of the closing

    def due(self, kind: Kind, day: date) -> datetime | None:
        """Return when it is due on a working date by the plan that holds now."""
        plan = self.plans.get(kind)
        if plan is None or day.weekday() not in plan.weekdays:
            return None
        meant = datetime.combine(day, datetime.min.time()) + timedelta(minutes=plan.minute)
        return meant.replace(tzinfo=ZoneInfo(plan.zone)).astimezone(UTC)

    def rests(self, kind: Kind, day: date, now: datetime) -> bool:
        local = now.astimezone(ZoneInfo(self.zone))
        minute = 60 * local.hour + local.minute
        quiet = (
            self.quiet_hours is not None
            and (minute - self.quiet_hours[0]) % 1440 < (self.quiet_hours[1] - self.quiet_hours[0]) % 1440
        )
        paused = self.quiet_until is not None and now < self.quiet_until
        return paused or quiet or day in self.days_off or (day == self.closed_on and kind is not Kind.CROSSING)

    def on(self, day: date) -> int:
        return sum(key.work_date == day for key in self.got)

    def in_week_of(self, day: date) -> int:
        return sum(monday_of(key.work_date) == monday_of(day) for key in self.got)

    def arrives(self, key: DeliveryKey, now: datetime) -> None:
        """A message is in the person's chat."""
        first = self.got.get(key)
        if first is not None:
            assert self.platform is Platform.DISCORD, f"{key} came twice"
            assert now < first + NONCE_KEPT, f"{key} came again when Discord no longer drops it"
            return
        kind = self.kinds[key.nudge]
        assert self._is_due(kind, key.work_date, now), f"{kind} for {key.work_date} came at {now}"
        assert not self.rests(kind, key.work_date, now), f"{kind} came into a rest at {now}"
        assert self.on(key.work_date) < self.budget.day, f"more than {self.budget.day} on {key.work_date}"
        assert self.in_week_of(key.work_date) < self.budget.week, "more than the week's"
        self.got[key] = now
        self.silent += 1

    def looked_at(self, now: datetime) -> None:
        """A process may have decided about what is due now: what may not come at this moment does not come later."""
        for day in self._around(now):
            due = self.due(Kind.CLOSING, day)
            if due is not None and due <= now and not (now < due + GRACES[Kind.CLOSING] and self._may_come(day, now)):
                self.settled.add(day)

    def missing(self, now: datetime) -> list[date]:
        """Return the working dates whose closing has to be there by now: it goes before all others."""
        open_ = [day for day in self._around(now) if day not in self.settled and self._is_due(Kind.CLOSING, day, now)]
        return [day for day in open_ if self._may_come(day, now)]

    @staticmethod
    def _around(now: datetime) -> list[date]:
        return [now.date() + timedelta(days=number) for number in (-2, -1, 0, 1)]

    def _is_due(self, kind: Kind, day: date, now: datetime) -> bool:
        due = self.due(kind, day)
        return due is not None and self.since[kind] < due <= now < due + GRACES[kind]

    def _may_come(self, day: date, now: datetime) -> bool:
        room = self.on(day) < self.budget.day and self.in_week_of(day) < self.budget.week
        return room and not self.silent and not self.rests(Kind.CLOSING, day, now)


class DyingOutbox:
    """The outbox of a process that ends before or after its *left*-th call."""

    def __init__(self, outbox: Outbox, step: Callable[[], None]) -> None:
        self._outbox = outbox
        self._step = step

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._outbox, name)

        async def call(*given: Any, **options: Any) -> Any:
            self._step()
            answer = await method(*given, **options)
            self._step()
            return answer

        return call


class Engine(RuleBasedStateMachine):
    """Two people, one on each platform, and one process after the other."""

    url: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.clock = SetClock(BEGIN)
        self.models = {"one": Model(Platform.SLACK), "two": Model(Platform.DISCORD)}
        self.broken: list[AssertionError] = []  # promises, by a message that arrived
        self.steps: int | None = None  # until the process dies; None: it lives

    def run(self, work: Awaitable[Any]) -> Any:
        async def wrapped() -> Any:
            return await work

        return self.loop.run(wrapped())

    @initialize()
    def begin(self) -> None:
        """Both are here and want every kind, an hour and a half around the end of their day."""
        self.run(self._begin())
        for name, model in self.models.items():
            for kind, minute in AT_FIRST.items():
                self._plan(name, kind, WeeklyTime(model.zone, minute, WEEKDAYS[0]))

    async def _begin(self) -> None:
        self.engine = make_engine(self.url)
        async with self.engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                await connection.execute(delete(table))
        self.storage = SqlStorage(self.engine, Vault(parse_master_keys(new_master_key())))
        self.outbox = SqlOutbox(self.engine)
        for name, model in self.models.items():
            who = self._who(name)
            async with self.storage.begin() as work:
                owner = await work.people.create(who, country="PT", language="en", zone=ZONES[0], now=self.clock.at)
                await work.people.set_address(owner, who, Address(who.platform, who.tenant, name))
                await work.commit()
            assert model.platform is who.platform

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.run(self.engine.dispose())
        self.loop.close()

    # ------------------------------------------------------------------------------------ what people do

    people = st.sampled_from(["one", "two"])

    @rule(name=people, kind=st.sampled_from(KINDS), minute=st.sampled_from(MINUTES), days=st.sampled_from(WEEKDAYS))
    def plan(self, name: str, kind: Kind, minute: int, days: frozenset[int]) -> None:
        model = self.models[name]
        self._plan(name, kind, WeeklyTime(model.zone, minute, days))

    @rule(name=people, zone=st.sampled_from(ZONES))
    def move(self, name: str, zone: str) -> None:
        """The person lives in another zone now, and wants everything at the same hours there."""
        model = self.models[name]
        model.zone = zone

        async def move(work: Any, owner: Owner) -> None:
            await work.people.update(owner, country="PT", language="en", zone=zone, quiet_until=owner.quiet_until)

        self.change(name, move)
        for kind, time in list(model.plans.items()):
            self._plan(name, kind, WeeklyTime(zone, time.minute, time.weekdays))

    def _plan(self, name: str, kind: Kind, time: WeeklyTime) -> None:
        model, now = self.models[name], self.clock.at

        async def plan(work: Any, owner: Owner) -> None:
            today = now.astimezone(ZoneInfo(time.zone)).date() - timedelta(days=1)  # a shift of last night counts
            made = await work.nudges.plan(owner, kind=kind.value, times=[time], active_from=today, now=now)
            model.kinds[made.id] = kind

        self.change(name, plan)
        if model.plans.get(kind) != time:
            model.plans[kind], model.since[kind] = time, now

    @rule(name=people, kind=st.sampled_from(KINDS))
    def drop(self, name: str, kind: Kind) -> None:
        self.change(name, lambda work, owner: work.nudges.drop(owner, kind=kind.value))
        self.models[name].plans.pop(kind, None)

    @rule(name=people, hours=st.sampled_from([-1, 1, 30]))
    def pause(self, name: str, hours: int) -> None:
        """Pause for some hours, or end the pause."""
        model = self.models[name]
        model.quiet_until = self.clock.at + timedelta(hours=hours)

        async def pause(work: Any, owner: Owner) -> None:
            await work.people.update(owner, country="PT", language="en", zone=model.zone, quiet_until=model.quiet_until)

        self.change(name, pause)

    @rule(name=people, ahead=st.sets(st.integers(-1, 3), max_size=2))
    def days_off(self, name: str, ahead: set[int]) -> None:
        days = frozenset(self.clock.at.date() + timedelta(days=number) for number in ahead)
        self.models[name].days_off = days
        self.change(name, lambda work, owner: work.nudges.set_days_off(owner, days))

    @rule(name=people, ahead=st.integers(-1, 1))
    def close(self, name: str, ahead: int) -> None:
        day = self.clock.at.date() + timedelta(days=ahead)
        self.models[name].closed_on = day
        self.change(name, lambda work, owner: work.nudges.close_day(owner, day))

    @rule(
        name=people,
        budget=st.sampled_from([Budget(), Budget(2, 10)]),
        quiet=st.sampled_from([None, (1290, 420), (980, 1010)]),
    )
    def manner(self, name: str, budget: Budget, quiet: tuple[int, int] | None) -> None:
        model = self.models[name]
        model.budget, model.quiet_hours = budget, quiet
        self.change(name, lambda work, owner: work.nudges.set_manner(owner, budget=budget, quiet_hours=quiet))

    @rule(name=people)
    def visit(self, name: str) -> None:
        self.models[name].silent = 0
        self.change(name, lambda work, owner: work.nudges.answered(owner))

    def change(self, name: str, what: Callable[[Any, Owner], Awaitable[Any]]) -> None:
        async def unit() -> None:
            async with self.storage.begin() as work:
                owner = await work.people.find(self._who(name))
                assert owner is not None
                await what(work, owner)
                await work.commit()

        self.run(unit())

    # --------------------------------------------------------------------------------------- what happens

    @rule(minutes=st.sampled_from([1, 5, 15, 60, 240, 1440, 4320]))
    def time_passes(self, minutes: int) -> None:
        """Nothing runs meanwhile: a laptop that sleeps."""
        self.clock.forward(minutes=minutes)

    @rule(minutes=st.sampled_from([1, 60]))
    def the_clock_is_put_back(self, minutes: int) -> None:
        self.clock.forward(minutes=-minutes)

    @rule(
        name=people,
        kind=st.sampled_from(KINDS),
        late=st.sampled_from([0, 0, 0, 1, 3, 9, 29]),
        dies=st.none() | st.integers(9, 14) | st.integers(0, 16),  # the middle ones are around mark, send and finish
        visited=st.sampled_from([True, True, False]),
        again=st.integers(1, 3),
    )
    def a_time_comes(self, name: str, kind: Kind, late: int, dies: int | None, visited: bool, again: int) -> None:
        """It is the minute of the next message of a kind, or some minutes later, and a process ticks; one that dies is
        followed by one that lives. All that *again* times."""
        for _ in range(again):
            if visited:
                self.visit(name)
            self._go_to_next(name, kind, late)
            if dies is not None:
                self.a_process_dies(dies)
                self.clock.forward(seconds=30)
            self.a_process_lives()

    def _go_to_next(self, name: str, kind: Kind, late: int) -> None:
        days = [self.clock.at.date() + timedelta(days=number) for number in range(-2, 9)]
        ahead = [due for day in days if (due := self.models[name].due(kind, day)) is not None and due > self.clock.at]
        if ahead:
            self.clock.at = min(ahead) + timedelta(minutes=late)

    @rule(calls=st.integers(0, 16))
    def a_process_dies(self, calls: int) -> None:
        """It ticks and ends at the *calls*-th step from now: before or after a statement or a send, or amid one."""
        self.steps = calls
        with suppress(Crash):
            self.process()
        self.steps = None

    @rule()
    def a_process_lives(self) -> None:
        """It ticks until nothing is left to do at this time. What has to be there by then is there, unless an earlier
        process died over it."""
        self.process()
        for _ in range(2):  # what is paced, or waits for a weightier one, comes within the minute
            self.clock.forward(seconds=25)
            self.process()
        in_doubt = self.run(self._in_doubt())
        for name, model in self.models.items():
            for day in model.missing(self.clock.at):
                assert (name, monday_of(day)) in in_doubt, f"no closing for {name} on {day} at {self.clock.at}"

    def process(self) -> None:
        try:
            self.run(self._live())
        finally:
            for model in self.models.values():
                model.looked_at(self.clock.at)
            for broken in self.broken:
                raise broken

    async def _live(self) -> None:
        outbox = DyingOutbox(self.outbox, self._step)
        messengers: Mapping[Platform, Any] = {each.platform: self for each in self.models.values()}
        dispatcher = Dispatcher(outbox, messengers, self.clock, batch=3, width=2)  # type: ignore[arg-type]
        try:
            await Materialiser(outbox, self.clock).tick()  # type: ignore[arg-type]
            await Reaper(outbox, self.clock).reap()  # type: ignore[arg-type]
            await dispatcher.tick()
        finally:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for each in others:
                each.cancel()
            await asyncio.gather(*others, return_exceptions=True)

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> Receipt:
        """The messenger of both platforms."""
        self._step()
        try:
            self.models[to.channel].arrives(key, self.clock.at)
        except AssertionError as broken:  # the dispatcher would take it for an error of the platform
            self.broken.append(broken)
        await asyncio.sleep(0)
        self._step()
        return Receipt("m")

    def _step(self) -> None:
        if self.steps is not None:
            self.steps -= 1
            if self.steps < 0:
                raise Crash

    async def _in_doubt(self) -> set[tuple[str, date]]:
        """Return for whom, and in which week, a dead process still claims or sends something, or may have sent it."""
        left = delivery.c.state.in_(["sending", "unknown"])
        claimed = and_(delivery.c.state == "todo", delivery.c.visible_at > self.clock.at)
        query = select(recipient.c.address, delivery.c.work_date).join(delivery, delivery.c.recipient == recipient.c.id)
        async with self.engine.begin() as connection:
            return {(name, monday_of(day)) for name, day in await connection.execute(query.where(or_(left, claimed)))}

    @staticmethod
    def _who(name: str) -> Who:
        platform, tenant = (Platform.SLACK, "-/T1") if name == "one" else (Platform.DISCORD, "app-1")
        return Who(platform, tenant, name, "en")


def lives(url: str, count: int, steps: int = 40) -> None:
    """Try *count* lives of up to *steps* steps on the database *url*. Raises AssertionError with the shortest found."""

    class OnDatabase(Engine):
        pass

    OnDatabase.url = url
    run_state_machine_as_test(
        OnDatabase,
        settings=settings(
            max_examples=count, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


if __name__ == "__main__":
    import logging

    import structlog

    from tests.bench.many import postgres, sqlite

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))

    def with_url(database: Callable[[], Any], count: int) -> None:
        with asyncio.Runner() as runner:
            place = database()
            url = runner.run(place.__aenter__())
            try:
                lives(url, count)
            finally:
                runner.run(place.__aexit__(None, None, None))

    with_url(sqlite, int(sys.argv[1]))
    with_url(postgres, int(sys.argv[1]) // 4)
