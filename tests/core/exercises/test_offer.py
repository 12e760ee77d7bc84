"""Which doors are offered: few, fitting, explained, the same for the same facts, and never the same thrice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exercises.catalog import load_catalog
from core.exercises.offer import Done, Moment, helped, offer, remembered

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
    reviewed=st.booleans(),
    waits=st.booleans(),
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
def test_what_is_for_a_bad_hour_is_never_a_door(moment: Moment, seed: str) -> None:
    """A safety plan is not suggested at 10 in the morning: it is reached from answers, help and a person's own page."""
    assert not {"safety_plan", "grounding"} & set(offer(CATALOG, moment, seed=seed))


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
def test_a_heavy_day_at_leaving_time_still_ends_first(seed: str) -> None:
    """At 17:20, with a heavy load and no room: the end of the day is the first door, whatever the seed."""
    assert offer(CATALOG, Moment(LEAVING, heavy=9, room=1), seed=seed)[0] == "closing"


@given(MOMENTS, st.text(max_size=8))
def test_with_little_room_or_something_that_waits_two_doors_are_enough(moment: Moment, seed: str) -> None:
    """A page to read on a phone: three doors only for somebody with room, and nothing else on the page."""
    few = moment.waits or (moment.room is not None and moment.room <= 3)
    assert len(offer(CATALOG, moment, seed=seed)) == (2 if few else 3)


@given(MOMENTS, st.sampled_from(sorted(CATALOG)), st.text(max_size=8))
def test_what_was_begun_is_not_offered_beside_itself(moment: Moment, begun: str, seed: str) -> None:
    """It stands on the page to carry on with: the doors are others."""
    assert begun not in offer(CATALOG, replace(moment, begun=frozenset({begun})), seed=seed)


@given(st.text(max_size=8))
def test_tender_ones_are_not_offered_in_work_hours(seed: str) -> None:
    """What may touch something waits for the evening, even when there is no room to breathe."""
    assert "kind" not in offer(CATALOG, Moment(MORNING, room=0), seed=seed)
    assert "kind" in offer(CATALOG, Moment(SUNDAY, room=0), seed=seed)


@given(st.text(max_size=8))
def test_a_heavy_load_offers_to_look_at_the_rule(seed: str) -> None:
    """After a heavy check-in, where the rule comes from is among the doors."""
    assert "trace" in offer(CATALOG, Moment(SUNDAY, heavy=9), seed=seed)


@given(MOMENTS, st.text(max_size=8))
def test_what_belongs_to_a_time_is_offered_at_that_time_only(moment: Moment, seed: str) -> None:
    """Opening in the morning of a working day, crossing in its afternoon, the week when it ends; to somebody whose
    clock is not known, none of them."""
    doors, local = offer(CATALOG, moment, seed=seed), moment.local
    if "opening" in doors:
        assert local
        assert local.weekday() < 5
        assert 5 <= local.hour < 12
    if "crossing" in doors:
        assert local
        assert local.weekday() < 5
        assert 12 <= local.hour < 19
    if "review" in doors:
        assert local
        assert local.weekday() == 6 or (local.weekday() == 4 and local.hour >= 12)
        assert not moment.reviewed


@given(st.text(max_size=8))
def test_the_day_is_opened_before_anything_else(seed: str) -> None:
    """At ten on a Monday it is the first door, also where something parked waits; done, it is not offered again."""
    for waits in (False, True):
        assert offer(CATALOG, Moment(MORNING, waits=waits), seed=seed)[0] == "opening"
    assert "opening" not in offer(CATALOG, Moment(MORNING, today=frozenset({"opening"})), seed=seed)


@given(st.text(max_size=8))
def test_the_week_is_looked_at_when_it_ends_unless_it_was(seed: str) -> None:
    """On a Sunday it is among the doors; with no room to breathe, what is kind comes first."""
    assert "review" in offer(CATALOG, Moment(SUNDAY), seed=seed)
    assert "review" not in offer(CATALOG, Moment(SUNDAY, reviewed=True), seed=seed)
    assert offer(CATALOG, Moment(SUNDAY, room=0), seed=seed)[0] == "kind"


@given(st.text(max_size=8))
def test_on_a_friday_the_end_of_the_day_comes_before_that_of_the_week(seed: str) -> None:
    """At 17:20 on a Friday: first the day is closed."""
    doors = offer(CATALOG, Moment(LEAVING + timedelta(days=4)), seed=seed)
    assert doors[:2] == ("closing", "review")


def facts(*done: tuple[float, str] | tuple[float, str, int]) -> list[Done]:
    """Return what was done, each as hours since Monday noon, kind, and for a check-in how much room there was."""
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    return [Done(noon + timedelta(hours=hours), kind, *room) for hours, kind, *room in done]


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ([(0, "checkin", 2), (1, "kind"), (2, "checkin", 5)], {"kind"}),
        ([(0, "checkin", 5), (1, "kind"), (2, "checkin", 5)], set()),
        ([(0, "checkin", 5), (1, "kind"), (2, "checkin", 2)], set()),
        ([(1, "kind"), (2, "checkin", 5)], set()),
        ([(0, "checkin", 2), (1, "kind")], set()),
        ([(0, "checkin", 2), (49, "kind"), (50, "checkin", 5)], set()),
        ([(0, "checkin", 2), (1, "kind"), (50, "checkin", 5)], set()),
        ([(0, "checkin", 2), (1, "kind"), (2, "trace"), (3, "checkin", 5)], {"kind", "trace"}),
        ([(0, "checkin", 2), (1, "kind"), (2, "checkin", 5), (3, "kind"), (4, "checkin", 1)], set()),
        ([(0, "checkin", 2), (1, "kind"), (2, "checkin", 1), (3, "kind"), (4, "checkin", 5)], {"kind"}),
        ([(0, "checkin", 2), (1, "kind"), (2, "checkin", 5), (3, "kind")], {"kind"}),
        ([(0, "checkin", 2), (1, "kind"), (2, "checkin", 5), (3, "checkin", 1)], {"kind"}),
    ],
    ids=[
        "more room after it", "as much", "less", "none before", "none after", "too long before", "too long after",
        "two between", "less the last time", "more the last time", "not known of the last time", "only the next one",
    ],
)  # fmt: skip
def test_what_helped_is_what_had_more_room_after_it(done: list[Any], expected: set[str]) -> None:
    """The next check-in, within two days, had more room than the one before; the last time that is known of counts."""
    assert helped(facts(*done)) == expected
    assert helped(list(reversed(facts(*done)))) == expected


@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from(["kind", "trace", "closing"])), max_size=9))
def test_without_check_ins_nothing_is_known_to_have_helped(done: list[tuple[float, str]]) -> None:
    """However often something is done: doing it is no sign that it helps."""
    assert helped(facts(*done)) == frozenset()


def test_what_helped_comes_before_what_is_as_good_otherwise() -> None:
    """On a Sunday with nothing said, it is the first door after the check-in, whatever the seed."""
    for seed in "abcdefgh":
        assert "trace" in offer(CATALOG, Moment(SUNDAY, helped=frozenset({"trace"})), seed=seed)
