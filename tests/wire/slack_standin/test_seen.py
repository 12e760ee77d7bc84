"""Views and messages as lines of text."""

from typing import Any

from bots.playground.slack.inputs import initial_values
from bots.playground.slack.seen import mrkdwn, text_of
from bots.playground.slack.state import Message, View


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def options(*labels: str) -> list[dict[str, Any]]:
    return [{"text": plain(label), "value": label.lower()} for label in labels]


def view(*blocks: dict[str, Any], **more: Any) -> View:
    named = [{"block_id": str(index), **block} for index, block in enumerate(blocks)]
    payload = {"type": "modal", "title": plain("Check in"), "blocks": named, **more}
    return View("V1", "U1", payload, "hash", "V1", values=initial_values(named))


def test_a_form_reads_top_to_bottom() -> None:
    """Every part that a person sees has its line: what is typed, what is ticked, what can be pressed."""
    form = view(
        {"type": "header", "text": plain("Today")},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Heavy* &amp; light\n\n&gt; own words"}},
        {"type": "divider"},
        {
            "type": "input",
            "label": plain("A line"),
            "optional": True,
            "hint": plain("Only you see it"),
            "element": {"type": "plain_text_input", "action_id": "a", "initial_value": "typed"},
        },
        {
            "type": "input",
            "label": plain("Roles"),
            "element": {
                "type": "checkboxes",
                "action_id": "a",
                "options": options("Work", "Home"),
                "initial_options": options("Home"),
            },
        },
        {
            "type": "input",
            "label": plain("Zone"),
            "element": {
                "type": "static_select",
                "action_id": "a",
                "options": options("Here"),
                "placeholder": plain("Pick"),
            },
        },
        {
            "type": "actions",
            "elements": [{"type": "button", "action_id": "a", "text": plain("Help now"), "url": "https://e.org"}],
        },
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "A <https://e.org|program>"}]},
        submit=plain("Send"),
        close=plain("Close"),
    )
    form.errors["3"] = "Shorter, please."
    assert text_of(form) == [
        "== Check in ==",
        "# Today",
        "Heavy & light",
        "> own words",
        "---",
        "A line (optional): typed",
        "  Only you see it",
        "  ! Shorter, please.",
        "Roles:",
        "  ( ) Work",
        "  (x) Home",
        "Zone: <Pick>",
        "[ Help now ] (https://e.org)",
        "A program (https://e.org)",
        "[ Send ] [ Close ]",
    ]


def test_the_clients_own_notice_stands_on_top() -> None:
    """A form that could not be sent says so above everything in it."""
    form = view({"type": "section", "text": plain("hello")})
    form.notice = "We had some trouble connecting. Try again?"
    assert text_of(form)[:2] == ["== Check in ==", "! We had some trouble connecting. Try again?"]


def test_a_message_shows_its_blocks_or_else_its_text() -> None:
    """The top-level text is for notifications; it shows only where there are no blocks."""
    block = {"type": "section", "block_id": "b", "text": plain("in the block")}
    assert text_of(Message("D1", "1.0", "in the text", [block])) == ["in the block"]
    assert text_of(Message("D1", "1.0", "in the *text*", [])) == ["in the text"]


def test_mrkdwn_reads_as_slack_shows_it() -> None:
    """Links show label and address, dates their fallback; escapes are resolved last, so typed marks stay typed."""
    assert mrkdwn("<tel:988|Call 988>") == "Call 988 (tel:988)"
    assert mrkdwn("<https://e.org>") == "https://e.org"
    assert mrkdwn("<!date^1700000000^{date}|2 March>") == "2 March"
    assert mrkdwn("&lt;https://e.org|x&gt;") == "<https://e.org|x>"
    assert mrkdwn("_soft_ and snake_case_name, 2*3*4") == "soft and snake_case_name, 2*3*4"
