"""Discord's client on the page: what one person sees there, and what they do.

What is shown is the stand-in's own JSON (messages with their raw components, the commands as registered), with what
only a client knows beside it: which form stands open with what in it, and which answers never came.
"""

import base64
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from bots.playground.discord import payloads
from bots.playground.discord.commands import RefusedByClient, is_offered
from bots.playground.discord.form import CannotType, OpenModal
from bots.playground.discord.person import SAID, FormRefused, NotAnswered, NotThere, Person, Shown, Where
from bots.playground.discord.server import DiscordStandIn
from bots.playground.discord.world import COMMAND, COMPONENT, Channel, Interaction, Message, timestamp
from bots.playground.page.side import Json, Refused

_Deed: TypeAlias = Callable[[Json], Awaitable[Json | None]]
_PLACES: Final[dict[Where, int]] = {"guild": 0, "dm": 1}  # each with the context its interactions have
_CANNOT: Final = (RefusedByClient, CannotType, NotThere)


class DiscordSide:
    """Implements ``Side``. *zone* is the one their device is set to, in which the client shows times."""

    platform = "discord"

    def __init__(self, person: Person, standin: DiscordStandIn, *, zone: str = "UTC") -> None:
        self._person = person
        self._world = standin.world
        self._zone = zone
        self._deeds: dict[str, _Deed] = {
            "command": self._command,
            "suggest": self._suggest,
            "press": self._press,
            "choose": self._choose,
            "submit": self._submit,
            "dismiss": self._dismiss,
            "say": self._say,
            "reload": self._reload,
            "settings": self._settings,
            "file": self._file,
        }

    # --------------------------------------------------------------------------------------- what they see

    def sees(self) -> Json:
        """Return both places with their messages, the commands offered, the open form, and their settings."""
        person, world = self._person, self._world
        server = payloads.guild(world)
        return {
            "app": {"id": world.app_id, "name": world.app_name},
            "me": {"id": person.id, "name": person.name, "locale": person.locale, "zone": self._zone},
            "settings": {"dms_open": person.dms_open, "installed": person.installed},
            "server": {"name": server["name"], "channel": server["channels"][0]["name"]},
            "choosable": self._choosable(server),
            "commands": [self._offer(each) for each in world.commands if each["type"] == 1],
            "guild": {"messages": self._messages("guild")},
            "dm": {"messages": self._messages("dm")},
            "modal": None if person.modal is None else self._form(person.modal),
        }

    async def changed(self) -> None:
        """Return after the next change of what this person sees; others' changes are slept through."""
        before = self.sees()
        while self.sees() == before:
            await self._world.changed()

    def _choosable(self, server: Json) -> Json:
        """Return what menus of people, roles and channels list."""
        people = [{"id": each.id, "name": each.display_name} for each in self._world.accounts.values()]
        roles = [{"id": each["id"], "name": each["name"]} for each in server["roles"]]
        channels = [{"id": each["id"], "name": each["name"]} for each in server["channels"]]
        return {"people": people, "roles": roles, "channels": channels}

    def _offer(self, command: Json) -> Json:
        installed = self._person.installed
        places = [place for place, context in _PLACES.items() if is_offered(command, installed, context)]
        return {**command, "places": places}

    def _messages(self, place: Where) -> list[Json]:
        person = self._person
        shown = [self._message(each) for each in person.visible if _place(each.channel) == place]
        unanswered = [each for each in person.unanswered if each.kind == COMMAND and _place(each.channel) == place]
        shown += [self._never_answered(each) for each in unanswered]
        return sorted(shown, key=lambda each: int(each["id"]))

    def _message(self, message: Message) -> Json:
        shown = payloads.message(self._world, message)
        source = message.interaction.source if message.interaction is not None else None
        return {
            **shown,
            "ephemeral": message.ephemeral,
            "loading": message.loading,
            "used": _used(message.interaction),
            "reply_to": None if source is None or source is message else source.id,
            "failed": self._failure(message),
        }

    def _failure(self, message: Message) -> str:
        mine = (each for each in self._person.unanswered if each.source is message and each.kind == COMPONENT)
        return next((SAID[each.kind] for each in mine), "")

    def _never_answered(self, interaction: Interaction) -> Json:
        """Return what the client shows in place of the answer to a command."""
        return {
            "id": interaction.id,
            "author": payloads.bot_user(self._world),
            "timestamp": timestamp(interaction.created),
            "content": "",
            "components": [],
            "embeds": [],
            "attachments": [],
            "flags": 0,
            "ephemeral": True,
            "loading": False,
            "used": _used(interaction),
            "reply_to": None,
            "failed": SAID[COMMAND],
        }

    @staticmethod
    def _form(modal: OpenModal) -> Json:
        return {
            "id": modal.id,
            "custom_id": modal.custom_id,
            "title": modal.title,
            "components": modal.components,
            "values": dict(modal.values),
            "errors": dict(modal.errors),
            "notice": modal.notice,
            "source": None if modal.source is None else modal.source.id,
        }

    # ----------------------------------------------------------------------------------------- what they do

    async def do(self, deed: str, asked: Json) -> Json | None:
        """Carry out *deed*. Raises Refused, and LookupError for a deed there is not.

        ``command``, ``press``, ``choose`` and ``submit`` return ``{"message": id}`` or ``{"modal": id}`` for what
        became visible; ``suggest`` ``{"choices": […]}``; ``file`` ``{"name": …, "base64": …}``.
        """
        carry_out = self._deeds.get(deed)
        if carry_out is None:
            msg = f"there is no deed {deed!r}; there are {sorted(self._deeds)}"
            raise LookupError(msg)
        try:
            return await carry_out(asked)
        except NotAnswered as error:
            raise Refused(error.said) from None
        except FormRefused as error:
            raise Refused("; ".join(f"{label}: {said}" for label, said in error.errors.items())) from None
        except _CANNOT as error:
            raise Refused(str(error)) from None

    async def _command(self, asked: Json) -> Json | None:
        name, path = _path(asked)
        options = _of(asked, "options", dict, {})
        return _became(await self._person.command(name, path, options, where=_where(asked)))

    async def _suggest(self, asked: Json) -> Json:
        name, path = _path(asked)
        typed = _of(asked, "typed", str, "")
        return {"choices": await self._person.suggestions(name, path, _of(asked, "option", str), typed)}

    async def _press(self, asked: Json) -> Json | None:
        return _became(await self._person.press(_of(asked, "custom_id", str), where=self._find(asked)))

    async def _choose(self, asked: Json) -> Json | None:
        values = _texts(asked, "values")
        return _became(await self._person.choose(_of(asked, "custom_id", str), values, where=self._find(asked)))

    async def _submit(self, asked: Json) -> Json | None:
        await self._person.fill(_of(asked, "values", dict, {}))
        return _became(await self._person.submit())

    async def _dismiss(self, asked: Json) -> None:
        """Without ``message``: the open form."""
        if asked.get("message") is None:
            await self._person.dismiss_modal()
            return
        wanted = _of(asked, "message", str)
        mine: list[Message | Interaction] = [*self._person.ephemerals, *self._person.unanswered]
        for each in mine:
            if each.id == wanted:
                self._person.dismiss(each)
                return
        raise Refused("Only a message that you alone see can be dismissed")

    async def _say(self, asked: Json) -> None:
        await self._person.say(_of(asked, "text", str), where=_where(asked) or "dm")

    async def _reload(self, _asked: Json) -> None:
        self._person.reload()

    async def _settings(self, asked: Json) -> None:
        dms_open = _of(asked, "dms_open", bool, self._person.dms_open)
        installed = _of(asked, "installed", str, self._person.installed)
        if installed not in ("guild", "user"):
            raise Refused("installed is “guild” or “user”")
        self._person.dms_open = dms_open
        self._person.installed = "guild" if installed == "guild" else "user"
        self._world.touch()

    async def _file(self, asked: Json) -> Json:
        wanted = _of(asked, "file", str)
        for each in self._find(asked).files:
            if each.id == wanted:
                return {"name": each.name, "base64": base64.b64encode(each.data).decode()}
        raise Refused("That file is no longer there")

    def _find(self, asked: Json) -> Message:
        wanted = _of(asked, "message", str)
        for each in self._person.visible:
            if each.id == wanted:
                return each
        raise Refused("That message is no longer there")


def _place(channel: Channel) -> Where:
    return "guild" if channel.recipient is None else "dm"


def _used(interaction: Interaction | None) -> Json | None:
    """Return who sent which command; None for an answer to anything else."""
    if interaction is None or interaction.kind != COMMAND:
        return None
    words, options = [interaction.data["name"]], interaction.data["options"]
    while options and "options" in options[0]:
        words.append(options[0]["name"])
        options = options[0]["options"]
    return {"by": interaction.account.display_name, "command": " ".join(words)}


def _became(shown: Shown | None) -> Json | None:
    if shown is None:
        return None
    return {"modal": shown.id} if isinstance(shown, OpenModal) else {"message": shown.id}


def _path(asked: Json) -> tuple[str, str]:
    """Return the command's name, and the words after it."""
    name, _, path = _of(asked, "path", str).strip().removeprefix("/").partition(" ")
    return name, path.strip()


def _where(asked: Json) -> Where | None:
    where = asked.get("where")
    if where in (None, "guild", "dm"):
        return where
    raise Refused("where is “guild” or “dm”")


def _texts(asked: Json, key: str) -> list[str]:
    found: list[Any] = _of(asked, key, list)
    if all(isinstance(each, str) for each in found):
        return found
    raise Refused(f"{key} are texts")


def _of(asked: Json, key: str, kind: type, otherwise: Any = None) -> Any:
    """Return what is asked under *key*, which has to be of that *kind*. Raises Refused."""
    value = asked.get(key, otherwise)
    if isinstance(value, kind):
        return value
    raise Refused(f"{key} is missing, or no {kind.__name__}")
