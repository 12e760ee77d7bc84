"""Double clicks, overlapping clicks, repeated events, and the tasks that a stop waits for."""

import asyncio
from datetime import UTC, datetime, timedelta

from bots.slack.presses import EVENTS_KEPT, VIEWS_KEPT, Presses, Seen
from bots.slack.tasks import Tasks


class FakeClock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 16, 45, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


def test_an_event_is_new_once_a_day() -> None:
    """Slack repeats for minutes; after a day the key may go."""
    clock = FakeClock()
    seen = Seen(clock)
    assert seen.is_new("Ev1")
    assert not seen.is_new("Ev1")
    assert seen.is_new("Ev2")
    clock.time += timedelta(days=1, seconds=1)
    assert seen.is_new("Ev1")


def test_an_event_without_an_id_is_never_a_repetition() -> None:
    """What cannot be told apart is handled."""
    seen = Seen(FakeClock())
    assert seen.is_new("")
    assert seen.is_new("")


def test_memory_of_events_is_bounded() -> None:
    """The oldest goes when there are too many."""
    seen = Seen(FakeClock())
    for number in range(EVENTS_KEPT + 1):
        seen.is_new(str(number))
    assert seen.is_new("0")
    assert not seen.is_new(str(EVENTS_KEPT))


def test_a_double_click_is_one_press() -> None:
    """The same button of the same drawing; of another drawing it is another press."""
    presses = Presses()
    assert presses.begin("V1", "h1", "a") is not None
    assert presses.begin("V1", "h1", "a") is None
    assert presses.begin("V1", "h2", "a") is not None
    assert presses.begin("V2", "h1", "a") is not None


def test_a_press_whose_answer_was_not_shown_can_be_repeated() -> None:
    """Otherwise the button would be dead."""
    presses = Presses()
    turn = presses.begin("V1", "h1", "a")
    assert turn is not None
    presses.forget(turn)
    assert presses.begin("V1", "h1", "a") is not None


def test_the_newest_press_of_a_modal_is_the_latest() -> None:
    """Its answer is the one to stand there."""
    presses = Presses()
    first, second = presses.begin("V1", "h1", "a"), presses.begin("V1", "h1", "b")
    assert first is not None
    assert second is not None
    assert not presses.is_latest(first)
    assert presses.is_latest(second)


def test_memory_of_modals_is_bounded() -> None:
    """The one untouched longest is forgotten, and a press in it counts again."""
    presses = Presses()
    for number in range(VIEWS_KEPT + 1):
        presses.begin(f"V{number}", "h", "a")
    assert presses.begin("V0", "h", "a") is not None
    assert presses.begin(f"V{VIEWS_KEPT}", "h", "a") is None


async def test_a_drain_waits_for_what_runs_and_what_it_starts() -> None:
    """A listener that starts a task ends with it."""
    tasks, done = Tasks(), []

    async def second() -> None:
        await asyncio.sleep(0.01)
        done.append("second")

    async def first() -> None:
        await asyncio.sleep(0.01)
        tasks.spawn(second())
        done.append("first")

    running = asyncio.create_task(tasks.tracked(first)())
    await asyncio.sleep(0)
    await tasks.drain(1.0)
    assert done == ["first", "second"]
    assert running.done()


async def test_a_drain_ends_in_time() -> None:
    """What does not end is cancelled."""
    tasks = Tasks()
    endless = tasks.spawn(asyncio.Event().wait())
    await asyncio.sleep(0)
    await tasks.drain(0.01)
    assert endless.cancelled()
