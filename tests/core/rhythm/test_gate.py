"""What may be sent, and why not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.rhythm.gate import WAIT_FOR_OTHER, Budget, Decision, Facts, Postpone, Reason, Send, Skip, decide
from core.rhythm.kinds import Kind

DUE = datetime(2026, 3, 2, 16, 45, tzinfo=UTC)
CLOSING = Facts(
    kind=Kind.CLOSING,
    work_date=date(2026, 3, 2),
    due_at=DUE,
    expires_at=DUE + Kind.CLOSING.grace,
    active_from=date(2026, 3, 2),
)
OPENING = replace(CLOSING, kind=Kind.OPENING)
FOLLOWUP = replace(CLOSING, kind=Kind.FOLLOWUP, expires_at=DUE + Kind.FOLLOWUP.grace, follow_up=True)
SOON = timedelta(minutes=5)


@pytest.mark.parametrize(
    ("facts", "decision"),
    [
        pytest.param(CLOSING, Send(), id="nothing against it"),
        pytest.param(replace(CLOSING, enabled=False), Skip(Reason.STOPPED), id="stopped"),
        pytest.param(replace(CLOSING, active_from=date(2026, 3, 3)), Skip(Reason.STOPPED), id="begins tomorrow"),
        pytest.param(replace(CLOSING, current=False), Skip(Reason.CHANGED), id="another time was chosen"),
        pytest.param(replace(CLOSING, reachable=False), Skip(Reason.UNREACHABLE), id="closed their messages"),
        pytest.param(replace(CLOSING, quiet_until=DUE + SOON), Skip(Reason.RESTING), id="resting"),
        pytest.param(replace(CLOSING, quiet_until=DUE), Send(), id="rested until now"),
        pytest.param(replace(CLOSING, sent_day=1, sent_week=1), Skip(Reason.BUDGET), id="had one today"),
        pytest.param(replace(CLOSING, sent_week=6), Skip(Reason.BUDGET), id="had six this week"),
        pytest.param(replace(CLOSING, sent_week=5), Send(), id="sixth of the week"),
        pytest.param(replace(CLOSING, undecided=1), Postpone(DUE + WAIT_FOR_OTHER), id="another is on its way"),
        pytest.param(replace(CLOSING, held_until=DUE + SOON), Postpone(DUE + SOON), id="tenant held"),
        pytest.param(replace(CLOSING, held_until=DUE + timedelta(hours=1)), Skip(Reason.STALE), id="held too long"),
        pytest.param(replace(OPENING, to_come=(Kind.CLOSING,)), Skip(Reason.BUDGET), id="closing goes first"),
        pytest.param(replace(CLOSING, to_come=(Kind.OPENING, Kind.REVIEW)), Send(), id="lighter ones to come"),
        pytest.param(replace(CLOSING, day_off=True), Skip(Reason.DAY_OFF), id="a holiday"),
        pytest.param(replace(FOLLOWUP, day_off=True), Send(), id="a question chosen for a day off"),
        pytest.param(replace(CLOSING, closed=True), Skip(Reason.CLOSED), id="the day is closed already"),
        pytest.param(replace(CLOSING, kind=Kind.CROSSING, closed=True), Send(), id="the way home after closing"),
        pytest.param(replace(FOLLOWUP, follow_up=False), Skip(Reason.CHANGED), id="nothing comes back that day"),
        pytest.param(FOLLOWUP, Send(), id="a question comes back, on a day without a message"),
        pytest.param(replace(FOLLOWUP, to_come=(Kind.CLOSING,)), Skip(Reason.BUDGET), id="it can ride along later"),
        pytest.param(replace(FOLLOWUP, undecided=1), Postpone(DUE + WAIT_FOR_OTHER), id="it may be riding along now"),
        pytest.param(
            replace(CLOSING, kind=Kind.CHANNEL, sent_day=3, sent_week=9), Send(), id="channels have no budget"
        ),
    ],
)
def test_the_gate(facts: Facts, decision: Decision) -> None:
    """Each fact alone leads to its named decision."""
    assert decide(facts, DUE) == decision


@pytest.mark.parametrize(
    ("kind", "minutes"),
    [
        ("opening", 90),
        ("checkin", 90),
        ("crossing", 10),
        ("closing", 30),
        ("channel", 30),
        ("review", 720),
        ("followup", 720),
    ],
)
def test_each_kind_is_stale_after_its_own_grace(kind: str, minutes: int) -> None:
    """A second before the grace ends it goes out; at its end it is stale, whatever else is true."""
    facts = replace(CLOSING, kind=Kind(kind), expires_at=DUE + Kind(kind).grace, follow_up=True)
    end = DUE + timedelta(minutes=minutes)
    assert decide(facts, end - timedelta(seconds=1)) == Send()
    assert decide(replace(facts, enabled=False), end) == Skip(Reason.STALE)


def test_a_larger_budget_has_room_for_the_lighter_one_too() -> None:
    """With two a day, an opening goes out although a closing comes later."""
    assert decide(replace(OPENING, to_come=(Kind.CLOSING,), budget=Budget(day=2, week=10)), DUE) == Send()


def test_a_follow_up_comes_alone_only_on_a_day_without_a_message() -> None:
    """With room for two a day it still rides along with the one that was sent, or that is to come."""
    two = replace(FOLLOWUP, budget=Budget(day=2, week=10))
    assert decide(replace(two, sent_day=1, sent_week=1), DUE) == Skip(Reason.BUDGET)
    assert decide(replace(two, to_come=(Kind.CLOSING,)), DUE) == Skip(Reason.BUDGET)
    assert decide(two, DUE) == Send()


@pytest.mark.parametrize(
    ("unanswered", "days_since", "decision"),
    [
        (0, 1, Send()),
        (2, 1, Send()),
        (3, 1, Skip(Reason.FEWER)),
        (3, 6, Skip(Reason.FEWER)),
        (3, 7, Send()),
        (4, 6, Skip(Reason.FEWER)),
        (4, 7, Send()),
        (5, 3, Skip(Reason.FEWER)),
        (5, 7, Send(last=True)),
        (5, None, Send(last=True)),
        (6, 30, Skip(Reason.FEWER)),
        (6, None, Skip(Reason.FEWER)),
    ],
)
def test_silence_is_an_answer(unanswered: int, days_since: int | None, decision: Decision) -> None:
    """After three that nobody answered one a week comes, after two of those a last one, and then none."""
    assert decide(replace(CLOSING, unanswered=unanswered, days_since=days_since), DUE) == decision


def test_what_is_stored_tells_nothing_of_the_person() -> None:
    """A pause, a day off, a day that is closed and silence are one word in the database."""
    quiet = {Reason.RESTING, Reason.DAY_OFF, Reason.CLOSED, Reason.QUIET_HOURS, Reason.FEWER}
    assert {reason.stored for reason in quiet} == {"resting"}
    assert len({reason.stored for reason in Reason}) == len(Reason) - len(quiet) + 1


@pytest.mark.parametrize(
    ("at", "decision"),
    [
        ("20:59", Send()),
        ("21:00", Postpone(datetime(2026, 3, 3, 6, 0, tzinfo=UTC))),
        ("23:30", Postpone(datetime(2026, 3, 3, 6, 0, tzinfo=UTC))),
        ("05:59", Postpone(datetime(2026, 3, 3, 6, 0, tzinfo=UTC))),
        ("06:00", Send()),
    ],
)
def test_quiet_hours_around_midnight(at: str, decision: Decision) -> None:
    """From 22:00 to 07:00 in Berlin nothing comes; what still makes sense in the morning waits until then."""
    hour, minute = map(int, at.split(":"))
    now = datetime(2026, 3, 2 if hour > 12 else 3, hour, minute, tzinfo=UTC)
    facts = replace(FOLLOWUP, expires_at=DUE + timedelta(days=1), quiet_hours=(1320, 420), zone="Europe/Berlin")
    assert decide(facts, now) == decision


@pytest.mark.parametrize(
    ("evening", "morning"),
    [
        (datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC)),
        (datetime(2026, 10, 24, 21, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC)),
    ],
)
def test_quiet_hours_end_by_the_wall_clock_on_the_night_it_changes(evening: datetime, morning: datetime) -> None:
    """At seven in Berlin, whether the night was an hour shorter or longer."""
    facts = replace(FOLLOWUP, expires_at=evening + timedelta(days=1), quiet_hours=(1320, 420), zone="Europe/Berlin")
    assert decide(facts, evening) == Postpone(morning)


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_end_ahead() -> None:
    """At the second 02:30 of that night the next 02:45 is the second one: what waits never waits for the past."""
    now = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    facts = replace(FOLLOWUP, expires_at=now + timedelta(days=1), quiet_hours=(1320, 165), zone="Europe/Berlin")
    assert decide(facts, now) == Postpone(now + timedelta(minutes=15))


def test_what_would_be_stale_in_the_morning_is_not_sent() -> None:
    """A closing due at 23:00 in quiet hours makes no sense at seven."""
    late = replace(CLOSING, due_at=DUE.replace(hour=23), expires_at=DUE.replace(hour=23) + Kind.CLOSING.grace)
    assert decide(replace(late, quiet_hours=(1320, 420)), late.due_at) == Skip(Reason.QUIET_HOURS)


def test_closing_crossing_opening_review_is_the_order() -> None:
    """The order within a budget, as promised."""
    assert sorted([Kind.REVIEW, Kind.OPENING, Kind.CLOSING, Kind.CROSSING], key=lambda kind: kind.rank) == [
        Kind.CLOSING,
        Kind.CROSSING,
        Kind.OPENING,
        Kind.REVIEW,
    ]
