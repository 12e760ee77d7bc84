"""The list behind "when will you write to me?"."""

from datetime import UTC, date, datetime, timedelta

from core.rhythm.gate import Reason, Send, Skip
from core.rhythm.kinds import Kind
from core.rhythm.occurrence import Slot
from core.rhythm.upcoming import Planned, Standing, upcoming

SUNDAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLOSING = Planned("c", Kind.CLOSING, (Slot("Europe/Lisbon", 1005, 0b11111),), date(2026, 3, 1))


def test_two_weeks_of_working_days_at_the_local_time() -> None:
    """Ten closings in 14 days, none at a weekend."""
    coming = upcoming([CLOSING], SUNDAY)
    assert [each.work_date.day for each in coming] == [2, 3, 4, 5, 6, 9, 10, 11, 12, 13]
    assert {f"{each.utc:%H:%M}" for each in coming} == {"16:45"}
    assert {each.decision for each in coming} == {Send()}


def test_the_local_time_stays_over_a_clock_change() -> None:
    """Lisbon changes on 29 March: the wall says 16:45 before and after, UTC does not."""
    coming = upcoming([CLOSING], datetime(2026, 3, 27, tzinfo=UTC), days=4)
    assert [f"{each.utc:%d %H:%M}" for each in coming] == ["27 16:45", "30 15:45"]


def test_a_rest_shows_as_rest() -> None:
    """Until the rest ends nothing comes; the day after it does."""
    coming = upcoming([CLOSING], SUNDAY, quiet_until=datetime(2026, 3, 3, 22, tzinfo=UTC), days=4)
    assert [each.decision for each in coming] == [Skip(Reason.RESTING), Skip(Reason.RESTING), Send()]


def test_one_a_day_and_six_a_week() -> None:
    """With an opening too, and on seven days, the closing goes first and Sunday's is over the week's six."""
    every_day = [
        Planned("o", Kind.OPENING, (Slot("Europe/Lisbon", 540),), date(2026, 3, 1)),
        Planned("c", Kind.CLOSING, (Slot("Europe/Lisbon", 1005),), date(2026, 3, 1)),
    ]
    coming = upcoming(every_day, datetime(2026, 3, 1, 20, tzinfo=UTC), days=7)
    sent = [(each.kind, each.work_date.day) for each in coming if each.decision == Send()]
    assert sent == [(Kind.CLOSING, day) for day in range(2, 8)]
    assert {each.decision for each in coming if each.decision != Send()} == {Skip(Reason.BUDGET)}


def test_what_was_sent_today_counts() -> None:
    """After today's message, a nudge later today is over the budget and tomorrow's is not."""
    standing = Standing(sent={date(2026, 3, 2): 1})
    coming = upcoming([CLOSING], datetime(2026, 3, 2, 9, tzinfo=UTC), standing=standing, days=2)
    assert [each.decision for each in coming] == [Skip(Reason.BUDGET), Send()]


def test_days_off_closed_days_and_quiet_hours_show() -> None:
    """A holiday on Tuesday, Wednesday closed already, and nothing after 16:30: each says why."""
    standing = Standing(days_off={date(2026, 3, 3)}, closed_on=date(2026, 3, 4))
    coming = upcoming([CLOSING], SUNDAY, standing=standing, days=6)
    assert [each.decision for each in coming] == [
        Send(), Skip(Reason.DAY_OFF), Skip(Reason.CLOSED), Send(), Send(),
    ]  # fmt: skip
    quiet = upcoming([CLOSING], SUNDAY, standing=Standing(quiet_hours=(990, 420), zone="Europe/Lisbon"), days=2)
    assert [each.decision for each in quiet] == [Skip(Reason.QUIET_HOURS)]


def test_a_nudge_with_several_times_comes_once_a_working_date() -> None:
    """Two times on the same Monday: the first one counts, as in the outbox."""
    twice = Planned("c", Kind.CLOSING, (Slot("Europe/Lisbon", 1005), Slot("Europe/Lisbon", 960, 1)), date(2026, 3, 1))
    coming = upcoming([twice], SUNDAY, days=2)
    assert [f"{each.utc:%d %H:%M}" for each in coming] == ["01 16:45", "02 16:00"]
    assert coming[-1].utc - SUNDAY < timedelta(days=2)
