"""Everything that can happen to the engine, in any order, against a simple model of what was promised."""

from tests.proofs.engine import lives

LIVES = {"sqlite": 12, "postgresql": 4}


def test_lives_of_two_people(database_url: str) -> None:
    """Plans, pauses, days off, moves, crashes and clocks that jump: no message is doubled, stale, unwanted or one too
    many, and none is left out. ``python -m tests.proofs.engine 2000`` tries many more."""
    lives(database_url, LIVES[database_url.partition(":")[0]], steps=25)
