"""How one person wants to be written to, as one value."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.private import Private
from core.rhythm.gate import Budget
from core.rhythm.kinds import Kind
from core.rhythm.week import NINE_TO_FIVE, Hours
from core.rhythm.wishes import KINDS, Crossing, Known, Span, Wishes, from_json
from tests.core.rhythm.test_week import weeks

TODAY = date(2026, 3, 2)
minutes = st.integers(0, 1439)
dates = st.dates(date(2026, 1, 1), date(2027, 12, 31))
spans = st.tuples(dates, dates).map(lambda ends: Span(min(ends), max(ends)))
crossings = st.builds(
    Crossing,
    st.text("abcdef0123456789", min_size=24, max_size=24),
    st.text(max_size=60).map(Private),
    st.frozensets(st.integers(0, 6), min_size=1),
    minutes,
    st.sampled_from([0, 15, 60]),
)
wishes = st.builds(
    Wishes,
    weeks(),
    st.dictionaries(st.sampled_from(KINDS), st.none() | minutes),
    st.lists(crossings, max_size=4).map(tuple),
    st.lists(spans, max_size=3).map(tuple),
    st.booleans(),
    st.sampled_from(["", "BY"]),
    st.none() | st.builds(Known, st.just("DE"), st.just("BY"), st.just("es"), dates,
                          st.dictionaries(dates, st.text(min_size=1, max_size=20), max_size=5)),
    st.none() | st.tuples(minutes, minutes),
)  # fmt: skip


@given(wishes)
def test_all_of_it_is_stored_and_read(wished: Wishes) -> None:
    """It comes back as it was."""
    assert from_json(wished.to_json()) == wished


def test_a_kind_of_a_later_version_is_left_out() -> None:
    """After going back to an earlier version the rest still holds."""
    stored = Wishes(kinds={Kind.CLOSING: None}).to_json() | {"kinds": {"closing": None, "siesta": 900}}
    assert from_json(stored).kinds == {Kind.CLOSING: None}


@pytest.mark.parametrize("wrong", [{}, {"week": 1}, Wishes().to_json() | {"kinds": []},
                                   Wishes().to_json() | {"quiet_hours": [1]},
                                   Wishes().to_json() | {"days_off": [["2026-03-02"]]},
                                   Wishes().to_json() | {"kinds": {"closing": "late"}}])  # fmt: skip
def test_what_is_none_is_refused(wrong: dict[str, object]) -> None:
    """Nothing is guessed from what is stored wrongly."""
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_json(wrong)


def test_one_kind_is_one_a_day_and_more_are_two() -> None:
    """The budget follows what is asked for."""
    one = Wishes().with_kind(Kind.CLOSING, None)
    assert one.budget == Budget(1, 6)
    assert one.with_kind(Kind.OPENING, None).budget == Budget(2, 10)
    assert one.with_kind(Kind.OPENING, None).without(Kind.CLOSING).budget == Budget(1, 6)


def test_the_time_the_week_gives_goes_on_following_it() -> None:
    """Whoever picks 16:45 and works until five is written to earlier on the day they leave at two."""
    wished = Wishes().with_kind(Kind.CLOSING, 1005)
    assert wished.kinds == {Kind.CLOSING: None}
    assert Wishes().with_kind(Kind.CLOSING, 1050).kinds == {Kind.CLOSING: 1050}
    short = Wishes(NINE_TO_FIVE.with_hours([4], Hours(540, 840))).with_kind(Kind.CLOSING, 1005)
    assert short.kinds == {Kind.CLOSING: 1005}


def test_a_crossing_is_written_before_they_leave() -> None:
    """15 minutes before 15:10; and before ten past midnight it is the evening before."""
    pickup = Crossing("a" * 24, Private("pickup"), frozenset({1, 3}), 910, 15).time("UTC")
    assert (pickup.minute, pickup.weekdays) == (895, {1, 3})
    late = Crossing("a" * 24, Private("ferry"), frozenset({0}), 10, 15).time("UTC")
    assert (late.minute, late.weekdays) == (1435, {6})


def test_free_days_are_ones_own_and_the_public_ones() -> None:
    """Both count, holidays by name; what is over does not, and public ones only where they are wanted."""
    easter = {date(2026, 4, 3): "Good Friday", date(2026, 1, 1): "New Year"}
    wished = Wishes(days_off=(Span(date(2026, 2, 28), date(2026, 3, 3)),), known=Known("DE", "", "en", TODAY, easter))
    assert wished.free_days(TODAY) == {TODAY: "", date(2026, 3, 3): "", date(2026, 4, 3): "Good Friday"}
    assert list(Wishes(known=wished.known, holidays=False).free_days(TODAY)) == []
