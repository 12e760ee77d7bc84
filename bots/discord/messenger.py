"""Direct messages by REST alone: no gateway, so a process that only sends needs nothing else."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import aiohttp
import discord
from discord.http import HTTPClient, handle_message_parameters

from bots.discord import bounds
from bots.discord.render import to_discord
from core.clock import Clock
from core.errors import Ambiguous, RateLimited, RecipientGone, Refused
from core.pages import Message
from core.people.who import Address, Platform, Profile, Who
from core.ports import DeliveryKey, Receipt

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
_GONE = {
    50007: "cannot_message",  # closed DMs, blocked, or no server in common
    50278: "no_mutual_server",
    10003: "unknown_channel",
    10013: "unknown_user",
    50001: "missing_access",
}
_OPENING_TOO_FAST = 40003
_UNREACHABLE_SECONDS = 5.0
_UNAUTHORIZED_SECONDS = 300.0  # a token that was revoked: an operator has to act, and each 401 counts towards a ban
_BLOCKED_SECONDS = 60.0  # a 429 from in front of Discord names no time
_LONGEST_WAIT = 1.0  # discord.py sleeps through shorter rate limits; longer ones are the outbox's to wait for


class DiscordMessenger:
    """Implements ``Messenger`` and ``Reach``. Logs in at the first call; :meth:`close` when done."""

    def __init__(self, token: str, clock: Clock) -> None:
        self._token = token
        self._clock = clock
        self._http: HTTPClient | None = None
        self._login = asyncio.Lock()
        self._opened: deque[datetime] = deque()
        self._rest_until: datetime | None = None

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> Receipt:
        """Send once: Discord returns the first message again for a second one with the same nonce."""
        shown = to_discord(message)
        async with self._errors() as http:
            with handle_message_parameters(
                content=shown.content,
                view=shown.view,
                nonce=key.nonce(),
                allowed_mentions=discord.AllowedMentions.none(),
            ) as params:
                sent = await http.send_message(int(to.channel), params=params)
        return Receipt(str(sent["id"]))

    async def open_dm(self, who: Who) -> Address:
        """Open (or find) the DM channel. At most 10 a minute, and none for an hour after Discord said "too fast"."""
        if not who.can_dm:
            raise RecipientGone("user_install")
        self._take_turn()
        async with self._errors() as http:
            channel = await http.start_private_message(int(who.external_id))
        return Address(Platform.DISCORD, who.tenant, str(channel["id"]))

    async def profile(self, who: Who) -> Profile:  # noqa: ARG002 - the protocol's signature
        """Return nothing: a bot is not told a person's zone, and the language comes with every interaction."""
        return Profile()

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    def _take_turn(self) -> None:
        now = self._clock.now()
        if self._rest_until is not None and now < self._rest_until:
            raise RateLimited("dm_opens_rest", retry_after=(self._rest_until - now).total_seconds())
        window = timedelta(seconds=bounds.DM_OPENS_SECONDS)
        while self._opened and now - self._opened[0] >= window:
            self._opened.popleft()
        if len(self._opened) >= bounds.DM_OPENS:
            raise RateLimited("dm_opens", retry_after=(self._opened[0] + window - now).total_seconds())
        self._opened.append(now)

    @asynccontextmanager
    async def _errors(self) -> AsyncIterator[HTTPClient]:
        """Give the client, and say in core's words what went wrong with it."""
        try:
            async with asyncio.timeout(bounds.SEND_SECONDS):
                yield await self._client()
        except discord.RateLimited as error:
            raise RateLimited("rate_limited", retry_after=error.retry_after) from None
        except discord.LoginFailure:
            raise RateLimited("unauthorized", retry_after=_UNAUTHORIZED_SECONDS) from None
        except discord.HTTPException as error:
            raise self._meaning(error) from None
        except aiohttp.ClientConnectorError:
            raise RateLimited("unreachable", retry_after=_UNREACHABLE_SECONDS) from None
        except (aiohttp.ClientError, OSError) as error:  # TimeoutError is an OSError
            raise Ambiguous(type(error).__name__) from None

    def _meaning(self, error: discord.HTTPException) -> RecipientGone | Refused | RateLimited | Ambiguous:
        if error.code in _GONE:
            return RecipientGone(_GONE[error.code])
        if error.code == _OPENING_TOO_FAST:
            self._rest_until = self._clock.now() + timedelta(seconds=bounds.DM_REST_SECONDS)
            return RateLimited("opening_dms_too_fast", retry_after=bounds.DM_REST_SECONDS)
        if error.status == 429:
            return RateLimited("blocked", retry_after=_BLOCKED_SECONDS)
        if error.status == 401:
            return RateLimited("unauthorized", retry_after=_UNAUTHORIZED_SECONDS)
        if error.status >= 500:
            return Ambiguous(str(error.status))
        return Refused(str(error.code or error.status))

    async def _client(self) -> HTTPClient:
        async with self._login:
            if self._http is None:
                http = HTTPClient(asyncio.get_running_loop())
                # Not the constructor's argument: that raises anything below 30 s to 30 s.
                http.max_ratelimit_timeout = _LONGEST_WAIT
                try:
                    await http.static_login(self._token)
                except BaseException:
                    await http.close()
                    raise
                self._http = http
        return self._http
