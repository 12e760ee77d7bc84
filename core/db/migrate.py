"""Brings a database to the schema this code was written for, and tells whether it is.

Works from an installed wheel: revisions are found beside this package, and no ini file is read.
"""

from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from core.db.engine import make_engine
from core.db.errors import translated

_FOLDER: Final = Path(__file__).with_name("migrations")
_LOCK: Final = text("SELECT pg_advisory_xact_lock(:number)").bindparams(number=0x656E6F756768)  # "enough"


async def upgrade(url: str) -> None:
    """Migrate to the newest revision, in one transaction: all of it or nothing. Does nothing when it is there.

    Two processes at once take turns. Raises StorageDown, and ConfigurationError for a malformed *url*. A migration may
    take longer than a unit of work, so statements have 10 minutes here.
    """
    engine = make_engine(url, bound=600)
    try:
        with translated():
            async with engine.begin() as connection:
                await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)
    command.upgrade(_config(connection), "head")


def _config(connection: Connection) -> Config:
    attributes: dict[str, Any] = {"connection": connection}
    config = Config(attributes=attributes)
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))  # the parser of ini files reads it
    config.set_main_option("path_separator", "os")
    return config
