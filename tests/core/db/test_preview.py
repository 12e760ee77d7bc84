"""What an operator sees of the days ahead."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bots.cli import main
from core.db.engine import make_engine
from core.db.preview import FEW, preview
from core.rhythm.kinds import Kind
from tests.support.world import DUE, World


async def test_counts_by_the_hour_and_nobody_else_is_in_it(database_url: str) -> None:
    """Seven who want 16:45 in Lisbon and one who also wants 9:00 in Berlin; who stopped or is gone is not counted."""
    engine = make_engine(database_url)
    world = World(engine, database_url)
    names = await world.people(7)
    await world.nudge(names[0], Kind.OPENING, minute=540, zone="Europe/Berlin")
    await world.nudge(names[1], Kind.FOLLOWUP)
    await world.change("nudge", names[5], enabled=False)
    await world.change("recipient", names[6], unreachable_at=DUE)
    hours = await preview(engine, DUE - timedelta(hours=12), days=1)
    assert hours == {datetime(2026, 3, 2, 8, tzinfo=UTC): 1, datetime(2026, 3, 2, 16, tzinfo=UTC): 5}
    assert len(await preview(engine, DUE, days=14)) == 20
    await engine.dispose()


async def test_the_command_does_not_tell_small_counts(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An hour that few people want could be somebody's own."""
    import asyncio

    engine = make_engine(sqlite_url)
    world = World(engine, sqlite_url)
    (ann,) = await world.people(1)
    for name in await world.people(FEW, tenant="-/T2"):
        await world.nudge(name, Kind.OPENING, minute=540)
    await engine.dispose()
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    with pytest.raises(SystemExit):
        await asyncio.to_thread(main, ["preview", "--env-file", str(tmp_path / "none")])
    shown = capsys.readouterr().out
    assert f"  {FEW}\n" in shown
    assert ann not in shown
    assert "T2" not in shown
