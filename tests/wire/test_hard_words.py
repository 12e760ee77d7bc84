"""Explicit words on the real wire: answered within a platform's own 3 s whatever the database does, and found nowhere
afterwards from which anybody could tell.

Both stand-ins give an answer up after 3 s, as the platforms do: what is on the screen here came in time.
"""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bots.playground.players import Player
from tests.support.bot import AFTERNOON, Town, keep_and_be_reminded, town

CANARY = "xylophone-marmalade-canary"
EXPLICIT = f"I want to kill myself, {CANARY}"
WEAK = f"everyone would be better off without me, {CANARY}"
ANSWER, QUESTION, SAFE = "You do not have to carry it alone", "Are you thinking about suicide?", "I take your word"
# What a line of the log, or an open column, would say of it: levels, rule ids, and what is kept for it.
TELLING = ("kill-self", "suicid", "crisis", "gentle", "screen.weak", "open_since", "no_since", CANARY)


@pytest.fixture(params=["slack", "discord"])
def platform(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def begin(here: Town, platform: str) -> Player:
    await here.bot.start("--only", f"{platform},web")
    await here.bot.move_clock(AFTERNOON)
    if platform == "discord":
        await here.discord.wait_commands()
    player = here.slack_player if platform == "slack" else here.discord_player
    await keep_and_be_reminded(player)
    return player


async def park(player: Player, words: str, *, sent: bool = True) -> None:
    await player.command("start")
    await player.press("Close the day")
    if "[ Start fresh ]" in "\n".join(player.screen):
        await player.press("Start fresh")
    for label in ("Tired", "Yes, one thing"):
        await player.press(label)
    if sent:
        await player.answer({"What is it?": words}, send="Park it")


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Hold the database's lock, so that whoever asks it for something hangs."""
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        connection.close()


def saw(player: Player, words: str) -> bool:
    return words in "\n".join(player.screen)


async def test_with_a_database_that_hangs(tmp_path: Path, platform: str) -> None:
    """In an exercise's form, after a command, at each button of the answers, and as help now."""
    async with town(tmp_path) as here:
        player = await begin(here, platform)
        await park(player, "", sent=False)
        with held(here.bot.database):
            began = time.monotonic()
            await player.answer({"What is it?": EXPLICIT}, send="Park it")
            assert saw(player, ANSWER)
            assert time.monotonic() - began < 3
            for label, words in (("A steady minute", "Both feet"), ("Back", ANSWER), ("I’m safe", SAFE)):
                await player.press(label)
                assert saw(player, words)
            for words, answer in ((EXPLICIT, ANSWER), (WEAK, QUESTION), ("My friend wants to kill himself", "openly")):
                began = time.monotonic()
                await player.command("put", words)
                assert saw(player, answer) or await _comes(player, answer)
                assert time.monotonic() - began < 3
            await player.command("put", WEAK)
            assert saw(player, QUESTION) or await _comes(player, QUESTION)
            await player.press("Not sure")
            assert saw(player, ANSWER)
            await player.command("now")
            assert saw(player, "You do not need a reason") or await _comes(player, "You do not need a reason")


async def _comes(player: Player, words: str) -> bool:
    """Wait for what a line to wait by, or a deferred answer, makes room for."""
    end = time.monotonic() + 3
    while time.monotonic() < end:
        if saw(player, words):
            return True
        await asyncio.sleep(0.05)
    return False


async def test_they_are_found_nowhere(tmp_path: Path, platform: str) -> None:
    """At the most talkative level, on every way in and after what goes wrong on it: no line of the log, no message and
    nothing open on disk has the words, or that there were any. After an erase there is nothing at all."""
    async with town(tmp_path, ENOUGH_LOG_LEVEL="debug") as here:
        player = await begin(here, platform)
        await player.command("put", EXPLICIT)
        await player.press("Carry on")
        await park(player, EXPLICIT)
        await player.press("I’m safe")
        await player.press("Carry on")
        for label, answer in (("Yes", ANSWER), ("No", "one more thing")):
            await park(player, WEAK)
            await player.press(label)
            assert saw(player, answer)
        await player.press("No, that is all")
        await player.answer({"One thing that was enough": EXPLICIT}, send="Close the day")
        assert saw(player, ANSWER)
        await player.command("settings")
        await player.answer({"Your city or time zone": EXPLICIT}, send="Save")
        assert saw(player, ANSWER)
        await park(player, "", sent=False)
        with held(here.bot.database):
            await player.answer({"What is it?": EXPLICIT}, send="Park it")
        assert saw(player, ANSWER)
        await player.command("shelf")
        assert saw(player, "116 123")
        await here.bot.stop()
        log = here.bot.log.read_text("utf-8").lower()
        files = here.bot.database.parent.glob(f"{here.bot.database.name}*")
        on_disk = b"".join(each.read_bytes() for each in files).decode("latin-1").lower()
        assert "sqlite format" in on_disk
        calls = [*here.slack.calls("chat.*"), *here.discord.calls("POST /channels/*")]
        for telling in TELLING:
            assert telling not in log
            assert telling not in on_disk
            assert not any(telling in repr(call.body).lower() for call in calls)
        assert player.nudges == 0
        await here.bot.start("--only", f"{platform},web")
        await player.command("erase")
        await player.press("Erase it all")
        assert here.bot.rows_about_people() == 0
        await player.command("put", "A long week")
        assert not saw(player, "116 123")
