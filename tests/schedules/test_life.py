"""One person's life in any order: what is set, paused, stopped, moved, and what comes meanwhile.

The pages are pressed as the person would, the clock runs through the real outbox, and a model that knows only what was
pressed looks at every message that goes out.
"""

import asyncio
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from core.db.engine import make_engine
from core.db.storage import SqlStorage
from core.db.tables import delivery, nudge, slot
from core.exercises.catalog import load_catalog
from core.people.who import Platform, Profile, Who
from core.ports import DeliveryKey
from core.rhythm.kinds import Kind
from core.rhythm.public import holidays_between
from core.rhythm.upcoming import week_of
from core.rhythm.week import NINE_TO_FIVE, Hours, Week
from core.services.front_desk import FrontDesk
from core.services.visit import Facts, House
from core.vault import Vault, new_master_key, parse_master_keys
from tests.support.visitor import FakeReach, Visitor
from tests.support.world import World

BEGIN = datetime(2026, 3, 20, 12, tzinfo=UTC)  # before clocks change in Europe, and before Easter
ZONES = ("Europe/Lisbon", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu")
KINDS = ("opening", "checkin", "closing", "review")
DAYS = {"mon-sun": range(7), "weekend": (5, 6), "mon-tue": (0, 1), "wed": (2,), "fri": (4,)}
SHIFTS = {"9-17": Hours(540, 1020), "22:00-06:00": Hours(1320, 1800), "6-14": Hours(360, 840), "off": None}


@dataclass
class Life:
    """What the person pressed, and nothing else."""

    zone: str = ZONES[0]
    week: Week = NINE_TO_FIVE
    kinds: frozenset[str] = frozenset()
    crossings: int = 0
    off: set[date] = field(default_factory=set)
    holidays: bool = True
    quiet: tuple[int, int] | None = None
    paused_until: datetime | None = None
    rested: set[date] = field(default_factory=set)
    day: Counter[date] = field(default_factory=Counter)
    week_of: Counter[date] = field(default_factory=Counter)
    sent: set[DeliveryKey] = field(default_factory=set)

    def here(self, now: datetime) -> datetime:
        return now.astimezone(ZoneInfo(self.zone))

    def look_at(self, key: DeliveryKey, kind: str, now: datetime) -> None:
        """Fail where this message was not to come."""
        day, local = key.work_date, self.here(now)
        minute = 60 * local.hour + local.minute
        assert kind in self.kinds, "not asked for, or stopped"
        assert key not in self.sent, "twice"
        assert self.paused_until is None or now >= self.paused_until, "paused"
        assert day not in self.rested, "a shift that was let go"
        assert day not in self.off, "a day off"
        assert not (self.holidays and holidays_between("GB", "", "en", day, day)), "a holiday"
        if kind != Kind.CROSSING:
            assert self.week.on(day) is not None, "no working day"
        if self.quiet:
            assert (minute - self.quiet[0]) % 1440 >= (self.quiet[1] - self.quiet[0]) % 1440, "quiet hours"
        self.sent.add(key)
        self.day[day] += 1
        self.week_of[week_of(day)] += 1
        most = (2, 10) if len(self.kinds) > 1 else (1, 6)
        assert (self.day[day], self.week_of[week_of(day)]) <= (most[0], 10), "too many that day"
        assert self.week_of[week_of(day)] <= most[1], "too many that week"


class Machine(RuleBasedStateMachine):
    template: Path
    folder: Path
    made = 0
    came = 0

    def __init__(self) -> None:
        super().__init__()
        Machine.made += 1
        path = self.folder / f"life{Machine.made}.db"
        shutil.copyfile(self.template, path)
        self.runner = asyncio.Runner()
        self.engine = make_engine(f"sqlite:///{path}")
        self.world = World(self.engine, f"sqlite:///{path}")
        self.world.clock.at = BEGIN
        reach = FakeReach()
        reach.profile_of_all = Profile(zone=ZONES[0])
        house = House(
            storage=SqlStorage(self.engine, Vault(parse_master_keys(new_master_key()))),
            reach={Platform.SLACK: reach},
            clock=self.world.clock,
            catalog=load_catalog(),
            facts=Facts(operator="Example Ltd", database="SQLite", keys_in="the program’s settings"),
        )
        self.desk = FrontDesk(house)
        self.visitor = Visitor(self.desk, Who(Platform.SLACK, "-/T1", "U1"))
        self.life = Life()

    def teardown(self) -> None:
        self.runner.run(self.desk.settle())
        self.runner.run(self.engine.dispose())
        self.runner.close()

    # ------------------------------------------------------------------------------------ what is pressed

    def go(self, command: str, *labels: str, **answers: str | int | tuple[str, ...]) -> None:
        async def pressed() -> None:
            await self.visitor.command(command)
            for label in labels:
                await self.visitor.press(label)
            if answers:
                await self.visitor.fill(**answers)
            await self.desk.settle()

        self.runner.run(pressed())

    @initialize(every_day=st.booleans(), two_weeks=st.booleans())
    def begin(self, every_day: bool, two_weeks: bool) -> None:
        self.runner.run(self.visitor.keep_first_check_in(country="GB"))
        self.runner.run(self.visitor.press("Yes, at 16:45"))
        self.life.kinds = frozenset({"closing"})
        if every_day:
            self.set_hours("mon-sun", "9-17", "ab")
        if two_weeks:
            self.alternate()
            self.set_hours("mon-tue", "off", "b")

    @rule(
        days=st.sampled_from(sorted(DAYS)),
        hours=st.sampled_from(sorted(SHIFTS)),
        which=st.sampled_from(["a", "b", "ab"]),
    )
    def set_hours(self, days: str, hours: str, which: str) -> None:
        try:
            week = self.life.week.with_hours(DAYS[days], SHIFTS[hours], weeks=which if self.life.week.other else "ab")
        except ValueError:
            return
        alternates = {"which": which} if self.life.week.other else {}
        self.go("settings", "My week", days=days, hours=hours, **alternates)
        self.life.week = week

    @rule()
    def alternate(self) -> None:
        if self.life.week.other is None:
            self.go("settings", "My week", "Every other week differs")
            self.life.week = self.life.week.alternating(self.life.here(self.world.clock.at).date())
        else:
            self.go("settings", "My week", "The same every week")
            self.life.week = self.life.week.every_week()

    @rule(kinds=st.frozensets(st.sampled_from(KINDS), min_size=1), own=st.sampled_from(["", "7:30", "23:30"]))
    def choose(self, kinds: frozenset[str], own: str) -> None:
        crossing = {"crossing"} if self.life.crossings else set()
        which = tuple(sorted(kinds | crossing))
        self.go("settings", "What I write", which=which, **dict.fromkeys(kinds, own))
        self.life.kinds = frozenset(which)

    @rule(days=st.sampled_from(["mon-sun", "tue", "weekend"]), at=st.sampled_from(["15:10", "00:05", "07:00"]))
    def cross(self, days: str, at: str) -> None:
        if self.life.crossings < 6:
            self.go("settings", "What I write", "Crossings", name="pickup", days=days, time=at, before=15)
            self.life.crossings += 1
            self.life.kinds |= {"crossing"}

    @rule(hours=st.sampled_from([None, ("22:00", "07:00"), ("12:00", "14:00"), ("16:00", "16:50")]))
    def be_quiet_at(self, hours: tuple[str, str] | None) -> None:
        begins, ends = hours or ("", "")
        self.go("settings", "Quiet hours", **{"from": begins, "to": ends})
        self.life.quiet = None
        if hours:
            begin, end = (time.fromisoformat(each) for each in hours)
            self.life.quiet = (60 * begin.hour + begin.minute, 60 * end.hour + end.minute)

    @rule(ahead=st.integers(0, 6), length=st.integers(0, 3))
    def take_off(self, ahead: int, length: int) -> None:
        first = self.life.here(self.world.clock.at).date() + timedelta(days=ahead)
        last = first + timedelta(days=length)
        self.go("settings", "Days off", first=first.isoformat(), last=last.isoformat())
        if "first" not in self.visitor.errors:  # the list may be full
            self.life.off |= {first + timedelta(days=each) for each in range(length + 1)}

    @rule(free=st.sampled_from(["yes", "no"]))
    def public_holidays(self, free: str) -> None:
        self.go("settings", "Days off", "Public holidays", free=free)
        self.life.holidays = free == "yes"

    @rule(days=st.sampled_from([1, 7, 0, 3]))
    def pause(self, days: int) -> None:
        self.go("pause")
        labels = {action.label for action in self.visitor.page.actions}
        local = self.life.here(self.world.clock.at)
        midnight = datetime.combine(local.date() + timedelta(days=days), time(), ZoneInfo(self.life.zone))
        if days == 3:
            self.go("pause", "Until a day I name", day=midnight.date().isoformat())
        else:
            label = {1: "Quiet until tomorrow", 7: "Quiet for a week", 0: "End the quiet"}[days]
            if label not in labels:
                return
            self.go("pause", label)
        self.life.paused_until = midnight.astimezone(UTC) if days else None
        yesterday = local.date() - timedelta(days=1)
        night = self.life.week.on(yesterday)
        if not days:
            self.life.rested.clear()
        elif days == 1 and night and night.ends > 24 * 60 and local.hour < 12:  # that shift is "today"
            self.life.rested.add(yesterday)
            self.life.paused_until = None

    @rule()
    def stop(self) -> None:
        self.go("stop")
        self.life.kinds = frozenset()

    @rule(zone=st.sampled_from(ZONES), at=st.sampled_from(["16:45", "7:15", ""]))
    def save_settings(self, zone: str, at: str) -> None:
        self.go("settings")
        time_asked = any(each.id == "time" for each in self.visitor.page.fields)
        self.go("settings", country="GB", language="en", zone=zone, **({"time": at} if time_asked else {}))
        self.life.zone = zone
        if time_asked:
            self.life.kinds = self.life.kinds | {"closing"} if at else self.life.kinds - {"closing"}

    # ---------------------------------------------------------------------------------------- what comes

    @precondition(lambda self: self.life.kinds)
    @rule(hours=st.integers(1, 100), come_by=st.booleans())
    def live(self, hours: int, come_by: bool) -> None:
        if come_by:
            self.go("open")
        self.runner.run(self._live(self.world.clock.at + timedelta(hours=hours)))

    @precondition(lambda self: self.life.kinds)
    @rule()
    def live_for_a_week(self) -> None:
        for _ in range(8):
            self.go("open")
            self.runner.run(self._live(self.world.clock.at + timedelta(days=1)))

    async def _live(self, end: datetime) -> None:
        while self.world.clock.at < end:
            before = len(self.world.slack.sent)
            await self.world.tick()
            for key in self.world.slack.keys[before:]:
                Machine.came += 1
                self.life.look_at(key, await self._kind(key), self.world.clock.at)
            self.world.clock.at = min(end, await self._next())

    async def _next(self) -> datetime:
        """Return when something may happen next: a slot is due, or a delivery can be seen again."""
        now = self.world.clock.at
        async with self.engine.begin() as connection:
            due = (
                await connection.execute(select(func.min(slot.c.next_due_at)).where(slot.c.next_due_at > now))
            ).scalar()
            seen = (
                await connection.execute(
                    select(func.min(delivery.c.visible_at)).where(
                        delivery.c.state == "todo", delivery.c.visible_at > now
                    )
                )
            ).scalar()
        return min(each for each in (due, seen, now + timedelta(days=30)) if each is not None)

    async def _kind(self, key: DeliveryKey) -> str:
        async with self.engine.begin() as connection:
            return str((await connection.execute(select(nudge.c.kind).where(nudge.c.id == key.nudge))).scalar_one())

    @invariant()
    def the_list_can_be_shown(self) -> None:
        """ "When I write" fits its page in any state, and says that nothing comes where nothing is asked for."""
        if self.visitor.reply is not None:
            self.go("when")
            if not self.life.kinds:
                assert "I do not write to you" in self.visitor.text


def test_what_comes_never_breaks_what_was_said(sqlite_template: Path, tmp_path: Path) -> None:
    """Budget, quiet hours, days off, holidays, pauses and a stop hold, whatever was set in whatever order."""
    Machine.template, Machine.folder, Machine.made, Machine.came = sqlite_template, tmp_path, 0, 0
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Machine.came > 10
