"""What is stored, read from the bot's SQLite file as it lies there: nothing is opened, and nothing can be written.

Whose a row is shows by following ids: from the person's accounts to their identities, and from there along the links
that the tables declare. Tables in :data:`BOOKKEEPING` are about nobody.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from bots.playground.page.side import Json

BOOKKEEPING = frozenset({"alembic_version", "key_check", "slot", "tenant_hold"})
SHOWN_BYTES = 8  # of a sealed value; its length stands beside it
MOST_ROWS = 60  # of one table, the newest; how many there are is always said

Cell: TypeAlias = str | int | float | bytes | None


@dataclass(frozen=True)
class Link:
    """A column that holds the value of another table's column."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """A table as it is. ``key`` names the columns of its primary key."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    links: tuple[Link, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def value(self, row: tuple[Cell, ...], column: str) -> Cell:
        return row[self.columns.index(column)]


def read(database: Path) -> list[Table]:
    """Return every table with all its rows, sorted by name."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.execute("BEGIN")  # one moment for all tables
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return [_table(connection, name) for (name,) in names.fetchall() if not name.startswith("sqlite_")]


def shown(tables: list[Table], accounts: frozenset[tuple[str, str]]) -> Json:
    """Return *tables* for the page; the rows of whoever has *accounts* (platform and id there) are marked."""
    own = rows_of(tables, accounts)
    return {
        "people": [_shown(each, own[each.name]) for each in tables if each.name not in BOOKKEEPING],
        "bookkeeping": [_shown(each, frozenset()) for each in tables if each.name in BOOKKEEPING],
    }


def rows_of(tables: list[Table], accounts: frozenset[tuple[str, str]]) -> Mapping[str, frozenset[int]]:
    """Return, by table, which rows (by their place) are about the person with *accounts*."""
    by_name = {each.name: each for each in tables}
    own: dict[str, set[int]] = {each.name: set() for each in tables}
    identity = by_name.get("identity")
    for index, row in enumerate(identity.rows if identity else ()):
        if identity and (identity.value(row, "platform"), identity.value(row, "external_id")) in accounts:
            own["identity"].add(index)
            for link in identity.links:  # to the person it belongs to: the one link that is followed upwards
                whole = by_name[link.table]
                wanted = identity.value(row, link.column)
                own[link.table] |= {i for i, each in enumerate(whole.rows) if whole.value(each, link.target) == wanted}
    while found := set(_linked(by_name, own)):
        for name, index in found:
            own[name].add(index)
    return {name: frozenset(rows) for name, rows in own.items()}


def _linked(tables: Mapping[str, Table], own: Mapping[str, set[int]]) -> Iterator[tuple[str, int]]:
    """Find rows that point at a row in *own* and are not in it yet."""
    for table in tables.values():
        for link in table.links:
            there = tables[link.table]
            if there.name in BOOKKEEPING:
                continue  # a time that many share
            targets = {there.value(there.rows[index], link.target) for index in own[there.name]}
            for index, row in enumerate(table.rows):
                if index not in own[table.name] and table.value(row, link.column) in targets:
                    yield table.name, index


def _table(connection: sqlite3.Connection, name: str) -> Table:
    about = connection.execute("SELECT name, pk FROM pragma_table_info(?)", [name]).fetchall()
    columns = tuple(column for column, _ in about)
    key = tuple(column for column, place in sorted(about, key=lambda each: int(each[1])) if place)
    declared = connection.execute('SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', [name])
    links = tuple(Link(*each) for each in declared)
    rows = tuple(connection.execute(f'SELECT * FROM "{name}"').fetchall())  # noqa: S608  (names come from the schema)
    return Table(name, columns, key or columns, links, rows)


def _shown(table: Table, own: frozenset[int]) -> Json:
    return {
        "name": table.name,
        "columns": list(table.columns),
        "count": len(table.rows),
        "own": len(own),
        "rows": [
            {
                "key": " ".join(str(table.value(row, column)) for column in table.key),
                "own": index in own,
                "cells": [_cell(value) for value in row],
            }
            for index, row in enumerate(table.rows[-MOST_ROWS:], max(0, len(table.rows) - MOST_ROWS))
        ],
    }


def _cell(value: Cell) -> Any:
    """Return *value* for JSON: what is sealed as its length and its first bytes in hex."""
    return {"bytes": len(value), "hex": value[:SHOWN_BYTES].hex()} if isinstance(value, bytes) else value
