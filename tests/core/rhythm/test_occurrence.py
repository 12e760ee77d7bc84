"""The rules of "when does this come next", for every zone there is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rhythm.occurrence import EVERY_DAY, Occurrence, Slot, next_occurrence, week_parity

WEEKDAYS = 0b0011111
ZONES = sorted(available_timezones() - {"localtime", "Factory"})

slots = st.builds(
    Slot,
    zone=st.sampled_from(ZONES),
    local_minute=st.integers(0, 2879),
    weekday_mask=st.integers(1, EVERY_DAY),
    week_parity=st.sampled_from([None, 0, 1]),
)
SPAN = 30 * 365 * 86400
instants = st.integers(-SPAN // 2, SPAN).map(
    lambda seconds: datetime(2005, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def _chain(slot: Slot, after: datetime, length: int) -> list[Occurrence]:
    found = []
    for _ in range(length):
        found.append(next_occurrence(slot, after))
        after = found[-1].utc
    return found


def _wanted(slot: Slot, day: date) -> bool:
    zone = ZoneInfo(slot.zone)
    there = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC).astimezone(zone).date() == day
    parity = slot.week_parity in {None, week_parity(day)}
    return there and parity and bool(slot.weekday_mask & 1 << day.weekday())


def _local(zone: str, occurrence: Occurrence) -> str:
    return f"{occurrence.utc.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


@settings(max_examples=150, deadline=None)
@given(slot=slots, after=instants)
def test_each_wanted_working_date_comes_once_and_in_order(slot: Slot, after: datetime) -> None:
    """A chain is strictly increasing, and between its ends no working date is left out, doubled or uncalled for."""
    chain = _chain(slot, after, 12)
    instants_found = [each.utc for each in chain]
    assert instants_found == sorted({after, *instants_found})[1:]
    assert after < instants_found[0]
    dates = [each.work_date for each in chain]
    span = (dates[-1] - dates[0]).days
    assert dates == [day for n in range(span + 1) if _wanted(slot, day := dates[0] + timedelta(n))]


@settings(max_examples=150, deadline=None)
@given(slot=slots, after=instants)
def test_the_next_is_the_first(slot: Slot, after: datetime) -> None:
    """Nothing lies between *after* and what is found: one microsecond before it, the answer is the same."""
    found = next_occurrence(slot, after)
    assert next_occurrence(slot, found.utc - timedelta(microseconds=1)) == found
    midway = after + (found.utc - after) / 2
    if midway > after:
        assert next_occurrence(slot, midway) == found


@settings(max_examples=150, deadline=None)
@given(slot=slots, after=instants)
def test_the_wall_shows_the_meant_minute_unless_a_gap_swallowed_it(slot: Slot, after: datetime) -> None:
    """Locally it is the meant minute; in a gap it is later, by a day at the most; of two it is the first."""
    zone = ZoneInfo(slot.zone)
    found = next_occurrence(slot, after)
    meant = datetime.combine(found.work_date, datetime.min.time()) + timedelta(minutes=slot.local_minute)
    shown = found.utc.astimezone(zone)
    assert shown.fold == 0
    late = shown.replace(tzinfo=None) - meant
    assert timedelta() <= late <= timedelta(days=1)
    if late:
        offsets = {meant.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
        assert len(offsets) == 2, "shifted without a gap"


@pytest.mark.parametrize(
    ("zone", "minute", "day", "shown", "utc"),
    [
        pytest.param("America/New_York", 150, "2026-03-08", "2026-03-08 03:30", "07:30", id="new york, gap"),
        pytest.param("America/New_York", 90, "2026-11-01", "2026-11-01 01:30", "05:30", id="new york, overlap"),
        pytest.param("Europe/London", 75, "2026-03-29", "2026-03-29 02:15", "01:15", id="london, gap"),
        pytest.param("Europe/London", 75, "2026-10-25", "2026-10-25 01:15", "00:15", id="london, overlap"),
        pytest.param("Africa/Cairo", 15, "2025-04-25", "2025-04-25 01:15", "22:15", id="cairo, gap at midnight"),
        pytest.param("Africa/Cairo", 1440 + 15, "2025-04-24", "2025-04-25 01:15", "22:15", id="cairo, night shift"),
        pytest.param("Australia/Lord_Howe", 135, "2025-10-05", "2025-10-05 02:45", "15:45", id="lord howe, gap of 30"),
        pytest.param("Australia/Lord_Howe", 105, "2026-04-05", "2026-04-05 01:45", "14:45", id="lord howe, overlap"),
        pytest.param("America/Nuuk", 23 * 60 + 30, "2025-03-29", "2025-03-30 00:30", "01:30", id="nuuk, over midnight"),
        pytest.param("Asia/Kathmandu", 1005, "2026-03-02", "2026-03-02 16:45", "11:00", id="kathmandu, +05:45"),
        pytest.param("Pacific/Apia", 1440 + 60, "2011-12-29", "2011-12-31 01:00", "11:00", id="apia, into the gap"),
    ],
)
def test_named_clock_changes(zone: str, minute: int, day: str, shown: str, utc: str) -> None:
    """Known hard days: the working date that was meant, the wall time that comes, and the instant."""
    work_date = date.fromisoformat(day)
    midnight = datetime.combine(work_date, datetime.min.time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    found = next_occurrence(Slot(zone, minute), midnight + timedelta(minutes=minute) - timedelta(hours=12))
    assert found.work_date == work_date
    assert _local(zone, found) == shown
    assert f"{found.utc:%H:%M}" == utc
    assert next_occurrence(Slot(zone, minute), found.utc - timedelta(minutes=1)) == found


def test_a_day_that_a_zone_skipped_has_no_occurrence() -> None:
    """Apia went from Thursday 29 to Saturday 31 December 2011: Friday's closing does not come on Saturday too."""
    slot = Slot("Pacific/Apia", 1005)
    chain = _chain(slot, datetime(2011, 12, 28, 12, tzinfo=UTC), 3)
    assert [each.work_date.day for each in chain] == [28, 29, 31]
    fridays = _chain(Slot("Pacific/Apia", 1005, 1 << 4), datetime(2011, 12, 20, tzinfo=UTC), 2)
    assert [each.work_date.isoformat() for each in fridays] == ["2011-12-23", "2012-01-06"]


def test_a_shift_past_midnight_belongs_to_the_day_it_began() -> None:
    """A shift that ends at 06:00 on Saturday is Friday's: a Monday-to-Friday mask keeps it."""
    slot = Slot("Europe/Berlin", 1440 + 360, WEEKDAYS)
    found = next_occurrence(slot, datetime(2026, 3, 6, 12, tzinfo=UTC))
    assert found.work_date == date(2026, 3, 6)
    assert _local(slot.zone, found) == "2026-03-07 06:00"


def test_every_other_week_keeps_its_beat_over_a_year_of_53_weeks() -> None:
    """2026 has 53 ISO weeks; A weeks stay 14 days apart over its end."""
    monday = date(2026, 12, 14)
    slot = Slot("Europe/Paris", 1005, 1, week_parity(monday))
    chain = _chain(slot, datetime(2026, 12, 13, tzinfo=UTC), 4)
    assert [each.work_date for each in chain] == [monday + timedelta(14 * n) for n in range(4)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("Mars/Olympus", 1005),
        ("America", 1005),
        ("../etc/passwd", 1005),
        ("", 1005),
        ("Europe/Paris", 2880),
        ("Europe/Paris", -1),
        ("Europe/Paris", 1005, 0),
        ("Europe/Paris", 1005, 128),
        ("Europe/Paris", 1005, 1, 2),
    ],
)
def test_a_slot_that_means_nothing_is_refused(arguments: tuple[str, int]) -> None:
    """An unknown zone, an empty mask or a number out of range raises ValueError, not something later."""
    with pytest.raises(ValueError, match=r"zone|minute|mask|parity"):
        Slot(*arguments)


def test_a_naive_instant_is_refused() -> None:
    """ "After" without a zone has no meaning here."""
    with pytest.raises(ValueError, match="aware"):
        next_occurrence(Slot("Europe/Paris", 1005), datetime(2026, 3, 2, 12))  # noqa: DTZ001 - the naive value is the point
