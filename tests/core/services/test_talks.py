"""Somebody who talks to a program for hours is told again that it is one."""

from datetime import timedelta

from tests.support.visitor import FakeClock, Visitor

REMINDER = "I am a program, and a person can do what I cannot."


async def _open_every(visitor: Visitor, clock: FakeClock, minutes: int, times: int) -> list[int]:
    """Open the start page *times* times; return at which of them the reminder stood on it."""
    told = []
    for number in range(times):
        await visitor.command("open")
        if REMINDER in visitor.text:
            told.append(number)
        clock.move(timedelta(minutes=minutes))
    return told


async def test_every_three_hours_of_talk(visitor: Visitor, clock: FakeClock) -> None:
    """Each half-hour a word: after three hours the page says so, and after three more."""
    await visitor.keep_first_check_in()
    assert await _open_every(visitor, clock, minutes=30, times=14) == [6, 12]


async def test_a_pause_begins_anew(visitor: Visitor, clock: FakeClock) -> None:
    """Once an hour all day is no talk of three hours."""
    await visitor.keep_first_check_in()
    assert await _open_every(visitor, clock, minutes=60, times=9) == []


async def test_each_person_has_their_own(visitor: Visitor, other: Visitor, clock: FakeClock) -> None:
    """Somebody who comes after another has been here for hours is told nothing."""
    await visitor.keep_first_check_in()
    await _open_every(visitor, clock, minutes=30, times=6)
    await other.command("open")
    assert REMINDER not in other.text
