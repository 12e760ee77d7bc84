"""The connection to Slack's Web API, and what its refusals mean."""

import logging
from typing import Any, NoReturn

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bots.loopback import is_loopback
from core.errors import Ambiguous, RateLimited, RecipientGone, Refused

# Both libraries log whole payloads at DEBUG, and Bolt gives each of its loggers the level of the one it is handed, or
# the root's. So they are handed one whose own level lets no payload through, whatever the root's level is.
LIBRARY_LOGGER = "slack_bolt.enough"

UNREACHABLE_SECONDS = 5.0
BAD_TOKEN_SECONDS = 60.0
RATE_SECONDS = 30.0  # when a 429 does not say; Slack's own client assumes the same

# https://docs.slack.dev/reference/methods/chat.postMessage#errors and .../conversations.open#errors
_GONE = frozenset(
    {
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
# "It is possible some aspect of the operation succeeded before the error was raised."
_UNSURE = frozenset({"fatal_error", "internal_error", "service_unavailable"})
_TOO_MANY = frozenset({"message_limit_exceeded", "rate_limited", "ratelimited"})
# The installation is at fault, not the recipient: nobody is marked as gone because an operator changed a token.
BAD_TOKEN = frozenset(
    {"account_inactive", "invalid_auth", "not_allowed_token_type", "not_authed", "token_expired", "token_revoked"}
)


def library_logger() -> logging.Logger:
    """Return the logger for slack_bolt and slack_sdk."""
    logger = logging.getLogger(LIBRARY_LOGGER)
    logger.setLevel(logging.ERROR)
    return logger


class Connection:
    """Clients of Slack's Web API for one token. Made without I/O; sessions open at first use, inside the loop."""

    def __init__(self, token: str, api_url: str, *, timeout: float) -> None:
        self._token = token
        self._api_url = api_url
        self._timeout = timeout
        self._pooled: aiohttp.ClientSession | None = None
        self._fresh: aiohttp.ClientSession | None = None
        self._pooled_client: AsyncWebClient | None = None
        self._fresh_client: AsyncWebClient | None = None

    def pooled(self) -> AsyncWebClient:
        """Return the client for calls that may be repeated: it keeps connections open between calls."""
        if self._pooled_client is None:
            self._pooled_client = self.as_holder_of(self._token)
        return self._pooled_client

    def as_holder_of(self, token: str | None) -> AsyncWebClient:
        """Return a client like :meth:`pooled` for another token."""
        return self._client(token, self.session())

    def fresh(self) -> AsyncWebClient:
        """Return the client for calls that happen once: each has a connection of its own.

        A kept connection that the server closed meanwhile breaks after the request left, and nobody can tell then
        whether the message was sent.
        """
        if self._fresh is None or self._fresh_client is None:
            connector = aiohttp.TCPConnector(force_close=True)
            timeout = aiohttp.ClientTimeout(total=self._timeout, sock_connect=self._timeout / 2)
            self._fresh = aiohttp.ClientSession(timeout=timeout, connector=connector)
            self._fresh_client = self._client(self._token, self._fresh)
        return self._fresh_client

    def session(self) -> aiohttp.ClientSession:
        """Return the session of :meth:`pooled`, for addresses outside the Web API."""
        if self._pooled is None:
            self._pooled = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self._timeout))
        return self._pooled

    async def close(self) -> None:
        for session in (self._pooled, self._fresh):
            if session is not None:
                await session.close()
        self._pooled = self._fresh = None
        self._pooled_client = self._fresh_client = None

    def _client(self, token: str | None, session: aiohttp.ClientSession) -> AsyncWebClient:
        client = AsyncWebClient(
            token,
            base_url=self._api_url,
            timeout=max(1, round(self._timeout)),
            session=session,
            logger=library_logger(),
            # The default resends a POST after a dropped connection: one message would arrive twice.
            retry_handlers=[],
        )
        if is_loopback(self._api_url):
            client.proxy = None  # it took one from the environment, without asking NO_PROXY
        return client


def code_of(error: SlackApiError) -> str:
    """Return Slack's short error code, or the HTTP status where there is none. Never a payload."""
    response: Any = error.response
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) and code else f"http_{_status(error)}"


def raise_delivery_error(error: Exception) -> NoReturn:
    """Raise what *error*, raised by a Web API call, means for a delivery.

    Raises RecipientGone, Refused, RateLimited or Ambiguous. What is not known to be unsent is Ambiguous.
    """
    if isinstance(error, SlackApiError):
        _raise_refusal(error)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        # There was no connection, so nothing left.
        raise RateLimited("unreachable", retry_after=UNREACHABLE_SECONDS) from error
    if isinstance(error, aiohttp.ClientError | SlackClientError | TimeoutError | OSError | AttributeError | ValueError):
        # AttributeError: slack_sdk's own, on an answer that is no JSON object.
        raise Ambiguous(type(error).__name__) from error
    raise error


def _raise_refusal(error: SlackApiError) -> NoReturn:
    code, status = code_of(error), _status(error)
    if status == 429 or code in _TOO_MANY:
        raise RateLimited(code, retry_after=_retry_after(error)) from error
    if status >= 500 or code in _UNSURE:
        raise Ambiguous(code) from error
    if code in BAD_TOKEN:
        raise RateLimited(code, retry_after=BAD_TOKEN_SECONDS) from error
    if code in _GONE:
        raise RecipientGone(code) from error
    if status != 200:
        raise Ambiguous(code) from error
    raise Refused(code) from error


def _status(error: SlackApiError) -> int:
    response: Any = error.response
    status = getattr(response, "status_code", None) or getattr(response, "status", None)
    return status if isinstance(status, int) else 0


def _retry_after(error: SlackApiError) -> float:
    response: Any = error.response
    headers = getattr(response, "headers", None) or {}
    try:
        return max(1.0, float(headers.get("Retry-After", RATE_SECONDS)))
    except ValueError:
        return RATE_SECONDS
