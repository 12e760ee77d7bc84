"""Erasing a person empties every table that a person is in."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Result, Select, Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.storage import SqlStorage
from core.db.tables import metadata, person
from core.storage import Owner

# delivery.recipient repeats nudge.recipient for the outbox; its nudge has the key.
COPIES = {"delivery.recipient"}


def _links_to_person(table: Table) -> Iterator[Column[Any]]:
    """Yield the columns through which a row of *table* belongs to a person."""
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        target = key.column.table
        if target is person or any(True for _ in _links_to_person(target)):
            yield key.parent


def _rows_of(table: Table, owner_id: str) -> Select[Any]:
    """Select the primary keys of the rows of *table* that belong to a person."""
    chosen = select(*table.primary_key.columns)
    if table is person:
        return chosen.where(person.c.id == owner_id)
    for column in _links_to_person(table):
        (key,) = column.foreign_keys
        chosen = chosen.where(column.in_(_rows_of(key.column.table, owner_id)))
    return chosen


def _as_set(found: Result[Any]) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in found}


PERSONAL = [table for table in metadata.sorted_tables if table is person or any(True for _ in _links_to_person(table))]


def test_a_column_named_after_a_table_points_at_it() -> None:
    """A table with a person in it cannot hide from the test below by leaving out the foreign key."""
    loose = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name in metadata.tables and not column.foreign_keys
    }
    assert loose == COPIES


async def test_forget_empties_every_table_of_the_person_alone(
    storage: SqlStorage, engine: AsyncEngine, make_person: Any
) -> None:
    """Each table that reaches a person, directly or through others, has a row of each beforehand, none of the one who
    was erased afterwards, and all of the other's."""
    ann, ben = await make_person("U_ANN"), await make_person("U_BEN")

    async def rows(owner: Owner) -> dict[str, set[Any]]:
        async with engine.connect() as connection:
            return {t.name: _as_set(await connection.execute(_rows_of(t, owner.id))) for t in PERSONAL}

    async def all_rows() -> dict[str, set[Any]]:
        async with engine.connect() as connection:
            chosen = {t.name: select(*t.primary_key.columns) for t in PERSONAL}
            return {name: _as_set(await connection.execute(each)) for name, each in chosen.items()}

    of_ann, of_ben = await rows(ann), await rows(ben)
    assert {name for name, found in of_ann.items() if not found} == set(), "give make_person a row in these tables"
    assert len(PERSONAL) >= 10
    async with storage.begin() as work:
        await work.people.forget(ann)
        await work.commit()
    left = await all_rows()
    assert {name for name in left if left[name] & of_ann[name]} == set(), "forget leaves rows in these tables"
    assert await rows(ben) == of_ben
    assert left == of_ben


async def test_forget_rolls_back_as_a_whole(storage: SqlStorage, engine: AsyncEngine, make_person: Any) -> None:
    """Erased entirely or not at all: without the commit the person still opens."""
    ann = await make_person("U_ANN")
    async with storage.begin() as work:
        await work.people.forget(ann)
    async with storage.begin() as work:
        (entry,) = await work.entries.newest(ann, offset=0, limit=9)
    assert entry.kind == "canary"
