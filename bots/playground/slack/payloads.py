"""What the real Slack sends to an app, as pure builders.

Shapes: pages "slash commands", "block_actions payload", "view interaction payloads", "shortcut payloads" and "Events
API", without the fields that Slack calls deprecated (the verification token stands in, since Bolt passes it on).
"""

from bots.playground.slack.api import message_json
from bots.playground.slack.inputs import state_of
from bots.playground.slack.schema import Json
from bots.playground.slack.state import Channel, Message, User, View, Workspace


def command(place: Workspace, user: User, channel: Channel, name: str, text: str, response_url: str) -> Json:
    """Return the payload of a slash command. Guessed: that ``&``, ``<`` and ``>`` in *text* arrive as typed."""
    return {
        "token": "verification",
        "team_id": place.team_id,
        "team_domain": place.domain,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": place.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": place.permits.new_trigger(user.id),
    }


def _interaction(place: Workspace, user: User, kind: str) -> Json:
    return {
        "type": kind,
        "token": "verification",
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": place.team_id},
        "team": {"id": place.team_id, "domain": place.domain},
        "api_app_id": place.app_id,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def block_actions(
    place: Workspace, user: User, action: Json, source: "View | Message", response_url: str | None
) -> Json:
    """Return the payload of one *action* on *source*; *response_url* is there for messages alone."""
    payload = {
        **_interaction(place, user, "block_actions"),
        "trigger_id": place.permits.new_trigger(user.id),
        "state": state_of(source.values),
        "actions": [{**action, "action_ts": place.new_ts()}],
    }
    if isinstance(source, View):
        payload["container"] = {"type": "view", "view_id": source.id}
        payload["view"] = place.view_json(source)
        return payload
    channel = place.channels[source.channel_id]
    payload["container"] = {
        "type": "message",
        "message_ts": source.ts,
        "channel_id": channel.id,
        "is_ephemeral": source.only_for is not None,
    }
    payload["channel"] = {"id": channel.id, "name": channel.name}
    payload["message"] = message_json(place, source)
    payload["response_url"] = response_url
    return payload


def view_submission(place: Workspace, user: User, view: View) -> Json:
    return {
        **_interaction(place, user, "view_submission"),
        "trigger_id": place.permits.new_trigger(user.id),
        "view": place.view_json(view),
        "response_urls": [],
    }


def view_closed(place: Workspace, user: User, view: View, *, is_cleared: bool) -> Json:
    return {**_interaction(place, user, "view_closed"), "view": place.view_json(view), "is_cleared": is_cleared}


def global_shortcut(place: Workspace, user: User, callback_id: str) -> Json:
    return {
        **_interaction(place, user, "shortcut"),
        "callback_id": callback_id,
        "trigger_id": place.permits.new_trigger(user.id),
        "action_ts": place.new_ts(),
    }


def message_shortcut(place: Workspace, user: User, callback_id: str, message: Message, response_url: str) -> Json:
    channel = place.channels[message.channel_id]
    return {
        **_interaction(place, user, "message_action"),
        "callback_id": callback_id,
        "trigger_id": place.permits.new_trigger(user.id),
        "action_ts": place.new_ts(),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel.name},
        "message": message_json(place, message),
        "response_url": response_url,
    }


def event(place: Workspace, content: Json, event_id: str) -> Json:
    """Return the outer payload of an event whose inner one is *content*."""
    return {
        "token": "verification",
        "team_id": place.team_id,
        "api_app_id": place.app_id,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(place.clock()),
        "event": content,
        "is_ext_shared_channel": False,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": place.team_id,
                "user_id": place.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
    }
