"""Showing a view: the calls that open, update, push and publish one, and the replies for when none can be opened.

None of these raises for what Slack or the network does: each says whether the person can see the view now.
"""

from collections.abc import Awaitable, Callable
from enum import Enum, auto
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bots.loopback import is_loopback
from bots.slack.client import Connection, code_of, library_logger
from bots.slack.forms import Json

log = structlog.get_logger(__name__)

CONFLICT = "hash_conflict"
_REPLY_SECONDS = 10


class Shown(Enum):
    """How it went."""

    YES = auto()
    CONFLICT = auto()  # the modal was drawn anew since the hash
    NO = auto()


class Views:
    """The calls that show something to one person, over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def open(self, trigger: str, view: Json) -> tuple[str, str] | None:
        """Open *view* as a modal and return its id and hash; None when it cannot be opened."""
        if not trigger:
            return None
        answer = await self._call(lambda: self._connection.pooled().views_open(trigger_id=trigger, view=view))
        return (str(answer["view"]["id"]), str(answer["view"]["hash"])) if isinstance(answer, dict) else None

    async def push(self, trigger: str, view: Json) -> bool:
        """Lay *view* over the modal that is open: what was typed below stays."""
        answer = await self._call(lambda: self._connection.pooled().views_push(trigger_id=trigger, view=view))
        return isinstance(answer, dict)

    async def update(self, view_id: str, view_hash: str | None, view: Json) -> Shown:
        """Draw the modal *view_id* anew. With a *view_hash*, only if nothing else has drawn it since."""
        client = self._connection.pooled()
        answer = await self._call(lambda: client.views_update(view_id=view_id, view=view, hash=view_hash))
        if isinstance(answer, dict):
            return Shown.YES
        return Shown.CONFLICT if answer == CONFLICT else Shown.NO

    async def publish(self, user: str, view: Json) -> bool:
        """Draw the Home tab of *user*."""
        answer = await self._call(lambda: self._connection.pooled().views_publish(user_id=user, view=view))
        return isinstance(answer, dict)

    async def reply(self, response_url: str, message: Json) -> bool:
        """Answer a command or a button beside it, for the person alone."""
        if not response_url:
            return False
        webhook = AsyncWebhookClient(
            response_url,
            timeout=_REPLY_SECONDS,
            session=self._connection.session(),
            logger=library_logger(),
            retry_handlers=[],
        )
        if is_loopback(response_url):
            webhook.proxy = None  # it took one from the environment, without asking NO_PROXY
        try:
            answer = await webhook.send(response_type="ephemeral", replace_original=False, **message)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack_not_shown", call="response_url", reason=type(error).__name__)
            return False
        return answer.status_code == 200

    async def whisper(self, channel: str, user: str, message: Json) -> bool:
        """Post *message* in *channel* so that *user* alone sees it."""
        if not channel:
            return False
        client = self._connection.pooled()
        post = client.chat_postEphemeral
        answer = await self._call(lambda: post(channel=channel, user=user, **message), again=False)
        return isinstance(answer, dict)

    async def _call(self, call: Callable[[], Awaitable[Any]], *, again: bool = True) -> Json | str:
        """Return what Slack answered, or its error code.

        A dropped connection is tried once more if *again*: drawing a view twice shows it once.
        """
        try:
            return dict((await call()).data)
        except SlackApiError as error:
            code = code_of(error)
        except aiohttp.ClientConnectionError as error:
            if again:
                return await self._call(call, again=False)
            code = type(error).__name__
        except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError, AttributeError) as error:
            # AttributeError: slack_sdk's own, on an answer that is no JSON object.
            code = type(error).__name__
        if code != CONFLICT:
            log.warning("slack_not_shown", reason=code)
        return code
