"""The process as an operator runs it: what it refuses, what it logs, how it stops, what erase leaves behind."""

import asyncio
import os
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from tests.support.bot import AFTERNOON, DUE, close_the_day, keep_and_be_reminded, town, trace_a_rule

CANARY = "xylophone-marmalade-canary"
GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "ENOUGH_MASTER_KEYS": "k:" + "A" * 43 + "=",
    "SLACK_API_URL": "http://127.0.0.1:9/api/",
}


async def enough(*arguments: str, cwd: Path, **environment: str) -> tuple[int, str]:
    """Run the command in *cwd*; return its exit code and what it said on stderr."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bots", *arguments, "--env-file", os.devnull,
        cwd=cwd, stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
    )  # fmt: skip
    _, said = await process.communicate()
    return process.returncode or 0, said.decode()


@pytest.mark.parametrize(
    ("named", "settings"),
    [
        ("SLACK_BOT_TOKEN", {"SLACK_BOT_TOKEN": ""}),
        ("SLACK_BOT_TOKEN", {"SLACK_BOT_TOKEN": "hunter2"}),
        ("SLACK_APP_TOKEN", {"SLACK_APP_TOKEN": "hunter2"}),
        ("DISCORD_BOT_TOKEN", {"DISCORD_BOT_TOKEN": "hunter2"}),
        ("ENOUGH_MASTER_KEYS", {"ENOUGH_MASTER_KEYS": ""}),
        ("ENOUGH_MASTER_KEYS", {"ENOUGH_MASTER_KEYS": "k:hunter2"}),
        ("DATABASE_URL", {"DATABASE_URL": "hunter2://x"}),
        ("ENOUGH_CLOCK_SECRET", {"ENOUGH_CLOCK_SECRET": "hunter2"}),
        ("ENOUGH_CLOCK_START", {"ENOUGH_CLOCK_START": "2026-03-02T16:45:00+00:00"}),  # without the secret
        ("ENOUGH_CLOCK_START", {"ENOUGH_CLOCK_START": "hunter2"}),
        ("ENOUGH_WEB_PORT", {"ENOUGH_WEB_PORT": "hunter2"}),
        ("SLACK_BOT_TOKEN", {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
async def test_a_wrong_setting_is_one_line_and_nothing_starts(
    tmp_path: Path, named: str, settings: dict[str, str]
) -> None:
    """Exit code 2, one line that names the variable, never its value, and no file made."""
    code, said = await enough("run", cwd=tmp_path, **{**GOOD, **settings})
    assert code == 2
    assert len(said.strip().splitlines()) == 1
    assert named in said
    assert "hunter2" not in said
    assert not list(tmp_path.iterdir())


async def test_an_unknown_part_is_refused(tmp_path: Path) -> None:
    """--only names what there is."""
    code, said = await enough("run", "--only", "slack,teams", cwd=tmp_path, **GOOD)
    assert code == 2
    assert "slack, discord, nudges, web" in said


async def test_another_master_key_is_refused(tmp_path: Path) -> None:
    """A database sealed with one key does not start with another."""
    async with town(tmp_path) as here:
        await here.bot.start()
        await here.bot.stop()
    other = {**GOOD, "ENOUGH_MASTER_KEYS": "play:" + "B" * 43 + "=", "DATABASE_URL": f"sqlite:///{here.bot.database}"}
    code, said = await enough("run", cwd=tmp_path, **other)
    assert code == 2
    assert "ENOUGH_MASTER_KEYS" in said


async def test_a_steered_clock_goes_on_across_a_restart(tmp_path: Path) -> None:
    """It is that day for the bot after it was killed and started again, whatever day it is on the wall."""
    async with town(tmp_path) as here:
        await here.bot.start("--only", "slack,web")
        await here.bot.move_clock(AFTERNOON)
        await keep_and_be_reminded(here.slack_player)
        await here.bot.kill()
        await here.bot.start("--only", "slack,web")
        await here.slack_player.command("when")
        assert "2 March, 16:45" in "\n".join(here.slack_player.screen)


async def test_postgres_is_not_migrated_behind_an_operators_back(tmp_path: Path, postgres_server: str) -> None:
    """On PostgreSQL an empty database is refused with the command to run; after that command it is accepted."""
    connection = await asyncpg.connect(postgres_server)
    await connection.execute("CREATE DATABASE enough_not_migrated")
    url = make_url(postgres_server).set(database="enough_not_migrated").render_as_string(hide_password=False)
    try:
        code, said = await enough("run", cwd=tmp_path, **{**GOOD, "DATABASE_URL": url})
        assert (code, "enough migrate" in said) == (2, True)
        assert (await enough("migrate", cwd=tmp_path, DATABASE_URL=url))[0] == 0
        async with town(tmp_path, DATABASE_URL=url) as here:
            await here.bot.start()
            assert await here.bot.stop() == 0
    finally:
        await connection.execute("DROP DATABASE enough_not_migrated WITH (FORCE)")
        await connection.close()


async def test_a_database_that_is_away_is_said_in_one_line(tmp_path: Path) -> None:
    """No server there: one line that says what to look at, without the password in the URL."""
    url = "postgresql://enough:hunter2@127.0.0.1:9/enough"
    code, said = await enough("run", cwd=tmp_path, **{**GOOD, "DATABASE_URL": url})
    assert code == 1
    assert len(said.strip().splitlines()) == 1
    assert "DATABASE_URL" in said
    assert "hunter2" not in said


async def test_words_are_in_no_log_and_no_message(tmp_path: Path) -> None:
    """At the most talkative level, what is typed is in no line of the log and in no direct message; SIGTERM ends it
    in order and in time."""
    async with town(tmp_path, ENOUGH_LOG_LEVEL="debug") as here:
        await here.bot.start()
        await here.discord.wait_commands()
        await here.bot.move_clock(AFTERNOON)
        for player in here.players:
            await keep_and_be_reminded(player)
            await trace_a_rule(player, CANARY)
            await player.command("shelf")
            assert CANARY in "\n".join(player.screen)
        await here.bot.move_clock(DUE)
        for player in here.players:
            assert CANARY not in "\n".join(await player.wait_for_nudge(1))
        before = time.monotonic()
        assert await here.bot.stop() == 0
        assert time.monotonic() - before < 20
        posted = [*here.slack.calls("chat.*"), *here.discord.calls("POST /channels/*")]
        assert posted
        assert not any(CANARY in repr(call.body) for call in posted)
        assert CANARY not in here.bot.log.read_text("utf-8")
        on_disk = b"".join(path.read_bytes() for path in tmp_path.glob("enough.db*"))
        assert CANARY.encode() not in on_disk


async def test_after_erase_nothing_of_them_is_in_any_file(tmp_path: Path) -> None:
    """The recorded ciphertexts, the wrapped key and the platform's id are in neither database file, WAL nor shared
    memory, while the process still runs and somebody else's are there."""
    async with town(tmp_path) as here:
        await here.bot.start()
        await here.discord.wait_commands()
        await here.bot.move_clock(AFTERNOON)
        for player in here.players:
            await keep_and_be_reminded(player)
            for _ in range(3):
                await close_the_day(player, CANARY)
        with closing(sqlite3.connect(here.bot.database)) as connection:
            (person,) = connection.execute(
                "SELECT person FROM identity WHERE external_id = ?", (here.slack_id,)
            ).fetchone()
            recorded = [here.slack_id.encode()]
            for table, column in (("entry", "body"), ("entry", "kind"), ("checkin", "body"), ("person", "wrapped_key")):
                owner = "id" if table == "person" else "person"
                rows = connection.execute(f"SELECT {column} FROM {table} WHERE {owner} = ?", (person,))  # noqa: S608
                recorded += [row[0] for row in rows]
        assert len(recorded) > 8
        assert all(each in _files(tmp_path) for each in recorded)
        await here.slack_player.command("erase")
        await here.slack_player.press("Erase it all")
        assert "Everything is erased" in "\n".join(here.slack_player.screen)
        left = _files(tmp_path)
        assert not any(each in left for each in recorded)
        assert here.discord_id.encode() in left
        await here.discord_player.command("shelf")
        assert CANARY in "\n".join(here.discord_player.screen)


def _files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("enough.db*")))


@pytest.mark.parametrize("after", [0.1, 0.5, 0.9])
async def test_it_can_be_stopped_while_it_starts(tmp_path: Path, after: float) -> None:
    """SIGTERM in the first second ends it in order, as it does later: a container is never killed for being early."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "from bots.cli import main; print('up', flush=True); main()", "run",
        "--env-file", os.devnull,
        cwd=tmp_path, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), **GOOD},
    )  # fmt: skip
    assert process.stdout is not None
    await process.stdout.readline()
    await asyncio.sleep(after)
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(15):
        assert await process.wait() == 0
