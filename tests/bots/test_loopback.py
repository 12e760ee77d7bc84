"""Which addresses stay on this machine."""

import pytest

from bots.loopback import is_loopback


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8080/api/", True),
        ("http://localhost/api/", True),
        ("http://[::1]:1/", True),
        ("https://slack.com/api/", False),
        ("https://127.0.0.1.example.com/", False),
        ("http://[::1/", False),
        ("", False),
    ],
)
def test_a_loopback_address_is_told_from_others(url: str, here: bool) -> None:
    """Calls to this machine go through no proxy, and the clock may be steered only where all of them are."""
    assert is_loopback(url) is here
