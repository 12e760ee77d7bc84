"""The clocks: always aware UTC, and steered only by instants that have a zone."""

import ast
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from core.clock import SteeredClock, SystemClock

ROOT = Path(__file__).parents[2]
READS_THE_CLOCK = {"now", "utcnow", "today"}


class StoppedClock:
    def now(self) -> datetime:
        return datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_system_clock_is_aware_and_in_utc() -> None:
    """now() has a zone, and it is UTC."""
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_steered_clock_shows_the_instant_it_was_set_to() -> None:
    """A jump takes any zone and shows it in UTC."""
    clock = SteeredClock(StoppedClock())
    clock.jump_to(datetime(2026, 3, 3, 9, 30, tzinfo=timezone(timedelta(hours=2))))
    assert clock.now() == datetime(2026, 3, 3, 7, 30, tzinfo=UTC)


def test_a_steered_clock_refuses_a_time_without_zone() -> None:
    """A wall time has no place on a clock."""
    with pytest.raises(ValueError, match="aware"):
        SteeredClock(StoppedClock()).jump_to(datetime(2026, 3, 3))  # noqa: DTZ001  (the very thing it refuses)


def reads_the_clock(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in READS_THE_CLOCK
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date"}
    )


def test_one_place_reads_the_clock() -> None:
    """Nothing but core/clock.py asks what time it is; the stand-ins, which play other companies, have their own."""
    sources = [path for folder in ("core", "schedules", "bots") for path in (ROOT / folder).rglob("*.py")]
    allowed = {ROOT / "core/clock.py", *(ROOT / "bots/playground").rglob("*.py")}
    found = [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        for path in sources
        if path not in allowed
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if reads_the_clock(node)
    ]
    assert not found
