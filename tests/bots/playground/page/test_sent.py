"""What was sent, as the page shows it: each call with the platform's bounds beside what was used of them."""

from typing import Any

from bots.playground.discord import bounds
from bots.playground.page import sent
from bots.playground.slack import blocks, elements
from bots.playground.wire import RecordedCall


def call(body: Any, *, status: int = 200, response: Any = None) -> RecordedCall:
    return RecordedCall(0.0, "a.method", "/a", body, status, response)


def used(platform: str, body: Any) -> dict[str, tuple[int, int]]:
    return {what: (count, most) for what, count, most in sent.uses(platform, call(body))}


VIEW = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Check in"},
    "private_metadata": "1:GB:en",
    "blocks": [
        {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 100}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 300}},
        {
            "type": "actions",
            "block_id": "row:0",
            "elements": [{"type": "button", "action_id": "tap:0", "text": {"type": "plain_text", "text": "Help now"}}],
        },
    ],
}


def test_a_view_is_measured_by_the_largest_use_of_each_bound() -> None:
    """The fullest bound comes first; what is not used at all is left out."""
    found = used("slack", {"view": VIEW})
    assert found["text of a section"] == (300, blocks.SECTION_CHARS)
    assert found["title"] == (8, blocks.TITLE_CHARS)
    assert found["text of a button"] == (8, elements.BUTTON_CHARS)
    assert found["blocks"] == (3, 100)
    assert "submit" not in found
    assert next(iter(found)) == "title"


def test_an_acknowledgement_that_carries_a_view_is_measured_like_it() -> None:
    """On Slack a form is answered by its acknowledgement."""
    acknowledged = {"envelope_id": "1", "payload": {"response_action": "update", "view": VIEW}}
    assert used("slack", acknowledged) == used("slack", {"view": VIEW})


MESSAGE = {
    "flags": 1 << 15,
    "components": [
        {
            "type": 17,
            "components": [
                {"type": 10, "content": "ñ" * 40},
                {"type": 1, "components": [{"type": 2, "style": 1, "label": "Help now", "custom_id": "1:GB:en"}]},
            ],
        }
    ],
}


def test_a_message_is_measured_in_all_its_parts() -> None:
    """Nested components count, and text counts in characters and in bytes."""
    found = used("discord", {"type": 4, "data": MESSAGE})
    assert found["components"] == (4, bounds.COMPONENTS)
    assert found["text shown"] == (40, bounds.DISPLAYED_CHARS)
    assert found["text in bytes"] == (92, bounds.STORED_BYTES)
    assert found["label of a button"] == (8, bounds.BUTTON_LABEL)


def test_a_message_with_files_is_measured_like_one_without() -> None:
    """Its JSON lies beside them."""
    found = used("discord", {"payload_json": {"type": 4, "data": MESSAGE}, "files": {"files[0]": "enough.md"}})
    assert found.pop("files") == (1, bounds.FILES)
    assert found == used("discord", {"type": 4, "data": MESSAGE})


def test_a_form_is_measured_by_a_forms_bounds() -> None:
    """It has five parts at most, where a message has forty."""
    form = {"custom_id": "f", "title": "Check in", "components": [{"type": 18, "label": "How heavy is it?"}]}
    found = used("discord", {"type": 9, "data": form})
    assert found["parts of a form"] == (1, bounds.MODAL_PARTS[1])
    assert found["label of a field"] == (16, bounds.LABEL[1])
    assert "components" not in found


def test_a_call_that_was_refused_says_why_and_shows_what_was_too_much() -> None:
    """The bound that broke comes first."""
    body = {"content": "x" * 2500}
    shown = sent.shown("discord", 3, call(body, status=400, response={"message": "Invalid Form Body"}))
    assert (shown["applied"], shown["error"]) == (False, "Invalid Form Body")
    assert shown["bounds"] == [{"what": "content", "used": 2500, "most": bounds.CONTENT_CHARS}]


def test_a_call_of_a_wrong_shape_is_shown_all_the_same() -> None:
    """Nothing of it is measured that cannot be."""
    assert sent.uses("slack", call({"view": {"type": "carousel"}})) != []
    assert sent.uses("discord", call({"data": {"components": "none"}})) == []
    assert sent.uses("slack", call(None)) == []
