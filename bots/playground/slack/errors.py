"""How Slack refuses a call."""

from typing import Any


class ApiError(Exception):
    """A call is refused with ``error`` and HTTP 200, as nearly all of Slack's refusals are."""

    def __init__(self, error: str, messages: list[str] | None = None, **extra: str) -> None:
        super().__init__(error)
        self.error = error
        self.extra: dict[str, Any] = dict(extra)
        if messages:
            self.extra["response_metadata"] = {"messages": messages}
