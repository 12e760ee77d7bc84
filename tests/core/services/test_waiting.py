"""When storage does not answer for long: help comes all the same, and soon."""

import asyncio
from dataclasses import replace
from types import TracebackType
from typing import Self, cast

import pytest

from core.ports import RawAnswers
from core.private import Private
from core.services.front_desk import FrontDesk
from core.services.visit import House
from core.storage import UnitOfWork
from tests.support.visitor import Visitor

EXPLICIT = "I want to kill myself"
WEAK = "everyone would be better off without me"
SOON = 1.5  # seconds; the platforms wait 3, and theirs is the way there and back


class StuckWork:
    """A unit of work whose database never answers."""

    async def __aenter__(self) -> Self:
        await asyncio.Event().wait()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return


class StuckStorage:
    """A storage that never answers."""

    def begin(self) -> UnitOfWork:
        return cast("UnitOfWork", StuckWork())

    async def scrub(self) -> None:
        return


@pytest.fixture
def stuck(house: House) -> FrontDesk:
    return FrontDesk(replace(house, storage=StuckStorage()))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("now", "findahelpline"), ("988", "findahelpline"), (EXPLICIT, "findahelpline"), (WEAK, "findahelpline"),
     ("privacy", "Help now")],
)  # fmt: skip
async def test_what_needs_no_storage_does_not_wait_for_it(
    visitor: Visitor, stuck: FrontDesk, typed: str, shown: str
) -> None:
    """Typed after the command: the answer is there soon, with help in it or one tap away."""
    visitor.desk = stuck
    async with asyncio.timeout(SOON):
        await visitor.command(typed)
    assert shown in visitor.text


async def test_the_gentle_question_does_not_wait_for_storage(visitor: Visitor, stuck: FrontDesk) -> None:
    """Whether it was answered this week cannot be looked up, so it is asked."""
    await visitor.keep_first_check_in()
    await visitor.command("start")
    await visitor.begin("Check in")
    form, answers = visitor.page, _answers(WEAK)
    async with asyncio.timeout(SOON):
        asked = await stuck.submit(visitor.who, form.token, answers)
    assert "One question" in repr(asked)


def _answers(note: str) -> RawAnswers:
    return {"roles": ("work",), "heavy": ("9",), "room": ("1",), "note": Private(note)}
