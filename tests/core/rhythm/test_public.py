"""Public holidays of a country and region."""

import subprocess
import sys
from datetime import date

import pytest

from core.rhythm.public import NotARegion, find_region, holidays_between, name_of_region, some_regions
from core.safety.lines import ANOTHER_COUNTRY, countries

EASTER = (date(2026, 4, 1), date(2026, 4, 30))


def test_by_country_and_region() -> None:
    """Easter Monday is a holiday in England, not in Scotland; Good Friday is one in both."""
    days = {region: holidays_between("GB", region, "en", *EASTER) for region in ("ENG", "SCT")}
    assert date(2026, 4, 3) in days["ENG"].keys() & days["SCT"].keys()
    assert (date(2026, 4, 6) in days["ENG"], date(2026, 4, 6) in days["SCT"]) == (True, False)


def test_in_the_language_that_is_read() -> None:
    """By the name the person reads, and by the country's own where there is none in their language."""
    day = date(2026, 12, 25)
    said = {
        each: holidays_between(*each, day, day)[day] for each in (("MX", "", "es"), ("MX", "", "en"), ("DE", "", "es"))
    }
    assert said == {
        ("MX", "", "es"): "Navidad",
        ("MX", "", "en"): "Christmas Day",
        ("DE", "", "es"): "Erster Weihnachtstag",
    }


def test_over_the_turn_of_the_year() -> None:
    """What lies between two days of two years, and no day outside."""
    found = holidays_between("DE", "", "en", date(2026, 12, 26), date(2027, 1, 1))
    assert sorted(found) == [date(2026, 12, 26), date(2027, 1, 1)]


@pytest.mark.parametrize("country", [code for code, _ in countries() if code != ANOTHER_COUNTRY])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_country_that_can_be_chosen_is_known(country: str, language: str) -> None:
    """Each has holidays, all of them with a name."""
    found = holidays_between(country, "", language, date(2026, 1, 1), date(2026, 12, 31))
    assert len(found) >= 4
    assert all(found.values())


@pytest.mark.parametrize("country", ["", ANOTHER_COUNTRY, "QQ"])
def test_of_no_country_there_are_none(country: str) -> None:
    """Nothing is guessed."""
    assert holidays_between(country, "", "en", *EASTER) == {}
    assert some_regions(country) == ()


@pytest.mark.parametrize(("country", "text", "region"), [
    ("DE", "bayern", "BY"), ("DE", "BY", "BY"), ("ES", "pais vasco", "PV"), ("ES", "Catalunya", "CT"),
    ("US", "new  york", "NY"), ("GB", "Scotland", "SCT"), ("DE", " ", ""),
])  # fmt: skip
def test_a_region_is_found_by_name_or_code(country: str, text: str, region: str) -> None:
    """Whatever the case and the accents."""
    assert find_region(country, text) == region


def test_another_word_is_refused_with_some_that_work() -> None:
    """The error names regions of that very country, and holds nothing of the text."""
    with pytest.raises(NotARegion, match="Brandenburg") as caught:
        find_region("DE", "Atlantis")
    assert "Atlantis" not in str(caught.value)
    assert caught.value.accepted == some_regions("DE")
    assert name_of_region("DE", "BY") == "Bayern"
    assert name_of_region("DE", "??") == "??"


def test_a_process_in_which_nobody_asks_does_not_load_the_library() -> None:
    """It is 20 MB: importing the whole bot leaves it out."""
    code = "import bots.bootstrap, schedules.runner, core.services.front_desk, sys; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own words
