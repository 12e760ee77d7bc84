"""One person's Slack client, as the page shows it and acts in it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bots.playground.page.side import Json, Refused
from bots.playground.slack.errors import ApiError
from bots.playground.slack.inputs import CannotType, plain_content
from bots.playground.slack.manifest import ENOUGH, Manifest
from bots.playground.slack.person import FormRefused, NotThere, Person, Surface
from bots.playground.slack.server import SlackStandIn
from bots.playground.slack.sockets import NotAnswered
from bots.playground.slack.state import Channel, Message, Notice, User, View
from bots.playground.slack.submission import TROUBLE, BadAnswer

EVERYONE = "general"  # the channel that every workspace has and everyone is in
TURNED_OFF = "Sending messages to this app has been turned off."
_GONE = "That is not on the screen any more."
_NOT_ANSWERED = "The app did not answer in time."


class SlackSide:
    """Implements ``Side``. Makes *person* a member of the channel that everyone is in."""

    platform = "slack"

    def __init__(self, person: Person, standin: SlackStandIn, manifest: Manifest = ENOUGH) -> None:
        self._person = person
        self._place = standin.workspace
        self._manifest = manifest
        self._told = 0
        self._everyone = _channel_of_everyone(standin)
        self._everyone.members.add(person.id)
        self._deeds: dict[str, Callable[[Json], Awaitable[object]]] = {
            "command": self._command,
            "say": self._say,
            "press": self._press,
            "choose": self._choose,
            "submit": self._submit,
            "close": self._close,
            "home": self._open_home,
            "shortcut": self._shortcut,
        }

    # ------------------------------------------------------------------------------------------ what is seen

    def sees(self) -> Json:
        """Return the workspace as this person's client shows it.

        Fields hold plain values: text, the value of an option or a list of those, a date, a time, or None.
        """
        dm = self._place.dm_of(self._person.id)
        return {
            "workspace": self._place.domain,
            "me": {"id": self._user.id, "name": self._user.name, "zone": self._user.tz, "locale": self._user.locale},
            "app": {
                "name": self._manifest.name,
                "description": self._manifest.description,
                "color": self._manifest.background_color,
                "home_tab": self._manifest.home_tab,
                "read_only": TURNED_OFF if self._manifest.messages_read_only else "",
            },
            "commands": [
                {**vars(command), "app": self._manifest.name, "words": list(command.words)}
                for command in self._manifest.commands
            ],
            "shortcuts": [{**vars(shortcut), "app": self._manifest.name} for shortcut in self._manifest.shortcuts],
            "channels": [self._channel(each) for each in self._place.channels.values() if self._is_in(each)],
            "dm": {"id": dm.id if dm else "", "messages": self._messages(dm) if dm else []},
            "home": self._view(self._person.home) if self._person.home else None,
            "modals": [self._view(view) for view in self._person.modals],
        }

    async def changed(self) -> None:
        """Return after the next visible change; at once when there was one since this returned last."""
        self._told = await self._user.changes.after(self._told)

    @property
    def _user(self) -> User:
        return self._place.user(self._person.id)

    def _is_in(self, channel: Channel) -> bool:
        return not channel.is_im and self._person.id in channel.members

    def _channel(self, channel: Channel) -> Json:
        return {
            "id": channel.id,
            "name": channel.name,
            "members": len(channel.members) + channel.bot_is_member,
            "messages": self._messages(channel),
        }

    def _messages(self, channel: Channel) -> list[Json]:
        said = [self._message(each) for each in self._person.messages(channel.id)]
        told = [_notice(each) for each in self._user.notices if each.channel_id == channel.id]
        return sorted(said + told, key=lambda each: tuple(map(int, each["ts"].split("."))))

    def _message(self, message: Message) -> Json:
        author = self._place.users.get(message.author)
        return {
            "ts": message.ts,
            "author": author.name if author else self._manifest.name,
            "by": "person" if author else "app",
            "text": message.text,
            "blocks": message.blocks,
            "values": _plain_values(message),
            "ephemeral": message.only_for is not None,
            "edited": message.edited,
        }

    def _view(self, view: View) -> Json:
        payload = view.payload
        return {
            "id": view.id,
            "hash": view.hash,
            "title": view.title,
            "submit": (payload.get("submit") or {"text": ""})["text"],
            "close": (payload.get("close") or {"text": ""})["text"],
            "blocks": view.blocks,
            "values": _plain_values(view),
            "errors": dict(view.errors),
            "notice": view.notice,
        }

    # ------------------------------------------------------------------------------------------ what is done

    async def do(self, deed: str, asked: Json) -> Json | None:
        """Carry out *deed*. Raises Refused with what the person reads, and LookupError for a deed there is not.

        "command" and "say" take ``text`` and ``channel`` (an id; else the channel that everyone is in). "press" takes
        ``surface`` ("modal", "home" or a message's ts), ``block_id`` and ``action_id``; in a form ``values`` too, as
        "submit" does: what stands in its fields, by ``block_id``. "choose" takes ``value`` beside those. ``hash`` says
        which drawing of a view was acted on. "close" closes the form on top, with ``whole`` all of them. "shortcut"
        takes ``callback_id``, and the ``ts`` of the message it is used on.
        """
        carry_out = self._deeds[deed]
        try:
            await carry_out(asked)
        except NotThere:
            raise Refused(_GONE) from None
        except NotAnswered:
            raise Refused(_NOT_ANSWERED) from None
        except BadAnswer:
            raise Refused(TROUBLE) from None
        except FormRefused as refused:
            raise Refused(" ".join(refused.errors.values())) from None
        except CannotType as error:
            raise Refused(f"This field does not take that: {error}.") from None
        except ApiError as error:
            raise Refused(f"Slack cannot show the answer: {error}.") from None
        return None

    async def _command(self, asked: Json) -> None:
        name, _, words = str(asked["text"]).strip().partition(" ")
        channel = self._channel_asked(asked)
        if name not in {each.command for each in self._manifest.commands}:
            self._place.tell(self._user, channel, f"`{name}` is not a valid command.")
            return
        await self._person.command(name, words.strip(), channel=channel.id)

    async def _say(self, asked: Json) -> None:
        channel = self._channel_asked(asked)
        if channel.is_im and self._manifest.messages_read_only:
            raise Refused(TURNED_OFF)
        written = str(asked["text"]).strip()
        if written:
            self._person.say(_escaped(written), channel=channel.id)

    async def _press(self, asked: Json) -> None:
        surface = self._surface(asked)
        if asked.get("values") and surface is self._person.modal:
            self._person.enter(asked["values"])
        await self._person.press_at(surface, str(asked["block_id"]), str(asked["action_id"]))

    async def _choose(self, asked: Json) -> None:
        await self._person.choose_at(
            self._surface(asked), str(asked["block_id"]), str(asked["action_id"]), asked["value"]
        )

    async def _submit(self, asked: Json) -> None:
        self._surface({**asked, "surface": "modal"})
        self._person.enter(asked.get("values") or {})
        await self._person.submit()

    async def _close(self, asked: Json) -> None:
        await self._person.close_modal(whole=bool(asked.get("whole")))

    async def _open_home(self, _asked: Json) -> None:
        await self._person.open_home()

    async def _shortcut(self, asked: Json) -> None:
        message = self._message_at(str(asked["ts"])) if asked.get("ts") else None
        await self._person.shortcut(str(asked["callback_id"]), message=message)

    # ------------------------------------------------------------------------------------------------ within

    def _surface(self, asked: Json) -> Surface:
        """Return what is acted on. Raises NotThere when it is gone or was drawn anew under the person's hand."""
        where = str(asked["surface"])
        if where not in ("modal", "home"):
            return self._message_at(where)
        view = self._person.modal if where == "modal" else self._person.home
        if view is None or asked.get("hash", view.hash) != view.hash:
            raise NotThere(where)
        return view

    def _message_at(self, ts: str) -> Message:
        channels = [each for each in self._place.channels.values() if self._person.id in each.members]
        for message in (each for channel in channels for each in self._person.messages(channel.id)):
            if message.ts == ts:
                return message
        raise NotThere(ts)

    def _channel_asked(self, asked: Mapping[str, Any]) -> Channel:
        if not asked.get("channel"):
            return self._everyone
        channel = self._place.channels.get(str(asked["channel"]))
        if channel is None or self._person.id not in channel.members:
            raise NotThere("channel")
        return channel


def _channel_of_everyone(standin: SlackStandIn) -> Channel:
    channels = standin.workspace.channels
    for channel in channels.values():
        if channel.name == EVERYONE:
            return channel
    return channels[standin.channel(EVERYONE, bot_is_member=False)]


def _plain_values(surface: Surface) -> Json:
    values: Json = {}
    for (block_id, action_id), value in surface.values.items():
        values.setdefault(block_id, {})[action_id] = plain_content(value)
    return values


def _notice(notice: Notice) -> Json:
    return {
        "ts": notice.ts,
        "author": "Slackbot",
        "by": "slackbot",
        "text": _escaped(notice.text),
        "blocks": [],
        "values": {},
        "ephemeral": True,
        "edited": False,
    }


def _escaped(text: str) -> str:
    """Return *text* as Slack keeps what people type: the three characters that mean something in mrkdwn escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
