"""The workspace: who is in it, what was said, and what is open."""

import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bots.playground.bell import Bell
from bots.playground.slack.errors import ApiError
from bots.playground.slack.inputs import Values, carried, initial_values, state_of, with_ids
from bots.playground.slack.permits import Permits
from bots.playground.slack.schema import Json

MAX_STACK = 3  # page "modals": a stack holds three views


@dataclass(frozen=True)
class Notice:
    """What Slack itself tells one person, in the channel where they were."""

    channel_id: str
    ts: str
    text: str


@dataclass
class User:
    """A person. ``tz`` is an IANA zone, ``locale`` a tag such as "en-US"; ``modals`` is their stack, root first."""

    id: str
    name: str
    tz: str
    locale: str
    modals: "list[View]" = field(default_factory=list)
    home: "View | None" = None
    notices: list[Notice] = field(default_factory=list)
    changes: Bell = field(default_factory=Bell)  # rings when something became visible to them


@dataclass
class Channel:
    """A place for messages. ``members`` are user ids; the bot is in it when ``bot_is_member``."""

    id: str
    name: str
    members: set[str]
    bot_is_member: bool = True
    is_im: bool = False


@dataclass
class Message:
    """A message by the bot, or by ``author``. ``only_for`` is the one user who sees it, when it is ephemeral."""

    channel_id: str
    ts: str
    text: str
    blocks: list[Json]
    only_for: str | None = None
    edited: bool = False
    deleted: bool = False
    values: Values = field(default_factory=dict)
    author: str = ""


@dataclass
class View:
    """A modal view or a Home tab as it stands for one user."""

    id: str
    user_id: str
    payload: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notice: str = ""

    @property
    def title(self) -> str:
        """The title, "" for a Home tab."""
        return str((self.payload.get("title") or {"text": ""})["text"])

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.payload["blocks"]
        return blocks

    @property
    def entered(self) -> dict[str, Json]:
        """What stands in the fields now, by ``block_id``, as Slack's values."""
        return {block_id: value for (block_id, _), value in self.values.items()}


class Workspace:
    """State and the rules that hold it together. Raises ApiError where Slack refuses.

    ``clock`` gives the seconds since the epoch that stand in timestamps; lifetimes run on the machine's own clock.
    """

    team_id = "T0STANDIN"
    app_id = "A0STANDIN"
    bot_id = "B0STANDIN"
    bot_user_id = "U0BOT"
    domain = "stand-in"

    def __init__(self, *, trigger_lifetime: float, response_url_lifetime: float, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.permits = Permits(trigger_lifetime=trigger_lifetime, response_url_lifetime=response_url_lifetime)
        self._serial = itertools.count(1)
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.all_messages: list[Message] = []

    # ------------------------------------------------------------------------------------ identifiers

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{secrets.token_hex(5).upper()}"

    def new_ts(self) -> str:
        """Return a timestamp that no other message has: seconds, and a counter where Slack has microseconds."""
        return f"{int(self.clock())}.{next(self._serial):06d}"

    # ------------------------------------------------------------------------------- users and channels

    def user(self, user_id: str) -> User:
        if user_id not in self.users:
            raise ApiError("user_not_found")
        return self.users[user_id]

    def tz_offset(self, user: User) -> int:
        """Return the seconds that *user*'s zone is ahead of UTC now."""
        offset = datetime.fromtimestamp(self.clock(), ZoneInfo(user.tz)).utcoffset()
        return 0 if offset is None else int(offset.total_seconds())

    def dm_of(self, user_id: str) -> Channel | None:
        return next((c for c in self.channels.values() if c.is_im and user_id in c.members), None)

    def open_dm(self, user_id: str) -> tuple[Channel, bool]:
        """Return the DM between the bot and *user_id*, and whether it was open before."""
        user = self.user(user_id)
        found = self.dm_of(user_id)
        if found is not None:
            return found, True
        channel = Channel(self.new_id("D"), "directmessage", {user.id}, is_im=True)
        self.channels[channel.id] = channel
        return channel, False

    def channel(self, channel_id: str) -> Channel:
        """Return where a message to *channel_id* goes; a user id means the DM. Raises channel_not_found."""
        if channel_id in self.users:  # page "chat.postMessage": a user id posts into the DM with the app
            return self.open_dm(channel_id)[0]
        channel = self.channels.get(channel_id)
        if channel is None:
            raise ApiError("channel_not_found")
        if not channel.bot_is_member:
            raise ApiError("not_in_channel")
        return channel

    # ------------------------------------------------------------------------------------------ messages

    def post(self, channel: Channel, text: str, blocks: list[Json], *, only_for: str | None = None) -> Message:
        named = with_ids(blocks, lambda: secrets.token_hex(3))
        message = Message(channel.id, self.new_ts(), text, named, only_for, values=initial_values(named))
        self.all_messages.append(message)
        self._shown_in(message)
        return message

    def say(self, user: User, channel: Channel, text: str) -> Message:
        """Post what *user* wrote, in mrkdwn."""
        message = Message(channel.id, self.new_ts(), text, [], author=user.id)
        self.all_messages.append(message)
        self._shown_in(message)
        return message

    def tell(self, user: User, channel: Channel, text: str) -> None:
        """Show what Slack itself says to *user*."""
        user.notices.append(Notice(channel.id, self.new_ts(), text))
        user.changes.ring()

    def edit(self, message: Message, text: str, blocks: list[Json]) -> None:
        message.text, message.edited = text, True
        message.blocks = with_ids(blocks, lambda: secrets.token_hex(3))
        message.values = initial_values(message.blocks)
        self._shown_in(message)

    def delete(self, message: Message) -> None:
        message.deleted = True
        self._shown_in(message)

    def message(self, channel_id: str, ts: str) -> Message:
        """Return the message that all in the channel see. Raises message_not_found, for an ephemeral one too."""
        found = self.find_message(channel_id, ts)
        if found is None or found.only_for is not None:
            raise ApiError("message_not_found")
        return found

    def find_message(self, channel_id: str, ts: str) -> Message | None:
        here = (m for m in self.all_messages if m.channel_id == channel_id and m.ts == ts and not m.deleted)
        return next(here, None)

    def visible_to(self, user_id: str, channel_id: str) -> list[Message]:
        """Return the messages of a channel that *user_id* sees, oldest first."""
        if user_id not in self.channels[channel_id].members:
            return []
        here = (m for m in self.all_messages if m.channel_id == channel_id and not m.deleted)
        return [m for m in here if m.only_for in (None, user_id)]

    def _shown_in(self, message: Message) -> None:
        for user_id in self.channels[message.channel_id].members & self.users.keys():
            if message.only_for in (None, user_id):
                self.users[user_id].changes.ring()

    # --------------------------------------------------------------------------------------------- views

    def open_view(self, trigger_id: str, payload: Json) -> View:
        """Open *payload* as a root modal. Guessed: a modal that was open before gives way to it."""
        user = self.user(self.permits.exchange(trigger_id))
        view = self._new_view(user, payload)
        user.modals[:] = [view]
        user.changes.ring()
        return view

    def push_view(self, trigger_id: str, payload: Json) -> View:
        user = self.user(self.permits.exchange(trigger_id))
        return self.push_onto(user, payload)

    def push_onto(self, user: User, payload: Json) -> View:
        if not user.modals:
            raise ApiError("not_found")  # guessed: which error
        if len(user.modals) >= MAX_STACK:
            raise ApiError("push_limit_reached")
        top = user.modals[-1]
        view = self._new_view(user, payload)
        view.root_id, view.previous_id = top.root_id, top.id
        user.modals.append(view)
        user.changes.ring()
        return view

    def update_view(self, view: View, payload: Json, expected_hash: str | None = None) -> View:
        """Show *payload* in place of what *view* shows. Raises hash_conflict when *expected_hash* is an old one."""
        if expected_hash is not None and expected_hash != view.hash:
            raise ApiError("hash_conflict")
        self._keep_external_id_unique(payload, view)
        blocks = with_ids(payload["blocks"], lambda: secrets.token_hex(3))
        view.values = carried(view.values, blocks)
        view.payload = {**payload, "blocks": blocks}
        view.hash = self._new_hash()
        view.errors, view.notice = {}, ""
        self.users[view.user_id].changes.ring()
        return view

    def publish_home(self, user: User, payload: Json, expected_hash: str | None) -> View:
        if user.home is not None:
            return self.update_view(user.home, payload, expected_hash)
        user.home = self._new_view(user, payload)
        user.changes.ring()
        return user.home

    def find_view(self, view_id: str | None, external_id: str | None) -> View:
        """Return the open view with this id. Raises not_found, for one that was closed too."""
        for view in self._open_views():
            if view_id == view.id or (external_id and external_id == view.payload.get("external_id")):
                return view
        raise ApiError("not_found")

    def close_top(self, user: User) -> None:
        user.modals.pop()
        user.changes.ring()

    def close_all(self, user: User) -> None:
        user.modals.clear()
        user.changes.ring()

    def view_json(self, view: View) -> Json:
        """Return *view* as it stands in payloads and answers."""
        return {
            "id": view.id,
            "team_id": self.team_id,
            "app_id": self.app_id,
            "bot_id": self.bot_id,
            "app_installed_team_id": self.team_id,
            "root_view_id": view.root_id,
            "previous_view_id": view.previous_id,
            "hash": view.hash,
            "state": state_of(view.values),
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "submit": None,
            "close": None,
            "clear_on_close": False,
            "notify_on_close": False,
            **view.payload,
        }

    def _open_views(self) -> list[View]:
        views = [view for user in self.users.values() for view in user.modals]
        return views + [user.home for user in self.users.values() if user.home is not None]

    def _new_view(self, user: User, payload: Json) -> View:
        self._keep_external_id_unique(payload, None)
        blocks = with_ids(payload["blocks"], lambda: secrets.token_hex(3))
        view_id = self.new_id("V")
        shown = {**payload, "blocks": blocks}
        return View(view_id, user.id, shown, self._new_hash(), view_id, values=initial_values(blocks))

    def _keep_external_id_unique(self, payload: Json, own: View | None) -> None:
        external = payload.get("external_id")
        if external and any(v.payload.get("external_id") == external for v in self._open_views() if v is not own):
            raise ApiError("duplicate_external_id")

    def _new_hash(self) -> str:
        return f"{int(self.clock())}.{secrets.token_hex(4)}"
