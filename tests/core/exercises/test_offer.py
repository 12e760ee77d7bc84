"""Which doors are offered: few, fitting, explained, the same for the same facts, and never the same thrice."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.exercises.catalog import load_catalog
from core.exercises.offer import Moment, offer, remembered

CATALOG = load_catalog()
LISBON = ZoneInfo("Europe/Lisbon")
MORNING = datetime(2026, 3, 2, 10, 0, tzinfo=LISBON)  # a Monday
LEAVING = datetime(2026, 3, 2, 17, 20, tzinfo=LISBON)
SUNDAY = datetime(2026, 3, 1, 11, 0, tzinfo=LISBON)

MOMENTS = st.builds(
    Moment,
    local=st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(LISBON)),  # noqa: DTZ001
    heavy=st.none() | st.integers(0, 10),
    room=st.none() | st.integers(0, 10),
    helped=st.frozensets(st.sampled_from(sorted(CATALOG))),
    today=st.frozensets(st.sampled_from(sorted(CATALOG))),
)


@given(MOMENTS, st.text(max_size=8))
def test_two_or_three_doors_the_same_for_the_same_facts(moment: Moment, seed: str) -> None:
    """Whatever is known: two or three different doors, and again the same ones."""
    doors = offer(CATALOG, moment, seed=seed)
    assert 2 <= len(doors) <= 3
    assert len(set(doors)) == len(doors)
    assert offer(CATALOG, moment, seed=seed) == doors
    assert all(CATALOG[each].why for each in doors)


@given(MOMENTS, st.text(max_size=8))
def test_never_the_same_thrice(moment: Moment, seed: str) -> None:
    """Shown twice in a row, the same doors do not come a third time, as long as there is another one to show."""
    shown: tuple[tuple[str, ...], ...] = ()
    sets = []
    for _ in range(3):
        doors = offer(CATALOG, replace(moment, shown=shown), seed=seed)
        shown = remembered(shown, doors)
        sets.append(frozenset(doors))
    at_work = moment.local and moment.local.weekday() < 5 and 9 <= moment.local.hour < 17
    if not at_work:  # in work hours three are left, and all three are shown
        assert len(set(sets)) > 1


def test_closing_comes_first_when_people_leave() -> None:
    """At 17:20 on a working day the first door is the end of the day; once it is closed, it is not offered first."""
    assert offer(CATALOG, Moment(LEAVING), seed="x")[0] == "closing"
    assert offer(CATALOG, Moment(LEAVING, today=frozenset({"closing"})), seed="x")[0] != "closing"


@given(st.text(max_size=8))
def test_tender_ones_are_not_offered_in_work_hours(seed: str) -> None:
    """What may touch something waits for the evening, even when there is no room to breathe."""
    assert "kind" not in offer(CATALOG, Moment(MORNING, room=0), seed=seed)
    assert "kind" in offer(CATALOG, Moment(SUNDAY, room=0), seed=seed)


@given(st.text(max_size=8))
def test_a_heavy_load_offers_to_look_at_the_rule(seed: str) -> None:
    """After a heavy check-in, where the rule comes from is among the doors."""
    assert "trace" in offer(CATALOG, Moment(SUNDAY, heavy=9), seed=seed)
