"""The stage: people who were never here before play routes in one town, and live by its one clock.

The clock goes forward only. Where several play at once it stands while any of them still does something, and goes then
to the first time that one of them waits for.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bots.playground.discord import bounds
from bots.playground.page.town import Town
from bots.playground.scripts.actor import LIVES, Actor, Life
from bots.playground.scripts.performance import Performance, Time, Unseen
from bots.playground.scripts.script import Route, Script

_WHILE = timedelta(seconds=bounds.DM_OPENS_SECONDS)
_HOUR = timedelta(hours=1)
AT_ONCE = 3  # who do something at the same time: more only make each of them wait longer for its answer


@dataclass(frozen=True)
class Part:
    """What is played: a route of a script, on which platform ("Slack"), in which language ("en")."""

    script: Script
    route: Route
    platform: str
    language: str


async def begin(script: Script, time: Time, zone: str) -> None:
    """Wait until *script* begins, unless it did within the last hour."""
    if script.begins and (begins := script.begins.after(time.now - _HOUR, zone)) > time.now:
        await time.reach(begins)


class Stage:
    """Plays parts in *town*, each with somebody new. *lives* says how they live, by language."""

    def __init__(self, town: Town, lives: Mapping[str, Life] = LIVES) -> None:
        self._town = town
        self._lives = lives
        self._opened = town.now
        self._keeps: dict[str, Any] = {}
        self._numbers = count(1)
        self._written_to = count()

    async def play(self, part: Part, told: Callable[[str], None] = lambda _: None) -> list[str]:
        """Play *part* alone, and return its lines. Raises Unseen."""
        return await self._play(part, Alone(self._town), told)

    async def play_together(self, parts: Iterable[Part]) -> list[list[str] | Unseen]:
        """Play all *parts* by one clock, and return the lines of each, or what was not seen."""
        parts = list(parts)
        shared = Shared(self._town, len(parts))

        async def play(part: Part) -> list[str] | Unseen:
            async with shared.taking_part():
                try:
                    return await self._play(part, shared)
                except Unseen as unseen:
                    return unseen

        return await asyncio.gather(*(play(each) for each in parts))

    async def _play(self, part: Part, time: Time, told: Callable[[str], None] = lambda _: None) -> list[str]:
        if part.route.person.reminded and part.platform == "Discord":
            # The bot opens only so many DMs in a while, by its own clock.
            until = self._opened + 2 * (next(self._written_to) // bounds.DM_OPENS) * _WHILE
            if until > time.now:
                await time.reach(until)
        actor = self._somebody(part)
        await begin(part.script, time, actor.home.zone)
        return await Performance(part.script, part.route, actor, time, self._town.bot, told, self._keeps).play()

    def _somebody(self, part: Part) -> Actor:
        number, life = next(self._numbers), self._lives[part.language]
        home = part.script.homes.get(part.platform.lower(), life.home)
        if part.platform == "Slack":
            person = self._town.slack.person(f"U0PLAY{number}", tz=home.zone, locale=life.locale)
            return Actor(person, part.language, home, life.city)
        return Actor(self._town.discord.person(locale=life.locale), part.language, home, life.city)


class Alone:
    """The clock of the *town*, for one who plays alone."""

    def __init__(self, town: Town) -> None:
        self._town = town

    @property
    def now(self) -> datetime:
        return self._town.now

    async def reach(self, instant: datetime) -> None:
        await self._town.move_clock(max(instant, self._town.now))


class Shared:
    """The clock of the *town*, for as many as are *playing* together."""

    def __init__(self, town: Town, playing: int) -> None:
        self._town = town
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._playing = playing
        self._waiting: list[tuple[datetime, asyncio.Future[None]]] = []

    @property
    def now(self) -> datetime:
        return self._town.now

    @asynccontextmanager
    async def taking_part(self) -> AsyncIterator[None]:
        """The part of one of them, who is playing until this ends."""
        try:
            async with self._turns:
                yield
        finally:
            self._playing -= 1
            await self._look()

    async def reach(self, instant: datetime) -> None:
        if instant <= self.now:
            await self._town.move_clock(self.now)
            return
        reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((instant, reached))
        self._turns.release()
        try:
            await self._look()
            await reached
        finally:
            await self._turns.acquire()

    async def _look(self) -> None:
        """Move the clock, if all wait for it, to where the first of them wants it."""
        if not self._waiting or len(self._waiting) < self._playing:
            return
        instant = min(instant for instant, _ in self._waiting)
        there = [reached for each, reached in self._waiting if each <= instant]
        self._waiting = [(each, reached) for each, reached in self._waiting if each > instant]
        await self._town.move_clock(instant)
        for reached in there:
            reached.set_result(None)
