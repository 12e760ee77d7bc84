"""The Slack adapter over the wire: the real slack_bolt and slack_sdk against the stand-in, with a desk made by hand."""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from typing import Any

import pytest
import structlog

from bots.playground.players import SlackPlayer
from bots.playground.slack.person import Person
from bots.playground.slack.seen import text_of
from bots.playground.slack.server import SlackStandIn
from bots.slack import ids
from bots.slack.app import SlackApp
from bots.slack.messenger import SlackMessenger
from core.clock import SystemClock
from core.errors import Ambiguous, BadToken, ConfigurationError, RateLimited, RecipientGone
from core.pages import (
    Action,
    Contact,
    ContactKind,
    Document,
    Message,
    MessageKey,
    OwnWords,
    Page,
    Paragraph,
    Rejected,
    Reply,
    TextField,
    TimeField,
)
from core.people.who import Address, Platform, Profile, Who
from core.ports import DeliveryKey, RawAnswers
from core.private import Private
from core.tokens import ActionToken, Verb

CANARY = "the canary sings of <@U1> & more"
TOKEN = ActionToken(Verb.RUN, subject="r" * 24, step="closing.leave", version=1, country="US")
KEY = DeliveryKey("n" * 24, date(2026, 3, 2))
NUDGE = Message(key=MessageKey.NUDGE, language="en", nudge="n" * 24, work_date=KEY.work_date)
CALL = Contact(ContactKind.CALL, "Call 988", "988")


def page(title: str, *body: Paragraph | OwnWords | Contact, step: str = "a", buttons: tuple[str, ...] = ()) -> Page:
    token = TOKEN.to(Verb.RUN, subject=TOKEN.subject, step=step, version=1)
    actions = tuple(Action(label, token.to(Verb.GO, subject=label.lower())) for label in buttons)
    return Page(token=token, title=title, body=body, actions=actions)


def form(title: str = "Form", *, step: str = "closing.leave", buttons: tuple[str, ...] = ()) -> Page:
    token = TOKEN.to(Verb.RUN, subject=TOKEN.subject, step=step, version=1)
    fields = (TextField(id="words", label="Words"), TimeField(id="time", label="Time", optional=True))
    actions = tuple(Action(label, token.to(Verb.GO, subject=label.lower())) for label in buttons)
    return Page(token=token, title=title, fields=fields, submit="Next", actions=actions)


class FakeDesk:
    """Answers what a test tells it to, after a wait if asked, and keeps what it was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Who, Any, Any]] = []
        self._answers: dict[str, deque[tuple[Reply | Exception, float]]] = defaultdict(deque)

    def answers(self, method: str, reply: Reply | Exception, *, after: float = 0.0) -> None:
        self._answers[method].append((reply, after))

    def asked(self, method: str) -> list[tuple[str, Who, Any, Any]]:
        return [call for call in self.calls if call[0] == method]

    async def command(self, who: Who, text: Private[str]) -> Reply:
        return await self._answer("command", who, text)

    async def tap(self, who: Who, token: ActionToken) -> Reply:
        return await self._answer("tap", who, token)

    async def submit(self, who: Who, token: ActionToken, answers: RawAnswers) -> Reply:
        return await self._answer("submit", who, token, answers)

    async def form(self, who: Who, token: ActionToken) -> Page:
        reply = await self._answer("form", who, token)
        assert isinstance(reply, Page)
        return reply

    async def _answer(self, method: str, who: Who, first: object, second: object = None) -> Reply:
        self.calls.append((method, who, first, second))
        waiting = self._answers[method]
        reply, after = waiting.popleft() if waiting else (page("Default"), 0.0)
        await asyncio.sleep(after)
        if isinstance(reply, Exception):
            raise reply
        return reply


@pytest.fixture
async def standin() -> AsyncIterator[SlackStandIn]:
    server = SlackStandIn(patience=1.0, event_retry_delays=(0.0, 0.05))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
async def messenger(standin: SlackStandIn) -> AsyncIterator[SlackMessenger]:
    made = SlackMessenger(standin.bot_token, standin.api_url, SystemClock(), timeout=2.0)
    yield made
    await made.close()


def make_app(standin: SlackStandIn, desk: FakeDesk, messenger: SlackMessenger, **changes: Any) -> SlackApp:
    settings = {"bot_token": standin.bot_token, "app_token": standin.app_token, "api_url": standin.api_url}
    return SlackApp(desk=desk, messenger=messenger, clock=SystemClock(), **{**settings, **changes})


@pytest.fixture
async def app(standin: SlackStandIn, desk: FakeDesk, messenger: SlackMessenger) -> AsyncIterator[SlackApp]:
    made = make_app(standin, desk, messenger, watch_every=0.1)
    await made.start()
    await standin.wait_for_sockets(1)
    yield made
    await made.stop(2.0)


@pytest.fixture
def ana(standin: SlackStandIn, app: SlackApp) -> Person:
    return standin.person("U0ANA", tz="Europe/Lisbon", locale="es-ES")


def title(person: Person) -> str:
    assert person.modal is not None
    return person.modal.title


def lines(person: Person) -> str:
    assert person.modal is not None
    return "\n".join(text_of(person.modal))


async def show(person: Person, desk: FakeDesk, shown: Reply) -> None:
    desk.answers("command", shown)
    await person.command("/enough")


# --------------------------------------------------------------------------------------- opening and steps


async def test_the_command_opens_a_page(desk: FakeDesk, ana: Person, standin: SlackStandIn) -> None:
    """With the text as it was typed, for the person in their tenant, and without a message anywhere."""
    desk.answers("command", page("Enough", Paragraph("Hello"), CALL))
    await ana.command("/enough", "put everything < down")
    assert title(ana) == "Enough"
    assert "Call 988 (tel:988)" in lines(ana)
    ((_, who, text, _),) = desk.asked("command")
    assert (who.platform, who.tenant, who.external_id) == (Platform.SLACK, f"-/{standin.workspace.team_id}", "U0ANA")
    assert text == Private("put everything < down")
    assert ana.dm == []


async def test_the_shortcut_opens_the_form_for_a_thought(desk: FakeDesk, ana: Person) -> None:
    """The shortcut is the command to begin from a thought."""
    await ana.shortcut(ids.SHORTCUT)
    assert title(ana) == "Default"
    assert desk.asked("command")[0][2] == Private("put")


async def test_a_slow_answer_is_waited_for_in_the_modal(desk: FakeDesk, ana: Person) -> None:
    """A line to wait by within the trigger's life, with help in reach, then the page."""
    desk.answers("command", page("Late", Paragraph("Here")), after=1.2)
    await ana.command("/enough")
    assert "One moment…" in lines(ana)
    assert "[ Help now ]" in lines(ana)
    await ana.wait_for(lambda: ana.modal is not None and ana.modal.title == "Late")


async def test_a_player_has_the_patience_of_a_person(desk: FakeDesk, ana: Person) -> None:
    """A script waits where the screen says so, and sends a form again when it says that: it runs on any machine."""
    player = SlackPlayer(ana)
    desk.answers("command", form(), after=1.2)
    await player.command("open")
    assert title(ana) == "Form"
    desk.answers("submit", page("Late"), after=2.8)
    desk.answers("submit", page("Kept"))
    await player.answer({"Words": CANARY}, send="Next")
    assert title(ana) == "Kept"


async def test_help_asked_for_while_waiting_is_not_drawn_over(desk: FakeDesk, ana: Person) -> None:
    """The page that comes late gives way to it."""
    desk.answers("command", page("Late"), after=1.5)
    desk.answers("tap", page("Help", CALL))
    await ana.command("/enough")
    await ana.press("Help now")
    await asyncio.sleep(1.0)
    assert title(ana) == "Help"


async def test_a_form_leads_to_the_next_step_in_the_same_modal(desk: FakeDesk, ana: Person) -> None:
    """The answers come as they were typed; nothing typed leaks into the next step's field of the same name."""
    await show(ana, desk, form())
    desk.answers("submit", form("Second", step="closing.pull"))
    await ana.fill({"Words": CANARY})
    await ana.submit()
    assert title(ana) == "Second"
    ((_, _, token, answers),) = desk.asked("submit")
    assert token == form().token
    assert answers == {"words": Private(CANARY)}
    assert CANARY not in lines(ana)


async def test_an_error_stands_under_its_field_and_the_text_stays(desk: FakeDesk, ana: Person) -> None:
    """What was typed is there to be mended, and can be sent then."""
    await show(ana, desk, form())
    desk.answers("submit", Rejected(TOKEN, {"time": "A time such as 16:45", "": "Not yet"}))
    await ana.fill({"Words": CANARY, "Time": "late"})
    await ana.submit()
    assert ana.modal is not None
    first, second = ana.modal.errors.items()
    assert first[1] == "A time such as 16:45"
    assert first[0].endswith(":time")
    assert (second[0].endswith(":words"), second[1]) == (True, "Not yet")
    assert CANARY in lines(ana)
    desk.answers("submit", page("Kept"))
    await ana.submit()
    assert title(ana) == "Kept"


async def test_a_slow_form_is_answered_in_time_and_can_be_sent_again(desk: FakeDesk, ana: Person) -> None:
    """Not saved yet, says the field; the text stays; the second time it is."""
    await show(ana, desk, form())
    desk.answers("submit", page("Late"), after=2.8)
    desk.answers("submit", page("Kept"))
    await ana.fill({"Words": CANARY})
    await ana.submit()
    assert "Not saved yet" in lines(ana)
    assert CANARY in lines(ana)
    await ana.submit()
    assert title(ana) == "Kept"


async def test_help_that_comes_late_is_shown_all_the_same(desk: FakeDesk, ana: Person) -> None:
    """Nobody has to press again for it."""
    await show(ana, desk, form())
    desk.answers("submit", page("Help", CALL), after=2.5)
    await ana.fill({"Words": CANARY})
    await ana.submit()
    await ana.wait_for(lambda: ana.modal is not None and ana.modal.title == "Help")


async def test_late_help_for_a_form_that_was_closed_meanwhile_asks_to_open_enough(desk: FakeDesk, ana: Person) -> None:
    """There is no window to draw it in, and no reply that only they see: the message is neutral."""
    await show(ana, desk, form())
    desk.answers("submit", page("Help", CALL), after=2.6)
    await ana.fill({"Words": CANARY})
    await ana.submit()
    await ana.close_modal()
    (message,) = await ana.wait_for(lambda: ana.dm)
    shown = "\n".join(text_of(message))
    assert "Please open Enough" in shown
    assert "988" not in shown
    assert CANARY not in shown


async def test_a_document_is_turned_in_the_modal(desk: FakeDesk, ana: Person) -> None:
    """The way on is a tap like any other: for the next part, in the form that was asked for."""
    words = Private("\n".join(f"line {number} of what was kept" for number in range(200)))
    asked_for = TOKEN.to(Verb.EXPORT, step="csv", carry="0")
    document = Document(token=asked_for, title="Your words", intro=(), filename="enough.csv", text=words)
    await show(ana, desk, document)
    assert "Part 1 of 2" in lines(ana)
    desk.answers("tap", page("Next part"))
    await ana.press("Next part")
    token = desk.asked("tap")[0][2]
    assert (token.verb, token.step, token.carry) == (Verb.EXPORT, "csv", "1")


# ---------------------------------------------------------------------------------------------- buttons


async def test_a_button_draws_its_modal_anew(desk: FakeDesk, ana: Person, standin: SlackStandIn) -> None:
    """In place, only if nothing else has drawn it since."""
    await show(ana, desk, page("First", buttons=("Shelf",)))
    desk.answers("tap", page("Second"))
    await ana.press("Shelf")
    assert [view.title for view in ana.modals] == ["Second"]
    assert desk.asked("tap")[0][2].subject == "shelf"
    (update,) = standin.calls("views.update")
    assert update.body["hash"]


async def test_a_double_click_is_one_tap(desk: FakeDesk, ana: Person) -> None:
    """Both arrive; one is asked, and its answer stands."""
    await show(ana, desk, page("First", buttons=("Keep",)))
    desk.answers("tap", page("Kept"), after=0.2)
    await asyncio.gather(ana.press("Keep"), ana.press("Keep"))
    assert title(ana) == "Kept"
    assert len(desk.asked("tap")) == 1


async def test_of_two_buttons_at_once_the_last_pressed_stands(desk: FakeDesk, ana: Person) -> None:
    """Whichever answer is there first, the modal ends with the one to the last press."""
    await show(ana, desk, page("First", buttons=("One", "Two")))
    desk.answers("tap", page("Answer one"), after=0.3)
    desk.answers("tap", page("Answer two"), after=0.1)
    first = asyncio.create_task(ana.press("One"))
    await asyncio.sleep(0.02)
    await ana.press("Two")
    await first
    await asyncio.sleep(0.4)
    assert title(ana) == "Answer two"


async def test_the_last_press_stands_when_its_answer_comes_last_too(desk: FakeDesk, ana: Person) -> None:
    """The modal was drawn since by the other press: it is drawn again."""
    await show(ana, desk, page("First", buttons=("One", "Two")))
    desk.answers("tap", page("Answer one"), after=0.1)
    desk.answers("tap", page("Answer two"), after=0.3)
    first = asyncio.create_task(ana.press("One"))
    await asyncio.sleep(0.02)
    await ana.press("Two")
    await first
    await ana.wait_for(lambda: title(ana) == "Answer two")


@pytest.mark.parametrize("action_id", ["tap:0", "something:else"])
async def test_a_dead_button_is_answered_kindly(desk: FakeDesk, ana: Person, action_id: str) -> None:
    """A button of another time or app: a kind page, and core is not asked."""
    await show(ana, desk, page("First"))
    assert ana.modal is not None
    await ana.send_action({"action_id": action_id, "type": "button", "value": "0:old:button"}, where=ana.modal)
    assert "from another time" in lines(ana)
    assert desk.asked("tap") == []


async def test_a_button_that_core_knows_no_more_is_answered_kindly(desk: FakeDesk, ana: Person) -> None:
    """The same, when it is core that does not know it."""
    await show(ana, desk, page("First", buttons=("Old",)))
    desk.answers("tap", BadToken("foreign"))
    await ana.press("Old")
    assert "from another time" in lines(ana)


# ---------------------------------------------------------------------------------------- other surfaces


async def test_a_button_under_a_nudge_opens_a_modal(
    desk: FakeDesk, ana: Person, messenger: SlackMessenger, app: SlackApp
) -> None:
    """The message stays what it was; the page is in the modal."""
    address = await messenger.open_dm(Who(Platform.SLACK, "-/T", "U0ANA"))
    await messenger.send(address, NUDGE, key=KEY)
    desk.answers("tap", form())
    await ana.press("Open")
    assert title(ana) == "Form"
    token = desk.asked("tap")[0][2]
    assert (token.verb, token.subject, token.step, token.carry) == (Verb.NUDGE, NUDGE.nudge, "open", "2026-03-02")
    assert len(ana.dm) == 1


async def test_home_shows_a_page_and_opens_its_form(desk: FakeDesk, ana: Person) -> None:
    """The form that the page's token names opens in a modal."""
    desk.answers("command", form("Home"))
    await ana.open_home()
    assert desk.asked("command")[0][2] == Private("home")
    assert ana.home is not None
    desk.answers("form", form("The form"))
    await ana.press("Open")
    assert title(ana) == "The form"
    assert desk.asked("form")[0][2] == form().token


async def test_an_event_that_comes_again_is_handled_once(desk: FakeDesk, ana: Person, standin: SlackStandIn) -> None:
    """Slack repeats an event whose answer it did not get."""
    event = {"type": "app_home_opened", "user": ana.id, "tab": "home"}
    await standin.send_event(event, event_id="Ev1")
    await standin.send_event(event, event_id="Ev1")
    await ana.wait_for(lambda: ana.home)
    assert len(desk.asked("command")) == 1


async def test_what_nobody_listens_to_is_acknowledged(desk: FakeDesk, ana: Person, standin: SlackStandIn) -> None:
    """An event that the app was subscribed to by mistake does not come again for ever."""
    await standin.send_event({"type": "reaction_added", "user": ana.id})
    assert desk.calls == []


# ------------------------------------------------------------------------------- when no modal can be opened


async def test_a_page_that_cannot_open_is_offered_again_to_the_person_alone(
    desk: FakeDesk, ana: Person, standin: SlackStandIn
) -> None:
    """The reply has a button; what the page says stays out of it."""
    standin.faults.server_error("views.open")
    desk.answers("command", page("Shelf", Paragraph("Your rule")))
    await ana.command("/enough", "shelf")
    (reply,) = await ana.wait_for(lambda: ana.dm)
    assert reply.only_for == ana.id
    assert "Your rule" not in "\n".join(text_of(reply))
    await ana.press("Open")
    assert title(ana) == "Default"


async def test_help_that_cannot_open_arrives_as_a_reply_to_the_person_alone(
    desk: FakeDesk, ana: Person, standin: SlackStandIn
) -> None:
    """The whole answer but for their own words; then, the second way to reply to them alone."""
    standin.faults.server_error("views.open")
    standin.faults.server_error("response_url")
    desk.answers("command", page("Help", OwnWords(Private(CANARY)), CALL))
    await ana.command("/enough", "now")
    (reply,) = await ana.wait_for(lambda: ana.dm)
    assert reply.only_for == ana.id
    shown = "\n".join(text_of(reply))
    assert "tel:988" in shown
    assert CANARY not in shown


async def test_help_that_no_private_place_takes_asks_to_open_enough(
    desk: FakeDesk, ana: Person, standin: SlackStandIn
) -> None:
    """A direct message may be read by others one day: it is neutral."""
    for method in ("views.open", "response_url", "chat.postEphemeral"):
        standin.faults.server_error(method)
    desk.answers("command", page("Help", CALL))
    await ana.command("/enough", "now")
    (message,) = await ana.wait_for(lambda: ana.dm)
    assert message.only_for is None
    shown = "\n".join(text_of(message))
    assert "Please open Enough" in shown
    assert "988" not in shown


# --------------------------------------------------------------------------------- errors, and what is logged


@pytest.fixture
def all_logs() -> Iterator[Callable[[], str]]:
    """Everything that is logged at any level, by any library that bots/logs.py does not pin, and by structlog."""
    records: list[logging.LogRecord] = []
    events: list[Any] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    def keep(_logger: object, _method: str, event: Any) -> Any:
        events.append(dict(event))
        raise structlog.DropEvent

    root, handler, level = logging.getLogger(), Keep(), logging.getLogger().level
    pinned = {logging.getLogger(name): logging.getLogger(name).level for name in ("slack_sdk", "aiohttp", "asyncio")}
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for logger in pinned:
        logger.setLevel(logging.WARNING)
    structlog.configure(processors=[keep], wrapper_class=structlog.make_filtering_bound_logger(0))

    def everything() -> str:
        return "\n".join(
            [*(f"{record.name} {record.getMessage()} {record.exc_info}" for record in records), *map(str, events)]
        )

    yield everything
    root.removeHandler(handler)
    root.setLevel(level)
    for logger, before in pinned.items():
        logger.setLevel(before)
    structlog.reset_defaults()


async def test_an_unexpected_error_gives_a_number_and_keeps_the_text(
    all_logs: Callable[[], str], desk: FakeDesk, ana: Person
) -> None:
    """The number stands at the field and in the log, beside the kind of error; its words are nowhere."""
    await show(ana, desk, form())
    desk.answers("submit", ValueError(CANARY))
    await ana.fill({"Words": CANARY})
    await ana.submit()
    assert CANARY in lines(ana)
    reference = lines(ana).split("run Enough: ")[1][:8]
    assert reference in all_logs()
    assert "ValueError" in all_logs()
    assert "canary" not in all_logs()


async def test_an_error_behind_a_button_does_not_wipe_the_form(desk: FakeDesk, ana: Person) -> None:
    """It is said on top; below, the typed text is as it was, and the button works again."""
    await show(ana, desk, form(buttons=("Skip",)))
    await ana.fill({"Words": CANARY})
    desk.answers("tap", RuntimeError("boom"))
    await ana.press("Skip")
    assert "Something broke" in lines(ana)
    await ana.close_modal()
    assert CANARY in lines(ana)
    desk.answers("tap", page("Skipped"))
    await ana.press("Skip")
    assert title(ana) == "Skipped"


async def test_an_error_on_opening_gives_a_number(desk: FakeDesk, ana: Person) -> None:
    """There is a page in any case, with help in reach."""
    desk.answers("command", RuntimeError("boom"))
    await ana.command("/enough")
    assert "give this number" in lines(ana)
    assert "[ Help now ]" in lines(ana)


async def test_nothing_that_a_person_writes_is_in_any_log(
    all_logs: Callable[[], str], standin: SlackStandIn, desk: FakeDesk, messenger: SlackMessenger
) -> None:
    """At no level, from the first connection to the last, through errors too."""
    app = make_app(standin, desk, messenger)
    await app.start()
    await standin.wait_for_sockets(1)
    ana = standin.person("U0ANA")
    standin.faults.server_error("views.open")
    await ana.command("/enough", CANARY)
    await ana.wait_for(lambda: ana.dm)
    desk.answers("command", form())
    await ana.command("/enough", CANARY)
    for reply in (Rejected(TOKEN, {"": "Not yet"}), RuntimeError(CANARY), page("Kept", OwnWords(Private(CANARY)))):
        desk.answers("submit", reply)
        await ana.fill({"Words": CANARY})
        await ana.submit()
    await standin.send_event({"type": "message", "user": ana.id, "text": CANARY})
    await app.stop(1.0)
    assert "slack_connected" in all_logs()
    assert "canary" not in all_logs()


# ------------------------------------------------------------------------------------ connecting and stopping


@pytest.mark.parametrize(("wrong", "named"), [("bot_token", "SLACK_BOT_TOKEN"), ("app_token", "SLACK_APP_TOKEN")])
async def test_a_wrong_token_names_its_setting(standin: SlackStandIn, desk: FakeDesk, wrong: str, named: str) -> None:
    """The operator reads which one, and nothing is started."""
    token = "xoxb-wrong" if wrong == "bot_token" else standin.bot_token
    messenger = SlackMessenger(token, standin.api_url, SystemClock())
    app = make_app(standin, desk, messenger, **{wrong: "xoxb-wrong"})
    with pytest.raises(ConfigurationError, match=named):
        await app.start()
    assert not app.ready.is_set()
    await app.stop(0.1)
    await messenger.close()


async def test_a_start_waits_for_slack_to_come_back(
    standin: SlackStandIn, desk: FakeDesk, messenger: SlackMessenger
) -> None:
    """A network that is not there yet is no reason to give up."""
    standin.faults.drop_before("auth.test")
    app = make_app(standin, desk, messenger)
    await app.start()
    assert app.ready.is_set()
    await app.stop(1.0)


async def test_a_dropped_socket_is_replaced(standin: SlackStandIn, desk: FakeDesk, ana: Person) -> None:
    """The next command is answered as if nothing had been."""
    standin.drop_sockets()
    await standin.wait_for_sockets(0)
    await standin.wait_for_sockets(1)
    await ana.command("/enough")
    assert title(ana) == "Default"


async def test_a_socket_that_nobody_reads_is_replaced(
    standin: SlackStandIn, desk: FakeDesk, ana: Person, app: SlackApp
) -> None:
    """It looks alive from both ends: only what should read from it has died."""
    assert app._socket is not None
    assert app._socket.message_receiver is not None
    before = len(standin.calls("apps.connections.open"))
    app._socket.message_receiver.cancel()
    await asyncio.sleep(0.5)
    assert len(standin.calls("apps.connections.open")) > before
    await standin.wait_for_sockets(1)
    await ana.command("/enough")
    assert title(ana) == "Default"


async def test_a_stop_lets_what_is_under_way_end(
    standin: SlackStandIn, desk: FakeDesk, messenger: SlackMessenger
) -> None:
    """A form that was sent is answered; then the socket closes, and what comes later is not taken."""
    app = make_app(standin, desk, messenger)
    await app.start()
    await standin.wait_for_sockets(1)
    ana = standin.person("U0ANA")
    await show(ana, desk, form())
    desk.answers("submit", page("Kept"), after=0.5)
    await ana.fill({"Words": CANARY})
    sending = asyncio.create_task(ana.submit())
    await asyncio.sleep(0.1)
    await app.stop(2.0)
    await sending
    assert title(ana) == "Kept"
    await standin.wait_for_sockets(0)


# -------------------------------------------------------------------------------------- messages and people


@pytest.fixture
async def dm(standin: SlackStandIn, messenger: SlackMessenger) -> Address:
    standin.person("U0ANA", tz="Europe/Lisbon", locale="es-ES")
    return await messenger.open_dm(Who(Platform.SLACK, "-/T", "U0ANA"))


async def test_a_message_is_sent_with_its_receipt(
    standin: SlackStandIn, messenger: SlackMessenger, dm: Address
) -> None:
    """The receipt is the message's id on Slack."""
    receipt = await messenger.send(dm, NUDGE, key=KEY)
    (message,) = standin.person("U0ANA").dm
    assert receipt.message_id == message.ts


@pytest.mark.parametrize("fault", ["apply_then_drop", "drop_before"])
async def test_a_dropped_connection_is_ambiguous_and_never_sent_twice(
    standin: SlackStandIn, messenger: SlackMessenger, dm: Address, fault: str
) -> None:
    """Whether it arrived cannot be known from here, so nothing is sent again."""
    await messenger.send(dm, NUDGE, key=KEY)
    getattr(standin.faults, fault)("chat.postMessage")
    with pytest.raises(Ambiguous):
        await messenger.send(dm, NUDGE, key=KEY)
    assert len(standin.calls("chat.postMessage")) == 2
    assert len(standin.person("U0ANA").dm) == (2 if fault == "apply_then_drop" else 1)


async def test_silence_and_server_errors_are_ambiguous(
    standin: SlackStandIn, messenger: SlackMessenger, dm: Address
) -> None:
    """Slack says itself that part of it may have succeeded."""
    standin.faults.server_error("chat.postMessage", status=503)
    standin.faults.slow("chat.postMessage", seconds=2.5)
    for _ in range(2):
        with pytest.raises(Ambiguous):
            await messenger.send(dm, NUDGE, key=KEY)


async def test_too_many_requests_say_when_to_come_back(
    standin: SlackStandIn, messenger: SlackMessenger, dm: Address
) -> None:
    """Nothing was sent; the wait is Slack's."""
    standin.faults.rate_limit("chat.postMessage", retry_after=7)
    with pytest.raises(RateLimited) as raised:
        await messenger.send(dm, NUDGE, key=KEY)
    assert raised.value.retry_after == 7.0
    assert standin.person("U0ANA").dm == []


async def test_no_connection_means_not_sent() -> None:
    """Where nobody listens, nothing can have left: it may be sent later."""
    messenger = SlackMessenger("xoxb", "http://127.0.0.1:9/api/", SystemClock())
    with pytest.raises(RateLimited, match="unreachable"):
        await messenger.send(Address(Platform.SLACK, "-/T", "D1"), NUDGE, key=KEY)
    await messenger.close()


async def test_who_is_gone_is_told_from_what_is_refused(standin: SlackStandIn, messenger: SlackMessenger) -> None:
    """A channel that is not there is never tried again; a token that is refused is nobody's absence."""
    with pytest.raises(RecipientGone, match="channel_not_found"):
        await messenger.send(Address(Platform.SLACK, "-/T", "D0GONE"), NUDGE, key=KEY)
    with pytest.raises(RecipientGone, match="user_not_found"):
        await messenger.open_dm(Who(Platform.SLACK, "-/T", "U0GONE"))
    other = SlackMessenger("xoxb-revoked", standin.api_url, SystemClock())
    with pytest.raises(RateLimited, match="invalid_auth"):
        await other.send(Address(Platform.SLACK, "-/T", "D1"), NUDGE, key=KEY)
    await other.close()


async def test_a_profile_gives_zone_and_language_and_is_kept(standin: SlackStandIn, messenger: SlackMessenger) -> None:
    """Asked once an hour; who answers is not asked again for every page."""
    standin.person("U0ANA", tz="Europe/Lisbon", locale="es-ES")
    who = Who(Platform.SLACK, "-/T", "U0ANA")
    assert await messenger.profile(who) == Profile("Europe/Lisbon", "es-ES")
    assert await messenger.profile(who) == Profile("Europe/Lisbon", "es-ES")
    assert len(standin.calls("users.info")) == 1


@pytest.mark.parametrize(("fault", "details"), [("server_error", {}), ("rate_limit", {}), ("slow", {"seconds": 1.5})])
async def test_a_profile_that_does_not_come_is_empty(
    standin: SlackStandIn, messenger: SlackMessenger, fault: str, details: dict[str, float]
) -> None:
    """It is a convenience: nothing waits for it, nothing breaks for want of it, and it is asked again next time."""
    standin.person("U0ANA")
    who = Who(Platform.SLACK, "-/T", "U0ANA")
    getattr(standin.faults, fault)("users.info", **details)
    assert await messenger.profile(who) == Profile()
    assert await messenger.profile(who) != Profile()
