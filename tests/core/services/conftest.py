"""The desk on a real database, and visitors before it."""

from collections.abc import AsyncIterator

import pytest

from core.exercises.catalog import load_catalog
from core.people.who import Platform, Who
from core.services.front_desk import FrontDesk
from core.services.visit import Facts, House
from core.storage import Storage
from tests.support.visitor import FakeClock, FakeReach, Visitor


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def reach() -> FakeReach:
    return FakeReach()


@pytest.fixture
def house(storage: Storage, clock: FakeClock, reach: FakeReach) -> House:
    return House(
        storage=storage,
        reach={Platform.SLACK: reach, Platform.DISCORD: reach},
        clock=clock,
        catalog=load_catalog(),
        facts=Facts(operator="Example Ltd", database="SQLite", keys_in="the program’s settings"),
    )


@pytest.fixture
async def desk(house: House) -> AsyncIterator[FrontDesk]:
    made = FrontDesk(house)
    yield made
    await made.settle()  # what is remembered after an answer is stored before the database goes


@pytest.fixture
def visitor(desk: FrontDesk) -> Visitor:
    return Visitor(desk, Who(Platform.SLACK, "-/T1", "U1"))


@pytest.fixture
def other(desk: FrontDesk) -> Visitor:
    """Somebody else, in the same workspace."""
    return Visitor(desk, Who(Platform.SLACK, "-/T1", "U2"))
