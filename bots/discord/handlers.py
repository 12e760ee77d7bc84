"""One interaction: read it, ask the desk once, render, answer. And the error boundary around all of it.

Discord waits three seconds for a first response. If the desk is not ready by then the answer is deferred, and comes
later into the same message. Opening a modal cannot be deferred; the desk promises a form at once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar, assert_never

import aiohttp
import discord
import structlog
from discord import ui

from bots import words
from bots.discord import bounds
from bots.discord.forms import keep, modal
from bots.discord.inbound import Asked, Command, Interaction, OpenForm, Submit, Tap, Unknown, read, who_of
from bots.discord.messenger import DiscordMessenger
from bots.discord.render import Shown, rejected, to_discord
from bots.discord.surface import Surface
from bots.logs import new_reference, outline
from core.clock import Clock
from core.errors import BadToken, DeliveryError
from core.ids import new_id
from core.pages import Message, MessageKey, Page, Rejected, Reply
from core.people.who import Who
from core.ports import DeliveryKey
from core.services.desk import Desk
from core.tokens import ActionToken, Verb

T = TypeVar("T")
_log = structlog.get_logger(__name__)
_NOT_SHOWN = (discord.DiscordException, aiohttp.ClientError, OSError)
_INVALID_FORM_BODY = 50035


class Handlers:
    """Answers every interaction of the application. Keeps nothing between two of them.

    ``patience`` is in seconds: how long the desk may take before the answer is deferred.
    """

    def __init__(
        self, desk: Desk, messenger: DiscordMessenger, clock: Clock, *, patience: float = bounds.PATIENCE
    ) -> None:
        self._desk = desk
        self._messenger = messenger
        self._clock = clock
        self._patience = patience

    async def handle(self, interaction: Interaction) -> None:
        """Answer *interaction*. What goes wrong is said to the person, and logged by its kind alone."""
        asked = read(interaction)
        if asked is None:
            return
        who = who_of(interaction)
        surface = Surface(interaction)
        try:
            if isinstance(asked, OpenForm):
                await self._open(surface, who, asked)
            else:
                await self._answer(surface, who, asked)
        except _NOT_SHOWN as error:
            # Too late, answered already, or Discord is away: there is no way left to reach the person here.
            _log.warning("discord_not_shown", asked=type(asked).__name__, **outline(error))

    async def _answer(self, surface: Surface, who: Who, asked: Asked) -> None:
        work = asyncio.create_task(self._guarded(who, asked, lambda: self._ask(who, asked)))
        done, _ = await asyncio.wait({work}, timeout=self._patience)
        if not done:
            try:
                await surface.defer()
            except _NOT_SHOWN:
                # What was sent is saved, whether it can be shown or not.
                await self._ask_to_open(who, await work)
                raise
        shown = await work
        try:
            await self._deliver(who, asked, lambda: surface.show(shown), surface)
        except _NOT_SHOWN:
            await self._ask_to_open(who, shown)
            raise

    async def _ask_to_open(self, who: Who, shown: Shown) -> None:
        """For help that cannot arrive, ask them to open Enough.

        That is a DM, so it is neutral and for nothing less: nobody is messaged who did not ask.
        """
        if shown.help is None:
            return
        message = Message(key=MessageKey.OPEN_ENOUGH, language=shown.help.language, country=shown.help.country)
        now = self._clock.now()
        try:
            address = await self._messenger.open_dm(who)
            await self._messenger.send(address, message, key=DeliveryKey(new_id(now), now.date()))
        except DeliveryError as error:
            _log.warning("discord_not_shown", asked="dm", reason=error.reason)

    async def _open(self, surface: Surface, who: Who, asked: OpenForm) -> None:
        made = await self._guarded(who, asked, lambda: self._form(who, asked))
        if isinstance(made, ui.Modal):
            await self._deliver(who, asked, lambda: surface.open(made), surface)
        else:
            await self._deliver(who, asked, lambda: surface.show(made), surface)

    async def _deliver(self, who: Who, asked: Asked, send: Callable[[], Awaitable[None]], surface: Surface) -> None:
        """Send; if Discord does not take what was built, say so where the person is rather than nothing."""
        try:
            await send()
        except discord.HTTPException as error:
            if error.code != _INVALID_FORM_BODY:
                raise
            await surface.show(self._apology(who, asked, error, None))

    # ---------------------------------------------------------------------------------------------- asking

    async def _ask(self, who: Who, asked: Asked) -> Shown:
        match asked:
            case Command(text):
                return await self._rendered(who, asked, await self._desk.command(who, text))
            case Tap(token):
                return await self._rendered(who, asked, await self._desk.tap(who, token))
            case Submit(token, answers):
                return await self._rendered(who, asked, await self._desk.submit(who, token, answers))
            case OpenForm() | Unknown():
                token = _token_of(asked, who)
                return _beside(words.notice(token, words.stale_button(token.language)))
            case _:
                assert_never(asked)

    async def _rendered(self, who: Who, asked: Asked, reply: Reply) -> Shown:
        if not isinstance(reply, Rejected):
            return to_discord(reply)
        page = await self._desk.form(who, reply.page_token)
        if isinstance(asked, Submit) and asked.typed:
            return rejected(reply, page, keep(asked.answers, page))
        return replace(rejected(reply, page, {}), beside=True)  # the select stays where it is, to be used again

    async def _form(self, who: Who, asked: OpenForm) -> ui.Modal | Shown:
        async with asyncio.timeout(self._patience):
            page = await self._desk.form(who, asked.token)
        if page.fields:
            return modal(page, asked.kept)
        return replace(to_discord(page), beside=bool(asked.kept))

    # ------------------------------------------------------------------------------------- error boundary

    async def _guarded(self, who: Who, asked: Asked, work: Callable[[], Awaitable[T]]) -> T | Shown:
        try:
            async with asyncio.timeout(bounds.DESK_SECONDS):
                return await work()
        except Exception as error:  # noqa: BLE001 - the boundary: whatever it was, the person gets an answer
            page = await self._form_again(who, asked.token) if isinstance(asked, Submit) and asked.typed else None
            return self._apology(who, asked, error, page)

    async def _form_again(self, who: Who, token: ActionToken) -> Page | None:
        """Return the form, for its labels; where that does not work either, what was typed is kept without them."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._desk.form(who, token)
        except Exception:  # noqa: BLE001 - part of the boundary: the first error is the one that is reported
            return None

    def _apology(self, who: Who, asked: Asked, error: Exception, page: Page | None) -> Shown:
        """Return what is said of *error*: above what was typed, if something was, else beside the page."""
        form = asked if isinstance(asked, Submit) and asked.typed else None
        token = _token_of(asked, who)
        if isinstance(error, BadToken):
            text = words.stale_form(token.language) if form else words.stale_button(token.language)
        else:
            text = words.broken(token.language, self._report(error, asked))
        if form:
            return rejected(Rejected(form.token, {"": text}), page, keep(form.answers, page))
        return _beside(words.notice(token, text))

    def _report(self, error: Exception, asked: Asked) -> str:
        """Log *error* and return the reference it stands under."""
        reference = new_reference(self._clock.now())
        _log.error("discord_unexpected", reference=reference, asked=type(asked).__name__, **outline(error))
        return reference


def _token_of(asked: Asked, who: Who) -> ActionToken:
    """Return what was asked for; the front page, in their client's language, where it was no button or form of ours."""
    match asked:
        case Tap(token) | Submit(token, _) | OpenForm(token):
            return token
        case Command() | Unknown():
            return ActionToken(Verb.GO, subject="open", language=who.language)
        case _:
            assert_never(asked)


def _beside(page: Page) -> Shown:
    """Return a message of its own, so that the page it is about stays usable."""
    return replace(to_discord(page), beside=True)
