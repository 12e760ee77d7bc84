"""What is open, what is sealed, and that sealed means sealed in the file."""

import traceback
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db.storage import SqlStorage
from core.db.tables import OPEN, entry, metadata
from core.db.types import Sealed
from core.errors import SealBroken
from core.ids import new_id


def test_every_column_that_is_not_listed_as_open_is_sealed() -> None:
    """A new column is sealed, or somebody writes down why not."""
    neither = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name not in OPEN[table.name] and not isinstance(column.type, Sealed)
    }
    assert neither == set()


def test_the_list_of_open_columns_names_no_other() -> None:
    """The list says what is: no column that went away, and none that is sealed."""
    columns = {(table.name, column.name): column for table in metadata.sorted_tables for column in table.columns}
    listed = {(table, column) for table, names in OPEN.items() for column in names}
    assert {each for each in listed if each not in columns or isinstance(columns[each].type, Sealed)} == set()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_word_is_readable_in_the_files(engine: AsyncEngine, make_person: Any) -> None:
    """A word that was typed stands in no file of the database; what is open, and the sealed value, do."""
    await make_person("U_ANN")
    async with engine.connect() as connection:
        sealed = (await connection.execute(select(entry.c.body))).scalar_one()
    folder = Path(str(engine.url.database)).parent
    files = b"".join(path.read_bytes() for path in folder.iterdir())
    assert sealed in files
    assert b"U_ANN" in files
    assert b"canary" not in files


async def test_a_row_given_to_another_does_not_open(storage: SqlStorage, engine: AsyncEngine, make_person: Any) -> None:
    """An operator who moves somebody's row to another person gets an error, not a reading."""
    ann, ben = await make_person("U_ANN"), await make_person("U_BEN")
    async with engine.begin() as connection:
        await connection.execute(update(entry).where(entry.c.person == ann.id).values(person=ben.id))
    async with storage.begin() as work:
        with pytest.raises(SealBroken):
            await work.entries.newest(ben, offset=0, limit=9)


async def test_an_entry_put_in_the_place_of_another_does_not_open(
    storage: SqlStorage, engine: AsyncEngine, make_person: Any
) -> None:
    """Even the same person's kind does not open where a body belongs."""
    ann = await make_person("U_ANN")
    async with engine.begin() as connection:
        await connection.execute(update(entry).values(body=entry.c.kind))
    async with storage.begin() as work:
        with pytest.raises(SealBroken):
            await work.entries.newest(ann, offset=0, limit=9)


async def test_an_error_of_the_database_holds_no_sealed_value(
    engine: AsyncEngine, make_person: Any, now: datetime
) -> None:
    """A statement that goes wrong does not show what it was given, sealed or not, in any error of the chain."""
    await make_person("U_ANN")
    row = {"id": new_id(now), "person": new_id(now), "created_at": now, "kind": b"canary", "body": b"canary"}
    async with engine.connect() as connection:
        with pytest.raises(IntegrityError) as caught:
            await connection.execute(insert(entry).values(row))
    text = "".join(traceback.format_exception(caught.value))
    assert "canary" not in text
    assert "entry" in text
