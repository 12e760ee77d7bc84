"""Identifiers are in the order in which they were made."""

from datetime import UTC, datetime, timedelta

from core.ids import ID_CHARS, new_id


def test_ids_sort_by_when_they_were_made() -> None:
    """Over a year: rows with the same date are listed in their order."""
    begin = datetime(2026, 3, 2, tzinfo=UTC)
    ids = [new_id(begin + timedelta(minutes=number * 173)) for number in range(3000)]
    assert ids == sorted(ids)
    assert {len(each) for each in ids} == {ID_CHARS}
