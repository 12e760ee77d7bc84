"""Private values: they print as stars, wherever they end up."""

import json
import logging
import pickle

import pytest

from core.private import MASK, Private

CANARY = "nobody may read this"


def test_a_private_value_shows_in_no_text_form() -> None:
    """repr, str, format and an error's text all show the mask."""
    held = Private(CANARY)
    shown = [repr(held), str(held), f"{held}", f"{held!r:>10}", str([held]), repr({"a": [held]}), str(ValueError(held))]
    assert not any(CANARY in each for each in shown)
    assert all(MASK in each for each in shown)


def test_a_private_value_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A log call with it writes the mask."""
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("test").warning("value %s", Private(CANARY))
    assert CANARY not in caplog.text


def test_a_private_value_is_not_serialised() -> None:
    """Neither pickle nor JSON takes it by accident."""
    with pytest.raises(TypeError):
        pickle.dumps(Private(CANARY))
    with pytest.raises(TypeError):
        json.dumps({"text": Private(CANARY)})


def test_the_value_comes_out_by_reveal_alone() -> None:
    """reveal() is the one way."""
    assert Private(CANARY).reveal() == CANARY
