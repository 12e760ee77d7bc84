"""The working week of one person, and the times that come from it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rhythm.kinds import Kind
from core.rhythm.occurrence import Slot, next_occurrence, week_parity
from core.rhythm.week import NINE_TO_FIVE, Hours, Week, last_working_day, placed
from core.storage import WeeklyTime

MONDAY = date(2026, 3, 2)
LISBON = "Europe/Lisbon"
GIVEN = (Kind.OPENING, Kind.CHECKIN, Kind.CLOSING, Kind.REVIEW)

hours = st.integers(0, 1439).flatmap(
    lambda begins: st.integers(begins + 1, min(begins + 1080, 2879)).map(lambda ends: Hours(begins, ends))
)
days = st.lists(st.none() | hours, min_size=7, max_size=7).map(tuple)


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    first = draw(days)
    other = draw(st.none() | days)
    if not any(first) and not any(other or ()):
        first = (draw(hours), *first[1:])
    return Week(first, other, draw(st.integers(0, 1)) if other else 0)


def shown(times: tuple[WeeklyTime, ...]) -> list[tuple[int, list[int], int | None]]:
    return [(each.minute, sorted(each.weekdays), each.parity) for each in times]


def test_nine_to_five() -> None:
    """Whoever said nothing works Monday to Friday, nine to five; the closing is a quarter of an hour before that."""
    assert shown(NINE_TO_FIVE.times(Kind.OPENING, LISBON)) == [(540, [0, 1, 2, 3, 4], None)]
    assert shown(NINE_TO_FIVE.times(Kind.CHECKIN, LISBON)) == [(780, [0, 1, 2, 3, 4], None)]
    assert shown(NINE_TO_FIVE.times(Kind.CLOSING, LISBON)) == [(1005, [0, 1, 2, 3, 4], None)]
    assert shown(NINE_TO_FIVE.times(Kind.REVIEW, LISBON)) == [(990, [4], None)]


def test_days_differ() -> None:
    """Until two on Fridays, and not on Wednesdays: the closing follows, and the review is on the last day."""
    week = NINE_TO_FIVE.with_hours([4], Hours(540, 840)).with_hours([2], None)
    assert shown(week.times(Kind.CLOSING, LISBON)) == [(825, [4], None), (1005, [0, 1, 3], None)]
    assert shown(week.times(Kind.REVIEW, LISBON)) == [(810, [4], None)]


def test_two_weeks_alternate() -> None:
    """Week A is the one it was said in. What both have in common comes every week, the rest in its own."""
    week = NINE_TO_FIVE.alternating(MONDAY).with_hours([3, 4], None, weeks="b")
    here = week_parity(MONDAY)
    assert week.is_a(MONDAY)
    assert not week.is_a(MONDAY + timedelta(days=7))
    assert shown(week.times(Kind.CLOSING, LISBON)) == [(1005, [0, 1, 2], None), (1005, [3, 4], here)]
    assert shown(week.times(Kind.REVIEW, LISBON)) == sorted(
        [(990, [4], here), (990, [2], 1 - here)], key=lambda x: x[2]
    )
    assert week.every_week() == NINE_TO_FIVE


def test_a_week_off_every_other_week() -> None:
    """One week on, one off: nothing comes in the other, and it may be either of them."""
    week = NINE_TO_FIVE.alternating(MONDAY).with_hours(range(7), None, weeks="a")
    assert {each.parity for each in week.times(Kind.CLOSING, LISBON)} == {1 - week_parity(MONDAY)}
    assert week.every_week() == NINE_TO_FIVE


def test_a_shift_past_midnight_belongs_to_its_first_day() -> None:
    """From ten at night to six: the closing is at 05:45 of the next day, and of the same working day."""
    week = NINE_TO_FIVE.with_hours(range(5), Hours(1320, 1800))
    (closing,) = week.times(Kind.CLOSING, LISBON)
    assert closing.minute == 1785
    first = next_occurrence(Slot(LISBON, closing.minute, 0b1), datetime(2026, 3, 2, tzinfo=UTC))
    assert (first.work_date, f"{first.utc:%a %H:%M}") == (MONDAY, "Tue 05:45")


@pytest.mark.parametrize(("own", "minute"), [(390, 1830), (1290, 1290), (0, 1440), (1200, 1200)])
def test_a_time_of_ones_own_stands_by_the_shift_it_is_for(own: int, minute: int) -> None:
    """06:30 after a night shift is the next morning; 21:30 and 20:00 are before it."""
    assert placed(own, Hours(1320, 1800)) == minute


def test_a_closing_after_midnight_follows_the_evening_that_ended_then() -> None:
    """Work until midnight and a closing at 00:15: after Monday's evening, not on the night before it."""
    late = Week(tuple(Hours(960, 1440) if day < 5 else None for day in range(7)))
    assert shown(late.times(Kind.CLOSING, LISBON, 15)) == [(1455, [0, 1, 2, 3, 4], None)]
    assert shown(late.times(Kind.OPENING, LISBON, 420)) == [(420, [0, 1, 2, 3, 4], None)]
    assert shown(NINE_TO_FIVE.times(Kind.CLOSING, LISBON, 420)) == [(420, [0, 1, 2, 3, 4], None)]


def test_a_second_tap_a_week_later_does_not_swap_the_weeks() -> None:
    """An old page still has the button that lets two weeks alternate; they do already."""
    week = NINE_TO_FIVE.alternating(MONDAY).with_hours([0], None, weeks="b")
    assert week.alternating(MONDAY + timedelta(days=7)) == week


def test_a_time_of_ones_own_comes_on_working_days() -> None:
    """17:30 on the days that are worked; a review keeps to the last of them."""
    assert shown(NINE_TO_FIVE.times(Kind.CLOSING, LISBON, 1050)) == [(1050, [0, 1, 2, 3, 4], None)]
    assert shown(NINE_TO_FIVE.times(Kind.REVIEW, LISBON, 600)) == [(600, [4], None)]


def test_the_last_day_is_the_one_before_the_longest_rest() -> None:
    """Friday, or Thursday where Sunday is worked; Sunday where nobody rests."""
    one = Hours(540, 1020)
    assert last_working_day(NINE_TO_FIVE.days) == 4
    assert last_working_day((one, one, one, one, None, None, one)) == 3
    assert last_working_day((one,) * 7) == 6
    assert last_working_day((None,) * 7) is None


@pytest.mark.parametrize("kind", [Kind.CROSSING, Kind.FOLLOWUP, Kind.CHANNEL])
def test_what_has_times_of_its_own_gets_none_from_the_week(kind: Kind) -> None:
    """Asking for them is a mistake of ours."""
    with pytest.raises(ValueError, match="no time"):
        NINE_TO_FIVE.times(kind, LISBON)


@pytest.mark.parametrize("wrong", [{}, {"days": [None] * 7}, {"days": [[540, 1020]] * 6}, {"days": [[9, 9]] * 7},
                                   {"days": [[0, 2880]] * 7}, {"days": [["9", "17"]] * 7}, {"days": "mon"},
                                   {"days": [[540, 1020]] * 7, "other": [None], "parity": 0},
                                   {"days": [[540, 1020]] * 7, "parity": 2},
                                   {"days": [[540, 1020]] * 7, "parity": "A"}])  # fmt: skip
def test_what_is_no_week_is_refused(wrong: dict[str, object]) -> None:
    """Nothing is guessed from what is stored wrongly."""
    with pytest.raises((ValueError, TypeError)):
        Week.from_json(wrong)


@given(weeks())
def test_a_week_is_stored_and_read(week: Week) -> None:
    """It comes back as it was."""
    assert Week.from_json(week.to_json()) == week


@given(weeks(), st.sampled_from(GIVEN), st.none() | st.integers(0, 1439), st.integers(0, 400))
def test_every_time_lies_on_a_working_day_once(week: Week, kind: Kind, own: int | None, ahead: int) -> None:
    """On any day there is at most one time of a kind, and only where that very day is worked; each can be a slot. All
    but the review have one on every working day."""
    day = MONDAY + timedelta(days=ahead)
    times = week.times(kind, LISBON, own)
    here = [each for each in times if day.weekday() in each.weekdays and each.parity in (None, week_parity(day))]
    for each in times:
        Slot(each.zone, each.minute, sum(1 << weekday for weekday in each.weekdays), each.parity)
    assert len(here) <= 1
    if here:
        assert week.on(day) is not None
    elif kind is not Kind.REVIEW:
        assert week.on(day) is None


@given(weeks(), st.sampled_from(GIVEN), st.integers(0, 400))
def test_what_follows_the_week_lies_within_the_day(week: Week, kind: Kind, ahead: int) -> None:
    """Between the beginning and the end of that day's hours, however short the day is."""
    day = MONDAY + timedelta(days=ahead)
    worked = week.on(day)
    for each in week.times(kind, LISBON):
        if worked and day.weekday() in each.weekdays and each.parity in (None, week_parity(day)):
            assert worked.begins <= each.minute <= worked.ends


@given(weeks(), st.integers(0, 400))
def test_a_question_comes_at_the_hour_of_the_closing(week: Week, ahead: int) -> None:
    """On a working day at that day's closing; on any other at that of some working day."""
    day = MONDAY + timedelta(days=ahead)
    closings = week.times(Kind.CLOSING, LISBON)
    minute = week.closing_on(day)
    if week.on(day):
        assert minute in {each.minute for each in closings
                          if day.weekday() in each.weekdays and each.parity in (None, week_parity(day))}  # fmt: skip
    else:
        assert minute in {each.minute for each in closings}
