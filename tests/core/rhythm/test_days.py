"""Days of the week and dates as people type them."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rhythm.days import ACCEPTED_DATES, ACCEPTED_DAYS, FURTHEST, NotADate, NotDays, parse_date, parse_weekdays

WEDNESDAY = date(2026, 3, 4)
MESES = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
         "diciembre")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("Mon – Thu", {0, 1, 2, 3}),
        ("monday to thursday", {0, 1, 2, 3}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("every day", set(range(7))),
        ("weekends", {5, 6}),
        ("tue and thu", {1, 3}),
        ("Tue, Thu", {1, 3}),
        ("mon wed fri", {0, 2, 4}),
        ("Tuesdays", {1}),
        ("mon-wed, fri", {0, 1, 2, 4}),
        ("fri-mon", {4, 5, 6, 0}),
        ("lunes a jueves", {0, 1, 2, 3}),
        ("de lunes a viernes", {0, 1, 2, 3, 4}),
        ("martes y jueves", {1, 3}),
        ("los miércoles", {2}),
        ("sáb, dom", {5, 6}),
        ("todos los días", set(range(7))),
        ("entre semana", {0, 1, 2, 3, 4}),
        ("M-F", {0, 1, 2, 3, 4}),
        ("L - V", {0, 1, 2, 3, 4}),
        ("L a J", {0, 1, 2, 3}),
        ("monday thru thursday", {0, 1, 2, 3}),
        ("mon until thu", {0, 1, 2, 3}),
        ("every weekday", {0, 1, 2, 3, 4}),
        ("every Monday and Wednesday", {0, 2}),
        ("on mondays", {0}),
        ("cada lunes", {0}),
        ("todos los lunes", {0}),
        ("días de semana", {0, 1, 2, 3, 4}),
    ],
)
def test_accepted_days(text: str, days: set[int]) -> None:
    """Each form people use gives the days of the week."""
    assert parse_weekdays(text) == days


@pytest.mark.parametrize(
    "text", ["", "someday", "mon-noon", "5", "9-5", "mon and noon", ",", "a", "y", "every other day", "m"]
)
def test_what_names_no_days_is_refused(text: str) -> None:
    """The error lists forms that work and holds nothing of what was typed."""
    with pytest.raises(NotDays) as caught:
        parse_weekdays(text)
    assert caught.value.args == (str(NotDays()),)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-24", date(2026, 12, 24)),
        ("24 Dec", date(2026, 12, 24)),
        ("24th of December", date(2026, 12, 24)),
        ("December 24", date(2026, 12, 24)),
        ("Dec. 24, 2026", date(2026, 12, 24)),
        ("24.12.", date(2026, 12, 24)),
        ("24/12", date(2026, 12, 24)),
        ("12/24", date(2026, 12, 24)),
        ("3.2.", date(2027, 2, 3)),
        ("24 de diciembre", date(2026, 12, 24)),
        ("el 24 de diciembre de 2026", date(2026, 12, 24)),
        ("today", WEDNESDAY),
        ("tomorrow", date(2026, 3, 5)),
        ("mañana", date(2026, 3, 5)),
        ("Friday", date(2026, 3, 6)),
        ("next friday", date(2026, 3, 6)),
        ("Wednesday", date(2026, 3, 11)),
        ("el viernes", date(2026, 3, 6)),
        ("in 3 days", date(2026, 3, 7)),
        ("in a week", date(2026, 3, 11)),
        ("en dos semanas", date(2026, 3, 18)),
        ("in two weeks", date(2026, 3, 18)),
        ("2 weeks", date(2026, 3, 18)),
        ("in a month", date(2026, 4, 4)),
        ("un mes", date(2026, 4, 4)),
        ("next week", date(2026, 3, 9)),
        ("la semana que viene", date(2026, 3, 9)),
        ("el lunes que viene", date(2026, 3, 9)),
        ("Monday, 9 March", date(2026, 3, 9)),
        ("lunes, 9 de marzo", date(2026, 3, 9)),
        ("mon 9 mar", date(2026, 3, 9)),
        ("Tuesday, 9 March", None),
        ("the 24th", date(2026, 3, 24)),
        ("el 3", date(2026, 4, 3)),
        ("31st", date(2026, 3, 31)),
        ("1º de abril", date(2026, 4, 1)),
        ("primero de abril", date(2026, 4, 1)),
        ("24/12/26", date(2026, 12, 24)),
        ("24.12.26", date(2026, 12, 24)),
        ("24-12-2026", date(2026, 12, 24)),
        ("2026/12/24", date(2026, 12, 24)),
        ("3 March", None),
        ("1.3.", None),
        ("en 2 semanas", date(2026, 3, 18)),
    ],
)
def test_accepted_dates(text: str, day: date | None) -> None:
    """Each form people use gives the day; what is not understood is refused rather than guessed."""
    if day is None:
        with pytest.raises(NotADate):
            parse_date(text, WEDNESDAY)
    else:
        assert parse_date(text, WEDNESDAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("4/5", date(2026, 4, 5)),
        ("12/5/2026", date(2026, 12, 5)),
        ("24/12", date(2026, 12, 24)),
        ("5.12.", date(2026, 12, 5)),
    ],
)
def test_where_the_month_is_written_first_a_stroke_means_that(text: str, day: date) -> None:
    """In the United States 12/5 is in December; a quiet until May would be half a year too long."""
    assert parse_date(text, WEDNESDAY, month_first=True) == day


@pytest.mark.parametrize("text", ["", "yesterday", "2026-03-03", "30 Feb", "2026-13-01", "2028-01-01", "13/13", "soon"])
def test_no_date_and_no_day_that_is_over(text: str) -> None:
    """Days that are over, that do not exist or lie years away are slips."""
    with pytest.raises(NotADate) as caught:
        parse_date(text, WEDNESDAY)
    assert caught.value.args == (str(NotADate()),)


def test_the_forms_that_errors_show_are_accepted() -> None:
    """An error does not send people in a circle."""
    assert all(parse_weekdays(form) for form in ACCEPTED_DAYS)
    assert all(parse_date(form, WEDNESDAY) for form in ACCEPTED_DATES)


@settings(max_examples=200)
@given(st.text(max_size=20))
def test_any_text_is_days_or_refused(text: str) -> None:
    """Nothing else comes out, whatever goes in."""
    with suppress(NotDays):
        assert parse_weekdays(text) <= set(range(7))
    with suppress(NotADate):
        assert WEDNESDAY <= parse_date(text, WEDNESDAY) <= WEDNESDAY + FURTHEST


@settings(max_examples=100)
@given(st.integers(0, FURTHEST.days))
def test_every_day_can_be_said_in_figures_and_in_words(ahead: int) -> None:
    """The same day by its number, its month's name, and in Spanish."""
    day = WEDNESDAY + timedelta(days=ahead)
    spanish = f"{day.day} de {MESES[day.month - 1]} de {day.year}"
    for said in (day.isoformat(), f"{day:%d %B %Y}", f"{day:%B %d, %Y}", spanish):
        assert parse_date(said, WEDNESDAY) == day
