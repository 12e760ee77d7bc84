"""The person's side: what someone does in Discord's client, and what they see.

Every deed waits until its outcome can be seen: the answer came, or (after a deferral) what it was deferred for came
within ``patience`` seconds, or no answer came in time (NotAnswered).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal, TypeAlias, TypeVar

from bots.playground.discord import bounds, components, inputs, payloads
from bots.playground.discord.answers import Answers
from bots.playground.discord.commands import RefusedByClient, invocation, offered
from bots.playground.discord.errors import Json
from bots.playground.discord.form import CannotType, OpenModal, forged_submission, options_named
from bots.playground.discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, Gateway
from bots.playground.discord.world import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL_SUBMIT,
    V2,
    Account,
    Channel,
    File,
    Installed,
    Interaction,
    Message,
    World,
)

Shown: TypeAlias = Message | OpenModal
Where: TypeAlias = Literal["guild", "dm"]
T = TypeVar("T")
_TROUBLE: Final = "Something went wrong. Try again."
SAID: Final = {
    COMMAND: "The application did not respond",
    AUTOCOMPLETE: "Loading options failed",
    COMPONENT: "This interaction failed",
    MODAL_SUBMIT: _TROUBLE,
}


class NotAnswered(Exception):
    """The app did not answer in time. ``said`` is what the person reads; the text adds the answers Discord refused."""

    def __init__(self, said: str, refused: list[Json]) -> None:
        super().__init__(said + (f"; refused answers: {refused}" if refused else ""))
        self.said = said


class NotThere(LookupError):
    """There is no such button, menu, field or form before the person's eyes. The text says what there is."""


class FormRefused(Exception):
    """Discord's client does not send the form; ``errors`` are by label, as the person reads them."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(f"the form was not sent: {dict(errors)}")
        self.errors = dict(errors)


class NeverSeen(TimeoutError):
    """What was waited for did not become visible in time."""


class Person:
    """One person. Two deeds at once (``asyncio.gather``) are two clients of theirs, such as phone and desktop."""

    def __init__(self, account: Account, world: World, gateway: Gateway, answers: Answers, *, patience: float) -> None:
        self._account = account
        self._world = world
        self._gateway = gateway
        self._answers = answers
        self._patience = patience
        self._gone: set[str] = set()
        self._modal: OpenModal | None = None

    # --------------------------------------------------------------------------------------- what they see

    @property
    def id(self) -> str:
        return self._account.id

    @property
    def dms_open(self) -> bool:
        """Whether they let members of the server write to them. May be set."""
        return self._account.dms_open

    @dms_open.setter
    def dms_open(self, value: bool) -> None:
        self._account.dms_open = value

    @property
    def installed(self) -> Installed:
        """Where the app is installed for them: in the server they share, or for themselves alone. May be set."""
        return self._account.installed

    @installed.setter
    def installed(self, value: Installed) -> None:
        self._account.installed = value

    @property
    def locale(self) -> str:
        """The language of their client, by Discord's code."""
        return self._account.locale

    @property
    def name(self) -> str:
        """What others read."""
        return self._account.display_name

    @property
    def modal(self) -> OpenModal | None:
        """The open form with what stands in it now; None when none is open."""
        return self._modal

    @property
    def ephemerals(self) -> list[Message]:
        """The messages only they see, oldest first, as updated since."""
        return [each for each in self._standing(self.id) if each.only_for and each.id not in self._gone]

    @property
    def dm(self) -> list[Message]:
        """The messages of the DM with the bot that stay there, oldest first."""
        return [each for each in self._standing(self.id) if not each.ephemeral]

    @property
    def channel(self) -> list[Message]:
        """The messages of the server's channel that everybody sees, oldest first."""
        return self._standing("")

    @property
    def visible(self) -> list[Message]:
        """Every message before their eyes, the one changed last at the end."""
        return sorted([*self.ephemerals, *self.dm, *self.channel], key=lambda each: each.changed)

    @property
    def last(self) -> Shown | None:
        """The newest visible thing: the open form, else the message that came or changed last."""
        visible = self.visible
        return self._modal or (visible[-1] if visible else None)

    @property
    def files(self) -> list[File]:
        """The files they can download, oldest first. A V2 message shows only files that a component names."""
        found = []
        for message in sorted(self.visible, key=lambda each: int(each.id)):
            urls = {url for _, part in components.walk(message.components) for url in components.media_urls(part)}
            shown_by_itself = not message.flags & V2
            found += [
                each for each in message.files if shown_by_itself or payloads.file_url(message.channel, each) in urls
            ]
        return found

    @property
    def unanswered(self) -> list[Interaction]:
        """What they asked and got no answer to, as long as their client still says so; oldest first."""
        mine = self._world.interactions_of[self.id]
        return [each for each in mine if each.failed and each.id not in self._gone]

    def dismiss(self, what: Message | Interaction) -> None:
        """Take an ephemeral message, or the word that no answer came, off the screen for good."""
        self._gone.add(what.id)
        self._world.touch()

    def reload(self) -> None:
        """Restart the client: ephemeral messages and an open form are gone for good."""
        self._gone |= {each.id for each in self.ephemerals} | {each.id for each in self.unanswered}
        self._modal = None
        self._world.touch()

    async def wait_for(self, seen: Callable[[], T], timeout: float = 15.0) -> T:  # noqa: ASYNC109 - seconds, as asked
        """Wait until *seen* returns something true, and return that. Raises NeverSeen after *timeout* seconds."""
        if not await self._world.until(lambda: bool(seen()), timeout):
            msg = f"not seen within {timeout} s"
            raise NeverSeen(msg)
        return seen()

    # ----------------------------------------------------------------------------------------- what they do

    async def command(
        self, name: str, path: str = "", options: Mapping[str, Any] | None = None, *, where: Where | None = None
    ) -> Shown | None:
        """Send ``/name path`` with *options*, in the server's channel or in the DM with the bot.

        Without *where*: the server for whom the app is installed there, else the DM. Returns what became visible.
        Raises RefusedByClient for what the client does not send, NotAnswered.
        """
        channel, data = self._invocation(name, path, options or {}, where)
        return await self._do(self._interaction(COMMAND, channel, data))

    async def suggestions(self, name: str, path: str, option: str, typed: str = "") -> list[Json]:
        """Return what the app suggests (autocomplete) while *typed* stands in *option*.

        Raises NotAnswered, and RefusedByClient for an option that is not completed by the app.
        """
        channel, data = self._invocation(name, path, {option: typed}, None, focused=option)
        interaction = self._interaction(AUTOCOMPLETE, channel, data)
        await self._ask(interaction)
        return interaction.choices

    async def press(self, what: str, *, where: Message | None = None) -> Shown | None:
        """Press the button whose label or ``custom_id`` is *what*: on *where*, else on the newest message that has it.

        Returns what became visible. Raises NotThere, NotAnswered, and RefusedByClient for a button that is off or
        opens a link, or under an open form.
        """
        message, part = self._find(what, where, (inputs.BUTTON,))
        if part.get("disabled"):
            msg = f"the button {what!r} is off"
            raise RefusedByClient(msg)
        if part["style"] == inputs.LINK:
            msg = f"the button {what!r} opens {part['url']}"
            raise RefusedByClient(msg)
        return await self._do(self._component(message, part))

    async def choose(self, what: str, wanted: str | Iterable[str], *, where: Message | None = None) -> Shown | None:
        """Choose *wanted* (labels or values, one or several) in the menu whose placeholder or ``custom_id`` is *what*.

        Returns what became visible. Raises NotThere, CannotType, NotAnswered, RefusedByClient.
        """
        message, part = self._find(what, where, inputs.SELECTS)
        if part.get("disabled"):
            msg = f"the menu {what!r} is off"
            raise RefusedByClient(msg)
        if part["type"] == inputs.STRING_SELECT:
            values = options_named(part, wanted)
        else:
            values = [wanted] if isinstance(wanted, str) else list(wanted)
        least, most = part.get("min_values", 1), part.get("max_values", 1)
        if not least <= len(values) <= most:
            msg = f"{least} to {most} choices"
            raise CannotType(msg)
        return await self._do(self._component(message, part, values))

    async def press_raw(self, custom_id: str, *, where: Message, values: list[str] | None = None) -> Shown | None:
        """Press (or, with *values*, choose) any ``custom_id``, whether or not it stands on *where*: forged or stale."""
        kind = inputs.BUTTON if values is None else inputs.STRING_SELECT
        return await self._do(self._component(where, {"type": kind, "id": 1, "custom_id": custom_id}, values))

    async def fill(self, answers: Mapping[str, Any]) -> None:
        """Enter *answers* into the open form, by label or ``custom_id``. Raises NotThere, CannotType."""
        modal = self._open_form()
        for name, answer in answers.items():
            try:
                modal.fill(name, answer)
            except LookupError as error:
                raise NotThere(str(error)) from None
            except CannotType as error:
                msg = f"{name!r}: {error}"
                raise CannotType(msg) from None

    async def submit(self) -> Shown | None:
        """Send the open form. Returns what became visible.

        Raises FormRefused when the client does not send it, NotAnswered; in both the form stays, with its text.
        """
        modal = self._open_form()
        modal.errors, modal.notice = modal.problems(), ""
        if modal.errors:
            raise FormRefused(modal.errors)
        interaction = self._interaction(MODAL_SUBMIT, modal.channel, modal.submission(), modal.source)
        try:
            await self._ask(interaction)
        except NotAnswered:
            modal.notice = _TROUBLE
            raise
        if self._modal is modal:
            self._modal = None
        return await self._outcome(interaction)

    async def submit_raw(
        self, custom_id: str, answers: Mapping[str, str], *, where: Message | None = None
    ) -> Shown | None:
        """Send a form that need not be open: forged, stale or tampered with. *where* is the message it came from."""
        channel = where.channel if where is not None else self._world.lobby
        return await self._do(self._interaction(MODAL_SUBMIT, channel, forged_submission(custom_id, answers), where))

    async def dismiss_modal(self) -> None:
        """Close the form without sending it; the app is not told. Raises NotThere."""
        self._open_form()
        self._modal = None
        self._world.touch()

    async def say(self, text: str, *, where: Where = "dm") -> None:
        """Write *text* into the DM with the bot, or into the server's channel. Nothing is waited for.

        Raises RefusedByClient for nothing at all, or too much.
        """
        if not text.strip() or len(text) > bounds.CONTENT_CHARS:
            msg = f"a message has 1 to {bounds.CONTENT_CHARS} characters"
            raise RefusedByClient(msg)
        channel, intent = self._dm_channel(), DIRECT_MESSAGES
        if where == "guild":
            channel, intent = self._world.lobby, GUILD_MESSAGES
        message = self._world.add_message(channel, self.id, content=text)
        shown = payloads.message(self._world, message)
        await self._gateway.dispatch("MESSAGE_CREATE", shown, channel=channel, intent=intent)

    # ----------------------------------------------------------------------------------------------- within

    def _invocation(
        self, name: str, path: str, options: Mapping[str, Any], where: Where | None, *, focused: str = ""
    ) -> tuple[Channel, Json]:
        if self._modal is not None:
            msg = "a form is open: submit or dismiss it first"
            raise RefusedByClient(msg)
        place = where or ("guild" if self._account.installed == "guild" else "dm")
        channel = self._world.lobby if place == "guild" else self._dm_channel()
        command = offered(self._world.commands, name, self._account.installed, _context(channel))
        given = invocation(command, path, options, focused=focused)
        data = {"id": command["id"], "name": name, "type": 1, "options": given}
        return channel, data

    def _component(self, message: Message, part: Json, values: list[str] | None = None) -> Interaction:
        data = {"component_type": part["type"], "custom_id": part["custom_id"], "id": part["id"]}
        if values is not None:
            data["values"] = values
        return self._interaction(COMPONENT, message.channel, data, message)

    def _interaction(self, kind: int, channel: Channel, data: Json, source: Message | None = None) -> Interaction:
        if self._account.installed == "user":
            owners = {"1": self.id}
        else:
            owners = {"0": "0" if channel.recipient is not None else self._world.guild_id}
        return self._world.add_interaction(
            kind=kind,
            account=self._account,
            channel=channel,
            data=data,
            owners=owners,
            context=_context(channel),
            source=source,
        )

    async def _do(self, interaction: Interaction) -> Shown | None:
        await self._ask(interaction)
        return await self._outcome(interaction)

    async def _ask(self, interaction: Interaction) -> None:
        if interaction.source is not None:
            self._gone |= {each.id for each in self.unanswered if each.source is interaction.source}
        payload = payloads.interaction(self._world, interaction)
        await self._gateway.dispatch("INTERACTION_CREATE", payload, channel=interaction.channel)
        if await self._world.until(lambda: interaction.answer is not None, self._answers.answer_seconds):
            return
        interaction.failed = True
        self._world.touch()
        raise NotAnswered(SAID[interaction.kind], interaction.refused)

    async def _outcome(self, interaction: Interaction) -> Shown | None:
        if interaction.modal is not None:
            self._modal = OpenModal(interaction.id, interaction.modal, interaction.channel, interaction.source)
            self._world.touch()
            return self._modal
        if not await self._world.until(lambda: interaction.resolved, self._patience):
            return interaction.original if interaction.original and interaction.original.loading else None
        shown = [each for each in [interaction.original, *interaction.follow_ups] if each and not each.deleted]
        return max(shown, key=lambda each: each.changed, default=None)

    def _standing(self, reader: str) -> list[Message]:
        return [each for each in self._world.messages_of[reader] if not each.deleted]

    def _dm_channel(self) -> Channel:
        return self._world.find_dm(self._account) or self._world.add_channel(self._account)

    def _open_form(self) -> OpenModal:
        if self._modal is None:
            msg = "no form is open"
            raise NotThere(msg)
        return self._modal

    def _find(self, what: str, where: Message | None, kinds: tuple[int, ...]) -> tuple[Message, Json]:
        if self._modal is not None:
            msg = "a form is open: submit or dismiss it first"
            raise RefusedByClient(msg)
        looked_at = [where] if where is not None else list(reversed(self.visible))
        there = [
            (message, part)
            for message in looked_at
            for _, part in components.walk(message.components)
            if part["type"] in kinds
        ]
        for found in there:
            if what in (part_name(found[1]), found[1].get("custom_id")):
                return found
        msg = f"no {what!r}; there are {[part_name(part) for _, part in there]}"
        raise NotThere(msg)


def part_name(part: Json) -> str:
    """Return what a person calls a button (its label) or a menu (its placeholder)."""
    return str((part.get("label") if part["type"] == inputs.BUTTON else part.get("placeholder")) or "")


def _context(channel: Channel) -> int:
    return 0 if channel.recipient is None else 1
