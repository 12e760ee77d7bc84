"""The one door for text."""

import pytest

from core.hearing.door import Heard, hear
from core.private import Private
from core.safety.verdict import CLEAR, Level, Route

LOOP = Route("closing", "loop")


def test_what_is_heard_has_been_screened() -> None:
    """The text comes back private, with its verdict and the route it came by."""
    heard = hear(LOOP, Private("I want to kill myself"))
    assert heard.text == Private("I want to kill myself")
    assert heard.verdict.level is Level.CRISIS
    assert heard.route == LOOP
    assert str(heard.route) == "closing.loop"


def test_what_is_heard_does_not_print_what_was_written() -> None:
    """Neither its repr nor its str holds the text."""
    heard = hear(LOOP, Private("I want to kill myself"))
    assert "kill myself" not in f"{heard!r} {heard}"


def test_the_safety_plan_is_heard_without_interruption() -> None:
    """Its words pass the door like all others, recorded as NONE."""
    assert hear(Route("safety_plan", "signs"), Private("I want to kill myself")).verdict == CLEAR


def test_nothing_else_can_make_it() -> None:
    """A Heard that did not come through the door is refused: there is no key to be had."""
    with pytest.raises(TypeError, match=r"core\.hearing\.door\.hear"):
        Heard(Private("hello"), CLEAR, LOOP, object())
