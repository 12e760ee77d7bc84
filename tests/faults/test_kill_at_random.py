"""Processes that die at any moment while many deliveries run over the wire."""

from pathlib import Path

from tests.proofs.kill import killed_at_random

PEOPLE = 150


async def test_killed_at_random(tmp_path: Path, database_url: str) -> None:
    """Nobody gets one twice, no more is in doubt than was being sent, and everything has an end; on PostgreSQL with two
    processes at once. ``python -m tests.proofs.kill`` does it with 6,000, and with four."""
    replicas = 1 if database_url.startswith("sqlite") else 2
    found = await killed_at_random(tmp_path, database_url, people=PEOPLE, replicas=replicas, kills=2, seed=5, tenants=6)
    assert found.kills == 2
    assert found.faults(PEOPLE) == []
