"""The JSON of users, channels, messages and interactions, as the app gets it.

Source: the object pages of https://docs.discord.com/developers/resources and .../interactions.
"""

from typing import Final

from bots.playground.discord import bounds
from bots.playground.discord.errors import Json
from bots.playground.discord.world import COMMAND, Account, Channel, File, Interaction, Message, World, timestamp

_TEXT_CHANNEL, _DM = 0, 1
_PERMISSIONS: Final = str((1 << 50) - 1)


def user(account: Account) -> Json:
    return {
        "id": account.id,
        "username": account.name,
        "discriminator": "0",
        "global_name": account.display_name,
        "avatar": None,
        "public_flags": 0,
    }


def bot_user(world: World) -> Json:
    return {**user(Account(world.app_id, world.app_name)), "discriminator": "0001", "bot": True, "global_name": None}


def application(world: World) -> Json:
    return {
        "id": world.app_id,
        "name": world.app_name,
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user(world.owner),
        "verify_key": "0" * 64,
        "team": None,
        "flags": 0,
        "interactions_endpoint_url": None,
    }


def member(world: World, account: Account) -> Json:
    return {
        "user": user(account),
        "nick": None,
        "avatar": None,
        "roles": [],
        "joined_at": timestamp(world.clock()),
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": _PERMISSIONS,
    }


def channel(world: World, of: Channel) -> Json:
    if of.recipient is not None:
        return {"id": of.id, "type": _DM, "last_message_id": None, "recipients": [user(of.recipient)], "flags": 0}
    return {
        "id": of.id,
        "type": _TEXT_CHANNEL,
        "guild_id": world.guild_id,
        "name": "general",
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "permissions": _PERMISSIONS,
        "flags": 0,
    }


def guild(world: World) -> Json:
    return {
        "id": world.guild_id,
        "name": "A server",
        "icon": None,
        "owner_id": world.owner.id,
        "preferred_locale": "en-US",
        "features": [],
        "roles": [_everyone_role(world)],
        "emojis": [],
        "stickers": [],
        "channels": [channel(world, each) for each in world.channels.values() if each.recipient is None],
        "threads": [],
        "members": [{**member(world, Account(world.app_id, world.app_name)), "user": bot_user(world)}],
        "member_count": 1 + sum(each.installed == "guild" for each in world.accounts.values()),
        "unavailable": False,
        "large": False,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "system_channel_flags": 0,
    }


def _everyone_role(world: World) -> Json:
    return {
        "id": world.guild_id,
        "name": "@everyone",
        "color": 0,
        "hoist": False,
        "position": 0,
        "permissions": _PERMISSIONS,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def attachment(of: Channel, file: File, *, ephemeral: bool) -> Json:
    url = file_url(of, file)
    shown: Json = {"id": file.id, "filename": file.name, "size": len(file.data), "url": url, "proxy_url": url}
    return {
        **shown,
        "content_type": "application/octet-stream",
        "description": file.description,
        "ephemeral": ephemeral,
    }


def file_url(of: Channel, file: File) -> str:
    return f"https://cdn.discordapp.com/attachments/{of.id}/{file.id}/{file.name}"


def message(world: World, of: Message) -> Json:
    by_app = of.author_id == world.app_id
    payload: Json = {
        "id": of.id,
        "channel_id": of.channel.id,
        "type": 20 if of.interaction and of.interaction.kind == COMMAND else 0,
        "author": bot_user(world) if by_app else user(world.accounts[of.author_id]),
        "content": of.content,
        "timestamp": timestamp(of.created),
        "edited_timestamp": None if of.edited is None else timestamp(of.edited),
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [attachment(of.channel, each, ephemeral=of.ephemeral) for each in of.files],
        "embeds": of.embeds,
        "components": of.components,
        "pinned": False,
        "flags": of.flags,
    }
    if of.channel.recipient is None and not of.ephemeral:
        payload["guild_id"] = world.guild_id
    if of.nonce is not None:
        payload["nonce"] = of.nonce
    if of.interaction is not None:
        payload["application_id"] = payload["webhook_id"] = world.app_id
        payload["interaction_metadata"] = {
            "id": of.interaction.id,
            "type": of.interaction.kind,
            "user": user(of.interaction.account),
            "authorizing_integration_owners": of.interaction.owners,
        }
    return payload


def interaction(world: World, of: Interaction) -> Json:
    payload: Json = {
        "id": of.id,
        "application_id": world.app_id,
        "type": of.kind,
        "token": of.token,
        "version": 1,
        "data": of.data,
        "channel_id": of.channel.id,
        "channel": channel(world, of.channel),
        "app_permissions": _PERMISSIONS,
        "locale": of.account.locale,
        "entitlements": [],
        "authorizing_integration_owners": of.owners,
        "context": of.context,
        "attachment_size_limit": bounds.FILE_BYTES,
    }
    if of.source is not None:
        payload["message"] = message(world, of.source)
    if of.context == 0:
        payload["guild_id"] = world.guild_id
        payload["guild"] = {"id": world.guild_id, "locale": "en-US", "features": []}
        payload["guild_locale"] = "en-US"
        payload["member"] = member(world, of.account)
    else:
        payload["user"] = user(of.account)
    return payload
