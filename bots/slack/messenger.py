"""Direct messages on Slack, and what can be found out about the person who is here right now."""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError

from bots.slack.client import Connection, raise_delivery_error
from bots.slack.render import to_slack
from core.clock import Clock
from core.pages import Message
from core.people.who import Address, Platform, Profile, Who
from core.ports import DeliveryKey, Receipt

API_SECONDS = 10.0
PROFILE_SECONDS = 1.0  # a person waits for it
PROFILE_KEPT = timedelta(hours=1)
PROFILES_KEPT = 1000


class SlackMessenger:
    """Implements ``Messenger`` and ``Reach`` over one bot token. :meth:`close` when done."""

    def __init__(self, bot_token: str, api_url: str, clock: Clock, *, timeout: float = API_SECONDS) -> None:
        self.connection = Connection(bot_token, api_url, timeout=timeout)
        self._clock = clock
        self._profiles: OrderedDict[tuple[str, str], tuple[datetime, Profile]] = OrderedDict()

    async def close(self) -> None:
        await self.connection.close()

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> Receipt:  # noqa: ARG002
        """Send once. Slack has no idempotency key, so *key* goes unused and the outbox never repeats an Ambiguous."""
        return Receipt(await self.post(to.channel, message))

    async def post(self, channel: str, message: Message) -> str:
        """Post *message* once and return its timestamp, which is its id. Raises like :meth:`send`."""
        try:
            answer = await self.connection.fresh().chat_postMessage(channel=channel, **to_slack(message))
        except Exception as error:  # noqa: BLE001 - every one is raised again, as what it means
            raise_delivery_error(error)
        return str(answer.get("ts", ""))

    async def open_dm(self, who: Who) -> Address:
        """Open (or find) the DM channel. Raises RecipientGone, Refused, RateLimited or Ambiguous."""
        try:
            answer = await self.connection.fresh().conversations_open(users=who.external_id)
        except Exception as error:  # noqa: BLE001 - every one is raised again, as what it means
            raise_delivery_error(error)
        channel: Any = answer.get("channel")
        return Address(Platform.SLACK, who.tenant, str(channel["id"]))

    async def profile(self, who: Who) -> Profile:
        """Return zone and language as the profile has them, an empty one when Slack does not answer within 1 s.

        What it said is kept for an hour, for the last 1000 people.
        """
        key, now = (who.tenant, who.external_id), self._clock.now()
        kept = self._profiles.get(key)
        if kept is not None and kept[0] > now:
            return kept[1]
        try:
            async with asyncio.timeout(PROFILE_SECONDS):
                answer = await self.connection.pooled().users_info(user=who.external_id, include_locale=True)
        except (SlackClientError, ClientError, TimeoutError, OSError, AttributeError):
            # AttributeError: slack_sdk's own, on an answer that is no JSON object.
            return Profile()
        user: Any = answer.get("user") or {}
        profile = Profile(zone=user.get("tz") or None, language=user.get("locale") or None)
        self._profiles[key] = (now + PROFILE_KEPT, profile)
        self._profiles.move_to_end(key)
        if len(self._profiles) > PROFILES_KEPT:
            self._profiles.popitem(last=False)
        return profile
