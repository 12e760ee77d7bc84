"""Logs: events and ids, whatever goes wrong, and never what somebody wrote."""

import asyncio
import gc
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bots.logs import PINNED, configure

CANARY = "the words of a person"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Leave logging as it was found."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in PINNED}
    yield
    root.handlers[:], root.level = handlers, level
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)
    logging.getLogger("asyncio").filters.clear()
    structlog.reset_defaults()


def test_an_exception_is_logged_by_name_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    """Its text may quote what somebody wrote, and is left out; so is the traceback's source."""
    configure("debug")
    try:
        int(CANARY)
    except ValueError:
        structlog.get_logger("enough").exception("it_broke", reference="abc")
        logging.getLogger("some.library").exception("it broke too")
    said = capsys.readouterr().err
    assert CANARY not in said
    ours, theirs = (json.loads(line) for line in said.splitlines())
    assert (ours["event"], ours["reference"], ours["exception"]) == ("it_broke", "abc", "ValueError")
    assert ours["where"].startswith("test_logs.py:")
    assert theirs["exception"] == "ValueError"


async def test_an_error_that_nobody_waited_for_is_logged_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    """asyncio describes a failed task and a failed callback by their representations, which hold what they held."""
    configure("debug")

    async def fail() -> None:
        int(CANARY)

    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(int, CANARY)
    await asyncio.sleep(0)
    del task
    gc.collect()
    said = capsys.readouterr().err
    assert CANARY not in said
    assert [(line["event"], line["exception"]) for line in map(json.loads, said.splitlines())] == [
        ("Exception in callback int", "ValueError"),
        ("Task exception was never retrieved", "ValueError"),
    ]


@pytest.mark.parametrize("name", PINNED)
def test_libraries_that_log_payloads_are_silent_at_debug(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """At the most talkative level of our own, they speak from WARNING on, and so do their parts."""
    configure("debug")
    for logger in (logging.getLogger(name), logging.getLogger(f"{name}.part")):
        logger.debug("payload %s", CANARY)
        logger.info("payload %s", CANARY)
        logger.warning("a warning")
    said = capsys.readouterr().err
    assert said.count("a warning") == 2
    assert CANARY not in said


def test_the_level_is_an_operators_choice(capsys: pytest.CaptureFixture[str]) -> None:
    """At "error", nothing less is written."""
    configure("error", fmt="console")
    structlog.get_logger().warning("not shown")
    structlog.get_logger().error("shown")
    said = capsys.readouterr().err
    assert "not shown" not in said
    assert "shown" in said
