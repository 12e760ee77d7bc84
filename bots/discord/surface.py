"""Where an answer goes: into the message that was used if the person alone sees it, else into a new ephemeral one."""

import discord
from discord import ui

from bots.discord.inbound import Interaction, is_ours_to_edit
from bots.discord.render import Shown

_NOBODY = discord.AllowedMentions.none()


class Surface:
    """The responses that one interaction allows: one first response, then edits and follow-ups for 15 minutes.

    All methods raise what discord.py raises: HTTPException and its kin, aiohttp's errors and OSError.
    """

    def __init__(self, interaction: Interaction) -> None:
        self._interaction = interaction
        self._in_place = is_ours_to_edit(interaction)

    async def defer(self) -> None:
        """Take more time. On a page of ours nothing moves; elsewhere Discord shows that an answer is on its way."""
        response = self._interaction.response
        if self._in_place:
            await response.defer()
        else:
            await response.defer(ephemeral=True, thinking=True)

    async def open(self, modal: ui.Modal) -> None:
        """Open a form. It can only be the first response."""
        await self._interaction.response.send_modal(modal)

    async def show(self, shown: Shown) -> None:
        """Show *shown*, and what follows it."""
        await self._first(shown)
        for each in shown.more:
            await self._follow(each)

    async def _first(self, shown: Shown) -> None:
        response, in_place = self._interaction.response, self._in_place and not shown.beside
        if response.is_done():
            if self._in_place and shown.beside:
                await self._follow(shown)
            else:
                await self._interaction.edit_original_response(
                    view=shown.view, attachments=shown.files(), allowed_mentions=_NOBODY
                )
        elif in_place:
            await response.edit_message(view=shown.view, attachments=shown.files(), allowed_mentions=_NOBODY)
        else:
            await response.send_message(view=shown.view, files=shown.files(), ephemeral=True, allowed_mentions=_NOBODY)

    async def _follow(self, shown: Shown) -> None:
        await self._interaction.followup.send(
            view=shown.view, files=shown.files(), ephemeral=True, allowed_mentions=_NOBODY
        )
