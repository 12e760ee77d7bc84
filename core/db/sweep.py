"""Goes over the sealed state of everybody, page by page: for what is kept for a while only.

The one read that is not of one person. It hands what it opens to a pure function; what that leaves is written back, or
whom it picks is named by id. No one's state leaves this module.
"""

from collections.abc import AsyncIterator, Callable
from typing import Any, Final

import structlog
from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.errors import translated
from core.db.tables import person
from core.errors import SealBroken
from core.private import Private
from core.storage import Json, Owner
from core.vault import Place, Vault

PAGE: Final = 200  # people in one transaction: some 10 ms, so that nobody who is answered waits for it

_log = structlog.get_logger(__name__)

_NEXT: Final = (
    select(person.c.id, person.c.master_key_id, person.c.wrapped_key, person.c.private)
    .where(person.c.id > bindparam("after"))
    .order_by(person.c.id)
    .limit(PAGE)
    .with_for_update()
)
_NEXT_ONLY_READ: Final = select(person).where(person.c.id > bindparam("after")).order_by(person.c.id).limit(PAGE)
_SAVE: Final = update(person).where(person.c.id == bindparam("owner")).values(private=bindparam("sealed"))


async def sweep(engine: AsyncEngine, vault: Vault, change: Callable[[Json], Json]) -> int:
    """Write back what *change* leaves of each person's state, where it leaves another one. Returns how many were.

    Somebody whose key does not open is passed over. Raises StorageDown; what was done by then stays done.
    """
    changed, unopened, last = 0, 0, ""
    while True:
        with translated():
            async with engine.begin() as connection:
                rows = (await connection.execute(_NEXT, {"after": last})).all()
                for row in rows:
                    try:
                        sealed = _changed(vault, row, change)
                    except SealBroken:
                        unopened += 1
                        continue
                    if sealed is not None:
                        await connection.execute(_SAVE, {"owner": row.id, "sealed": sealed})
                        changed += 1
        if len(rows) < PAGE:
            break
        last = rows[-1].id
    if unopened:
        _log.error("keys_do_not_open", count=unopened)
    return changed


async def pages_of_due(engine: AsyncEngine, vault: Vault, is_due: Callable[[Owner], bool]) -> AsyncIterator[list[str]]:
    """Yield the ids of those of whom *is_due*, page by page. No transaction is open meanwhile."""
    last = ""
    while True:
        with translated():
            async with engine.begin() as connection:
                rows = (await connection.execute(_NEXT_ONLY_READ, {"after": last})).all()
        yield [row.id for row in rows if _is_due(vault, row, is_due)]
        if len(rows) < PAGE:
            break
        last = rows[-1].id


def open_owner(vault: Vault, row: Row[Any]) -> Owner:
    """Return the person of a row of ``person``. Raises SealBroken."""
    key = vault.open_data_key(row.wrapped_key, row.master_key_id, row.id)
    private = vault.unseal_json(key, private_place(row.id), row.private)
    return Owner(row.id, key, row.country, row.language, row.zone, row.quiet_until, private)


def _is_due(vault: Vault, row: Row[Any], is_due: Callable[[Owner], bool]) -> bool:
    try:
        return is_due(open_owner(vault, row))
    except SealBroken:  # the sweep says so
        return False


def _changed(vault: Vault, row: Row[*tuple[Any, ...]], change: Callable[[Json], Json]) -> bytes | None:
    key, place = vault.open_data_key(row.wrapped_key, row.master_key_id, row.id), private_place(row.id)
    before = vault.unseal_json(key, place, row.private).reveal()
    after = change(before)
    return None if after == before else vault.seal_json(key, place, Private(after))


def private_place(person_id: str) -> Place:
    """Return where a person's state is sealed to."""
    return Place(person_id, "person", person_id, "private")
