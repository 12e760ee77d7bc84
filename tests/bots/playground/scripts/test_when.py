"""Times on the person's own clock."""

from datetime import UTC, datetime

import pytest

from bots.playground.scripts.when import read_moment, said

MONDAY = datetime(2026, 3, 23, 17, 20, tzinfo=UTC)  # in the week before the clocks change in Europe


@pytest.mark.parametrize(
    ("written", "zone", "expected"),
    [
        ("17:21", "Europe/London", datetime(2026, 3, 23, 17, 21, tzinfo=UTC)),
        ("17:20", "Europe/London", datetime(2026, 3, 24, 17, 20, tzinfo=UTC)),
        ("Mon 16:45", "Europe/London", datetime(2026, 3, 30, 15, 45, tzinfo=UTC)),
        ("Mon 18:10", "Europe/Madrid", datetime(2026, 3, 30, 16, 10, tzinfo=UTC)),
        ("Mon 18:20", "America/New_York", datetime(2026, 3, 23, 22, 20, tzinfo=UTC)),
        ("Sun 9:00", "Europe/London", datetime(2026, 3, 29, 8, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_is_the_next_one_on_that_clock(written: str, zone: str, expected: datetime) -> None:
    """Later than now, and right after a clock change too."""
    assert read_moment(written).after(MONDAY, zone) == expected


@pytest.mark.parametrize("written", ["24:00", "7:5", "Mo 16:45", "16:45 Mon", "noon"])
def test_what_is_no_time_is_refused(written: str) -> None:
    """It could mean something else to whoever wrote it."""
    with pytest.raises(ValueError, match="a time is written as"):
        read_moment(written)


def test_an_instant_is_said_by_the_persons_clock() -> None:
    """With the day of the week, as a transcript has it."""
    assert said(MONDAY, "Asia/Kolkata") == "Monday 23 March, 22:50"
