"""What is stored, as the page shows it: the rows as they lie there, sealed ones as bytes, and whose they are."""

import sqlite3
from pathlib import Path

import pytest

from bots.playground.page import stored

SAM = frozenset({("slack", "U1")})
AT = "2026-03-02 15:40:00.000000"


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Path:
    """A database with Sam and Ana, each with an entry, and both at one time."""
    path = tmp_path / "enough.db"
    path.write_bytes(sqlite_template.read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO slot VALUES (1, 'Europe/London', 1005, 31, -1, 0, ?, '2026-03-02')", [AT])
        for person, account in (("sam", "U1"), ("ana", "U2")):
            connection.execute("INSERT INTO person VALUES (?, 'k', x'0102', 'GB', 'en', NULL, NULL, x'00')", [person])
            connection.execute("INSERT INTO identity VALUES ('slack', 'team', ?, ?)", [account, person])
            connection.execute(
                "INSERT INTO entry VALUES (?, ?, ?, x'00', ?)", [f"{person}1", person, AT, bytes(range(200))]
            )
            connection.execute(
                "INSERT INTO recipient (id, person, platform, tenant) VALUES (?, ?, 'slack', 'team')",
                [f"r-{person}", person],
            )
            connection.execute(
                "INSERT INTO nudge VALUES (?, ?, 'closing', '', '2026-03-02', 1, ?)", [f"n-{person}", f"r-{person}", AT]
            )
            connection.execute("INSERT INTO nudge_slot VALUES (?, 1, ?)", [f"n-{person}", AT])
    connection.close()
    return path


def test_a_persons_rows_are_found_by_following_their_links(database: Path) -> None:
    """From the account over the person to everything that hangs on them, however far; nobody else's."""
    tables = {table["name"]: table for table in stored.shown(stored.read(database), SAM)["people"]}
    own = {
        name: [row["key"] for row in table["rows"] if row["own"]] for name, table in tables.items() if table["count"]
    }
    assert own == {
        "entry": ["sam1"],
        "identity": ["slack team U1"],
        "nudge": ["n-sam"],
        "nudge_slot": ["n-sam 1"],
        "person": ["sam"],
        "recipient": ["r-sam"],
    }
    assert {table["count"] for table in tables.values() if table["count"]} == {2}


def test_a_time_that_many_share_is_nobodys(database: Path) -> None:
    """It stands apart, and does not make one person's rows another's."""
    shown = stored.shown(stored.read(database), SAM)
    (slot,) = (table for table in shown["bookkeeping"] if table["name"] == "slot")
    assert [row["own"] for row in slot["rows"]] == [False]


def test_a_sealed_value_is_its_length_and_its_first_bytes(database: Path) -> None:
    """Everything else is shown as it is."""
    tables = {table["name"]: table for table in stored.shown(stored.read(database), SAM)["people"]}
    row = dict(zip(tables["entry"]["columns"], tables["entry"]["rows"][0]["cells"], strict=True))
    assert row["body"] == {"bytes": 200, "hex": "0001020304050607"}
    assert row["created_at"] == AT


def test_of_many_rows_the_newest_are_shown_and_all_are_counted(database: Path) -> None:
    """Whose they are is counted over all of them too."""
    with sqlite3.connect(database) as connection:
        connection.executemany(
            "INSERT INTO day_off VALUES ('sam', ?)",
            [(f"2026-{month:02}-{day:02}",) for month in range(1, 7) for day in range(1, 21)],
        )
    connection.close()
    tables = {table["name"]: table for table in stored.shown(stored.read(database), SAM)["people"]}
    assert (tables["day_off"]["count"], tables["day_off"]["own"]) == (120, 120)
    assert len(tables["day_off"]["rows"]) == stored.MOST_ROWS
    assert tables["day_off"]["rows"][-1]["key"] == "sam 2026-06-20"


def test_whoever_erased_everything_has_no_row(database: Path) -> None:
    """An account that the database does not know has nothing in it."""
    shown = stored.shown(stored.read(database), frozenset({("slack", "U3")}))
    assert sum(table["own"] for table in shown["people"]) == 0
