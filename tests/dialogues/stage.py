"""The stage: one real bot between both stand-ins, a new person for each route, and what they see as lines.

The bot's clock goes forward only, and everybody on the stage lives by it. So routes in which days pass are played
together: each up to there, then the clock is moved once, then each to its end.
"""

import re
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

from bots.discord import bounds
from bots.playground.day import labels
from bots.playground.players import DiscordPlayer, Player, SlackPlayer
from bots.playground.slack.person import Person as SlackPerson
from tests.dialogues.script import (
    DAYS,
    Begin,
    Deed,
    Fill,
    Leave,
    Look,
    Message,
    Press,
    Return,
    Route,
    Script,
    Step,
    Wait,
    Whose,
)
from tests.dialogues.tongue import Tongue, tongue
from tests.support.bot import DUE, TAPS, ZONE, Town, town

PLATFORMS = ("Slack", "Discord")
EVENING = datetime(2026, 3, 2, 17, 20, tzinfo=ZONE)  # a Monday after work: nothing is held back as too tender
Part: TypeAlias = tuple[Script, Route, str, str]  # what is played: a route, the platform, the language
_EMPTY = "Leave it empty"
_MINUTE = re.compile(r", 1[78]:[0-5][0-9] ·")  # of what was kept since EVENING


@dataclass(frozen=True)
class Life:
    """Where somebody lives who speaks a language, by English names: ``city`` is what they look for among clocks."""

    locale: str
    country: str
    zone: str
    city: str


LIVES = {
    "en": Life("en-GB", "United Kingdom", ZONE.key, "London"),
    "es": Life("es-ES", "Spain", "Atlantic/Canary", "Canarias"),  # whose clock is London's: 16:45 comes once for all
}


class Unseen(AssertionError):
    """What a route has to show is not on the screen, or what it has to hide is."""


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator["Stage"]:
    """Start the bot and both platforms, at :data:`EVENING`; the clock runs on from there."""
    async with town(folder, dm_opens=1_000) as here:  # the bot keeps within the real limit by its own clock
        await here.bot.start()
        await here.bot.move_clock(EVENING)
        await here.discord.wait_commands()
        yield Stage(here)


class Performance:
    """One route as *actor* plays it."""

    def __init__(self, script: Script, route: Route, actor: "Actor") -> None:
        self._script = script
        self._route = route
        self._actor = actor
        self._to_come = iter(enumerate(route.steps, 1))
        self._lines: list[str] = []
        self._unseen: Unseen | None = None

    def seen(self) -> list[str]:
        """Return the lines of the route's own steps. Raises Unseen."""
        if self._unseen:
            raise self._unseen
        return self._lines

    async def begin(self) -> None:
        """Play up to where days pass, or to the end. What is not as the script says ends it."""
        if self._route.person.known:
            await self._actor.settle(self._route.person)
        await self.go_on()

    async def go_on(self) -> None:
        """Play from where days have passed to the end."""
        for place, step in self._to_come:
            try:
                drawn = await self._play(step, f"{self._script.exercise}, “{self._route.name}”, step {place}")
            except Unseen as error:
                self._unseen, self._to_come = error, iter(())
                return
            if place == self._route.shared:
                self._lines += [f"  · as in “{self._route.like}” up to here", *_boxed(self._actor.player.screen)]
            elif place > self._route.shared:
                self._lines += [*([""] if self._lines else []), *drawn]
                # Pages beside an exercise change for reasons of their own.
                if not isinstance(step.deed, Look | Wait if self._script.is_exercise else Wait):
                    self._lines += _boxed(self._actor.player.screen)
            if isinstance(step.deed, Wait):
                return

    async def _play(self, step: Step, where: str) -> list[str]:
        player, said = self._actor.player, self._actor.tongue
        where = f"{where}, on {player.platform} in {said.language}"
        try:
            drawn = await self._actor.do(step.deed, said.say(self._script.title))
        except (LookupError, TimeoutError, StopIteration) as error:
            raise Unseen(f"{where}: {error!r}:\n" + "\n".join(player.screen)) from error
        screen = "\n".join(player.screen)
        for each in step.sees:
            if not said.is_seen(each, screen):
                raise Unseen(f"{where}: “{each}” is not on the screen:\n{screen}")
        for each in step.hides:
            if not said.is_hidden(each, screen):
                raise Unseen(f"{where}: “{each}” is on the screen:\n{screen}")
        if left := said.foreign("\n".join([*drawn, screen])):
            raise Unseen(f"{where}: “{left}” was left in English:\n{screen}")
        return drawn


class Stage:
    """Plays routes, each with somebody who was never here before."""

    def __init__(self, here: Town) -> None:
        self._here = here
        self._numbers = count(1)
        self._written_to = count()

    async def play(self, script: Script, route: Route, platform: str, language: str) -> list[str]:
        """Play a *route* in which no days pass, and return its lines. Raises Unseen."""
        return (await self._begin(script, route, platform, language)).seen()

    async def play_over_days(self, parts: Iterable[Part]) -> list[Performance]:
        """Play routes in which days pass: once on a stage, since its clock stays where it was moved."""
        begun = [await self._begin(*part) for part in parts]
        await self._here.bot.move_clock(DUE + timedelta(days=DAYS))
        for each in begun:
            await each.go_on()
        return begun

    async def _begin(self, script: Script, route: Route, platform: str, language: str) -> Performance:
        number, life = next(self._numbers), LIVES[language]
        if route.person.reminded and platform == "Discord":
            full, place = divmod(next(self._written_to), bounds.DM_OPENS)
            if full and not place:  # as many DMs as the bot allows itself were opened: let it be well after that
                await self._here.bot.move_clock(EVENING + 2 * full * timedelta(seconds=bounds.DM_OPENS_SECONDS))
        if platform == "Slack":
            person = self._here.slack.person(f"U0PERSON{number}", tz=life.zone, locale=life.locale)
            actor = Actor(SlackPlayer(person), tongue(language), life, person)
        else:
            actor = Actor(DiscordPlayer(self._here.discord.person(locale=life.locale)), tongue(language), life)
        performance = Performance(script, route, actor)
        await performance.begin()
        return performance


class Actor:
    """One person, who does what a script says in their own *tongue*. *person* is themselves, on Slack: windows are
    closed there."""

    def __init__(self, player: Player, said: Tongue, life: Life, person: SlackPerson | None = None) -> None:
        self.player = player
        self.tongue = said
        self._life = life
        self._person = person

    async def settle(self, whose: Whose) -> None:
        """Go through the first minute and keep it; then be written to at 16:45, or not."""
        player, t, reminded = self.player, self.tongue.say, whose.reminded
        await player.command("open")
        await player.answer({t("Your country"): t(whose.country or self._life.country)}, send=t("Start"))
        await player.answer(self.tongue.answers(TAPS), send=t("Next"))
        for label in ("Next", "Keep this", "Yes, at 16:45" if reminded else "No"):
            await player.press(t(label))
        if reminded and player.platform == "Discord":  # it does not say where they live
            await player.press(next(label for label in labels(player) if self._life.city in label))
        if reminded and "16:45" not in "\n".join(player.screen):
            raise Unseen(f"no message is to come on {player.platform}:\n" + "\n".join(player.screen))

    async def do(self, deed: Deed, title: str) -> list[str]:
        """Do *deed* in the exercise that is called *title* here, and return lines that say so."""
        player, t = self.player, self.tongue.say
        match deed:
            case Begin(""):
                await player.command("start")
                await player.press(title)
                return [f"  > types /enough start, and presses [ {title} ]"]
            case Begin(thought):
                await player.command("put")
                await player.answer({t("The thought"): t(thought)}, send=t("Next"))
                way = [title]
                if f"[ {title} ]" not in "\n".join(player.screen):
                    way = [t("None of these"), t("Something else"), title]
                for label in way:
                    await player.press(label)
                return [f"  > types /enough put, writes: {t(thought)}", *(f"  > presses [ {each} ]" for each in way)]
            case Press(label):
                await player.press(t(label))
                return [f"  > presses [ {t(label)} ]"]
            case Fill(answers, send):
                return await self._fill(self.tongue.answers(answers), t(send))
            case Leave("home"):
                carry_on = t("Carry on: {title}").replace("{title}", title)
                await player.command("open")
                await player.press(carry_on)
                return [f"  > closes it, comes back with /enough, and presses [ {carry_on} ]"]
            case Leave(by):
                await player.command(by)
                await player.press(title)
                return [f"  > closes it, comes back with /enough {by}, and presses [ {title} ]"]
            case Return():
                back = t("Back")
                if self._person and f"[ {back} ]" not in player.screen:
                    await self._person.close_modal()
                    return ["  > closes that, and has the form again"]
                await player.press(back)
                return [f"  > presses [ {back} ]"]
            case Look(word, words):
                await player.command(word, t(words))
                return [f"  > types /enough {word} {t(words)}" if words else f"  > looks at /enough {word}"]
            case Wait():
                return [f"  · {DAYS} days pass"]
            case Message(label):
                message = await player.wait_for_nudge(1)
                await player.press_under_nudge(t(label))
                return ["  · a direct message comes", *_boxed(message), f"  > presses [ {t(label)} ] under it"]

    async def _fill(self, answers: Mapping[str, Any], send: str) -> list[str]:
        empty = self.tongue.say(_EMPTY)
        if not answers and f"[ {empty} ]" in "\n".join(self.player.screen):
            await self.player.press(empty)
            return [f"  > presses [ {empty} ]"]
        said = [f"  > {label} {', '.join(it) if isinstance(it, list) else it}" for label, it in answers.items()]
        form = await self.player.answer(answers, send=send)
        if form:
            return ["  > opens the form, and sends it so:", *_boxed(form)]
        return [*said, *([f"  > presses [ {send} ]"] if self.player.platform == "Slack" else [])]


def _boxed(screen: list[str]) -> list[str]:
    """Return *screen* as it stands in a transcript; the minute of an entry is that of the play, and differs."""
    return [f"  │ {_MINUTE.sub(', 17:20 ·', line)}".rstrip() for line in screen]
