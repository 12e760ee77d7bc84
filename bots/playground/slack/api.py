"""The Web API: methods that an app calls, and response URLs.

A method is refused for the token first, then the scope, then the arguments, as on the real Slack (pages "Web API" and
"using the Web API"). Methods that Enough has no business with answer ``unknown_method``. Rates are not counted: a test
that wants a 429 asks the faults for one.
"""

import json
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from aiohttp import web

from bots.playground.slack.blocks import Surface, is_too_large, problems_in_blocks, problems_in_view
from bots.playground.slack.errors import ApiError
from bots.playground.slack.schema import Json
from bots.playground.slack.state import Message, Workspace
from bots.playground.wire import Answer, Faults, RateLimit, Recorder, ServerError, serve

DEFAULT_SCOPES = frozenset({"chat:write", "commands", "im:write", "users:read"})
TEXT_CHARS = 40_000  # page "chat.postMessage": longer text is cut; stricter here: msg_too_long, as on chat.update
_STRUCTURED = ("blocks", "view", "metadata", "attachments")

Method: TypeAlias = Callable[[Json], Json]


@dataclass(frozen=True)
class Token:
    """A token and what it may do. ``kind`` is "bot" or "app"."""

    kind: str
    scopes: frozenset[str]


@dataclass(frozen=True)
class _Call:
    """What a method needs before it is carried out. ``scope`` "" is none."""

    carry_out: Method
    scope: str = ""
    kind: str = "bot"


def refused(error: ApiError) -> Answer:
    """Return *error* as Slack words it: HTTP 200 and ``ok`` false."""
    return Answer(body={"ok": False, "error": error.error, **error.extra})


def refused_by_fault(fault: RateLimit | ServerError) -> Answer:
    """Page "rate limits": 429 with Retry-After in whole seconds. The body of a 5xx is *guessed*."""
    if isinstance(fault, RateLimit):
        headers = {"Retry-After": str(math.ceil(fault.retry_after))}
        return Answer(429, {"ok": False, "error": "ratelimited"}, headers)
    return Answer(fault.status, {"ok": False, "error": "service_unavailable"})


def checked_message(args: Mapping[str, Any]) -> tuple[str, list[Json]]:
    """Return the text and blocks of a message. Raises ApiError for what cannot be posted."""
    text, blocks = args.get("text") or "", args.get("blocks") or []
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    problems = problems_in_blocks(blocks, Surface.MESSAGE)
    if problems:
        raise ApiError("invalid_blocks", [str(problem) for problem in problems])
    if not text:
        # Stricter with blocks: Slack only warns then, and the notification and the screen reader have nothing to say.
        raise ApiError("no_text")
    if len(text) > TEXT_CHARS:
        raise ApiError("msg_too_long")
    return text, blocks


def checked_view(view: Any, surface: Surface) -> Json:
    """Return *view* if it can be shown on *surface*. Raises ApiError otherwise."""
    if is_too_large(view):
        raise ApiError("view_too_large")
    problems = problems_in_view(view, surface)
    if problems:
        raise ApiError("invalid_arguments", [str(problem) for problem in problems])
    checked: Json = view
    return checked


def message_json(workspace: Workspace, message: Message) -> Json:
    """Return *message* as it stands in answers and payloads."""
    shown: Json = {"type": "message", "user": message.author or workspace.bot_user_id, "team": workspace.team_id}
    if not message.author:
        shown |= {"bot_id": workspace.bot_id, "app_id": workspace.app_id}
    shown |= {"ts": message.ts, "text": message.text}
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.edited:
        shown["edited"] = {"user": workspace.bot_user_id, "ts": message.ts}
    return shown


class Api:
    """Answers ``/api/{method}`` and ``/response/{ticket}``. *new_socket_url* makes a one-time ``ws://`` address."""

    def __init__(
        self,
        workspace: Workspace,
        tokens: Mapping[str, Token],
        recorder: Recorder,
        faults: Faults,
        new_socket_url: Callable[[], str],
    ) -> None:
        self._workspace = workspace
        self._tokens = tokens
        self._recorder = recorder
        self._faults = faults
        self._new_socket_url = new_socket_url
        self._methods: dict[str, _Call] = {
            "auth.test": _Call(self._auth_test),
            "apps.connections.open": _Call(self._apps_connections_open, "connections:write", "app"),
            "users.info": _Call(self._users_info, "users:read"),
            "conversations.open": _Call(self._conversations_open, "im:write"),
            "chat.postMessage": _Call(self._chat_post_message, "chat:write"),
            "chat.update": _Call(self._chat_update, "chat:write"),
            "chat.postEphemeral": _Call(self._chat_post_ephemeral, "chat:write"),
            "views.open": _Call(self._views_open),
            "views.push": _Call(self._views_push),
            "views.update": _Call(self._views_update),
            "views.publish": _Call(self._views_publish),
        }

    # ------------------------------------------------------------------------------------------- the wire

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one call of a method."""
        method = request.match_info["method"]
        args, token = await _read(request)

        async def apply() -> Answer:
            if args is None:
                return refused(ApiError("invalid_json"))  # page "chat.postMessage", "errors"
            try:
                return self._carry_out(method, args, token)
            except ApiError as error:
                return refused(error)

        return await self._serve(request, method, args, apply)

    async def handle_response(self, request: web.Request) -> web.Response:
        """Answer one post to a response URL, recorded as the method "response_url"."""
        args, _ = await _read(request)

        async def apply() -> Answer:
            try:
                self._respond(request.match_info["ticket"], args or {})
            except ApiError as error:
                # Guessed: the statuses. Reported: that a used or old address says 404.
                status = 404 if error.error in {"used_url", "expired_url"} else 400
                return Answer(status, {"ok": False, "error": error.error, **error.extra})
            return Answer(body={"ok": True})

        return await self._serve(request, "response_url", args, apply)

    async def _serve(
        self, request: web.Request, method: str, args: Json | None, apply: Callable[[], Awaitable[Answer]]
    ) -> web.Response:
        return await serve(
            request,
            method=method,
            body=args,
            at=self._workspace.clock(),
            recorder=self._recorder,
            faults=self._faults,
            apply=apply,
            refuse=refused_by_fault,
        )

    def _carry_out(self, method: str, args: Json, token: str) -> Answer:
        if method not in self._methods:
            raise ApiError("unknown_method", req_method=method)
        call = self._methods[method]
        if not token:
            raise ApiError("not_authed")
        if token not in self._tokens:
            raise ApiError("invalid_auth")
        holder = self._tokens[token]
        if holder.kind != call.kind:
            raise ApiError("not_allowed_token_type")
        if call.scope and call.scope not in holder.scopes:
            raise ApiError("missing_scope", needed=call.scope, provided=",".join(sorted(holder.scopes)))
        scopes = {"X-OAuth-Scopes": ",".join(sorted(holder.scopes)), "X-Accepted-OAuth-Scopes": call.scope}
        return Answer(body={"ok": True, **call.carry_out(args)}, headers=scopes)

    # ----------------------------------------------------------------------------------------- who and where

    def _auth_test(self, _args: Json) -> Json:
        place = self._workspace
        return {
            "url": f"https://{place.domain}.slack.com/",
            "team": place.domain,
            "team_id": place.team_id,
            "user": "enough",
            "user_id": place.bot_user_id,
            "bot_id": place.bot_id,
            "is_enterprise_install": False,
        }

    def _apps_connections_open(self, _args: Json) -> Json:
        return {"url": self._new_socket_url()}

    def _users_info(self, args: Json) -> Json:
        user = self._workspace.user(_required(args, "user"))
        shown: Json = {
            "id": user.id,
            "team_id": self._workspace.team_id,
            "name": user.name,
            "real_name": user.name,
            "tz": user.tz,
            "tz_label": ZoneInfo(user.tz).key,
            "tz_offset": self._workspace.tz_offset(user),
            "is_bot": False,
            "deleted": False,
            "profile": {"real_name": user.name, "display_name": user.name},
        }
        if str(args.get("include_locale")).lower() in {"true", "1"}:
            shown["locale"] = user.locale
        return {"user": shown}

    def _conversations_open(self, args: Json) -> Json:
        given = args.get("users") or ""
        users = given.split(",") if isinstance(given, str) else list(given)
        if users in ([], [""]):
            raise ApiError("users_list_not_supplied")
        if len(users) > 1:
            raise ApiError("missing_scope", needed="mpim:write", provided="im:write")
        channel, was_open = self._workspace.open_dm(users[0])
        return {"channel": {"id": channel.id}, **({"no_op": True, "already_open": True} if was_open else {})}

    # -------------------------------------------------------------------------------------------- messages

    def _chat_post_message(self, args: Json) -> Json:
        channel = self._workspace.channel(_required(args, "channel", "channel_not_found"))
        text, blocks = checked_message(args)
        message = self._workspace.post(channel, text, blocks)
        return {"channel": channel.id, "ts": message.ts, "message": message_json(self._workspace, message)}

    def _chat_update(self, args: Json) -> Json:
        channel = self._workspace.channel(_required(args, "channel", "channel_not_found"))
        message = self._workspace.message(channel.id, _required(args, "ts", "message_not_found"))
        if message.author:
            raise ApiError("cant_update_message")  # page "chat.update": only what the app itself posted
        text, blocks = checked_message(args)
        self._workspace.edit(message, text, blocks)
        shown = message_json(self._workspace, message)
        return {"channel": channel.id, "ts": message.ts, "text": text, "message": shown}

    def _chat_post_ephemeral(self, args: Json) -> Json:
        channel = self._workspace.channel(_required(args, "channel", "channel_not_found"))
        user = _required(args, "user", "user_not_in_channel")
        if user not in channel.members:
            raise ApiError("user_not_in_channel")
        text, blocks = checked_message(args)
        return {"message_ts": self._workspace.post(channel, text, blocks, only_for=user).ts}

    def _respond(self, ticket: str, args: Json) -> None:
        """Page "handling interaction responses": ephemeral unless said otherwise; may replace or delete the source."""
        permit = self._workspace.permits.use_response_url(ticket)
        source = None
        if permit.message_ts is not None:
            source = self._workspace.find_message(permit.channel_id, permit.message_ts)
        if source is not None and args.get("delete_original"):
            self._workspace.delete(source)
            return
        text, blocks = checked_message(args)
        if source is not None and args.get("replace_original"):
            self._workspace.edit(source, text, blocks)
            return
        only_for = None if args.get("response_type") == "in_channel" else permit.user_id
        self._workspace.post(self._workspace.channels[permit.channel_id], text, blocks, only_for=only_for)

    # ----------------------------------------------------------------------------------------------- views

    def _views_open(self, args: Json) -> Json:
        trigger, payload = self._trigger_and_view(args)
        return {"view": self._workspace.view_json(self._workspace.open_view(trigger, payload))}

    def _views_push(self, args: Json) -> Json:
        trigger, payload = self._trigger_and_view(args)
        return {"view": self._workspace.view_json(self._workspace.push_view(trigger, payload))}

    def _trigger_and_view(self, args: Json) -> tuple[str, Json]:
        trigger = _required(args, "trigger_id")
        self._workspace.permits.check_trigger(trigger)
        # Guessed: a view that is refused leaves the trigger unused.
        return trigger, checked_view(_required_view(args), Surface.MODAL)

    def _views_update(self, args: Json) -> Json:
        if not args.get("view_id") and not args.get("external_id"):
            raise ApiError("invalid_arguments", ["[ERROR] missing required field: view_id [json-pointer:]"])
        view = self._workspace.find_view(args.get("view_id"), args.get("external_id"))
        payload = checked_view(_required_view(args), Surface(view.payload["type"]))
        self._workspace.update_view(view, payload, args.get("hash"))
        return {"view": self._workspace.view_json(view)}

    def _views_publish(self, args: Json) -> Json:
        user = self._workspace.user(_required(args, "user_id"))
        payload = checked_view(_required_view(args), Surface.HOME)
        view = self._workspace.publish_home(user, payload, args.get("hash"))
        return {"view": self._workspace.view_json(view)}


async def _read(request: web.Request) -> tuple[Json | None, str]:
    """Return the arguments and the token of a call; None for a body that is no JSON object.

    Page "Web API": arguments come as JSON, as a form or in the query, where structured ones are JSON in a string. The
    token stands in the Authorization header, or in a form; not in a JSON body.
    """
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            return None, token
        return (body if isinstance(body, dict) else None), token
    args: Json = {**request.query, **(await request.post())}
    token = str(args.pop("token", "")) or token
    for name in _STRUCTURED:
        if isinstance(args.get(name), str):
            try:
                args[name] = json.loads(args[name])
            except ValueError:
                return None, token
    return args, token


def _required(args: Json, name: str, error: str = "invalid_arguments") -> str:
    if not args.get(name):
        raise ApiError(error, [f"[ERROR] missing required field: {name} [json-pointer:]"])
    return str(args[name])


def _required_view(args: Json) -> Any:
    if args.get("view") is None:
        raise ApiError("invalid_arguments", ["[ERROR] missing required field: view [json-pointer:]"])
    return args["view"]
