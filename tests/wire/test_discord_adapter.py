"""The Discord adapter with the real discord.py, against the stand-in, before a desk that does as it is told."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
import structlog
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bots.discord.app import DiscordApp, point_at
from bots.discord.messenger import DiscordMessenger
from bots.playground.discord.form import OpenModal
from bots.playground.discord.person import NotAnswered, Person
from bots.playground.discord.seen import text_of
from bots.playground.discord.server import DiscordStandIn
from bots.playground.discord.world import Message as Seen
from bots.playground.wire import ApplyThenDrop, DropBefore, Fault
from core.clock import SystemClock
from core.errors import BadToken, ConfigurationError, RecipientGone, StorageDown
from core.pages import (
    Action,
    ChoiceField,
    Contact,
    ContactKind,
    Document,
    Message,
    MessageKey,
    Option,
    OwnWords,
    Page,
    Paragraph,
    Rejected,
    Reply,
    TextField,
)
from core.people.who import Address, Platform, Who
from core.ports import DeliveryKey, RawAnswers
from core.private import Private
from core.tokens import ActionToken, Verb

HOME = ActionToken(Verb.GO, subject="home")
STEP = ActionToken(Verb.RUN, "run", "closing.park", 3)
CANARY = "xylophone # of *Marrakesh*"
FORM = Page(
    token=STEP,
    title="Closing",
    body=(Paragraph("Anything still pulling?"),),
    fields=(
        TextField(id="loop", label="What pulls"),
        ChoiceField(id="when", label="When", options=(Option("am", "Morning"), Option("pm", "Evening"))),
    ),
    submit="Next",
    actions=(Action("Not now", HOME),),
)
PICK = Page(
    token=STEP,
    title="Closing",
    fields=(
        ChoiceField(id="mood", label="How are you leaving?", options=(Option("ok", "Fine"), Option("low", "Low"))),
    ),
    submit="Next",
)


def page(title: str, *actions: Action, body: str = "Here you are.") -> Page:
    return Page(token=HOME, title=title, body=(Paragraph(body),), actions=actions)


@dataclass
class FakeDesk:
    """Answers with what it was given, and records what it was asked. An exception in place of a page is raised."""

    replies: dict[str, Reply | Exception] = field(default_factory=dict)
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    called: asyncio.Event = field(default_factory=asyncio.Event)
    seconds: float = 0

    async def command(self, who: Who, text: Private[str]) -> Reply:
        return await self._reply("command", who, text.reveal())

    async def tap(self, who: Who, token: ActionToken) -> Reply:
        return await self._reply("tap", who, token)

    async def submit(self, who: Who, token: ActionToken, answers: RawAnswers) -> Reply:
        return await self._reply("submit", who, token, answers)

    async def form(self, who: Who, token: ActionToken) -> Page:
        reply = self.replies.get("form", FORM)
        assert not isinstance(reply, Document | Rejected)
        if isinstance(reply, Exception):
            raise reply
        return reply

    async def _reply(self, method: str, *asked: Any) -> Reply:
        self.asked.append((method, *asked))
        self.called.set()
        await asyncio.sleep(self.seconds)
        reply = self.replies.get(method, page("Home"))
        if isinstance(reply, Exception):
            raise reply
        return reply


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
async def standin(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordStandIn]:
    """Its parameter: how long Discord waits for an answer, in seconds."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)  # so that both are put back
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    made = DiscordStandIn(answer_seconds=getattr(request, "param", 3.0))
    await made.start()
    point_at(made.api_url, made.gateway_url)
    yield made
    await made.stop()


@pytest.fixture
async def messenger(standin: DiscordStandIn) -> AsyncIterator[DiscordMessenger]:
    made = DiscordMessenger(standin.token, SystemClock())
    yield made
    await made.close()


Run = Callable[[], Awaitable[DiscordApp]]


@pytest.fixture
async def run(standin: DiscordStandIn, desk: FakeDesk, messenger: DiscordMessenger) -> AsyncIterator[Run]:
    """Starts the adapter, as often as a test restarts it."""
    started: list[tuple[DiscordApp, asyncio.Task[None]]] = []

    async def start() -> DiscordApp:
        app = DiscordApp(standin.token, desk, messenger, SystemClock(), patience=0.5)
        started.append((app, asyncio.create_task(app.start())))
        await asyncio.wait_for(app.ready.wait(), 10)
        return app

    yield start
    for app, task in started:
        await app.stop(1)
        await asyncio.wait_for(task, 5)


@pytest.fixture
async def app(run: Run) -> DiscordApp:
    return await run()


@pytest.fixture
def sam(standin: DiscordStandIn, app: DiscordApp) -> Person:
    return standin.person("4242", locale="en-GB")


def text(shown: Any) -> str:
    assert shown is not None
    return "\n".join(text_of(shown))


async def until(seen: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not seen():  # noqa: ASYNC110 - what is waited for is a line in a log
            await asyncio.sleep(0.02)


async def filled_form(person: Person, desk: FakeDesk) -> None:
    """Open the form by its button and fill it."""
    desk.replies["command"] = FORM
    await person.command("enough", "open")
    await person.press("Answer")
    await person.fill({"What pulls": CANARY, "When": "Evening"})


# ------------------------------------------------------------------------------------------------ asking


async def test_a_command_is_answered_where_only_they_see_it(
    standin: DiscordStandIn, desk: FakeDesk, app: DiscordApp
) -> None:
    """The subcommand reaches the desk with who asks; the page comes back ephemeral."""
    sam = standin.person("4242", locale="es-419", installed="user")
    shown = await sam.command("enough", "shelf")
    assert isinstance(shown, Seen)
    assert shown.ephemeral
    assert "Here you are." in text(shown)
    assert desk.asked == [
        ("command", Who(Platform.DISCORD, standin.application_id, "4242", "es", can_dm=False), "shelf")
    ]


async def test_a_tap_changes_the_page_in_place(desk: FakeDesk, sam: Person) -> None:
    """One message that moves on, not a growing pile."""
    desk.replies["command"] = page("Home", Action("More", STEP))
    await sam.command("enough", "open")
    desk.replies["tap"] = page("Next")
    await sam.press("More")
    (only,) = sam.ephemerals
    assert "Next" in text(only)
    assert desk.asked[-1][2] == STEP


async def test_a_lone_choice_is_submitted_when_it_is_chosen(desk: FakeDesk, sam: Person) -> None:
    """No form, no second tap."""
    desk.replies["command"] = PICK
    await sam.command("enough", "open")
    desk.replies["submit"] = page("Thanks")
    await sam.choose("s" + STEP.encode(), "Low")
    assert desk.asked[-1][2:] == (STEP, {"mood": ("low",)})
    assert "Thanks" in text(sam.last)


async def test_a_form_opens_is_submitted_and_its_page_moves_on(desk: FakeDesk, sam: Person) -> None:
    """Button, modal, submit, and the next page in the same message."""
    await filled_form(sam, desk)
    desk.replies["submit"] = page("Parked")
    await sam.submit()
    assert desk.asked[-1][2:] == (STEP, {"loop": Private(CANARY), "when": ("pm",)})
    (only,) = sam.ephemerals
    assert "Parked" in text(only)


async def test_a_file_comes_beside_the_page(desk: FakeDesk, sam: Person) -> None:
    """It stays when the page moves on, and holds the text to the letter."""
    desk.replies["command"] = page("Home", Action("Export", STEP))
    await sam.command("enough", "open")
    desk.replies["tap"] = Document(
        token=STEP, title="Your words", intro=(Paragraph("All of it."),), filename="enough.md", text=Private(CANARY)
    )
    await sam.press("Export")
    home, document = sam.ephemerals
    assert ("Export" in text(home), "All of it." in text(document)) == (True, True)
    assert [(file.name, file.data.decode()) for file in sam.files] == [("enough.md", CANARY)]


# ------------------------------------------------------------------------------------- nothing typed is lost


async def test_a_refused_form_keeps_what_was_typed(desk: FakeDesk, sam: Person) -> None:
    """The error and the words stand in the message; the form opens with them in it."""
    await filled_form(sam, desk)
    desk.replies["submit"] = Rejected(STEP, {"when": "Evenings are full."})
    shown = await sam.submit()
    assert "When: Evenings are full." in text(shown)
    assert CANARY in text(shown)
    modal = await sam.press("Answer")
    assert isinstance(modal, OpenModal)
    assert modal.values == {"loop": CANARY, "when": ["pm"]}


@pytest.mark.parametrize("error", [StorageDown("locked"), RuntimeError(CANARY), BadToken("stale")])
async def test_an_error_keeps_what_was_typed(desk: FakeDesk, sam: Person, error: Exception) -> None:
    """Whatever broke, the words are there and can be sent again."""
    await filled_form(sam, desk)
    desk.replies["submit"] = error
    assert CANARY in text(await sam.submit())
    await sam.press("Answer")
    desk.replies["submit"] = page("Parked")
    await sam.submit()
    assert desk.asked[-1][3]["loop"] == Private(CANARY)
    assert "Parked" in text(sam.last)


async def test_an_error_keeps_what_was_typed_when_the_form_is_broken_too(desk: FakeDesk, sam: Person) -> None:
    """Without the form's labels the words are shown all the same, and stay while it does not open."""
    await filled_form(sam, desk)
    desk.replies |= {"submit": RuntimeError(), "form": RuntimeError()}
    assert CANARY in text(await sam.submit())
    await sam.press("Answer")
    assert [CANARY in text(each) for each in sam.ephemerals] == [True, False]
    desk.replies["form"] = FORM
    modal = await sam.press("Answer")
    assert isinstance(modal, OpenModal)
    assert modal.values["loop"] == CANARY


async def test_a_form_survives_a_restart(desk: FakeDesk, run: Run, standin: DiscordStandIn) -> None:
    """Opened before, submitted after: nothing of it lived in the process."""
    first = await run()
    sam = standin.person()
    await filled_form(sam, desk)
    await first.stop()
    await run()
    desk.replies["submit"] = Rejected(STEP, {"": "Not yet."})
    await sam.submit()
    modal = await sam.press("Answer")
    assert isinstance(modal, OpenModal)
    assert modal.values["loop"] == CANARY


# ------------------------------------------------------------------------------------------------- in time


async def test_a_slow_desk_is_waited_for(desk: FakeDesk, sam: Person) -> None:
    """The command is deferred, and its page comes later into the same place, seen by them alone."""
    desk.seconds = 0.8
    shown = await sam.command("enough", "open")
    assert isinstance(shown, Seen)
    assert (shown.ephemeral, len(sam.ephemerals)) == (True, 1)
    assert "Here you are." in text(shown)


async def test_a_slow_submit_is_waited_for(desk: FakeDesk, sam: Person) -> None:
    """The page of the form stays until the next one takes its place."""
    await filled_form(sam, desk)
    desk.seconds = 0.8
    desk.replies["submit"] = page("Parked")
    await sam.submit()
    (only,) = sam.ephemerals
    assert "Parked" in text(only)


async def test_a_slow_error_stands_beside_the_page(desk: FakeDesk, sam: Person) -> None:
    """What was pressed is still there to be pressed again."""
    desk.replies["command"] = page("Home", Action("More", STEP))
    await sam.command("enough", "open")
    desk.seconds, desk.replies["tap"] = 0.8, RuntimeError()
    await sam.press("More")
    home, notice = sam.ephemerals
    assert "More" in text(home)
    assert "Something broke" in text(notice)


@pytest.mark.parametrize("seconds", [0, 0.8], ids=["at once", "deferred"])
@pytest.mark.parametrize("call", ["POST /interactions/*", "PATCH /webhooks/*"])
@pytest.mark.parametrize("fault", [DropBefore(), ApplyThenDrop()], ids=lambda fault: type(fault).__name__)
async def test_a_connection_that_breaks_takes_no_answer_with_it(
    desk: FakeDesk, sam: Person, standin: DiscordStandIn, fault: Fault, call: str, seconds: float
) -> None:
    """It is sent again, and is there once: after a command, in place of a page, and as a form."""
    desk.seconds = seconds
    desk.replies["command"] = page("Home", Action("More", STEP))
    standin.faults.add(call, fault)
    await sam.command("enough", "open")
    desk.replies["tap"] = FORM
    standin.faults.add(call, fault)
    await sam.press("More")
    standin.faults.add("POST /interactions/*", fault)
    opened = await sam.press("Answer")
    (only,) = sam.ephemerals
    assert "Anything still pulling?" in text(only)
    assert isinstance(opened, OpenModal)


async def test_help_beside_an_error_is_that_of_their_country(desk: FakeDesk, sam: Person) -> None:
    """What the pressed button knew of them goes on: nothing else may know it yet."""
    desk.replies["command"] = page("Home", Action("More", replace(STEP, country="GB", language="es")))
    await sam.command("enough", "open")
    desk.replies["tap"] = RuntimeError()
    await sam.press("More")
    desk.replies["tap"] = page("Help")
    await sam.press("Ayuda ahora")
    assert desk.asked[-1][2] == ActionToken(Verb.GO, subject="now", country="GB", language="es")


async def test_two_taps_at_once_are_both_answered(desk: FakeDesk, sam: Person) -> None:
    """The desk decides what the second one means; neither fails in the person's hands."""
    desk.replies["command"] = page("Home", Action("More", STEP))
    await sam.command("enough", "open")
    desk.replies["tap"] = page("Next")
    await asyncio.gather(sam.press("More"), sam.press("More"))
    assert [method for method, *_ in desk.asked] == ["command", "tap", "tap"]
    assert len(sam.ephemerals) == 1


async def test_stopping_waits_for_an_answer_under_way(desk: FakeDesk, run: Run, standin: DiscordStandIn) -> None:
    """A person who tapped in the last second is answered."""
    app = await run()
    sam = standin.person()
    desk.seconds = 0.3
    asking = asyncio.create_task(sam.command("enough", "open"))
    await asyncio.wait_for(desk.called.wait(), 15)
    await app.stop(5)
    assert "Here you are." in text(await asking)


# ---------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize("custom_id", ["x", "t1::en:nope:::", "z" + STEP.encode(), "t" + "1" * 99])
async def test_a_button_that_is_not_ours_is_answered_kindly(desk: FakeDesk, sam: Person, custom_id: str) -> None:
    """A reply with a way on, beside the message, and the desk is not asked."""
    shown = await sam.command("enough", "open")
    assert isinstance(shown, Seen)
    await sam.press_raw(custom_id, where=shown)
    assert len(sam.ephemerals) == 2
    assert "[ Start page ] [ Help now ]" in text(sam.ephemerals[-1])
    assert len(desk.asked) == 1


async def test_a_stale_button_is_answered_kindly(desk: FakeDesk, sam: Person) -> None:
    """The desk does not know it any more."""
    desk.replies["command"] = page("Home", Action("More", STEP))
    await sam.command("enough", "open")
    desk.replies["tap"] = BadToken("stale")
    await sam.press("More")
    assert len(sam.ephemerals) == 2


async def test_an_unexpected_error_gives_a_number(desk: FakeDesk, sam: Person) -> None:
    """The same number as in the log, and the log has nothing else of it."""
    desk.replies["command"] = RuntimeError(CANARY)
    with structlog.testing.capture_logs() as logged:
        shown = await sam.command("enough", "open")
    (entry,) = [each for each in logged if each["event"] == "discord_unexpected"]
    assert entry["reference"] in text(shown)
    assert CANARY not in str(logged)


async def test_what_discord_does_not_take_is_said(desk: FakeDesk, sam: Person) -> None:
    """Two buttons of one meaning are refused by Discord: the person reads of trouble instead of nothing."""
    twice = (Action("One", STEP), Action("Two", STEP))
    desk.replies["command"] = Document(
        token=HOME, title="T", intro=(Paragraph("p"),), filename="a.md", text=Private("x"), actions=twice
    )
    assert "Something broke" in text(await sam.command("enough", "export"))


async def test_markup_and_mentions_are_shown_as_typed(desk: FakeDesk, sam: Person, standin: DiscordStandIn) -> None:
    """Their own words come back to the letter and ping no one."""
    words = "# not a title\n<@4242> @everyone *x*"
    desk.replies["command"] = Page(token=HOME, title="Shelf", body=(OwnWords(Private(words)),))
    shown = await sam.command("enough", "shelf")
    assert all(f"| {line}" in text(shown) for line in words.split("\n"))
    (call,) = standin.calls("POST /interactions/*")
    assert call.body["data"]["allowed_mentions"] == {"parse": []}


# -------------------------------------------------------------------------------------------------- messages

NUDGE = Message(key=MessageKey.NUDGE, language="en", country="US", nudge="n" * 24, work_date=date(2026, 3, 2))
KEY = DeliveryKey("n" * 24, date(2026, 3, 2))


async def opened(messenger: DiscordMessenger, standin: DiscordStandIn, person: Person) -> Address:
    return await messenger.open_dm(Who(Platform.DISCORD, standin.application_id, person.id))


async def test_a_nudge_arrives_once(messenger: DiscordMessenger, standin: DiscordStandIn, sam: Person) -> None:
    """Sent again after a broken connection, the nonce makes it the same message."""
    address = await opened(messenger, standin, sam)
    first = await messenger.send(address, NUDGE, key=KEY)
    assert await messenger.send(address, NUDGE, key=KEY) == first
    (only,) = sam.dm
    assert "as you asked" in text(only)


async def test_the_answer_to_a_nudge_is_not_in_the_dm(
    messenger: DiscordMessenger, standin: DiscordStandIn, desk: FakeDesk, sam: Person
) -> None:
    """The message stays as it is; the page is ephemeral."""
    await messenger.send(await opened(messenger, standin, sam), NUDGE, key=KEY)
    await sam.press("Open")
    assert len(sam.dm) == 1
    assert "Here you are." in text(sam.ephemerals[-1])
    assert "as you asked" in text(sam.dm[0])


async def test_closed_dms_are_gone(messenger: DiscordMessenger, standin: DiscordStandIn, sam: Person) -> None:
    """Never retried."""
    address = await opened(messenger, standin, sam)
    sam.dms_open = False
    with pytest.raises(RecipientGone):
        await messenger.send(address, NUDGE, key=KEY)


# ------------------------------------------------------------------------------------------------ the gateway


async def test_commands_are_registered_once(run: Run, standin: DiscordStandIn) -> None:
    """A second start with the same commands writes nothing."""
    await run()
    await run()
    assert len(standin.calls("PUT /applications/*")) == 1


async def test_it_resumes(standin: DiscordStandIn, app: DiscordApp, sam: Person) -> None:
    """Asked to reconnect, it takes up the same session, and answers."""
    await standin.gateway.reconnect()
    await sam.wait_for(lambda: standin.gateway.resumed)
    assert "Here you are." in text(await sam.command("enough", "open"))


async def test_it_connects_once_discord_is_back(
    desk: FakeDesk, messenger: DiscordMessenger, standin: DiscordStandIn
) -> None:
    """A first login that is refused and a first gateway that cannot be reached are tried again."""
    standin.faults.server_error("GET /users/@me", status=503)
    point_at(standin.api_url, "ws://127.0.0.1:1")
    app = DiscordApp(standin.token, desk, messenger, SystemClock(), first_wait=0.05)
    task = asyncio.create_task(app.start())
    with structlog.testing.capture_logs() as logged:
        await until(lambda: len([each for each in logged if each["event"] == "discord_disconnected"]) > 1)
    outages = [each["error"] for each in logged if each["event"] == "discord_disconnected"]
    assert outages[:2] == ["DiscordServerError", "AttributeError"]
    point_at(standin.api_url, standin.gateway_url)
    await asyncio.wait_for(app.ready.wait(), 10)
    await app.stop()
    await task


async def test_a_wrong_token_names_its_setting(desk: FakeDesk, standin: DiscordStandIn) -> None:
    """Not retried: someone has to change it."""
    app = DiscordApp("wrong", desk, DiscordMessenger("wrong", SystemClock()), SystemClock())
    with pytest.raises(ConfigurationError, match="DISCORD_BOT_TOKEN"):
        await app.start()


# --------------------------------------------------------------------------------------------------- privacy


async def test_no_log_holds_what_was_typed(desk: FakeDesk, sam: Person, caplog: pytest.LogCaptureFixture) -> None:
    """At DEBUG, with the library's loggers pinned as ``bots.logs`` pins them, errors included."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="discord")
    with structlog.testing.capture_logs() as logged:
        await filled_form(sam, desk)
        desk.replies["submit"] = RuntimeError(CANARY)
        await sam.submit()
        await sam.press("Answer")
        desk.replies["submit"] = page("Parked")
        await sam.submit()
    assert logged
    assert "xylophone" not in caplog.text + str(logged)


@pytest.mark.parametrize("standin", [0.2], indirect=True)
async def test_help_that_comes_too_late_asks_to_open_enough(
    desk: FakeDesk, sam: Person, standin: DiscordStandIn
) -> None:
    """Discord takes the answer no more. A direct message may be read by others one day: it is neutral."""
    desk.replies["command"] = Page(token=HOME, title="Help", body=(Contact(ContactKind.CALL, "Call 988", "988"),))
    standin.faults.slow("POST /interactions/*", seconds=0.3)
    with pytest.raises(NotAnswered):
        await sam.command("enough", "now")
    (message,) = await sam.wait_for(lambda: sam.dm)
    assert "Please open Enough" in text(message)
    assert "988" not in text(message)


@pytest.mark.parametrize("standin", [0.2], indirect=True)
async def test_help_that_no_message_can_ask_for_is_in_the_log_alone(
    desk: FakeDesk, sam: Person, standin: DiscordStandIn
) -> None:
    """Their DMs are closed: nothing else is tried, and nothing says what it was."""
    sam.dms_open = False
    desk.replies["command"] = Page(token=HOME, title="Help", body=(Contact(ContactKind.CALL, "Call 988", "988"),))
    standin.faults.slow("POST /interactions/*", seconds=0.3)
    with structlog.testing.capture_logs() as logged:
        with pytest.raises(NotAnswered):
            await sam.command("enough", "now")
        await until(lambda: len(logged) > 1)
    assert not sam.dm
    assert {each["event"] for each in logged} == {"discord_not_shown"}
    assert "988" not in str(logged)


@pytest.mark.parametrize("standin", [0.2], indirect=True)
async def test_an_answer_that_is_too_late_is_in_the_log_alone(
    desk: FakeDesk, sam: Person, standin: DiscordStandIn
) -> None:
    """Discord takes it no more, so nothing can be said to the person; the desk's work is done all the same."""
    standin.faults.slow("POST /interactions/*", seconds=0.3)
    with structlog.testing.capture_logs() as logged:
        with pytest.raises(NotAnswered):
            await sam.command("enough", "open")
        await until(lambda: bool(logged))
    assert [(each["event"], each["code"]) for each in logged] == [("discord_not_shown", 10062)]
    assert len(desk.asked) == 1
