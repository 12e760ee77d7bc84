"""The stage: one real bot between both stand-ins, a new person for each route, and what they see as lines."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from bots.playground.day import labels
from bots.playground.players import DiscordPlayer, Player, SlackPlayer
from bots.playground.slack.person import Person as SlackPerson
from tests.dialogues.script import Begin, Deed, Fill, Leave, Look, Press, Return, Route, Script
from tests.support.bot import TAPS, ZONE, Town, town

PLATFORMS = ("Slack", "Discord")
EVENING = datetime(2026, 3, 2, 17, 20, tzinfo=ZONE)  # a Monday after work: nothing is held back as too tender
_EMPTY = "Leave it empty"


class Unseen(AssertionError):
    """What a route has to show is not on the screen, or what it has to hide is."""


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator["Stage"]:
    """Start the bot and both platforms, at :data:`EVENING`; the clock runs on from there."""
    async with town(folder) as here:
        await here.bot.start()
        await here.bot.move_clock(EVENING)
        await here.discord.wait_commands()
        yield Stage(here)


class Stage:
    """Plays routes, each with somebody who was never here before."""

    def __init__(self, here: Town) -> None:
        self._here = here
        self._numbers = count(1)

    async def play(self, script: Script, route: Route, platform: str) -> list[str]:
        """Play *route* and return the lines of its own steps as they are seen. Raises Unseen."""
        actor = self._newcomer(platform)
        await actor.settle(reminded=route.reminded)
        lines: list[str] = []
        for place, step in enumerate(route.steps, 1):
            where = f"{script.exercise}, “{route.name}” on {platform}, step {place}"
            try:
                drawn = await actor.do(step.deed, script.title)
            except (LookupError, TimeoutError, StopIteration) as error:
                raise Unseen(f"{where}: {error!r}:\n" + "\n".join(actor.player.screen)) from error
            screen = "\n".join(actor.player.screen)
            for each in step.sees:
                if each not in screen:
                    raise Unseen(f"{where}: “{each}” is not on the screen:\n{screen}")
            for each in step.hides:
                if each in screen:
                    raise Unseen(f"{where}: “{each}” is on the screen:\n{screen}")
            if place == route.shared:
                lines += [f"  · as in “{route.like}” up to here", *_boxed(actor.player.screen)]
            elif place > route.shared:
                lines += [*([""] if lines else []), *drawn]
                if not isinstance(step.deed, Look):  # other pages change for reasons of their own
                    lines += _boxed(actor.player.screen)
        return lines

    def _newcomer(self, platform: str) -> "Actor":
        number = next(self._numbers)
        if platform == "Slack":
            person = self._here.slack.person(f"U0PERSON{number}", tz=ZONE.key)
            return Actor(SlackPlayer(person), person)
        return Actor(DiscordPlayer(self._here.discord.person(locale="en-GB")))


class Actor:
    """One person, who does what a script says. *person* is themselves, on Slack: windows are closed there."""

    def __init__(self, player: Player, person: SlackPerson | None = None) -> None:
        self.player = player
        self._person = person

    async def settle(self, *, reminded: bool) -> None:
        """Go through the first minute and keep it; then be written to at 16:45, or not."""
        player = self.player
        await player.command("open")
        await player.answer({"Your country": "United Kingdom"}, send="Start")
        await player.answer(TAPS, send="Next")
        for label in ("Next", "Keep this", "Yes, at 16:45" if reminded else "No"):
            await player.press(label)
        if reminded and player.platform == "Discord":  # it does not say where they live
            await player.press(next(label for label in labels(player) if "London" in label))

    async def do(self, deed: Deed, title: str) -> list[str]:
        """Do *deed* in the exercise called *title*, and return lines that say so."""
        player = self.player
        match deed:
            case Begin(""):
                await player.command("start")
                await player.press(title)
                return [f"  > types /enough start, and presses [ {title} ]"]
            case Begin(thought):
                await player.command("put")
                await player.answer({"The thought": thought}, send="Next")
                await player.press(title)
                return [f"  > types /enough put, writes: {thought}", f"  > presses [ {title} ]"]
            case Press(label):
                await player.press(label)
                return [f"  > presses [ {label} ]"]
            case Fill(answers, send):
                return await self._fill(answers, send)
            case Leave("home"):
                await player.command("open")
                await player.press(f"Carry on: {title}")
                return [f"  > closes it, comes back with /enough, and presses [ Carry on: {title} ]"]
            case Leave(by):
                await player.command(by)
                await player.press(title)
                return [f"  > closes it, comes back with /enough {by}, and presses [ {title} ]"]
            case Return():
                if self._person and "[ Back ]" not in player.screen:
                    await self._person.close_modal()
                    return ["  > closes that, and has the form again"]
                await player.press("Back")
                return ["  > presses [ Back ]"]
            case Look(word):
                await player.command(word)
                return [f"  > looks at /enough {word}"]

    async def _fill(self, answers: Mapping[str, Any], send: str) -> list[str]:
        if not answers and f"[ {_EMPTY} ]" in "\n".join(self.player.screen):
            await self.player.press(_EMPTY)
            return [f"  > presses [ {_EMPTY} ]"]
        said = [f"  > {label} {', '.join(it) if isinstance(it, list) else it}" for label, it in answers.items()]
        form = await self.player.answer(answers, send=send)
        if form:
            return ["  > opens the form, and sends it so:", *_boxed(form)]
        return [*said, *([f"  > presses [ {send} ]"] if self.player.platform == "Slack" else [])]


def _boxed(screen: list[str]) -> list[str]:
    return [f"  │ {line}".rstrip() for line in screen]
