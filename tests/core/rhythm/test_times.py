"""Times of day as people type them."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rhythm.times import ACCEPTED_HOURS, ACCEPTED_TIMES, NotATime, parse_hours, parse_time


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
        ("17:30 hrs", 1050),
        ("17:30hs", 1050),
        ("17:30 horas", 1050),
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
        "half past",
        "half past thirteen",
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
    assert [parse_time(form, around=1005) for form in ACCEPTED_TIMES] == [1005, 1005, 1020, 1050, 1050, 1050]
    assert [parse_hours(form) for form in ACCEPTED_HOURS] == [
        (540, 1020),
        (540, 1020),
        (510, 1020),
        (1320, 1800),
        (540, 1080),
    ]


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("half past five", 1050),
        ("half past 5", 1050),
        ("quarter to six pm", 1065),
        ("ten to five", 1010),
        ("at 5", 1020),
        ("5 o'clock", 1020),
        ("5:30", 1050),
        ("05:30", 330),
        ("half past five in the morning", 330),
        ("noon", 720),
        ("las cinco y media", 1050),
        ("a las 5", 1020),
        ("seis menos cuarto", 1065),
        ("cinco y media de la mañana", 330),
        ("mediodía", 720),
        ("17 horas", 1020),
        ("a las 17:30", 1050),
        ("las 5:30", 1050),
        ("a las 5:30 de la tarde", 1050),
        ("las 17h", 1020),
        ("al mediodía", 720),
        ("un cuarto para las seis", 1065),
        ("diez para las 6", 1070),
        ("cinco y treinta", 1050),
        ("5:30 p. m.", 1050),
        ("5 p.m", 1020),
        ("5 pm.", 1020),
        ("5:30p", 1050),
        ("5:30.", 1050),
        ("17 hs", 1020),
        ("16,45", 1005),
        ("5 30", 1050),
        ("five thirty", 1050),
        ("five-thirty pm", 1050),
        ("four forty-five", 1005),
        ("half five", 1050),
        ("8 por la noche", 1200),
        ("las doce de la noche", 0),
        ("12 at night", 0),
        ("2 de la noche", 120),
        ("12 de la mañana", 720),
        ("12 del mediodía", 720),
    ],
)
def test_an_open_half_of_the_day_is_the_one_that_is_meant(text: str, minute: int) -> None:
    """Asked about the end of a working day, "half past five" is in the afternoon, unless it says otherwise."""
    assert parse_time(text, around=1005) == minute


def test_the_nearer_half_may_lie_past_midnight() -> None:
    """Asked from when it is to be quiet at night, twelve is midnight: from noon on nothing would come all day."""
    assert parse_time("12", around=22 * 60) == 0
    assert parse_time("1", around=22 * 60) == 60


@pytest.mark.parametrize("text", ["half past five", "5", "las cinco", "5 o'clock"])
def test_an_open_half_of_the_day_is_not_guessed_without_a_reason(text: str) -> None:
    """Where nothing says when in the day it is meant, it is asked again."""
    with pytest.raises(NotATime):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9-5", (540, 1020)),
        ("nine to five", (540, 1020)),
        ("9am-1pm", (540, 780)),
        ("7-3", (420, 900)),
        ("22-6", (1320, 1800)),
        ("10pm to 6am", (1320, 1800)),
        ("de 9 a 5", (540, 1020)),
        ("desde las 8 hasta las 3", (480, 900)),
        ("8:30–17:00", (510, 1020)),
        ("9a-5p", (540, 1020)),
        ("9 a. m. a 6 p. m.", (540, 1080)),
        ("9-17.", (540, 1020)),
        ("de las 8:30 a las 17:30", (510, 1050)),
        ("3-11", (900, 1380)),
        ("5pm-11", (1020, 1380)),
        ("17-11", (1020, 1380)),
        ("16-24", (960, 1440)),
        ("16:00-24:00", (960, 1440)),
        ("de 16 a 0", (960, 1440)),
    ],
)
def test_hours_of_a_working_day(text: str, hours: tuple[int, int]) -> None:
    """The end lies after the beginning, past midnight too."""
    assert parse_hours(text) == hours


@pytest.mark.parametrize("text", ["", "9", "9-09", "mon-fri", "1-2-3", "8-3am"])
def test_what_is_no_working_day_is_refused(text: str) -> None:
    """Also one of nineteen hours: that is a slip."""
    with pytest.raises(NotATime):
        parse_hours(text)
