"""How the acknowledgement of a submitted form is read."""

from typing import Any

import pytest

from bots.playground.slack.submission import (
    BadAnswer,
    CloseAll,
    CloseTop,
    PutOnTop,
    Replace,
    ShowErrors,
    read_answer,
)

BLOCKS: list[dict[str, Any]] = [{"type": "divider", "block_id": "line"}, {"type": "input", "block_id": "words"}]
VIEW = {"type": "modal", "title": {"type": "plain_text", "text": "Next"}, "blocks": []}


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ({}, CloseTop()),
        ({"response_action": "clear"}, CloseAll()),
        ({"response_action": "errors", "errors": {"words": "No."}}, ShowErrors({"words": "No."})),
        ({"response_action": "update", "view": VIEW}, Replace(VIEW)),
        ({"response_action": "push", "view": VIEW}, PutOnTop(VIEW)),
    ],
)
def test_the_five_ways_to_answer(answer: dict[str, Any], meaning: object) -> None:
    """An empty acknowledgement closes; the four response actions do what they say."""
    assert read_answer(answer, BLOCKS) == meaning


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": True},
        {"response_action": "explode"},
        {"response_action": "errors"},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors", "errors": {"line": "No."}},
        {"response_action": "errors", "errors": {"elsewhere": "No."}},
        {"response_action": "errors", "errors": {"words": ""}},
        {"response_action": "update"},
        {"response_action": "update", "view": {**VIEW, "title": {"type": "plain_text", "text": "x" * 25}}},
        {"response_action": "push", "view": {"type": "home", "blocks": []}},
    ],
)
def test_what_slack_cannot_use_is_named(answer: dict[str, Any]) -> None:
    """Errors belong under input blocks of this very view, and a view is as bounded here as elsewhere."""
    with pytest.raises(BadAnswer):
        read_answer(answer, BLOCKS)
