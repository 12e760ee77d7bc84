"""Every zone there is, around each of its clock changes. ``python -m tests.proofs.zones`` looks at all of two years."""

from datetime import date

from tests.proofs.zones import ZONES, changes, spans_around_changes, wrong


def test_one_occurrence_for_each_working_date_in_every_zone() -> None:
    """Nine times of day, in order, on the meant date and at the meant minute, unless the clock never shows it."""
    assert len(ZONES) > 400
    assert [fault for name in ZONES for fault in wrong(name, list(spans_around_changes(name)))] == []


def test_the_changes_that_are_looked_at() -> None:
    """They are the ones that an almanac lists, and a zone without summer time has none."""
    assert changes("America/New_York") == [date(2026, 3, 9), date(2026, 11, 2), date(2027, 3, 15), date(2027, 11, 8)]
    assert changes("Australia/Lord_Howe") == [date(2026, 4, 6), date(2026, 10, 5), date(2027, 4, 5), date(2027, 10, 4)]
    assert changes("Asia/Kathmandu") == []


def test_a_day_that_a_zone_skipped_is_not_looked_for() -> None:
    """Apia in December 2011: every date but the 30th."""
    assert wrong("Pacific/Apia", [(date(2011, 12, 26), date(2012, 1, 3))]) == []
