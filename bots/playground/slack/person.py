"""The person's side: what someone does in Slack's client, and what they see.

Every deed waits until its outcome can be seen: the app acknowledged and something changed, or the app acknowledged and
nothing changed for ``patience`` seconds, or the acknowledgement did not come in time (NotAnswered).
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar

from bots.playground.slack import payloads
from bots.playground.slack.api import checked_message
from bots.playground.slack.blocks import elements_of
from bots.playground.slack.elements import options_of
from bots.playground.slack.errors import ApiError
from bots.playground.slack.inputs import (
    CannotType,
    fields_of,
    form_field,
    option_named,
    option_valued,
    refused_by_client,
    typed_in,
)
from bots.playground.slack.schema import Json
from bots.playground.slack.sockets import EnvelopeKind, NotAnswered, SocketHub
from bots.playground.slack.state import Message, User, View, Workspace
from bots.playground.slack.submission import (
    TROUBLE,
    BadAnswer,
    CloseAll,
    CloseTop,
    PutOnTop,
    Replace,
    ShowErrors,
    read_answer,
)

Surface: TypeAlias = View | Message
_Element: TypeAlias = tuple[Surface, str, Json]  # where it stands, its block_id, itself
_Named: TypeAlias = Callable[[Json, str], Json]  # the option of an element that is meant
T = TypeVar("T")

_BUTTONS = frozenset({"button"})
_MENUS = frozenset(
    {"static_select", "multi_static_select", "overflow", "radio_buttons", "checkboxes", "datepicker", "timepicker"}
)


class NotThere(LookupError):
    """There is no such button, field or form before the person's eyes. The text says what there is."""


class FormRefused(Exception):
    """Slack's client does not send the form; ``errors`` are by block_id, as the person reads them."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(f"the form was not sent: {dict(errors)}")
        self.errors = dict(errors)


class NeverSeen(TimeoutError):
    """What was waited for did not become visible in time."""


class Person:
    """One person in the workspace. ``patience`` is in seconds.

    ``actions_sent`` holds every action sent so far, to be sent again with :meth:`send_action` when it has become old.
    """

    def __init__(self, user: User, place: Workspace, hub: SocketHub, base_url: str, *, patience: float) -> None:
        self._user = user
        self._place = place
        self._hub = hub
        self._base_url = base_url
        self._patience = patience
        self.actions_sent: list[Json] = []

    # --------------------------------------------------------------------------------------- what they see

    @property
    def id(self) -> str:
        return self._user.id

    @property
    def modal(self) -> View | None:
        """The form on top, with what stands in it now; None when none is open."""
        return self._user.modals[-1] if self._user.modals else None

    @property
    def modals(self) -> tuple[View, ...]:
        """The whole stack, the root first."""
        return tuple(self._user.modals)

    @property
    def home(self) -> View | None:
        """The Home tab; None when the app never published one."""
        return self._user.home

    @property
    def notices(self) -> list[str]:
        """What Slack itself told the person, oldest first: a command that the app did not answer."""
        return [notice.text for notice in self._user.notices]

    @property
    def dm(self) -> list[Message]:
        """The messages of the DM with the bot, oldest first; none while no DM is open."""
        channel = self._place.dm_of(self.id)
        return self.messages(channel.id) if channel else []

    def messages(self, channel_id: str) -> list[Message]:
        """The messages of a channel as this person sees them: others' ephemeral ones are not among them."""
        return self._place.visible_to(self.id, channel_id)

    async def wait_for(self, seen: Callable[[], T], timeout: float = 15.0) -> T:  # noqa: ASYNC109 - seconds, as asked
        """Wait until *seen* returns something true, and return that. Raises NeverSeen after *timeout* seconds."""
        try:
            async with asyncio.timeout(timeout):
                while not (found := seen()):
                    await self._user.changes.after(self._user.changes.count)
                return found
        except TimeoutError:
            raise NeverSeen(f"not seen within {timeout} s") from None

    # ----------------------------------------------------------------------------------------- what they do

    async def command(self, name: str, text: str = "", *, channel: str = "") -> bool:
        """Send a slash command, from the DM with the bot unless *channel* is given.

        Returns whether anything became visible. Raises NotAnswered, and then Slack's notice is in ``notices``.
        """
        place = self._place.channels[channel] if channel else self._place.open_dm(self.id)[0]
        ticket = self._place.permits.new_response_url(self.id, place.id)
        payload = payloads.command(self._place, self._user, place, name, text, self._response_url(ticket))

        def apply(answer: Json) -> None:
            if answer.get("text") or answer.get("blocks"):
                words, blocks = checked_message(answer)
                only_for = None if answer.get("response_type") == "in_channel" else self.id
                self._place.post(place, words, blocks, only_for=only_for)

        try:
            return await self._do(EnvelopeKind.SLASH_COMMAND, payload, apply)
        except (NotAnswered, ApiError) as error:
            # The wording of Slack's client, as reported; an answer that cannot be shown is *guessed* to read the same.
            self._place.tell(self._user, place, f'{name} failed with the error "{error}"')
            raise

    def say(self, text: str, *, channel: str) -> None:
        """Write *text* into a channel, for all in it. No app hears of it: none here asks for messages."""
        self._place.say(self._user, self._place.channels[channel], text)

    async def press(self, what: str, *, where: Surface | None = None) -> bool:
        """Press the button whose label or ``action_id`` is *what*.

        Looks on *where*, else on the open form, else on Home and in the DM's messages, the newest first. Returns
        whether anything became visible. Raises NotThere, NotAnswered.
        """
        return await self._press(*self._find(what, where, _BUTTONS))

    async def press_at(self, where: Surface, block_id: str, action_id: str) -> bool:
        """Press the button that has these ids on *where*. Raises as :meth:`press` does."""
        return await self._press(*_at(where, block_id, action_id, _BUTTONS))

    async def choose(self, what: str, option: Any, *, where: Surface | None = None) -> bool:
        """Choose *option* (text or value; a list for several) in the menu *what*, which acts at once.

        *what* is the menu's ``action_id`` or placeholder. For what is sent with a form, use :meth:`fill`.
        """
        return await self._choose(*self._find(what, where, _MENUS), option, option_named)

    async def choose_at(self, where: Surface, block_id: str, action_id: str, value: Any) -> bool:
        """Choose what has *value* (a list of them for several) in the menu that has these ids on *where*."""
        return await self._choose(*_at(where, block_id, action_id, _MENUS), value, option_valued)

    async def send_action(self, action: Json, *, where: Surface) -> bool:
        """Send one raw ``block_actions`` from *where*, whether or not such an element stands there.

        A forged, old or repeated press is made with this: Slack's client would send only what is shown.
        """
        self.actions_sent.append(action)
        response_url = None
        if isinstance(where, Message):
            ticket = self._place.permits.new_response_url(self.id, where.channel_id, where.ts)
            response_url = self._response_url(ticket)
        payload = payloads.block_actions(self._place, self._user, action, where, response_url)
        return await self._do(EnvelopeKind.INTERACTIVE, payload)

    async def fill(self, answers: Mapping[str, Any]) -> None:
        """Enter *answers* into the open form, by label, ``block_id`` or ``action_id``.

        Text is any length: Slack's client refuses on submit. Raises NotThere, and CannotType for no such option.
        """
        view = self._open_form()
        for name, answer in answers.items():
            field = form_field(view.blocks, name)
            if field is None:
                raise NotThere(f"no field {name!r}; there are {[each.label for each in fields_of(view.blocks)]}")
            try:
                view.values[field.where] = typed_in(field.element, answer)
            except CannotType as error:
                raise CannotType(f"{name!r}: {error}") from None
        self._user.changes.ring()

    def enter(self, values: Mapping[str, Any]) -> None:
        """Enter *values* into the open form, by ``block_id`` alone; options by their values. Raises as :meth:`fill`."""
        view = self._open_form()
        fields = {field.block_id: field for field in fields_of(view.blocks) if field.in_form}
        for block_id, answer in values.items():
            if block_id not in fields:
                raise NotThere(f"no field {block_id!r}")
            view.values[fields[block_id].where] = typed_in(fields[block_id].element, answer, option_valued)

    async def submit(self) -> None:
        """Send the open form and wait for what becomes of it.

        Raises FormRefused when Slack's client does not send it. Raises NotAnswered, and BadAnswer for an
        acknowledgement that Slack cannot use; in both the form stays, with its text, under Slack's general line.
        """
        view = self._open_form()
        if not view.payload.get("submit"):
            raise NotThere("the form has no submit button")
        errors = refused_by_client(view.blocks, view.values)
        view.errors, view.notice = errors, ""
        if errors:
            self._user.changes.ring()
            raise FormRefused(errors)
        payload = payloads.view_submission(self._place, self._user, view)
        try:
            await self._do(EnvelopeKind.INTERACTIVE, payload, lambda answer: self._submitted(view, answer))
        except (NotAnswered, BadAnswer):
            view.notice = TROUBLE
            self._user.changes.ring()
            raise

    async def close_modal(self, *, whole: bool = False) -> None:
        """Close the form on top, or the whole stack where it says ``clear_on_close``.

        With *whole* it is the cross in the corner: the stack closes, and the form on top alone is told (page "modals").
        The app is told where it asked for it (``notify_on_close``); whether it answers is not visible.
        """
        view = self._open_form()
        is_cleared = whole or bool(view.payload.get("clear_on_close"))
        closing = list(reversed(self._user.modals)) if is_cleared and not whole else [view]
        if is_cleared:
            self._place.close_all(self._user)
        else:
            self._place.close_top(self._user)
        for each in closing:
            if each.payload.get("notify_on_close"):
                payload = payloads.view_closed(self._place, self._user, each, is_cleared=is_cleared)
                try:
                    await self._hub.deliver(EnvelopeKind.INTERACTIVE, payload)
                except NotAnswered:
                    continue

    async def open_home(self) -> bool:
        """Open the app's Home tab. Returns whether anything became visible. Raises NotAnswered (and is retried)."""
        channel, _ = self._place.open_dm(self.id)
        content: Json = {"type": "app_home_opened", "user": self.id, "channel": channel.id, "tab": "home"}
        content["event_ts"] = self._place.new_ts()
        if self.home is not None:
            content["view"] = self._place.view_json(self.home)
        before = self._user.changes.count
        await self._hub.deliver_event(payloads.event(self._place, content, self._place.new_id("Ev")))
        return await self._changed_since(before)

    async def shortcut(self, callback_id: str, *, message: Message | None = None) -> bool:
        """Use a global shortcut, or with *message* a message shortcut on it. Raises NotAnswered."""
        if message is None:
            payload = payloads.global_shortcut(self._place, self._user, callback_id)
        else:
            url = self._response_url(self._place.permits.new_response_url(self.id, message.channel_id, message.ts))
            payload = payloads.message_shortcut(self._place, self._user, callback_id, message, url)
        return await self._do(EnvelopeKind.INTERACTIVE, payload)

    # ----------------------------------------------------------------------------------------------- within

    async def _press(self, surface: Surface, block_id: str, element: Json) -> bool:
        keys = ("action_id", "type", "text", "value", "style", "url")
        return await self.send_action(
            {"block_id": block_id, **{key: element[key] for key in keys if key in element}}, where=surface
        )

    async def _choose(self, surface: Surface, block_id: str, element: Json, option: Any, named: _Named) -> bool:
        if element["type"] == "overflow":
            value: Json = {"type": "overflow", "selected_option": named(element, option)}
        else:
            value = typed_in(element, option, named)
            surface.values[(block_id, element["action_id"])] = value
        return await self.send_action({"block_id": block_id, "action_id": element["action_id"], **value}, where=surface)

    async def _do(self, kind: EnvelopeKind, payload: Json, apply: Callable[[Json], None] | None = None) -> bool:
        before = self._user.changes.count
        answer = await self._hub.deliver(kind, payload)
        if apply is not None:
            apply(answer)
        return await self._changed_since(before)

    async def _changed_since(self, before: int) -> bool:
        try:
            await self.wait_for(lambda: self._user.changes.count > before, self._patience)
        except NeverSeen:
            return False
        return True

    def _submitted(self, view: View, answer: Json) -> None:
        if view not in self._user.modals:
            return  # the app closed or replaced it meanwhile: nothing is left to act on
        match read_answer(answer, view.blocks):
            case CloseTop():
                self._user.modals.remove(view)
                self._user.changes.ring()
            case CloseAll():
                self._place.close_all(self._user)
            case ShowErrors(errors):
                view.errors = dict(errors)
                self._user.changes.ring()
            case Replace(payload):
                self._place.update_view(view, payload)
            case PutOnTop(payload):
                try:
                    self._place.push_onto(self._user, payload)
                except ApiError as error:
                    raise BadAnswer(error.error) from None

    def _open_form(self) -> View:
        if self.modal is None:
            raise NotThere("no form is open")
        return self.modal

    def _find(self, what: str, where: Surface | None, kinds: frozenset[str]) -> _Element:
        if where is not None:
            surfaces: list[Surface] = [where]
        elif self.modal is not None:
            surfaces = [self.modal]
        else:
            surfaces = [*([self.home] if self.home else []), *reversed(self.dm)]
        there = [found for surface in surfaces for found in _elements(surface, kinds)]
        for found in there:
            if what in (found[2]["action_id"], _label(found[2])):
                return found
        raise NotThere(f"no {what!r}; there are {[_label(element) for _, _, element in there]}")

    def _response_url(self, ticket: str) -> str:
        return f"{self._base_url}/response/{ticket}"


def _elements(surface: Surface, kinds: frozenset[str]) -> list[_Element]:
    return [
        (surface, block["block_id"], element)
        for block in surface.blocks
        for _, element in elements_of(block)
        if element["type"] in kinds
    ]


def _at(where: Surface, block_id: str, action_id: str, kinds: frozenset[str]) -> _Element:
    for found in _elements(where, kinds):
        if (found[1], found[2]["action_id"]) == (block_id, action_id):
            return found
    raise NotThere(f"nothing with these ids is there: {block_id!r}, {action_id!r}")


def _label(element: Json) -> str:
    """Return what a person reads on *element*."""
    if element["type"] == "button":
        return str(element["text"]["text"])
    words = (element.get("placeholder") or {"text": ""})["text"]
    return str(words) or ", ".join(option["text"]["text"] for option in options_of(element))
