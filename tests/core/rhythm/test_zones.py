"""Zones as people name them."""

from importlib.resources import files

import pytest

from core.rhythm.cities import CITIES
from core.rhythm.occurrence import load_zone
from core.rhythm.zones import ACCEPTED_ZONES, MOST_ZONES, NotAZone, _by_country, city_of, find_zone, zones_of_country
from core.safety.lines import countries
from core.wording import LANGUAGES


@pytest.mark.parametrize(
    ("text", "country", "zone"),
    [
        ("Europe/Lisbon", "", "Europe/Lisbon"),
        ("europe/lisbon", "PT", "Europe/Lisbon"),
        ("Lisbon", "PT", "Europe/Lisbon"),
        ("LISBON ", "", "Europe/Lisbon"),
        ("new york", "US", "America/New_York"),
        ("New-York", "", "America/New_York"),
        ("São Paulo", "BR", "America/Sao_Paulo"),
        ("port au prince", "", "America/Port-au-Prince"),
        ("buenos aires", "", "America/Argentina/Buenos_Aires"),
        ("Louisville", "US", "America/Kentucky/Louisville"),
        ("Calcutta", "IN", "Asia/Calcutta"),
        ("utc", "", "UTC"),
        ("Ciudad de México", "MX", "America/Mexico_City"),
        ("nueva york", "US", "America/New_York"),
        ("Londres", "", "Europe/London"),
        ("CDMX", "MX", "America/Mexico_City"),
        ("df", "MX", "America/Mexico_City"),
        ("Guadalajara", "MX", "America/Mexico_City"),
        ("guadalajara", "ES", "Europe/Madrid"),
        ("leon", "MX", "America/Mexico_City"),
        ("barcelona", "ES", "Europe/Madrid"),
        ("San Francisco", "US", "America/Los_Angeles"),
        ("st. louis", "US", "America/Chicago"),
        ("mumbai", "IN", "Asia/Kolkata"),
        ("Newcastle", "GB", "Europe/London"),
        ("Newcastle", "AU", "Australia/Sydney"),
    ],
)
def test_names_that_are_found(text: str, country: str, zone: str) -> None:
    """An IANA name or a city, whatever the case, accents, blanks and hyphens."""
    assert find_zone(text, country) == zone


def test_cities_are_called_what_the_person_calls_them() -> None:
    """In Spanish where there is a Spanish name, and every name that is offered fits a button beside the time."""
    assert city_of("America/Mexico_City", "es") == "Ciudad de México"
    assert city_of("America/Mexico_City", "en") == "Mexico City"
    assert city_of("Europe/Madrid", "es") == "Madrid"
    offered = {zone for country, _ in countries() for zone in zones_of_country(country)}
    assert not [zone for zone in offered for language in LANGUAGES if len(f"15:40 · {city_of(zone, language)}") > 30]


def test_a_city_without_a_zone_of_its_own_is_in_one_that_is_there() -> None:
    """Each leads to the zone it stands under, as somebody from there would type it."""
    for zone, names in CITIES.items():
        country = next(code for code, zones in _by_country().items() if zone in zones)
        assert {find_zone(name, country) for name in names.split(", ")} == {zone}


@pytest.mark.parametrize("text", ["", "   ", "Atlantis", "GMT+25", "../etc/passwd", "America", "Factory", "localtime"])
def test_what_is_no_zone_is_refused_without_repeating_it(text: str) -> None:
    """The error lists forms that work and holds nothing of what was typed."""
    with pytest.raises(NotAZone) as caught:
        find_zone(text, "PT")
    assert all(form in str(caught.value) for form in ACCEPTED_ZONES)
    assert caught.value.args == (str(NotAZone()),)


def test_every_country_has_zones_that_load_and_fit_a_select() -> None:
    """1 to 24 for each country of the tz database, all different, all known."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    countries = {line[:2] for line in table.splitlines() if not line.startswith("#")}
    assert len(countries) > 200
    for country in countries:
        zones = zones_of_country(country)
        assert 1 <= len(zones) == len(set(zones)) <= MOST_ZONES, country
        for zone in zones:
            load_zone(zone)


@pytest.mark.parametrize(
    ("country", "first"),
    [
        ("US", "America/New_York"),
        ("BR", "America/Sao_Paulo"),
        ("RU", "Europe/Moscow"),
        ("AU", "Australia/Sydney"),
        ("NO", "Europe/Oslo"),
        ("UA", "Europe/Kyiv"),
        ("PT", "Europe/Lisbon"),
    ],
)
def test_where_most_people_live_comes_first(country: str, first: str) -> None:
    """The zone most will pick is on top."""
    assert zones_of_country(country)[0] == first


def test_the_us_list_is_tidy() -> None:
    """No counties of Indiana and Kentucky to read through."""
    assert len(zones_of_country("US")) == 8


def test_an_unknown_country_has_none() -> None:
    """No guess is made."""
    assert zones_of_country("XX") == zones_of_country("") == ()
