"""Structured logs: events with ids, never with what somebody wrote."""

import logging
import sys
import traceback
from datetime import datetime
from pathlib import Path

import structlog

from core.ids import new_id

# Libraries that put payloads, and so people's words, into their records: slack-bolt the raw body at INFO on a bad
# signature, slack-sdk and discord.py payloads at DEBUG, aiohttp the query of each request, SQLAlchemy and aiosqlite
# the statements. They speak from WARNING on, whatever the level of Enough's own logs.
PINNED = (
    "slack_bolt",
    "slack_sdk",
    "discord",
    "aiohttp",
    "aiosqlite",
    "sqlalchemy",
    "alembic",
    "asyncio",
    "apscheduler",
)

# What they warn of at every start is meant: no voice, and no intents.
SILENT = ("discord.client", "discord.state")

REFERENCE_CHARS = 8  # the end of an id, 40 random bits: enough to find a line, short enough to read out
FRAMES = 4  # the innermost ones


def configure(level: str, *, fmt: str = "json") -> None:
    """Send structured logs to stderr at *level* ("debug" … "error") as JSON lines or for the console."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _name_exception,
    ]
    end: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if fmt == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*shared, end],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    for handler in root.handlers[:]:
        root.removeHandler(handler)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared[:-1], structlog.stdlib.ExtraAdder(allow=["ids"]), _name_exception],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, end],
        )
    )
    root.addHandler(handler)
    root.setLevel(max(number, logging.INFO))
    for name in PINNED:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.getLogger("asyncio").addFilter(_without_representations)


def new_reference(now: datetime) -> str:
    """Return a number for a person to pass on; it stands in the log beside what went wrong."""
    return new_id(now)[-REFERENCE_CHARS:]


def outline(error: BaseException) -> dict[str, object]:
    """Return what may be logged of *error*: kind, code and place. Never its text, which may quote what was sent."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "code": getattr(error, "code", None),
        "where": [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-FRAMES:]],
    }


def _without_representations(record: logging.LogRecord) -> bool:
    """Keep the first words alone ("Task exception was never retrieved"): what follows are representations of a task,
    its exception with its text, or a callback with its arguments."""
    record.msg, record.args = record.getMessage().partition("\n")[0].partition("(")[0], ()
    return True


def _name_exception(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Replace an exception by its class and the place it came from: its text may quote what somebody wrote."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[0] is not None:
        event["exception"] = info[0].__name__
        trace = info[2]
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        if trace is not None:
            event["where"] = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
    return event
