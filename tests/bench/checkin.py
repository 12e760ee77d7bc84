"""What a check-in costs through the Slack adapter, against a bare Bolt app that acks and makes one INSERT.

Both are processes on the same socket of the same stand-in, and answer the same form of as many people, one after the
other. Ours hears the text, opens the person's key, seals the answers, keeps the check-in, lets the run go, commits, and
draws the next page.
"""

import asyncio
import base64
import os
import secrets
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from bots.playground.process import BotProcess
from bots.playground.slack.server import SlackStandIn
from bots.slack.render import to_slack
from core.db.engine import make_engine
from core.db.migrate import upgrade
from core.db.storage import SqlStorage
from core.exercises import engine as exercises
from core.exercises import show
from core.exercises.catalog import load_catalog
from core.exercises.state import to_json
from core.ids import new_id
from core.pages import Page
from core.people.who import Platform, Who
from core.private import Private
from core.storage import Run
from core.tokens import ActionToken, Verb
from core.vault import Vault, parse_master_keys
from core.wording import voice

PEOPLE = 620
WARM_UP = 20
ANSWERS = {
    "Which roles pull hardest?": ["Work", "Being a parent"],
    "How heavy is it?": "8",
    "How much room to breathe?": "2",
    "One sentence, if you like": "The handover is late and the little one is ill again.",
}


async def cpu_of_a_check_in() -> tuple[float, float]:
    """Return milliseconds of CPU for one check-in: ours, and the bare app's."""
    with tempfile.TemporaryDirectory() as folder:
        slack = SlackStandIn()
        await slack.start()
        try:
            ours = await _ours(Path(folder), slack)
            bare = await _bare(Path(folder), slack)
        finally:
            await slack.stop()
    return ours, bare


async def _ours(folder: Path, slack: SlackStandIn) -> float:
    key = "bench:" + base64.b64encode(secrets.token_bytes(32)).decode()
    settings = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DISCORD_API_URL": "http://127.0.0.1:9/api/v10",
        "DISCORD_GATEWAY_URL": "ws://127.0.0.1:9/",
        "ENOUGH_MASTER_KEYS": key,
    }
    bot = BotProcess(folder, settings)
    views = await _people_with_a_form(f"sqlite:///{bot.database}", key, slack.workspace.team_id)
    try:
        await bot.start("--only", "slack,web")
        spent = await _submit_all(slack, views, bot.pid)
        await bot.stop()
    finally:
        await bot.kill()
    return spent


async def _bare(folder: Path, slack: SlackStandIn) -> float:
    environment = {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE": str(folder / "bare.db"),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.bare_bolt", env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    form = _form(ActionToken(Verb.RUN, subject="a" * 24, step="checkin.pull", version=1, country="US"))
    try:
        await slack.wait_for_sockets(1, within=20)
        return await _submit_all(slack, [form] * PEOPLE, process.pid)
    finally:
        process.kill()
        await process.wait()


async def _people_with_a_form(url: str, key: str, team: str) -> list[dict[str, Any]]:
    """Make people who stand before the check-in's form, and return the forms."""
    await upgrade(url)
    database = make_engine(url)
    storage = SqlStorage(database, Vault(parse_master_keys(key)))
    await storage.check_master_keys()
    now, exercise = datetime.now(UTC), load_catalog()["checkin"]
    views = []
    for number in range(PEOPLE):
        run = Run(new_id(now), 1, now, Private(to_json(exercises.start(exercise))))
        async with storage.begin() as work:
            who = Who(Platform.SLACK, f"-/{team}", f"U{number:05}")
            owner = await work.people.create(who, country="US", language="en", zone="America/New_York", now=now)
            await work.runs.add(owner, run)
            await work.commit()
        token = ActionToken(Verb.RUN, subject=run.id, step="checkin.pull", version=1, country="US")
        views.append(_form(token))
    await database.dispose()
    return views


def _form(token: ActionToken) -> dict[str, Any]:
    exercise = load_catalog()["checkin"]
    page: Page = show.page_of(exercise, exercises.start(exercise), token_for=lambda _s, _v: token, t=voice("en"))
    return to_slack(page)


async def _submit_all(slack: SlackStandIn, views: list[dict[str, Any]], pid: int) -> float:
    """Submit each person's form in turn. Returns milliseconds of CPU of process *pid* for one, after a warm-up."""
    process, before = psutil.Process(pid), 0.0
    for number, view in enumerate(views):
        person = slack.person(f"U{number:05}")
        slack.workspace.open_view(slack.workspace.permits.new_trigger(person.id), view)
        if number == WARM_UP:
            before = _cpu(process)
        await person.fill(ANSWERS)
        await person.submit()
        if person.modal is not None:
            slack.workspace.close_all(slack.workspace.user(person.id))
    return (_cpu(process) - before) * 1000 / (len(views) - WARM_UP)


def _cpu(process: psutil.Process) -> float:
    spent = process.cpu_times()
    return float(spent.user + spent.system)
