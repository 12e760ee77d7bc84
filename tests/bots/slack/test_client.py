"""What Slack's refusals mean for a delivery."""

from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bots.slack.client import code_of, raise_delivery_error
from core.errors import Ambiguous, DeliveryError, RateLimited, RecipientGone, Refused


@dataclass
class FakeResponse:
    """What slack_sdk hangs on its error."""

    data: Any
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def refusal(code: str, status: int = 200, **headers: str) -> SlackApiError:
    return SlackApiError("refused", FakeResponse({"ok": False, "error": code}, status, headers))


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (refusal("channel_not_found"), RecipientGone),
        (refusal("user_disabled"), RecipientGone),
        (refusal("is_archived"), RecipientGone),
        (refusal("restricted_action"), Refused),
        (refusal("messages_tab_disabled"), Refused),
        (refusal("msg_too_long"), Refused),
        (refusal("ratelimited", 429), RateLimited),
        (refusal("message_limit_exceeded"), RateLimited),
        (refusal("token_revoked"), RateLimited),
        (refusal("account_inactive"), RateLimited),
        (refusal("internal_error"), Ambiguous),
        (refusal("fatal_error"), Ambiguous),
        (refusal("channel_not_found", 502), Ambiguous),
        (SlackApiError("no JSON", FakeResponse("<html>", 503)), Ambiguous),
        (SlackApiError("no response", None), Ambiguous),
        (aiohttp.ServerDisconnectedError(), Ambiguous),
        (aiohttp.ConnectionTimeoutError(), RateLimited),
        (TimeoutError(), Ambiguous),
        (ConnectionResetError(), Ambiguous),
    ],
)
def test_what_an_answer_means_for_a_delivery(error: Exception, meaning: type[DeliveryError]) -> None:
    """Gone is final, refused is not repeated, limited was not sent, and all that is not known is ambiguous."""
    with pytest.raises(DeliveryError) as raised:
        raise_delivery_error(error)
    assert type(raised.value) is meaning


@pytest.mark.parametrize(("said", "seconds"), [("7", 7.0), ("0", 1.0), ("soon", 30.0), (None, 30.0)])
def test_a_limit_says_when_to_come_back(said: str | None, seconds: float) -> None:
    """In seconds, one at the least; half a minute when Slack does not say."""
    headers = {} if said is None else {"Retry-After": said}
    error = SlackApiError("limited", FakeResponse({"error": "ratelimited"}, 429, headers))
    with pytest.raises(RateLimited) as raised:
        raise_delivery_error(error)
    assert raised.value.retry_after == seconds


def test_a_bug_of_ours_stays_one() -> None:
    """What no platform raises is not turned into a delivery that went wrong."""
    with pytest.raises(KeyError):
        raise_delivery_error(KeyError("bug"))


def test_a_code_never_quotes_an_answer() -> None:
    """It goes into logs: the error's own short name, or the status."""
    assert code_of(refusal("user_not_found")) == "user_not_found"
    assert code_of(SlackApiError("odd", FakeResponse("some text", 503))) == "http_503"
