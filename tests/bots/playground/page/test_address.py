"""Which requests are meant for the page's server, by the name they ask for."""

import pytest

from bots.playground.page.server import is_addressed


@pytest.mark.parametrize(
    ("host", "listening", "answered"),
    [
        ("127.0.0.1:8642", "127.0.0.1", True),
        ("localhost:8642", "127.0.0.1", True),
        ("[::1]:8642", "::1", True),
        ("192.168.1.5:8642", "127.0.0.1", False),
        ("192.168.1.5:8642", "0.0.0.0", True),  # noqa: S104
        ("box.example:8642", "0.0.0.0", False),  # noqa: S104
        ("box.example:8642", "box.example", True),
        ("", "127.0.0.1", False),
        ("[", "127.0.0.1", False),
    ],
)
def test_beyond_this_machine_only_numbers_and_the_name_it_was_told_are_answered(
    host: str, listening: str, answered: bool
) -> None:
    """Any other name may have been made to point here."""
    assert is_addressed(host, listening) is answered
