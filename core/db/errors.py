"""Turns what drivers raise into the errors of core. Nothing that leaves here carries a value that was bound."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.errors import BadToken, EnoughError, StorageDown

# SQLSTATE classes of PostgreSQL's manual, appendix A: connection exceptions, transaction rollback (deadlock),
# insufficient resources, object in use (lock not available), operator intervention (shutdown, cancelled), system error.
_DOWN_CLASSES = frozenset({"08", "40", "53", "55", "57", "58"})
_FOREIGN_KEY = frozenset({"23503", "SQLITE_CONSTRAINT_FOREIGNKEY"})


@contextmanager
def translated() -> Iterator[None]:
    """Raise StorageDown for a database that is gone, locked or late; BadToken for a row of somebody just erased.

    The new error hides the one before: drivers quote values in theirs. What is neither is a bug of ours, and
    is raised as it is (``hide_parameters`` keeps the values out of SQLAlchemy's part of it).
    """
    translation: EnoughError
    try:
        yield
    except (PoolTimeout, TimeoutError):
        translation = StorageDown("the database did not answer in time")
    except OSError as error:
        translation = StorageDown(f"the database cannot be reached ({type(error).__name__})")
    except DBAPIError as error:
        if not (known := _translation(error)):
            raise
        translation = known
    else:
        return
    raise translation from None


def is_busy(error: DBAPIError | sqlite3.Error) -> bool:
    """Tell whether SQLite refused because another connection holds the lock."""
    return _code(error.orig if isinstance(error, DBAPIError) else error) == "SQLITE_BUSY"


def _translation(error: DBAPIError) -> EnoughError | None:
    code = _code(error.orig)
    if isinstance(error, IntegrityError):
        return BadToken("what this belongs to was erased meanwhile") if code in _FOREIGN_KEY else None
    if (
        isinstance(error, OperationalError | InterfaceError)
        or error.connection_invalidated
        or code[:2] in _DOWN_CLASSES
    ):
        return StorageDown(f"the database is not available ({code or type(error.orig).__name__})")
    return None


def _code(error: BaseException | None) -> str:
    """Return PostgreSQL's SQLSTATE or SQLite's error name; "" when there is neither."""
    for attribute in ("sqlstate", "sqlite_errorname"):
        code = getattr(error, attribute, None)
        if isinstance(code, str):
            return code
    return ""
