"""Direct messages and channel messages, sent with the bot's token.

Source: https://docs.discord.com/developers/resources/message and .../resources/user#create-dm. Marked (g): *guessed*.
"""

from collections import deque

from bots.playground.discord import bounds, checks, errors, messages, payloads
from bots.playground.discord.answers import Announce
from bots.playground.discord.errors import Problems, Refusal
from bots.playground.discord.messages import Form
from bots.playground.discord.world import EPHEMERAL, Channel, Message, World
from bots.playground.wire import Answer


class Channels:
    """Opens DMs, and sends, edits and deletes messages in channels."""

    def __init__(self, world: World, announce: Announce, *, dm_opens: int, nonce_seconds: float) -> None:
        self._world = world
        self._announce = announce
        self.dm_opens = dm_opens
        self.nonce_seconds = nonce_seconds
        self._opened: deque[float] = deque()

    async def open_dm(self, form: Form) -> Answer:
        """Open the DM with a person, or find it. Only a new one counts against the limit (g)."""
        recipient = str(form.json.get("recipient_id")) if isinstance(form.json, dict) else ""
        account = self._world.accounts.get(recipient)
        if account is None:
            raise Refusal(400, 50033, "Invalid Recipient(s)")
        channel = self._world.find_dm(account)
        if channel is None:
            now = self._world.clock()
            while self._opened and self._opened[0] <= now - bounds.DM_OPENS_SECONDS:
                self._opened.popleft()
            if len(self._opened) >= self.dm_opens:
                raise errors.opening_too_fast()
            self._opened.append(now)
            channel = self._world.add_channel(account)
        return Answer(200, payloads.channel(self._world, channel))

    def _channel(self, channel_id: str) -> Channel:
        channel = self._world.channels.get(channel_id)
        if channel is None:
            raise errors.unknown_channel()
        return channel

    def _message(self, channel_id: str, message_id: str) -> Message:
        channel = self._channel(channel_id)
        message = self._world.messages.get(message_id)
        if message is None or message.channel is not channel or message.deleted or message.ephemeral:
            raise errors.unknown_message()  # an ephemeral message is reached by its interaction's token only
        return message

    async def get(self, channel_id: str) -> Answer:
        return Answer(200, payloads.channel(self._world, self._channel(channel_id)))

    async def send(self, channel_id: str, form: Form) -> Answer:
        channel = self._channel(channel_id)
        if channel.recipient is not None:
            if channel.recipient.installed == "user":
                raise errors.no_shared_server()  # (g) that a user installation alone is not enough
            if not channel.recipient.dms_open:
                raise errors.dms_closed()
        nonce = _nonce(form)
        enforced = bool(isinstance(form.json, dict) and form.json.get("enforce_nonce"))
        if enforced and nonce is not None and (earlier := self._with_nonce(nonce)) is not None:
            return Answer(200, payloads.message(self._world, earlier))
        draft = messages.compose(self._world, form.json, form, channel)
        message = self._world.add_message(
            channel,
            self._world.app_id,
            content=draft.content,
            embeds=draft.embeds,
            components=draft.components,
            files=draft.files,
            flags=draft.flags & ~EPHEMERAL,
            nonce=nonce,
        )
        await self._announce("MESSAGE_CREATE", message)
        return Answer(200, payloads.message(self._world, message))

    def _with_nonce(self, nonce: str | int) -> Message | None:
        """Return the message the app sent with *nonce* in the last few minutes, in whatever channel [m]."""
        since = self._world.clock() - self.nonce_seconds
        return next(
            (each for each in self._world.messages.values() if each.nonce == nonce and each.created >= since), None
        )

    async def read(self, channel_id: str, message_id: str) -> Answer:
        return Answer(200, payloads.message(self._world, self._message(channel_id, message_id)))

    async def edit(self, channel_id: str, message_id: str, form: Form) -> Answer:
        message = self._message(channel_id, message_id)
        if message.author_id != self._world.app_id:
            raise errors.not_yours()
        draft = messages.compose(self._world, form.json, form, message.channel, before=message)
        messages.apply(self._world, message, draft)
        await self._announce("MESSAGE_UPDATE", message)
        return Answer(200, payloads.message(self._world, message))

    async def delete(self, channel_id: str, message_id: str) -> Answer:
        message = self._message(channel_id, message_id)
        if message.author_id != self._world.app_id:
            raise Refusal(403, 50003, "Cannot execute action on a DM channel")
        message.deleted = True
        message.changed = self._world.touch()
        return Answer(204)


def _nonce(form: Form) -> str | int | None:
    nonce = form.json.get("nonce") if isinstance(form.json, dict) else None
    if nonce is None or (isinstance(nonce, int) and not isinstance(nonce, bool)):
        return nonce
    problems = Problems()
    checks.text(problems, ("nonce",), nonce, most=bounds.NONCE_CHARS)
    problems.raise_if_any()
    return str(nonce)
