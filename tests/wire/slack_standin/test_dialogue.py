"""A person and a real Bolt app, over the wire: commands, forms, buttons, Home."""

import asyncio
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bots.playground.slack.person import FormRefused, NeverSeen, NotThere, Person
from bots.playground.slack.seen import text_of
from bots.playground.slack.server import SlackStandIn
from bots.playground.slack.sockets import NotAnswered
from bots.playground.slack.submission import TROUBLE, BadAnswer

impatient = pytest.mark.parametrize("options", [{"ack_deadline": 0.5, "patience": 0.1}], ids=["impatient"])


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def form(title: str = "Check in", *, step: str = "1", **element: Any) -> dict[str, Any]:
    """A view with one text field and one button."""
    words = {"type": "plain_text_input", "action_id": "words", **element}
    button = {"type": "button", "action_id": "next", "text": plain("Next"), "value": step}
    return {
        "type": "modal",
        "callback_id": "check",
        "title": plain(title),
        "submit": plain("Send"),
        "close": plain("Close"),
        "blocks": [
            {"type": "input", "block_id": f"words-{step}", "label": plain("Words"), "element": words},
            {"type": "actions", "block_id": "buttons", "elements": [button]},
        ],
    }


@pytest.fixture
async def opened(app: AsyncApp, connect: Any, person: Person) -> Person:
    """A person before an open form."""

    @app.command("/enough")
    async def open_form(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form())

    await connect(app)
    assert await person.command("/enough", "open")
    return person


async def test_a_command_opens_a_form(opened: Person, standin: SlackStandIn) -> None:
    """The command reaches the app, whose view opens before the person; both calls are on record."""
    assert opened.modal is not None
    assert text_of(opened.modal) == ["== Check in ==", "Words: <>", "[ Next ]", "[ Send ] [ Close ]"]
    assert [len(standin.calls(method)) for method in ("socket.ack", "views.open")] == [1, 1]


async def test_a_form_is_answered_by_its_acknowledgement(app: AsyncApp, opened: Person) -> None:
    """errors stand under their field with the text kept, update shows the next page, an empty ack closes."""
    answers = iter(
        [
            {"response_action": "errors", "errors": {"words-1": "Shorter, please."}},
            {"response_action": "update", "view": form("Next page", step="2")},
            {},
        ]
    )
    said: list[Any] = []

    @app.view("check")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        said.append(view["state"]["values"])
        await ack(**next(answers))

    await opened.fill({"Words": "too long"})
    await opened.submit()
    assert opened.modal is not None
    assert "  ! Shorter, please." in text_of(opened.modal)
    await opened.submit()
    assert [opened.modal.title, opened.modal.entered["words-2"]["value"]] == ["Next page", None]
    await opened.fill({"words-2": "fine"})
    await opened.submit()
    assert opened.modal is None
    assert said[0] == {"words-1": {"words": {"type": "plain_text_input", "value": "too long"}}}
    assert said[2] == {"words-2": {"words": {"type": "plain_text_input", "value": "fine"}}}


async def test_the_client_does_not_send_what_is_empty_or_too_long(app: AsyncApp, opened: Person) -> None:
    """Required and max_length are held by Slack's own client: the app hears nothing."""
    heard: list[Any] = []

    @app.view("check")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        heard.append(view)
        await ack()

    with pytest.raises(FormRefused) as empty:
        await opened.submit()
    assert list(empty.value.errors) == ["words-1"]
    await opened.fill({"Words": "x" * 3001})
    with pytest.raises(FormRefused):
        await opened.submit()
    assert heard == []
    assert opened.modal is not None
    assert opened.modal.errors


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"elsewhere": "No."}},
        {"response_action": "update", "view": form("A title of 25 characters.")},
    ],
)
async def test_an_unusable_answer_shows_a_general_line(app: AsyncApp, opened: Person, answer: dict[str, Any]) -> None:
    """The person sees that it went wrong, and what they wrote stays."""

    @app.view("check")
    async def submitted(ack: Any) -> None:
        await ack(**answer)

    await opened.fill({"Words": "mine"})
    with pytest.raises(BadAnswer):
        await opened.submit()
    assert opened.modal is not None
    assert (opened.modal.notice, opened.modal.entered["words-1"]["value"]) == (TROUBLE, "mine")


@impatient
async def test_a_late_answer_to_a_form_is_none(app: AsyncApp, opened: Person, standin: SlackStandIn) -> None:
    """Past the deadline the form says so and stays; the late acknowledgement changes nothing."""

    @app.view("check")
    async def submitted(ack: Any) -> None:
        await asyncio.sleep(0.7)
        await ack()

    await opened.fill({"Words": "mine"})
    with pytest.raises(NotAnswered, match="operation_timeout"):
        await opened.submit()
    await asyncio.sleep(0.4)
    assert opened.modal is not None
    assert opened.modal.notice == TROUBLE
    assert standin.calls("socket.ack")[-1].response["ok"] is False


async def test_a_button_updates_the_view_with_its_hash(app: AsyncApp, opened: Person) -> None:
    """views.update with the hash of the press keeps typed text under the same ids; a second one conflicts."""
    conflicts: asyncio.Queue[str] = asyncio.Queue()

    @app.action("next")
    async def pressed(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        ids = {"view_id": body["view"]["id"], "hash": body["view"]["hash"]}
        try:
            await client.views_update(view=form("Same ids"), **ids)
        except SlackApiError as error:
            conflicts.put_nowait(error.response["error"])

    await opened.fill({"Words": "kept"})
    pressed_twice = await asyncio.gather(opened.press("Next"), opened.press("next"))
    assert pressed_twice == [True, True]
    assert await asyncio.wait_for(conflicts.get(), 2) == "hash_conflict"
    assert conflicts.empty()
    assert opened.modal is not None
    assert (opened.modal.title, opened.modal.entered["words-1"]["value"]) == ("Same ids", "kept")


async def test_typed_text_is_lost_when_the_step_is_in_the_id(app: AsyncApp, opened: Person) -> None:
    """A new block_id is a new field."""

    @app.action("next")
    async def pressed(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_update(view_id=body["view"]["id"], view=form(step="2"))

    await opened.fill({"Words": "lost"})
    await opened.press("Next")
    assert opened.modal is not None
    assert opened.modal.entered["words-2"]["value"] is None


@impatient
async def test_an_old_or_forged_press_reaches_the_app(app: AsyncApp, opened: Person) -> None:
    """What Slack's client would not send can be sent, as someone with ill will could."""
    heard: list[tuple[str, str | None]] = []

    @app.action({"action_id": "next"})
    async def pressed(ack: Any, action: dict[str, Any]) -> None:
        await ack()
        heard.append((action["block_id"], action.get("value")))

    assert opened.modal is not None
    await opened.press("Next")
    await opened.send_action(opened.actions_sent[0], where=opened.modal)
    forged = {"type": "button", "block_id": "elsewhere", "action_id": "next", "value": "forged"}
    await opened.send_action(forged, where=opened.modal)
    assert heard == [("buttons", "1"), ("buttons", "1"), ("elsewhere", "forged")]


@impatient
async def test_a_command_without_an_answer_is_noticed(app: AsyncApp, connect: Any, person: Person) -> None:
    """Slack tells the person that the app did not respond, and in other words that none is connected."""

    @app.command("/enough")
    async def silent(ack: Any) -> None:
        await asyncio.sleep(0.7)

    with pytest.raises(NotAnswered, match="dispatch_failed"):
        await person.command("/enough")
    await connect(app)
    with pytest.raises(NotAnswered, match="operation_timeout"):
        await person.command("/enough")
    assert person.notices == [
        '/enough failed with the error "dispatch_failed"',
        '/enough failed with the error "operation_timeout"',
    ]
    await asyncio.sleep(0.3)


async def test_a_command_can_be_answered_in_words(app: AsyncApp, connect: Any, person: Person) -> None:
    """An acknowledgement with text is a message for the one who asked; respond() posts one more."""

    @app.command("/enough")
    async def answer(ack: Any, respond: Any) -> None:
        await ack("Here you are.")
        await respond("And more.")

    await connect(app)
    await person.command("/enough", "help")
    await person.wait_for(lambda: len(person.dm) == 2)
    assert {message.text for message in person.dm} == {"Here you are.", "And more."}
    assert {message.only_for for message in person.dm} == {person.id}


async def test_a_button_in_a_message_replaces_it(app: AsyncApp, connect: Any, person: Person) -> None:
    """The press names its message, and its response URL may take the message's place."""
    button = {"type": "button", "action_id": "stop", "text": plain("Stop"), "value": "all"}
    seen: list[dict[str, Any]] = []

    @app.action("stop")
    async def stop(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        seen.append(body)
        await respond(text="Stopped.", replace_original=True)

    await connect(app)
    blocks = [{"type": "actions", "elements": [button]}]
    await app.client.chat_postMessage(channel=person.id, text="Hello", blocks=blocks)
    assert await person.press("Stop")
    assert [message.text for message in person.dm] == ["Stopped."]
    assert seen[0]["container"]["type"] == "message"
    assert seen[0]["actions"][0]["value"] == "all"


async def test_a_menu_acts_at_once(app: AsyncApp, connect: Any, person: Person) -> None:
    """A menu outside a form sends its choice the moment it is made."""
    options = [{"text": plain(word), "value": word.lower()} for word in ("English", "Español")]
    menu = {"type": "static_select", "action_id": "language", "placeholder": plain("Language"), "options": options}
    chosen: list[str] = []

    @app.action("language")
    async def choose(ack: Any, action: dict[str, Any], respond: Any) -> None:
        await ack()
        chosen.append(action["selected_option"]["value"])
        await respond("Done.")

    await connect(app)
    await app.client.chat_postMessage(channel=person.id, text="Hi", blocks=[{"type": "actions", "elements": [menu]}])
    await person.choose("Language", "Español")
    assert chosen == ["español"]


async def test_home_opens_by_an_event(app: AsyncApp, connect: Any, person: Person) -> None:
    """The app publishes when the tab is opened, and is shown its own view the next time."""
    views: list[Any] = []

    @app.event("app_home_opened")
    async def home(event: dict[str, Any], client: Any) -> None:
        views.append(event.get("view"))
        section = {"type": "section", "text": plain("Welcome home")}
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section]})

    await connect(app)
    assert await person.open_home()
    assert person.home is not None
    assert text_of(person.home) == ["Welcome home"]
    await person.open_home()
    assert [view and view["id"] for view in views] == [None, person.home.id]


async def test_shortcuts_open_forms(app: AsyncApp, connect: Any, person: Person) -> None:
    """A global shortcut and one on a message both carry a trigger."""

    @app.shortcut("open_enough")
    async def open_form(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form(body["type"]))

    await connect(app)
    await app.client.chat_postMessage(channel=person.id, text="Hi")
    titles = []
    for message in (None, person.dm[0]):
        await person.shortcut("open_enough", message=message)
        assert person.modal is not None
        titles.append(person.modal.title)
    assert titles == ["shortcut", "message_action"]


async def test_a_closed_form_is_told_only_when_asked_for(app: AsyncApp, connect: Any, person: Person) -> None:
    """notify_on_close makes the difference; clear_on_close takes the whole stack along."""
    closed: list[bool] = []

    @app.command("/enough")
    async def open_form(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        loud = {"notify_on_close": True, "clear_on_close": True} if body["text"] == "loud" else {}
        await client.views_open(trigger_id=body["trigger_id"], view=form() | loud)

    @app.view_closed("check")
    async def told(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        closed.append(body["is_cleared"])

    await connect(app)
    for text in ("quiet", "loud"):
        await person.command("/enough", text)
        await person.close_modal()
        assert person.modal is None
    assert closed == [True]


async def test_a_test_is_told_what_is_there(opened: Person) -> None:
    """Pressing or filling what is not there names what is; waiting in vain ends."""
    with pytest.raises(NotThere, match="Next"):
        await opened.press("Previous")
    with pytest.raises(NotThere, match="Words"):
        await opened.fill({"Numbers": "1"})
    with pytest.raises(NeverSeen):
        await opened.wait_for(lambda: opened.home, 0.05)
