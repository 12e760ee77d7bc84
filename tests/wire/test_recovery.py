"""After each kind of error somebody can still finish what they began, on both platforms, with what they typed.

| what goes wrong                     | what is seen                           | how it goes on                 |
|-------------------------------------|----------------------------------------|--------------------------------|
| the storage is down behind a button | nothing was changed, nothing is lost   | "Try again"                    |
| the storage is down behind a form   | not saved; the words stand there       | the form is sent once more     |
| a bug behind a button               | a number for who runs Enough           | from the start page            |
| a bug behind a form                 | a number; the words stand there        | the form is sent once more     |
| a field holds nothing but spaces    | that it is needed, in the form         | it is filled                   |
| a button of a step that is past     | the step they are at                   | right there                    |
| a form of a step that is past       | the step they are at, and the words    | right there                    |
| a button pressed twice at once      | the next step                          | right there; one entry is kept |
| the exercise was ended elsewhere    | that it is from earlier, and the words | from the start page            |
| the exercise was taken out          | that it is from earlier, and the words | from the start page; it waits  |

The real desk and adapters in one process, before both stand-ins; a field that is too long is refused by the platforms'
own clients, and by the engine (``tests/core/exercises/test_engine.py``).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bots.discord.app import DiscordApp, point_at
from bots.discord.messenger import DiscordMessenger
from bots.playground.discord.person import Person as DiscordPerson
from bots.playground.discord.server import DiscordStandIn
from bots.playground.players import OPENS_FORM, DiscordPlayer, Player, SlackPlayer
from bots.playground.scripts.actor import TAPS
from bots.playground.slack.person import Person as SlackPerson
from bots.playground.slack.server import SlackStandIn
from bots.slack.app import SlackApp
from bots.slack.messenger import SlackMessenger
from core.clock import SystemClock
from core.db.engine import make_engine
from core.db.storage import SqlStorage
from core.db.unit_of_work import SqlUnitOfWork
from core.errors import StorageDown
from core.exercises.catalog import load_catalog
from core.exercises.model import Exercise
from core.pages import Reply
from core.people.who import Platform, Who
from core.private import Private
from core.services.front_desk import FrontDesk
from core.services.visit import Facts, House
from core.vault import Vault
from tests.support.visitor import FakeClock, FakeReach, Visitor

WORDS = "Ana waits for the handover"
WHERE = "Tuesday, 9:00"
PARKING, MORE, PULL = "Park it here", "one more thing to park", "still pulling at you"


class Breakable(SqlStorage):
    """The real storage, unless ``broken``: then whoever begins gets that error."""

    broken: Exception | None = None

    def begin(self) -> SqlUnitOfWork:
        if self.broken:
            raise self.broken
        return super().begin()


@dataclass
class Scene:
    """One person at one platform, and what can go wrong behind it."""

    player: Player
    person: SlackPerson | DiscordPerson
    storage: Breakable
    catalog: dict[str, Exercise]
    elsewhere: Visitor  # the same person on another device
    click_twice: "Twice"

    @property
    def screen(self) -> str:
        return "\n".join(self.player.screen)

    async def press(self, *labels: str) -> None:
        for label in labels:
            await self.player.press(label)

    async def type(self, words: str = WORDS) -> None:
        """Fill the form that parks a loop. On Discord it opens first, and stands over the page."""
        if isinstance(self.person, DiscordPerson):
            await self.press(next(label for label in OPENS_FORM if f"[ {label} ]" in self.screen))
            await self.person.wait_for(lambda: self.person.modal)
        await self.person.fill({"What is it?": words, "Where and when do you pick it up?": WHERE})

    async def send(self) -> None:
        await self.person.submit()

    async def finish(self) -> None:
        """Go on from the question after the form to the end, and see the words on the shelf, once."""
        await self.press("No, that is all")
        await self.player.answer({"One thing that was enough": "The soup"}, send="Close the day")
        assert WORDS in self.screen
        await self.player.command("shelf")
        assert self.screen.count(WORDS) == 1

    async def elsewhere_at(self, step: str) -> None:
        """Let the other device show the run that is under way, which stands at *step*."""
        await self.elsewhere.begin("Close the day")
        assert step in self.elsewhere.text


class NotingDesk(FrontDesk):
    """The real desk, which notes who came to it: the other device is that person's too."""

    who: Who | None = None

    async def command(self, who: Who, text: Private[str]) -> Reply:
        self.who = who
        return await super().command(who, text)


Twice = Callable[[str], Awaitable[None]]
Stage = tuple[Player, SlackPerson | DiscordPerson, Twice]


@asynccontextmanager
async def on_slack(desk: FrontDesk) -> AsyncIterator[Stage]:
    standin = SlackStandIn(patience=1.0)
    await standin.start()
    messenger = SlackMessenger(standin.bot_token, standin.api_url, SystemClock(), timeout=2.0)
    app = SlackApp(
        bot_token=standin.bot_token, app_token=standin.app_token, api_url=standin.api_url,
        desk=desk, messenger=messenger, clock=SystemClock(),
    )  # fmt: skip
    await app.start()
    await standin.wait_for_sockets(1)
    person = standin.person("U0PERSON", tz="Europe/London")

    async def click_twice(label: str) -> None:
        await asyncio.gather(*(person.press(label, where=person.modal) for _ in range(2)))

    yield SlackPlayer(person), person, click_twice
    await app.stop(2.0)
    await messenger.close()
    await standin.stop()


@asynccontextmanager
async def on_discord(desk: FrontDesk) -> AsyncIterator[Stage]:
    standin = DiscordStandIn()
    await standin.start()
    point_at(standin.api_url, standin.gateway_url)
    messenger = DiscordMessenger(standin.token, SystemClock())
    app = DiscordApp(standin.token, desk, messenger, SystemClock())
    task = asyncio.create_task(app.start())
    await asyncio.wait_for(app.ready.wait(), 10)
    person = standin.person("4242", locale="en-GB")

    async def click_twice(label: str) -> None:
        await asyncio.gather(*(person.press(label, where=person.ephemerals[-1]) for _ in range(2)))

    yield DiscordPlayer(person), person, click_twice
    await app.stop(1)
    await asyncio.wait_for(task, 5)
    await messenger.close()
    await standin.stop()


PLATFORMS: dict[str, Callable[[FrontDesk], AbstractAsyncContextManager[Stage]]] = {
    "Slack": on_slack,
    "Discord": on_discord,
}


@pytest.fixture(params=PLATFORMS)
async def scene(
    request: pytest.FixtureRequest, sqlite_url: str, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Scene]:
    """Somebody who keeps things, closing the day: at the question whether something still pulls."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)  # so that both are put back
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    engine = make_engine(sqlite_url)
    storage, catalog, reach = Breakable(engine, vault), dict(load_catalog()), FakeReach()
    facts = Facts(operator="Example Ltd", database="SQLite", keys_in="the program’s settings")
    reaches = {Platform.SLACK: reach, Platform.DISCORD: reach}
    desk = NotingDesk(House(storage=storage, reach=reaches, clock=FakeClock(), catalog=catalog, facts=facts))
    async with PLATFORMS[request.param](desk) as (player, person, click_twice):
        await player.command("open")
        assert desk.who is not None
        made = Scene(player, person, storage, catalog, Visitor(desk, desk.who), click_twice)
        await player.answer({"Your country": "United Kingdom"}, send="Start")
        await player.answer(TAPS, send="Next")
        await made.press("Next", "Keep this", "No")
        await player.command("start")
        await made.press("Close the day", "Tired")
        assert PULL in made.screen
        yield made
        await desk.settle()
    await engine.dispose()


async def test_the_storage_is_down_behind_a_button(scene: Scene) -> None:
    """The page says that nothing was changed, and its button does what was wanted, once it can."""
    scene.storage.broken = StorageDown("no connection")
    await scene.press("Yes, one thing")
    assert "Nothing was changed, and nothing is lost" in scene.screen
    scene.storage.broken = None
    await scene.press("Try again")
    assert PARKING in scene.screen
    await scene.type()
    await scene.send()
    await scene.finish()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        pytest.param(StorageDown("no connection"), "Not saved", id="storage down"),
        pytest.param(RuntimeError(WORDS), "give this number", id="a bug"),
    ],
)
async def test_a_form_that_could_not_be_taken_is_sent_once_more(scene: Scene, error: Exception, said: str) -> None:
    """What was typed stands there, and goes in when it is sent again as it is."""
    await scene.press("Yes, one thing")
    await scene.type()
    scene.storage.broken = error
    await scene.send()
    assert said in scene.screen
    assert WORDS in scene.screen
    assert WHERE in scene.screen
    scene.storage.broken = None
    await scene.player.answer({}, send="Park it")
    assert MORE in scene.screen
    await scene.finish()


async def test_a_bug_behind_a_button(scene: Scene) -> None:
    """A number is given, help is in reach, and the exercise goes on from the start page."""
    scene.storage.broken = RuntimeError("boom")
    await scene.press("Yes, one thing")
    assert "give this number" in scene.screen
    scene.storage.broken = None
    await scene.player.command("open")
    await scene.press("Carry on: Close the day", "Yes, one thing")
    await scene.type()
    await scene.send()
    await scene.finish()


async def test_a_field_that_holds_only_spaces(scene: Scene) -> None:
    """It is said that it is needed; what was typed into the other field stays."""
    await scene.press("Yes, one thing")
    await scene.type("   ")
    await scene.send()
    assert "Please fill this in" in scene.screen
    assert WHERE in scene.screen
    await scene.player.answer({"What is it?": WORDS}, send="Park it")
    assert MORE in scene.screen
    await scene.finish()


async def test_a_button_of_a_step_that_is_past(scene: Scene) -> None:
    """On another device they went on meanwhile: the button shows where they are."""
    await scene.elsewhere_at(PULL)
    await scene.elsewhere.press("Yes, one thing")
    await scene.press("No, nothing")
    assert "already past that one" in scene.screen
    assert PARKING in scene.screen
    await scene.type()
    await scene.send()
    await scene.finish()


async def test_a_form_of_a_step_that_is_past(scene: Scene) -> None:
    """It shows where they are, and the words that came too late for it, to copy."""
    await scene.press("Yes, one thing")
    await scene.type()
    await scene.elsewhere_at(PARKING)
    await scene.elsewhere.fill(loop="The other thing")
    await scene.send()
    assert "already past that one" in scene.screen
    assert WORDS in scene.screen
    assert MORE in scene.screen
    await scene.press("Show my words")
    assert "The other thing" in scene.screen
    assert WORDS not in scene.screen


async def test_one_button_pressed_twice_at_once(scene: Scene) -> None:
    """It counts once, and so does the whole."""
    await scene.click_twice("Yes, one thing")
    assert PARKING in scene.screen
    await scene.type()
    await scene.send()
    await scene.click_twice("No, that is all")
    await scene.player.answer({"One thing that was enough": "The soup"}, send="Close the day")
    await scene.player.command("shelf")
    assert scene.screen.count(WORDS) == 1


async def test_an_exercise_that_was_ended_elsewhere(scene: Scene) -> None:
    """The form is of an earlier moment: its words are shown to copy, and nothing is stored twice."""
    await scene.press("Yes, one thing")
    await scene.type()
    await scene.elsewhere_at(PARKING)
    await scene.elsewhere.fill(loop="The other thing")
    await scene.elsewhere.press("No, that is all")
    await scene.elsewhere.fill(enough="")
    await scene.send()
    assert "belongs to an earlier moment" in scene.screen
    assert WORDS in scene.screen
    await scene.press("Back to start")
    await scene.player.command("shelf")
    assert "The other thing" in scene.screen
    assert WORDS not in scene.screen


async def test_an_exercise_that_was_taken_out_meanwhile(scene: Scene) -> None:
    """An operator removed it: the words are shown to copy, the start page opens, and if it comes back it goes on."""
    await scene.press("Yes, one thing")
    await scene.type()
    closing = scene.catalog.pop("closing")
    await scene.send()
    assert "belongs to an earlier moment" in scene.screen
    assert WORDS in scene.screen
    await scene.press("Back to start")
    assert "Close the day" not in scene.screen
    scene.catalog["closing"] = closing
    await scene.player.command("open")
    await scene.press("Carry on: Close the day")
    await scene.type()
    await scene.send()
    await scene.finish()
