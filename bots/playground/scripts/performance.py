"""One route as somebody plays it: each step is done, written down, and held to what has to be seen."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from bots.playground.discord import person as discord_person
from bots.playground.discord.commands import RefusedByClient
from bots.playground.page import travel
from bots.playground.process import BotProcess
from bots.playground.scripts import when
from bots.playground.scripts.actor import Actor
from bots.playground.scripts.script import (
    PASSING,
    Clock,
    Deed,
    Download,
    Look,
    NextMessage,
    Nudge,
    Route,
    Scene,
    Script,
    Silence,
    Step,
    Stored,
    Wait,
)
from bots.playground.slack import person as slack_person
from bots.playground.slack.errors import ApiError
from bots.playground.slack.sockets import NotAnswered
from bots.playground.slack.submission import BadAnswer

# What a client says where it does not do or send something, and where nothing came back.
_NOT_DONE = (
    slack_person.FormRefused,
    NotAnswered,
    BadAnswer,
    ApiError,
    discord_person.FormRefused,
    discord_person.NotAnswered,
    RefusedByClient,
)
_LOOKED_FOR_NEXT = timedelta(days=16)  # how far ahead the next message is looked for: it may come once a week
_UNASKED = (*PASSING, Nudge, Stored, Scene, Download)  # nothing on the screen changes with them
_WIDTH = 92


class Unseen(Exception):
    """What a script has to show is not there, or what it has to hide is. The text names the script and the step."""


class Time(Protocol):
    """The clock as a performance has it: others may live by the same."""

    @property
    def now(self) -> datetime: ...

    async def reach(self, instant: datetime) -> None:
        """Return when it is *instant*, and the bot has sent what is due by then."""
        ...


class Performance:
    """*route* of *script*, played by *actor*. Each line is given to *told* as it comes; *keeps* is what those before
    them pressed in the first minute."""

    def __init__(
        self,
        script: Script,
        route: Route,
        actor: Actor,
        time: Time,
        bot: BotProcess,
        told: Callable[[str], None] = lambda _: None,
        keeps: dict[str, Any] | None = None,
    ) -> None:
        self._script = script
        self._route = route
        self._actor = actor
        self._time = time
        self._bot = bot
        self._told = told
        self._keeps = {} if keeps is None else keeps
        self._lines: list[str] = []
        self._title = actor.tongue.say(script.title)

    async def play(self) -> list[str]:
        """Return the lines of the route's own steps. Raises Unseen."""
        is_asked = any(isinstance(step.deed, Stored) for step in self._route.steps)
        before = self._bot.rows_about_people() if is_asked else 0
        if self._route.person.known and not await self._actor.settle(self._route.person, self._keeps):
            where = self._where(self._route.steps[0], 0)
            raise Unseen(f"{where}: the first minute ended otherwise\n" + "\n".join(_boxed(self._actor.player.screen)))
        platform = self._actor.player.platform.lower()
        for place, step in enumerate(self._route.steps, 1):
            if step.on in ("", platform):
                await self._step(place, step, before)
        return self._lines

    async def _step(self, place: int, step: Step, before: int) -> None:
        is_own = place > self._route.shared
        drawn = await self._checked(step, place, before)
        if is_own:
            if self._lines:
                self._tell("")
            self._tell(*drawn)
        elif place == self._route.shared:
            self._tell(f"  · as in “{self._route.like}” up to here")
        # Pages beside an exercise change for reasons of their own.
        quiet = (Look, *_UNASKED) if self._script.is_exercise else _UNASKED
        if place == self._route.shared or (is_own and not isinstance(step.deed, quiet)):
            self._tell(*(f"  │ {line}".rstrip() for line in self._actor.player.screen))

    async def _checked(self, step: Step, place: int, before: int) -> list[str]:
        player, said = self._actor.player, self._actor.tongue
        try:
            drawn, shown = await self._done(step.deed, before)
        except (*_NOT_DONE, LookupError, TimeoutError, ValueError, StopIteration) as error:
            raise self._unseen(step, place, f"{type(error).__name__}: {error}", player.screen) from error
        except _NotSo as error:
            raise self._unseen(step, place, str(error), player.screen) from None
        screen = "\n".join(shown)
        for each in map(self._actor.home.fill, step.sees):
            if not said.is_seen(each, screen):
                raise self._unseen(step, place, f"“{each}” is not on the screen", shown)
        for each in map(self._actor.home.fill, step.hides):
            if not said.is_hidden(each, screen):
                raise self._unseen(step, place, f"“{each}” is on the screen", shown)
        if left := said.foreign("\n".join([*drawn, screen])):
            raise self._unseen(step, place, f"“{left}” was left in English", shown)
        return drawn

    async def _done(self, deed: Deed, before: int) -> tuple[list[str], list[str]]:
        """Do *deed*. Return what the transcript says of it, and what there is to see then."""
        actor, screen = self._actor, self._actor.player.screen
        match deed:
            case Scene(name):
                return [f"──── {name} ".ljust(_WIDTH, "─")], screen
            case NextMessage():
                await self._to_next_message()
                return [self._hour()], screen
            case Clock(to):
                await self._time.reach(to.after(self._time.now, actor.home.zone))
                return [self._hour()], screen
            case Wait(span):
                await self._time.reach(self._time.now + span)
                return [self._hour()], screen
            case Silence(span, messages):
                return await self._silence(span, messages)
            case Nudge(comes):
                return await self._message(comes=comes)
            case Stored(anything):
                rows = self._bot.rows_about_people()
                if anything != (rows > before):
                    raise _NotSo(f"{rows - before} rows about somebody are on disk that were not")
                return [f"  · on disk: {'what they kept, sealed' if anything else 'nothing about anybody'}"], screen
            case Download(ending):
                text = next((text for name, text in actor.player.files if name.endswith(ending)), None)
                if text is None:
                    raise _NotSo(f"no file that ends in {ending!r} is on the screen")
                return [f"  · the file {ending}, which only they see:", *_boxed(text.splitlines())], text.splitlines()
            case _:
                drawn = await actor.do(deed, self._title)
                return drawn, actor.player.screen

    async def _to_next_message(self) -> None:
        until = self._time.now + _LOOKED_FOR_NEXT
        while due := travel.next_due(self._bot.database, self._time.now):
            if due > until:
                break
            await self._time.reach(due)
            if self._actor.unseen_messages:
                return
        raise _NotSo(f"no message came to them in {_LOOKED_FOR_NEXT.days} days")

    async def _silence(self, span: timedelta, messages: int | None) -> tuple[list[str], list[str]]:
        until, came = self._time.now + span, 0
        drawn: list[str] = []
        shown: list[str] = []
        while (due := travel.next_due(self._bot.database, self._time.now)) and due <= until:
            await self._time.reach(due)
            if not self._actor.unseen_messages:
                continue
            came += self._actor.unseen_messages
            hour, seen = self._hour(), await self._actor.look_at_message()
            drawn += [f"{hour}: a direct message comes", *([] if seen == shown else seen[1:])]
            shown = seen
        await self._time.reach(until)
        if messages is not None and came != messages:
            raise _NotSo(f"{came} messages came, and not {messages}")
        return [
            *drawn,
            f"{self._hour()}: {came or 'no'} {'message' if came == 1 else 'messages'} came meanwhile",
        ], shown

    async def _message(self, *, comes: bool) -> tuple[list[str], list[str]]:
        seen = await self._actor.look_at_message() if comes else []
        await self._time.reach(self._time.now)  # one that comes twice, or unasked, has come after this
        if more := self._actor.unseen_messages:
            raise _NotSo(f"{more} more came than the one" if comes else f"{more} came, and none was to")
        return (seen, seen) if comes else (["  · no message comes"], [])

    def _hour(self) -> str:
        return f"  · {when.said(self._time.now, self._actor.home.zone)}"

    def _tell(self, *lines: str) -> None:
        self._lines += lines
        for line in lines:
            self._told(line)

    def _unseen(self, step: Step, place: int, what: str, shown: list[str]) -> Unseen:
        return Unseen(f"{self._where(step, place)}: {what}\n" + "\n".join(_boxed(shown)))

    def _where(self, step: Step, place: int) -> str:
        spoken = f"on {self._actor.player.platform} in {self._actor.tongue.language}"
        return f"{self._script.file}:{step.line}: “{self._route.name}”, step {place}, {spoken}"


class _NotSo(Exception):
    """Something is not as a step says, apart from the screen."""


def _boxed(lines: list[str]) -> list[str]:
    return [f"  │ {line}".rstrip() for line in lines]
