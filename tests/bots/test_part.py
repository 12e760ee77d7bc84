"""Which parts ``--only`` chooses."""

import pytest

from bots.part import Part, parts
from core.errors import ConfigurationError


def test_nothing_named_is_everything() -> None:
    """One process that does all there is."""
    assert parts("") == frozenset(Part)


def test_parts_are_named_with_commas() -> None:
    """A blank after the comma is no mistake."""
    assert parts("slack, nudges") == {Part.SLACK, Part.NUDGES}


@pytest.mark.parametrize(
    ("only", "said"), [("slak", "slack, discord, nudges, web"), ("web", "slack,web"), (",", "--only")]
)
def test_what_cannot_run_says_what_can(only: str, said: str) -> None:
    """A name that is no part, and health with nothing to be the health of."""
    with pytest.raises(ConfigurationError, match=said):
        parts(only)
