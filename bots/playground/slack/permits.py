"""The short-lived permits that Slack hands out: to open a view, and to answer where a command or message stands."""

import itertools
import secrets
import time
from dataclasses import dataclass

from bots.playground.slack.errors import ApiError


@dataclass
class Trigger:
    """A permit to open a view: once, within the trigger's lifetime."""

    user_id: str
    made_at: float
    exchanged: bool = False


@dataclass
class ResponseUrl:
    """A permit to answer where a command or message stands: five times, within its lifetime."""

    user_id: str
    channel_id: str
    made_at: float
    message_ts: str | None
    uses: int = 0


class Permits:
    """All that were handed out. Both lifetimes are in seconds, by the machine's own clock."""

    def __init__(self, *, trigger_lifetime: float, response_url_lifetime: float) -> None:
        self._trigger_lifetime = trigger_lifetime
        self._response_url_lifetime = response_url_lifetime
        self._serial = itertools.count(1)
        self._triggers: dict[str, Trigger] = {}
        self._response_urls: dict[str, ResponseUrl] = {}

    def new_trigger(self, user_id: str) -> str:
        trigger_id = f"{next(self._serial)}.{secrets.token_hex(4)}.{secrets.token_hex(8)}"
        self._triggers[trigger_id] = Trigger(user_id, time.monotonic())
        return trigger_id

    def check_trigger(self, trigger_id: str) -> Trigger:
        """Return an unused, fresh trigger. Page "views.open": its three errors; 3 s on page "handling interaction"."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if trigger.exchanged:
            raise ApiError("exchanged_trigger_id")
        if time.monotonic() - trigger.made_at > self._trigger_lifetime:
            raise ApiError("expired_trigger_id")
        return trigger

    def exchange(self, trigger_id: str) -> str:
        """Use a trigger up. Returns the id of the user it was handed out for."""
        trigger = self.check_trigger(trigger_id)
        trigger.exchanged = True
        return trigger.user_id

    def new_response_url(self, user_id: str, channel_id: str, message_ts: str | None = None) -> str:
        """Return the secret end of a new response URL."""
        ticket = secrets.token_hex(12)
        self._response_urls[ticket] = ResponseUrl(user_id, channel_id, time.monotonic(), message_ts)
        return ticket

    def use_response_url(self, ticket: str) -> ResponseUrl:
        """Count one use. Page "handling interaction": 5 uses within 30 minutes; the errors' names are reported ones."""
        permit = self._response_urls.get(ticket)
        if permit is None or time.monotonic() - permit.made_at > self._response_url_lifetime:
            raise ApiError("expired_url")
        if permit.uses >= 5:
            raise ApiError("used_url")
        permit.uses += 1
        return permit
