"""Where an answer goes: into the message that was used if the person alone sees it, else into a new ephemeral one."""

from collections.abc import Awaitable, Callable

import aiohttp
import discord
from discord import ui

from bots.discord.inbound import Interaction, is_ours_to_edit
from bots.discord.render import Shown

_NOBODY = discord.AllowedMentions.none()
_ALREADY_ANSWERED = 40060


class Surface:
    """The responses that one interaction allows: one first response, then edits and follow-ups for 15 minutes.

    A connection that breaks (a kept one that Discord closed meanwhile, say) is no reason to leave somebody without an
    answer: each is sent once more. All methods raise what discord.py raises: HTTPException and its kin, aiohttp's
    errors and OSError.
    """

    def __init__(self, interaction: Interaction) -> None:
        self._interaction = interaction
        self._in_place = is_ours_to_edit(interaction)
        self._is_answered = False

    async def defer(self) -> None:
        """Take more time. On a page of ours nothing moves; elsewhere Discord shows that an answer is on its way."""
        response = self._interaction.response
        if self._in_place:
            await self._respond(response.defer)
        else:
            await self._respond(lambda: response.defer(ephemeral=True, thinking=True))

    async def open(self, modal: ui.Modal) -> None:
        """Open a form. It can only be the first response."""
        await self._respond(lambda: self._interaction.response.send_modal(modal))

    async def show(self, shown: Shown) -> None:
        """Show *shown*, and what follows it."""
        await self._first(shown)
        for each in shown.more:
            await self._follow(each)

    async def _first(self, shown: Shown) -> None:
        response, in_place = self._interaction.response, self._in_place and not shown.beside
        if self._is_answered:
            if self._in_place and shown.beside:
                await self._follow(shown)
            else:
                edit = self._interaction.edit_original_response
                await _surely(lambda: edit(view=shown.view, attachments=shown.files(), allowed_mentions=_NOBODY))
        elif in_place:
            await self._respond(
                lambda: response.edit_message(view=shown.view, attachments=shown.files(), allowed_mentions=_NOBODY)
            )
        else:
            await self._respond(
                lambda: response.send_message(
                    view=shown.view, files=shown.files(), ephemeral=True, allowed_mentions=_NOBODY
                )
            )

    async def _follow(self, shown: Shown) -> None:
        send = self._interaction.followup.send
        await _surely(lambda: send(view=shown.view, files=shown.files(), ephemeral=True, allowed_mentions=_NOBODY))

    async def _respond(self, respond: Callable[[], Awaitable[object]]) -> None:
        """Give the first response. That Discord has it when it comes once more means that it arrived."""
        await _surely(respond, fine=_ALREADY_ANSWERED)
        self._is_answered = True


async def _surely(send: Callable[[], Awaitable[object]], *, fine: int | None = None) -> None:
    """Send; once more where the connection broke, and then Discord's refusal *fine* is none."""
    try:
        await send()
    except aiohttp.ClientConnectionError:
        try:
            await send()
        except discord.HTTPException as error:
            if error.code != fine:
                raise
