"""The baseline: a Bolt app in Socket Mode that acks a form and makes one INSERT, and nothing else."""

import asyncio
import json
import os
import re

import aiosqlite
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


async def main() -> None:
    database = await aiosqlite.connect(os.environ["DATABASE"], isolation_level=None)
    for statement in (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "CREATE TABLE checkin (id INTEGER PRIMARY KEY, person TEXT, body TEXT)",
    ):
        await database.execute(statement)
    client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client)

    @app.view(re.compile(".*"))
    async def keep(ack, body) -> None:  # type: ignore[no-untyped-def]
        values = json.dumps(body["view"]["state"]["values"])
        await database.execute("INSERT INTO checkin (person, body) VALUES (?, ?)", (body["user"]["id"], values))
        await ack()

    await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()


asyncio.run(main())
