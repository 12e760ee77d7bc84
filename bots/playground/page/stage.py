"""Everything there is behind the page: the town, each person's two clients, the clock's journeys."""

import asyncio
import secrets
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bots.playground.bell import Bell
from bots.playground.page import sent, stored
from bots.playground.page.discord_side import DiscordSide
from bots.playground.page.journey import Journey
from bots.playground.page.side import Json, Refused, Side
from bots.playground.page.slack_side import SlackSide
from bots.playground.page.town import LANGUAGES, Citizen, Town, town
from bots.playground.players import PLATFORMS
from bots.playground.process import BotEnded
from bots.playground.scripts.performance import Unseen
from bots.playground.scripts.run import seed
from bots.playground.scripts.shipped import SEEDS, find_script

_ENDED = "The bot has ended. What it wrote last is where you started it; “Start over” begins anew."
_STARTED_OVER = "It was started over meanwhile."
_FIRST = (("Sam", "en", "Europe/London"), ("Ana", "es", "Europe/Madrid"))


@dataclass(frozen=True)
class Resident:
    """A person with both of their clients."""

    citizen: Citizen
    sides: Mapping[str, Side]


class Stage:
    """Opened and closed with ``async with``. ``bell`` rings whenever something changed that the page shows."""

    def __init__(self) -> None:
        self.bell = Bell()
        self.ready = asyncio.Event()  # unset while it starts over; nothing can be seen then
        self.round = secrets.randbits(32)  # one more each time it is begun; a page may have seen another server before
        self._seeds = [{"name": name, **_about(name)} for name in SEEDS]
        self._ends = AsyncExitStack()
        self._residents: dict[str, Resident] = {}
        self._watching: list[asyncio.Task[None]] = []
        self._starting = asyncio.Lock()
        self._ended = ""  # what there is to say once the bot has ended by itself
        self._town: Town
        self._journey: Journey

    async def __aenter__(self) -> "Stage":
        await self._begin()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._end()

    # ------------------------------------------------------------------------------------------ what is seen

    @property
    def first(self) -> str:
        """The id of the person who is looked at first."""
        return next(iter(self._residents))

    def state(self, person: str) -> Json:
        """Return what both clients of *person* show, and what stands above them."""
        resident = self._resident(person)
        return {
            "type": "state",
            "round": self.round,
            "person": resident.citizen.id,
            "people": [
                {"id": each.id, "name": each.name, "language": each.language, "zone": each.zone}
                for each in self._town.people.values()
            ],
            "languages": LANGUAGES,
            "seeds": self._seeds,
            "clock": {
                "ahead": round(self._town.ahead, 3),
                "zone": resident.citizen.zone,
                "playing": self._journey.playing,
            },
            "ended": self._ended,
            **{name: side.sees() for name, side in resident.sides.items()},
        }

    def stored(self, person: str) -> Json:
        """Return what lies on disk, with the rows of *person* marked."""
        tables = stored.read(self._town.bot.database)
        return {"type": "stored", **stored.shown(tables, self._resident(person).citizen.accounts)}

    def stored_mark(self) -> object:
        """Return something that differs once the file was written to."""
        database = self._town.bot.database
        files = (database, database.with_name(f"{database.name}-wal"))
        return [(each.stat().st_mtime_ns, each.stat().st_size) for each in files if each.exists()]

    def sent(self, since: Mapping[str, int]) -> tuple[list[Json], dict[str, int]]:
        """Return the calls since *since* (how many were seen, by platform), oldest first, and how many there are."""
        recorders = {"slack": self._town.slack.calls, "discord": self._town.discord.calls}
        counts = {name: len(calls) for name, calls in recorders.items()}
        fresh = [
            sent.shown(platform, number, call)
            for platform, calls in recorders.items()
            if counts[platform] > since.get(platform, 0)
            for number, call in list(enumerate(calls))[since.get(platform, 0) :]
        ]
        return sorted(fresh, key=lambda call: float(call["at"])), counts

    # ------------------------------------------------------------------------------------------ what is done

    async def do(self, deed: str, asked: Json, person: str) -> Json | None:
        """Carry out *deed* ("clock.jump", "slack.press") for *person*. Raises Refused; LookupError for no such deed."""
        if deed == "page.start_over":
            await self._start_over()
            return {"person": self.first}
        if not self.ready.is_set():
            raise Refused("It is starting over: one moment.")
        begun = self.round
        try:
            return await self._do(deed, asked, person)
        except BotEnded:
            if self.ready.is_set() and begun == self.round:
                raise Refused(_ENDED) from None
            raise Refused(_STARTED_OVER) from None
        except Exception:
            if self.ready.is_set() and begun == self.round:
                raise
            raise Refused(_STARTED_OVER) from None  # whatever it is, it is of a town that is gone

    # ----------------------------------------------------------------------------------------------- within

    async def _do(self, deed: str, asked: Json, person: str) -> Json | None:
        where, _, what = deed.partition(".")
        resident = self._resident(person)
        if where in resident.sides:
            return await resident.sides[where].do(what, asked)
        match deed:
            case "clock.jump":
                return await self._journey.jump(str(asked.get("to")), resident.citizen)
            case "clock.set":
                await self._journey.set(_instant(str(asked.get("instant")), resident.citizen.zone))
            case "clock.play":
                await (self._journey.play() if asked.get("on") else self._journey.stop())
            case "page.look":
                return {"person": self._resident(str(asked.get("person"))).citizen.id}
            case "page.add":
                return {"person": self._add(**{key: str(asked.get(key, "")) for key in ("name", "language", "zone")})}
            case "page.seed":
                return {"said": await self._seed(str(asked.get("name")), str(asked.get("platform")), resident.citizen)}
            case _:
                raise LookupError(deed)
        return None

    def _resident(self, person: str) -> Resident:
        return self._residents.get(person) or self._residents[self.first]

    def _add(self, name: str, language: str, zone: str) -> str:
        name = " ".join(name.split())
        if not 1 <= len(name) <= 30:
            raise Refused("A name has 1 to 30 characters.")
        try:
            citizen = self._town.add(name, language=language, zone=zone)
        except ValueError as error:
            raise Refused(f"{str(error)[0].upper()}{str(error)[1:]}.") from None
        sides: dict[str, Side] = {
            "slack": SlackSide(citizen.slack, self._town.slack),
            "discord": DiscordSide(citizen.discord, self._town.discord, zone=zone),
        }
        self._residents[citizen.id] = Resident(citizen, sides)
        self._watching += [asyncio.create_task(self._watch(side)) for side in sides.values()]
        self.bell.ring()
        return citizen.id

    async def _seed(self, name: str, platform: str, who: Citizen) -> str:
        """Let *who* live through the script *name* on *platform*, with the bot: nothing is written by another way."""
        if name not in SEEDS or platform not in PLATFORMS:
            raise LookupError(name)
        if any(table["own"] for table in self.stored(who.id)["people"]):
            raise Refused(f"{who.name} was here before. Add a person for it.")
        async with self._journey.alone():
            begin = self._town.now
            try:
                await seed(self._town, who, name, platform=platform)
            except Unseen as unseen:
                raise Refused(f"It was not lived to its end: {unseen}") from None
        days = (self._town.now - begin).days
        return f"{who.name}: {days} days were lived on {platform} with the bot. /enough shelf shows what was kept."

    async def _watch(self, side: Side) -> None:
        while True:
            await side.changed()
            self.bell.ring()

    async def _watch_bot(self) -> None:
        bot = self._town.bot
        await bot.ended()
        self._ended = _ENDED
        self.bell.ring()
        sys.stderr.write("enough: the bot ended. The last lines of its log:\n")
        sys.stderr.writelines(f"{line}\n" for line in bot.last_log_lines())

    async def _start_over(self) -> None:
        if self._starting.locked():
            raise Refused("It is starting over: one moment.")
        async with self._starting:
            await self._end()
            try:
                await self._begin()
            except (RuntimeError, TimeoutError) as error:
                raise Refused(f"The bot did not start: {error}") from None

    async def _begin(self) -> None:
        self._town = await self._ends.enter_async_context(town())
        self._journey = Journey(self._town, self.bell.ring)
        self.round += 1
        self._ended = ""
        self._watching.append(asyncio.create_task(self._watch_bot()))
        for person in _FIRST:
            self._add(*person)
        self.ready.set()
        self.bell.ring()

    async def _end(self) -> None:
        self.ready.clear()
        await self._journey.stop()
        for task in self._watching:
            task.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)
        self._watching.clear()
        self._residents.clear()
        await self._ends.aclose()


def _about(name: str) -> Json:
    script = find_script(name)
    return {"title": script.title, "about": script.about}


def _instant(written: str, zone: str) -> datetime:
    """Return the instant that *written* (ISO) names: on the person's clock where it says no offset itself."""
    try:
        said = datetime.fromisoformat(written)
    except ValueError:
        raise Refused("A time is written as in 2026-03-02T16:45.") from None
    return said if said.tzinfo else said.replace(tzinfo=ZoneInfo(zone))
