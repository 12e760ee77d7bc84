"""Where the clock can be sent: pure times in the person's own zone, and what the database knows to be due."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bots.playground.page import travel

LONDON = "Europe/London"
SAM = frozenset({("slack", "U1"), ("discord", "900")})
AFTERNOON = datetime(2026, 3, 2, 15, 40, tzinfo=UTC)


def test_friday_evening_is_the_next_one_on_the_persons_clock() -> None:
    """Today if it is a Friday before 18:00, and else in the coming week."""
    evening = datetime(2026, 3, 6, 18, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert travel.friday_evening(AFTERNOON, "Asia/Tokyo") == evening
    assert travel.friday_evening(evening - timedelta(minutes=1), "Asia/Tokyo") == evening
    assert travel.friday_evening(evening, "Asia/Tokyo") == evening + timedelta(days=7)


@pytest.mark.parametrize(
    ("now", "zone", "day", "minutes"),
    [
        (datetime(2026, 3, 2, tzinfo=UTC), LONDON, (2026, 3, 29), 60),
        (datetime(2026, 3, 2, tzinfo=UTC), "America/New_York", (2026, 3, 8), 60),
        (datetime(2026, 10, 1, tzinfo=UTC), LONDON, (2026, 10, 25), -60),
        (datetime(2026, 9, 1, tzinfo=UTC), "Australia/Lord_Howe", (2026, 10, 4), 30),
    ],
)
def test_the_next_clock_change_is_a_noon_after_it(
    now: datetime, zone: str, day: tuple[int, int, int], minutes: int
) -> None:
    """By as much as the zone says, forward or back."""
    noon, by = travel.clock_change(now, zone)
    assert noon == datetime(*day, 12, tzinfo=ZoneInfo(zone))
    assert by == timedelta(minutes=minutes)


def test_where_the_clocks_never_change_it_says_so() -> None:
    """A zone without summer time has nowhere to go."""
    with pytest.raises(travel.Nowhere, match="Asia/Tokyo"):
        travel.clock_change(AFTERNOON, "Asia/Tokyo")


def test_the_next_public_holiday_is_the_countrys_own() -> None:
    """Its morning on the person's clock, and its name in English."""
    assert travel.holiday(AFTERNOON, LONDON, "GB") == (datetime(2026, 4, 3, 9, tzinfo=ZoneInfo(LONDON)), "Good Friday")
    assert travel.holiday(datetime(2026, 12, 30, tzinfo=UTC), LONDON, "GB")[0].date().isoformat() == "2027-01-01"


def test_without_a_known_country_there_is_no_holiday() -> None:
    """It says which zone it knows nothing of."""
    with pytest.raises(travel.Nowhere, match="Etc/UTC"):
        travel.holiday(AFTERNOON, "Etc/UTC", "")


def test_a_country_that_the_bot_does_not_offer_is_said_as_the_person_chose_it() -> None:
    """Not by the code it is stored as; and the zone's holidays are not theirs, since the bot writes on them."""
    with pytest.raises(travel.Nowhere, match="Another country"):
        travel.holiday(AFTERNOON, LONDON, "ZZ")


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Path:
    """A database in which Sam, on Slack, is due at 16:45 and in a delivery at 17:00, and Ana at 16:00."""
    path = tmp_path / "enough.db"
    path.write_bytes(sqlite_template.read_bytes())
    with sqlite3.connect(path) as connection:
        for number, (person, platform, account, due) in enumerate(
            [("sam", "slack", "U1", "16:45"), ("ana", "discord", "901", "16:00")], 1
        ):
            at = f"2026-03-02 {due}:00.000000"
            connection.execute("INSERT INTO person VALUES (?, 'k', x'00', 'ES', 'en', NULL, NULL, x'00')", [person])
            connection.execute("INSERT INTO identity VALUES (?, 'team', ?, ?)", [platform, account, person])
            connection.execute(
                "INSERT INTO recipient (id, person, platform, tenant) VALUES (?, ?, ?, 'team')",
                [person, person, platform],
            )
            connection.execute(
                "INSERT INTO slot VALUES (?, 'Europe/London', ?, 31, -1, 0, ?, '2026-03-02')", [number, number, at]
            )
            connection.execute(
                "INSERT INTO nudge VALUES (?, ?, 'closing', '', '2026-03-02', 1, ?)", [person, person, at]
            )
            connection.execute("INSERT INTO nudge_slot VALUES (?, ?, ?)", [person, number, at])
        connection.execute(
            "INSERT INTO delivery (nudge, work_date, recipient, platform, tenant, due_at, visible_at, expires_at) "
            "VALUES ('sam', '2026-03-02', 'sam', 'slack', 'team', ?, ?, ?)",
            ["2026-03-02 16:45:00.000000", "2026-03-02 17:00:00.000000", "2026-03-02 17:15:00.000000"],
        )
    connection.close()
    return path


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 3, 2, hour, minute, tzinfo=UTC)


def test_the_next_due_time_is_of_anybody_or_of_one(database: Path) -> None:
    """Times that nudges are tied to and what is laid out already, each only when it is still to come."""
    assert travel.next_due(database, AFTERNOON) == at(16, 0)
    assert travel.next_due(database, AFTERNOON, SAM) == at(16, 45)
    assert travel.next_due(database, at(16, 45), SAM) == at(17, 0)
    assert travel.next_due(database, at(17, 0), SAM) is None
    assert travel.next_due(database, AFTERNOON, frozenset()) is None


def test_nothing_is_due_for_a_nudge_that_was_switched_off(database: Path) -> None:
    """Its time stays in the table for others, and is no time to go to."""
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE nudge SET enabled = 0 WHERE id = 'ana'")
    connection.close()
    assert travel.next_due(database, AFTERNOON) == at(16, 45)


def test_the_country_is_what_the_person_said_and_else_their_zones(database: Path) -> None:
    """Nobody has to have told it for a holiday to be found."""
    assert travel.country_of(database, SAM, LONDON) == "ES"
    assert travel.country_of(database, frozenset({("slack", "U9")}), LONDON) == "GB"
    assert travel.country_of(database, frozenset({("slack", "U9")}), "Etc/UTC") == ""
