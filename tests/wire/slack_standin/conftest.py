"""A stand-in and the real client libraries pointed at it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.slack.person import Person
from bots.playground.slack.server import SlackStandIn

Connect = Callable[[AsyncApp], Awaitable[AsyncSocketModeHandler]]


@pytest.fixture
def options() -> dict[str, Any]:
    """How the stand-in differs from its defaults. A test that waits for a deadline parametrises this."""
    return {}


@pytest.fixture
async def standin(options: dict[str, Any]) -> AsyncIterator[SlackStandIn]:
    server = SlackStandIn(**options)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def person(standin: SlackStandIn) -> Person:
    return standin.person("U0ANA")


@pytest.fixture
def client(standin: SlackStandIn) -> AsyncWebClient:
    """The real web client with no retries of its own."""
    return AsyncWebClient(standin.bot_token, base_url=standin.api_url, retry_handlers=[])


@pytest.fixture
def app(client: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=client)


@pytest.fixture
async def connect(standin: SlackStandIn) -> AsyncIterator[Connect]:
    """Connect an app by Socket Mode, as many sockets as it is called, and close them afterwards."""
    handlers: list[AsyncSocketModeHandler] = []

    async def connect_one(app: AsyncApp) -> AsyncSocketModeHandler:
        handler = AsyncSocketModeHandler(app, standin.app_token, ping_interval=0.6)
        await handler.connect_async()
        handlers.append(handler)
        await standin.wait_for_sockets(len(handlers))
        return handler

    yield connect_one
    for handler in handlers:
        await handler.close_async()
