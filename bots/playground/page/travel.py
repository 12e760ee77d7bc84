"""Where the clock can be sent, as pure decisions, and the way there: through every due time, so that nothing is stale.

A message that comes due has between ten minutes and twelve hours before it is too late for it. Whoever jumps past that
sees nothing. So the clock stops at each due time on its way, and the bot sends there what it would have sent.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

SILENCE = timedelta(days=14)
_ANOTHER_COUNTRY = "ZZ"  # as the bot stores that somebody's country is not among those it offers
_SEARCHED = 400  # days ahead that are looked through for a clock change
_STORED = "%Y-%m-%d %H:%M:%S.%f"  # an instant as the bot's SQLite file has it: UTC, and sorts by time

# Times that some enabled nudge is tied to, and what is already laid out to be sent; with the accounts it is for.
_DUE = """
SELECT min(due) FROM (
    SELECT slot.next_due_at AS due, nudge.recipient FROM slot
    JOIN nudge_slot ON nudge_slot.slot = slot.id JOIN nudge ON nudge.id = nudge_slot.nudge WHERE nudge.enabled
    UNION ALL
    SELECT visible_at, recipient FROM delivery WHERE state = 'todo'
) AS planned
JOIN recipient ON recipient.id = planned.recipient LEFT JOIN identity ON identity.person = recipient.person
WHERE due > ?
"""


class Nowhere(Exception):
    """There is no such time to go to. The text says why, for the person."""


def next_due(database: Path, after: datetime, accounts: frozenset[tuple[str, str]] | None = None) -> datetime | None:
    """Return the first time after *after* at which the bot may have something to send; None when it knows of none.

    *accounts* (platform and id there) are those it is for; None is anybody.
    """
    one_of = " OR ".join(["(identity.platform = ? AND identity.external_id = ?)"] * len(accounts or ()))
    wanted = _DUE if accounts is None else f"{_DUE} AND ({one_of or 'FALSE'})"
    values = [after.astimezone(UTC).strftime(_STORED), *(each for account in accounts or () for each in account)]
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        (due,) = connection.execute(wanted, values).fetchone()
    return None if due is None else datetime.strptime(due, _STORED).replace(tzinfo=UTC)


def country_of(database: Path, accounts: frozenset[tuple[str, str]], zone: str) -> str:
    """Return the country the person told the bot, else the one their zone is named for, else ""."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for platform, external_id in sorted(accounts):
            found = connection.execute(
                "SELECT country FROM person JOIN identity ON identity.person = person.id "
                "WHERE identity.platform = ? AND identity.external_id = ?",
                [platform, external_id],
            ).fetchone()
            if found and found[0]:
                return str(found[0])
    return _countries().get(zone, "")


def friday_evening(now: datetime, zone: str) -> datetime:
    """Return the next Friday, 18:00 on the person's clock."""
    local = now.astimezone(ZoneInfo(zone))
    friday = _at(local.date() + timedelta(days=(4 - local.weekday()) % 7), 18, zone)
    return friday if friday > now else _at(local.date() + timedelta(days=7), 18, zone)


def clock_change(now: datetime, zone: str) -> tuple[datetime, timedelta]:
    """Return noon of the next day on which the clocks change, and by how much. Raises Nowhere where they never do."""
    today = now.astimezone(ZoneInfo(zone)).date()
    for ahead in range(1, _SEARCHED):
        day = today + timedelta(days=ahead)
        before, after = _at(day - timedelta(days=1), 12, zone).utcoffset(), _at(day, 12, zone).utcoffset()
        if before is not None and after is not None and before != after:
            return _at(day, 12, zone), after - before
    raise Nowhere(f"In {zone} the clocks do not change.")


def holiday(now: datetime, zone: str, country: str) -> tuple[datetime, str]:
    """Return 09:00 of the country's next public holiday, and its name. Raises Nowhere where none is known."""
    import holidays  # a second to import, and most never come here

    if country == _ANOTHER_COUNTRY:
        raise Nowhere("They told the bot “Another country”: it knows no public holidays of it.")
    today = now.astimezone(ZoneInfo(zone)).date()
    try:
        known = holidays.country_holidays(country, years=(today.year, today.year + 1), language="en_US")
    except NotImplementedError:
        raise Nowhere(f"No public holidays are known for {country or zone}.") from None
    coming = min((day for day in known if day > today), default=None)
    if coming is None:
        raise Nowhere(f"No public holidays are known for {country}.")
    return _at(coming, 9, zone), str(known[coming])


def _at(day: date, hour: int, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone))


@cache
def _countries() -> dict[str, str]:
    """Return the country of each zone, from the table that the zone database comes with."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
