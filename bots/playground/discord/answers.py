"""Answers to interactions: the callback, and the webhook of its token.

Source: https://docs.discord.com/developers/interactions/receiving-and-responding. Marked (g): *guessed*.
"""

import asyncio
from collections.abc import Awaitable, Callable

from bots.playground.discord import bounds, checks, components, errors, messages, modals, payloads
from bots.playground.discord.errors import Json, Problems
from bots.playground.discord.messages import Form
from bots.playground.discord.world import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    EPHEMERAL,
    LOADING,
    MODAL_SUBMIT,
    Interaction,
    Message,
    World,
)
from bots.playground.wire import Answer

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
_ALLOWED = {
    COMMAND: (MESSAGE, DEFER, MODAL),
    COMPONENT: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    # A modal opened by a command has no message to update; deferring an update merely closes it (g).
    MODAL_SUBMIT: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE),
}
Announce = Callable[[str, Message], Awaitable[None]]


class Answers:
    """Carries out what an app answers. ``announce`` tells the gateway of messages that others see."""

    def __init__(self, world: World, announce: Announce, *, answer_seconds: float, token_seconds: float) -> None:
        self._world = world
        self._announce = announce
        self.answer_seconds = answer_seconds
        self.token_seconds = token_seconds

    async def callback(self, interaction_id: str, token: str, form: Form, *, with_response: bool) -> Answer:
        """Answer an interaction, once. Raises Refusal."""
        interaction = self._world.interactions.get(token)
        if interaction is None or interaction.id != interaction_id or self._too_late(interaction):
            raise errors.unknown_interaction()
        if interaction.answer is not None:
            raise errors.already_acknowledged()
        try:
            kind = self._kind(interaction, form.json)
            await self._answer(interaction, kind, form)
        except errors.Refusal as refusal:
            interaction.refused.append(refusal.body)
            raise
        if not with_response:
            return Answer(204)
        return Answer(200, self._shown(interaction, kind))

    def _too_late(self, interaction: Interaction) -> bool:
        age = asyncio.get_running_loop().time() - interaction.began
        limit = self.answer_seconds if interaction.answer is None else self.token_seconds
        return interaction.failed or age > limit

    @staticmethod
    def _kind(interaction: Interaction, body: object) -> int:
        problems = Problems()
        kind = body.get("type") if isinstance(body, dict) else None
        allowed = _ALLOWED[interaction.kind]
        if interaction.kind == MODAL_SUBMIT and interaction.source is None:
            allowed = allowed[:-1]
        if kind is None:
            problems.add(("type",), *checks.REQUIRED)
        else:
            checks.choice(problems, ("type",), kind, allowed, "{" + ", ".join(map(str, allowed)) + "}")
        problems.raise_if_any()
        return int(kind or 0)

    async def _answer(self, interaction: Interaction, kind: int, form: Form) -> None:
        world = self._world
        data = form.json.get("data")
        if kind == MESSAGE:
            draft = messages.compose(world, data, form, interaction.channel, prefix=("data",))
            interaction.answer = kind
            interaction.original = self._add(interaction, draft)
            await self._announce("MESSAGE_CREATE", interaction.original)
        elif kind == DEFER:
            flags = (data or {}).get("flags", 0)
            if flags & ~EPHEMERAL:
                message = "Only EPHEMERAL may be set when deferring"  # [r] rule, (g) code and words
                raise errors.bad_field(("data", "flags"), "INTERACTION_DEFER_FLAGS", message)
            interaction.answer = kind
            interaction.original = self._add(interaction, messages.Draft("", [], [], [], flags | LOADING))
        elif kind == DEFER_UPDATE:
            interaction.answer = kind
            interaction.original = interaction.source
        elif kind == UPDATE and interaction.source is not None:
            source = interaction.source
            draft = messages.compose(world, data or {}, form, interaction.channel, before=source, prefix=("data",))
            interaction.answer = kind
            interaction.original = source
            messages.apply(world, source, draft)
            await self._announce("MESSAGE_UPDATE", source)
        elif kind == CHOICES:
            problems = Problems()
            most = bounds.AUTOCOMPLETE_CHOICES
            interaction.choices = checks.items(problems, ("choices",), (data or {}).get("choices"), most=most)
            problems.raise_if_any(("data",))
            interaction.answer = kind
        else:
            problems = Problems()
            modals.check_modal(problems, data)
            problems.raise_if_any(("data",))
            interaction.answer = kind
            interaction.modal = {**data, "components": components.with_ids(data["components"])}
        interaction.resolved = kind not in (DEFER, DEFER_UPDATE)
        world.touch()

    def _add(self, interaction: Interaction, draft: messages.Draft) -> Message:
        return self._world.add_message(
            interaction.channel,
            self._world.app_id,
            content=draft.content,
            embeds=draft.embeds,
            components=draft.components,
            files=draft.files,
            flags=draft.flags,
            only_for=interaction.account if draft.flags & EPHEMERAL else None,
            interaction=interaction,
        )

    def _shown(self, interaction: Interaction, kind: int) -> Json:
        about: Json = {"id": interaction.id, "type": interaction.kind}
        shown: Json = {"interaction": about, "resource": {"type": kind}}
        if interaction.original is not None:
            about["response_message_id"] = interaction.original.id
            about["response_message_loading"] = interaction.original.loading
            about["response_message_ephemeral"] = interaction.original.ephemeral
            if kind in (MESSAGE, UPDATE):
                shown["resource"]["message"] = payloads.message(self._world, interaction.original)
        return shown

    # ------------------------------------------------------------------------------- the token's webhook

    def _of(self, app_id: str, token: str) -> Interaction:
        interaction = self._world.interactions.get(token)
        if app_id != self._world.app_id or interaction is None or interaction.answer is None:
            raise errors.unknown_webhook()  # [s] also before the first answer
        if self._too_late(interaction):
            raise errors.token_expired()
        return interaction

    @staticmethod
    def _message(interaction: Interaction, message_id: str) -> Message:
        own = [*interaction.follow_ups, *([interaction.original] if interaction.original else [])]
        message = interaction.original
        if message_id != "@original":
            message = next((each for each in own if each.id == message_id), None)
        if message is None or message.deleted:
            raise errors.unknown_message()
        return message

    async def follow_up(self, app_id: str, token: str, form: Form) -> Answer:
        interaction = self._of(app_id, token)
        if interaction.original is not None and interaction.original.loading:
            # [r] right after a deferral this fills the waiting message, whose visibility stays as deferred.
            return await self.edit(app_id, token, "@original", form)
        if interaction.user_only and len(interaction.follow_ups) >= bounds.FOLLOW_UPS:
            raise errors.too_many_follow_ups()
        message = self._add(interaction, messages.compose(self._world, form.json, form, interaction.channel))
        interaction.follow_ups.append(message)
        interaction.resolved = True
        self._world.touch()
        await self._announce("MESSAGE_CREATE", message)
        return Answer(200, payloads.message(self._world, message))

    async def get(self, app_id: str, token: str, message_id: str) -> Answer:
        return Answer(200, payloads.message(self._world, self._message(self._of(app_id, token), message_id)))

    async def edit(self, app_id: str, token: str, message_id: str, form: Form) -> Answer:
        interaction = self._of(app_id, token)
        message = self._message(interaction, message_id)
        draft = messages.compose(self._world, form.json, form, interaction.channel, before=message)
        messages.apply(self._world, message, draft)
        interaction.resolved = True
        self._world.touch()
        await self._announce("MESSAGE_UPDATE", message)
        return Answer(200, payloads.message(self._world, message))

    async def delete(self, app_id: str, token: str, message_id: str) -> Answer:
        interaction = self._of(app_id, token)
        message = self._message(interaction, message_id)
        message.deleted = True
        interaction.resolved = True
        message.changed = self._world.touch()
        return Answer(204)
