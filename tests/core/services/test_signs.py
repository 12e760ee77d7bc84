"""Weak signs add up over somebody's last texts; a single one is everyday talk."""

from datetime import timedelta

from core.private import Private
from core.safety.decide import WEAK_SIGN
from core.safety.screen import screen
from core.safety.verdict import Level, Route, Verdict
from core.services.front_desk import FrontDesk
from core.services.visit import House
from tests.support.visitor import FakeClock, Visitor

ROUTE = Route("put", "thought")
TIRED = (
    "I am so tired of everything", "im so tired of it all", "I am a burden at work", "I cannot keep this up",
    "Everything is too much", "I want it all to stop for a while", "I feel so alone with this", "so tired of myself",
    "I have nothing left to give", "nothing helps any more", "I feel empty", "it never gets better here",
)  # fmt: skip
# Which of them are weak signs is the screen's affair, and changes with it; these tests need three.
WEAK = tuple(text for text in TIRED if screen(text, ROUTE).rules == (WEAK_SIGN,))[:3]
CLEAR = "The tax form"
QUESTION = "Are you thinking about suicide?"


async def _write(visitor: Visitor, *texts: str) -> list[bool]:
    """Begin from each thought; return which was answered by the question."""
    asked = []
    for text in texts:
        await visitor.command("put")
        await visitor.fill(thought=text)
        asked.append(QUESTION in visitor.text)
        await visitor.desk.settle()
    return asked


def test_what_these_tests_stand_on() -> None:
    """Three texts with a weak sign and no answer, and one without a sign."""
    assert [screen(text, ROUTE) for text in WEAK] == [Verdict(Level.NONE, (WEAK_SIGN,))] * 3
    assert screen(CLEAR, ROUTE) == Verdict(Level.NONE)


async def test_the_third_of_the_last_five_is_asked_about(visitor: Visitor) -> None:
    """Two are not, also with harmless ones between."""
    await visitor.keep_first_check_in()
    assert await _write(visitor, WEAK[0], CLEAR, WEAK[1], CLEAR, WEAK[2]) == [False] * 4 + [True]


async def test_what_lies_further_back_counts_no_more(visitor: Visitor) -> None:
    """Three within seven texts, and never three within five."""
    await visitor.keep_first_check_in()
    assert not any(await _write(visitor, WEAK[0], CLEAR, CLEAR, WEAK[1], CLEAR, CLEAR, WEAK[2]))


async def test_a_restart_does_not_forget(visitor: Visitor, house: House) -> None:
    """Two before it, sealed, and one after it."""
    await visitor.keep_first_check_in()
    await _write(visitor, *WEAK[:2])
    visitor.desk = FrontDesk(house)
    assert await _write(visitor, WEAK[2]) == [True]
    await visitor.desk.settle()


async def test_a_week_later_it_is_forgotten(visitor: Visitor, house: House, clock: FakeClock) -> None:
    """What is sealed counts for 7 days."""
    await visitor.keep_first_check_in()
    await _write(visitor, *WEAK[:2])
    clock.move(timedelta(days=8))
    visitor.desk = FrontDesk(house)
    assert await _write(visitor, WEAK[2]) == [False]
    await visitor.desk.settle()


async def test_one_persons_signs_are_nobody_elses(visitor: Visitor, other: Visitor) -> None:
    """Somebody else's third text is their first."""
    for each in (visitor, other):
        await each.keep_first_check_in()
    await _write(visitor, *WEAK[:2])
    assert await _write(other, WEAK[2]) == [False]


async def test_a_stranger_is_heard_with_what_they_wrote_before(visitor: Visitor) -> None:
    """Before consent nothing is stored; what is in memory counts."""
    for text in WEAK[:2]:
        await visitor.desk.command(visitor.who, Private(text))
    reply = await visitor.desk.command(visitor.who, Private(WEAK[2]))
    visitor.reply = reply
    assert QUESTION in visitor.text


async def test_erase_forgets(visitor: Visitor) -> None:
    """Whoever erased everything begins anew."""
    await visitor.keep_first_check_in()
    await _write(visitor, *WEAK[:2])
    await visitor.command("erase")
    await visitor.press("Erase it all")
    await visitor.keep_first_check_in()
    assert await _write(visitor, WEAK[2]) == [False]
