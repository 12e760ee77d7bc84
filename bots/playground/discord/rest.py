"""REST API v10: the routes, the bot's token, bodies in and out, rate-limit headers."""

import json
import math
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from bots.playground.discord import commands, errors, payloads
from bots.playground.discord.answers import Answers
from bots.playground.discord.channels import Channels
from bots.playground.discord.errors import Json, Problems, Refusal
from bots.playground.discord.messages import Form
from bots.playground.discord.world import World
from bots.playground.wire import Answer, Faults, RateLimit, Recorder, ServerError, serve

PREFIX: Final = "/api/v10"


@dataclass(frozen=True)
class Call:
    """One request: the parts of its path, its query and its body."""

    at: Mapping[str, str]
    query: Mapping[str, str]
    form: Form

    @property
    def token(self) -> tuple[str, str]:
        """The application and the interaction's token."""
        return self.at["application_id"], self.at["interaction_token"]

    @property
    def message(self) -> str:
        return self.at["message_id"]

    @property
    def channel(self) -> str:
        return self.at["channel_id"]


Handler = Callable[[Call], Awaitable[Answer]]


class Rest:
    """The REST side. ``gateway_info`` tells url and session start limits for ``/gateway/bot``."""

    def __init__(
        self,
        world: World,
        token: str,
        answers: Answers,
        channels: Channels,
        gateway_info: Callable[[], Json],
        recorder: Recorder,
        faults: Faults,
    ) -> None:
        self._world = world
        self._token = token
        self._answers = answers
        self._channels = channels
        self._gateway_info = gateway_info
        self._recorder = recorder
        self._faults = faults

    def mount(self, app: web.Application) -> None:
        """Add every route to *app*; anything else is answered as Discord answers it: 404 or 405."""
        a, c = self._answers, self._channels
        webhook = "/webhooks/{application_id}/{interaction_token}"
        answer = f"{webhook}/messages/{{message_id}}"
        channel = "/channels/{channel_id}"
        message = f"{channel}/messages/{{message_id}}"
        self._add(app, "GET /users/@me", self._me)
        self._add(app, "GET /users/{user_id}", self._user)
        self._add(app, "POST /users/@me/channels", lambda call: c.open_dm(call.form))
        self._add(app, "GET /oauth2/applications/@me", self._application)
        self._add(app, "GET /applications/@me", self._application)
        self._add(app, "GET /gateway", self._gateway)
        self._add(app, "GET /gateway/bot", self._gateway)
        self._add(app, "GET /applications/{application_id}/commands", self._read_commands)
        self._add(app, "PUT /applications/{application_id}/commands", self._put_commands)
        self._add(app, "POST /interactions/{interaction_id}/{interaction_token}/callback", self._callback, public=True)
        self._add(app, f"POST {webhook}", lambda call: a.follow_up(*call.token, call.form), public=True)
        self._add(app, f"GET {answer}", lambda call: a.get(*call.token, call.message), public=True)
        self._add(app, f"PATCH {answer}", lambda call: a.edit(*call.token, call.message, call.form), public=True)
        self._add(app, f"DELETE {answer}", lambda call: a.delete(*call.token, call.message), public=True)
        self._add(app, f"GET {channel}", lambda call: c.get(call.channel))
        self._add(app, f"POST {channel}/messages", lambda call: c.send(call.channel, call.form))
        self._add(app, f"GET {message}", lambda call: c.read(call.channel, call.message))
        self._add(app, f"PATCH {message}", lambda call: c.edit(call.channel, call.message, call.form))
        self._add(app, f"DELETE {message}", lambda call: c.delete(call.channel, call.message))
        known = {resource.canonical for resource in app.router.resources()}
        for path in known:
            app.router.add_route("*", path, self._refusing(errors.wrong_method))
        app.router.add_route("*", "/{anything:.*}", self._refusing(errors.not_found))

    def _add(self, app: web.Application, name: str, handler: Handler, *, public: bool = False) -> None:
        verb, path = name.split(" ")

        async def handle(request: web.Request) -> web.Response:
            async def checked(form: Form) -> Answer:
                if not public and request.headers.get("Authorization") != f"Bot {self._token}":
                    raise errors.unauthorized()
                return await handler(Call(request.match_info, request.query, form))

            return await self._serve(request, name, checked)

        app.router.add_route(verb, PREFIX + path, handle)

    def _refusing(self, refusal: Callable[[], Refusal]) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            async def refuse(_form: Form) -> Answer:
                raise refusal()

            return await self._serve(request, f"{request.method} {request.path.removeprefix(PREFIX)}", refuse)

        return handle

    async def _serve(
        self, request: web.Request, name: str, handler: Callable[[Form], Awaitable[Answer]]
    ) -> web.Response:
        form: Form | None
        try:
            form = await _read(request)
        except ValueError:
            form = None

        async def apply() -> Answer:
            try:
                if form is None:
                    raise errors.bad_json()
                answer = await handler(form)
            except Refusal as refusal:
                answer = Answer(refusal.status, refusal.body)
            return Answer(answer.status, answer.body, {**_limit_headers(name), **answer.headers})

        return await serve(
            request,
            method=name,
            body=None if form is None else _recorded(form),
            at=self._world.clock(),
            recorder=self._recorder,
            faults=self._faults,
            apply=apply,
            refuse=_refused,
        )

    # -------------------------------------------------------------------------------------------- handlers

    async def _me(self, _call: Call) -> Answer:
        return Answer(200, payloads.bot_user(self._world))

    async def _user(self, call: Call) -> Answer:
        account = self._world.accounts.get(call.at["user_id"])
        if account is None:
            raise errors.unknown_user()
        return Answer(200, payloads.user(account))

    async def _application(self, _call: Call) -> Answer:
        return Answer(200, payloads.application(self._world))

    async def _gateway(self, _call: Call) -> Answer:
        return Answer(200, self._gateway_info())

    async def _read_commands(self, call: Call) -> Answer:
        self._check_application(call)
        return Answer(200, self._world.commands)

    async def _put_commands(self, call: Call) -> Answer:
        self._check_application(call)
        problems = Problems()
        commands.check_all(problems, call.form.json)
        problems.raise_if_any()
        known = {(each["type"], each["name"]): each["id"] for each in self._world.commands}
        self._world.commands = [self._registered(each, known) for each in call.form.json]
        self._world.touch()
        return Answer(200, self._world.commands)

    def _registered(self, command: Json, known: Mapping[tuple[int, str], str]) -> Json:
        kind = command.get("type", 1)
        filled = {
            "description": "",
            "contexts": None,
            "integration_types": [0],  # [a] defaults to the app's configured contexts: here the guild
            "default_member_permissions": None,
            "nsfw": False,
            **{key: value for key, value in command.items() if value is not None},
        }
        identifier = known.get((kind, command["name"])) or self._world.snowflake()
        return {
            **filled,
            "type": kind,
            "id": identifier,
            "application_id": self._world.app_id,
            "version": self._world.snowflake(),
        }

    def _check_application(self, call: Call) -> None:
        if call.at["application_id"] != self._world.app_id:
            raise errors.unknown_application()

    async def _callback(self, call: Call) -> Answer:
        with_response = call.query.get("with_response", "").lower() in ("1", "true")
        interaction = call.at["interaction_id"], call.at["interaction_token"]
        return await self._answers.callback(*interaction, call.form, with_response=with_response)


async def _read(request: web.Request) -> Form:
    """Read a JSON or multipart body. Raises ValueError when it is neither."""
    if request.content_type == "multipart/form-data":
        body: Any = None
        uploads: dict[str, tuple[str, bytes]] = {}
        fields = await request.post()
        for name, value in fields.items():
            if isinstance(value, web.FileField):
                uploads[name] = (value.filename, value.file.read())
            elif name == "payload_json":
                body = json.loads(str(value))
        return Form(body, uploads)
    raw = await request.read()
    return Form(json.loads(raw) if raw else None)


def _recorded(form: Form) -> Any:
    if not form.uploads:
        return form.json
    return {"payload_json": form.json, "files": {name: filename for name, (filename, _) in form.uploads.items()}}


def _limit_headers(name: str) -> dict[str, str]:
    """Rate-limit headers that never run out: limits are put in the way by faults, not by counting."""
    bucket = f"{zlib.crc32(name.encode()):08x}"
    limit = {"Bucket": bucket, "Limit": "50", "Remaining": "49", "Reset-After": "1.0"}
    return {f"X-RateLimit-{key}": value for key, value in limit.items()} | {"Via": "1.1 google"}


def _refused(fault: RateLimit | ServerError) -> Answer:
    if isinstance(fault, ServerError):
        return Answer(fault.status, {"message": f"{fault.status}: Server Error", "code": 0}, {"Via": "1.1 google"})
    body = {"message": "You are being rate limited.", "retry_after": fault.retry_after, "global": False}
    waiting = {"Retry-After": str(math.ceil(fault.retry_after)), "X-RateLimit-Scope": "user", "Via": "1.1 google"}
    return Answer(429, body, waiting)
