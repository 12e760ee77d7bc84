"""Times of day as people type them."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rhythm.times import ACCEPTED_TIMES, NotATime, parse_time


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("16:45", 1005),
        ("16.45", 1005),
        (" 16 : 45 ", 1005),
        ("4:45pm", 1005),
        ("4.45 pm", 1005),
        ("4:45 P.M.", 1005),
        ("16h45", 1005),
        ("17h", 1020),
        ("5pm", 1020),
        ("5 pm", 1020),
        ("1645", 1005),
        ("0930", 570),
        ("930", 570),
        ("9:30", 570),
        ("9:30 am", 570),
        ("17", 1020),
        ("12am", 0),
        ("12:30 pm", 750),
        ("0:05", 5),
        ("23:59", 1439),
        ("１６：４５", 1005),
    ],
)
def test_accepted_forms(text: str, minute: int) -> None:
    """Each form people use gives the minute of the day."""
    assert parse_time(text) == minute


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "noon-ish",
        "24:00",
        "16:60",
        "13pm",
        "0pm",
        "164",
        "16:4",
        "16:",
        "9-5",
        "16:45:00",
        "-1",
        "25",
        "half past five",
        "٤٥",
    ],
)
def test_what_is_no_time_is_refused_without_repeating_it(text: str) -> None:
    """The error lists forms that work and holds nothing of what was typed."""
    with pytest.raises(NotATime) as caught:
        parse_time(text)
    assert all(form in str(caught.value) for form in ACCEPTED_TIMES)
    assert caught.value.args == (str(NotATime()),)


@settings(max_examples=100)
@given(st.integers(0, 1439))
def test_every_minute_can_be_said_in_both_clocks(minute: int) -> None:
    """24-hour and 12-hour writing of the same minute mean the same."""
    hour, rest = divmod(minute, 60)
    half = f"{hour % 12 or 12}:{rest:02}{'pm' if hour >= 12 else 'am'}"
    assert parse_time(f"{hour}:{rest:02}") == parse_time(half) == parse_time(f"{hour:02}{rest:02}") == minute


@settings(max_examples=200)
@given(st.text(max_size=12))
def test_any_text_is_a_minute_or_refused(text: str) -> None:
    """Nothing else comes out, whatever goes in."""
    with suppress(NotATime):
        assert 0 <= parse_time(text) < 1440


def test_the_forms_that_errors_show_are_accepted() -> None:
    """An error does not send people in a circle."""
    assert [parse_time(form) for form in ACCEPTED_TIMES] == [1005, 1005, 1020, 1050]
