"""Discord's client on the page, before an app that answers as it is told."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.playground.discord.world import AUTOCOMPLETE
from bots.playground.page.discord_side import DiscordSide
from bots.playground.page.side import Refused
from tests.support.discord_app import FakeApp, page
from tests.support.discord_kinds import FORMS, MARKDOWN, Showcase

Json: TypeAlias = dict[str, Any]


@pytest.fixture
async def app() -> AsyncIterator[FakeApp]:
    made = FakeApp(Showcase(answer_seconds=0.2, patience=0.2))
    task = asyncio.create_task(made.run())
    yield made
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def side(app: FakeApp) -> DiscordSide:
    return app.showcase.side


def words(message: Json) -> str:
    return " ".join(each["content"] for each in message["components"] if each["type"] == 10)


async def test_a_command_is_answered_where_it_was_sent(app: FakeApp, side: DiscordSide) -> None:
    """The answer names the command and who sent it; it is found by the id that the deed returns."""
    app.reply = lambda _: page("Hello")
    result = await side.do("command", {"path": "/enough open", "where": "dm"})
    seen = side.sees()
    (message,) = seen["dm"]["messages"]
    assert result == {"message": message["id"]}
    assert (words(message), message["ephemeral"]) == ("Hello", True)
    assert message["used"] == {"by": "Sam", "command": "enough open"}
    assert seen["guild"]["messages"] == []


async def test_a_button_opens_a_form_that_keeps_its_fields_until_it_is_sent(app: FakeApp, side: DiscordSide) -> None:
    """Which field keeps the form back is seen; once it is filled the app gets everything, and the form is gone."""
    app.reply = lambda asked: {"type": 9, "data": FORMS[0]} if asked.kind == 3 else page("Hello", "Write")
    await side.do("command", {"path": "enough open"})
    (message,) = side.sees()["guild"]["messages"]
    result = await side.do("press", {"message": message["id"], "custom_id": "Write"})
    form = side.sees()["modal"]
    assert result == {"modal": form["id"]}
    assert form["values"] == {"short": "", "long": "", "menu": [], "menus": ["0"]}
    with pytest.raises(Refused):
        await side.do("submit", {"values": {"short": "a line", "menu": ["1"]}})
    form = side.sees()["modal"]
    assert form["errors"] == {"A paragraph": "This field is required"}
    assert form["values"]["short"] == "a line"
    app.reply = lambda _: page("Kept")
    await side.do("submit", {"values": {"long": "more"}})
    seen = side.sees()
    assert seen["modal"] is None
    assert words(seen["guild"]["messages"][-1]) == "Kept"
    assert seen["guild"]["messages"][-1]["reply_to"] == message["id"]
    sent = [part["component"] for part in app.asked[-1].data["components"] if part["type"] == 18]
    assert [each.get("value", each.get("values")) for each in sent] == ["a line", "more", ["1"], ["0"]]


async def test_an_answer_that_does_not_come_is_said_at_the_message_until_it_is_tried_again(
    app: FakeApp, side: DiscordSide
) -> None:
    """“This interaction failed” stands under the message whose button was pressed, and goes with the next press."""
    app.reply = lambda _: page("Hello", "Go")
    result = await side.do("command", {"path": "enough open"})
    assert result is not None
    press = {"message": result["message"], "custom_id": "Go"}
    app.reply = lambda _: None
    with pytest.raises(Refused, match=r"^This interaction failed$"):
        await side.do("press", press)
    assert side.sees()["guild"]["messages"][0]["failed"] == "This interaction failed"
    app.reply = lambda _: page("There")
    await side.do("press", press)
    assert [each["failed"] for each in side.sees()["guild"]["messages"]] == ["", ""]


async def test_a_command_that_is_not_answered_leaves_a_word_that_can_be_dismissed(side: DiscordSide) -> None:
    """The client shows it in the app's name, for the person alone."""
    with pytest.raises(Refused, match=r"^The application did not respond$"):
        await side.do("command", {"path": "enough put", "options": {"thought": "so"}})
    (message,) = side.sees()["guild"]["messages"]
    assert (message["failed"], message["ephemeral"]) == ("The application did not respond", True)
    assert message["used"]["command"] == "enough put"
    await side.do("dismiss", {"message": message["id"]})
    assert side.sees()["guild"]["messages"] == []


async def test_a_form_that_is_not_answered_stays_with_what_was_typed(app: FakeApp, side: DiscordSide) -> None:
    """The notice stands above its buttons; closing it is not told to the app."""
    app.reply = lambda asked: {"type": 9, "data": FORMS[2]} if asked.kind == 2 else None
    await side.do("command", {"path": "enough open"})
    with pytest.raises(Refused, match=r"^Something went wrong\. Try again\.$"):
        await side.do("submit", {"values": {"row": "words"}})
    form = side.sees()["modal"]
    assert (form["notice"], form["values"]) == ("Something went wrong. Try again.", {"row": "words"})
    asked = len(app.asked)
    await side.do("dismiss", {})
    assert side.sees()["modal"] is None
    assert len(app.asked) == asked


async def test_what_the_client_does_not_send_is_refused(app: FakeApp, side: DiscordSide) -> None:
    """A command there is not, an option too long, a message that is gone, nothing to say, a deed there is not."""
    app.reply = lambda _: page("Hello")
    result = await side.do("command", {"path": "enough open"})
    assert result is not None
    for deed, asked in (
        ("command", {"path": "nothing"}),
        ("command", {"path": "enough"}),
        ("command", {"path": "enough put", "options": {"thought": "x" * 21}}),
        ("command", {"path": "enough open", "where": "elsewhere"}),
        ("press", {"message": "0", "custom_id": "Go"}),
        ("press", {"message": result["message"], "custom_id": "Go"}),
        ("choose", {"message": result["message"], "custom_id": "Go", "values": "a"}),
        ("submit", {"values": {}}),
        ("say", {"text": " \n"}),
        ("say", {"text": "x" * 2001}),
        ("suggest", {"path": "enough put", "option": "thought", "typed": ""}),
        ("settings", {"installed": "nowhere"}),
    ):
        with pytest.raises(Refused):
            await side.do(deed, asked)
    with pytest.raises(LookupError):
        await side.do("dance", {})


async def test_what_is_typed_into_an_option_is_completed_by_the_app(app: FakeApp, side: DiscordSide) -> None:
    """The choices come back; where none come the client says so."""
    app.reply = lambda asked: (
        {"type": 8, "data": {"choices": [{"name": "Europe", "value": "eu"}]}} if asked.kind == AUTOCOMPLETE else None
    )
    asked = {"path": "enough zone", "option": "where", "typed": "Eu"}
    assert await side.do("suggest", asked) == {"choices": [{"name": "Europe", "value": "eu"}]}
    app.reply = lambda _: None
    with pytest.raises(Refused, match=r"^Loading options failed$"):
        await side.do("suggest", asked)
    assert side.sees()["guild"]["messages"] == []


async def test_a_reload_takes_what_only_the_person_sees(app: FakeApp, side: DiscordSide) -> None:
    """Ephemeral messages and an open form are gone; what others see too, and what they wrote themselves, stays."""
    app.reply = lambda _: page("For all", ephemeral=False)
    await side.do("command", {"path": "enough open"})
    app.reply = lambda _: page("For you")
    await side.do("command", {"path": "enough open"})
    app.reply = lambda _: {"type": 9, "data": FORMS[0]}
    await side.do("command", {"path": "enough open"})
    await side.do("say", {"text": "hello", "where": "dm"})
    await side.do("reload", {})
    seen = side.sees()
    assert [words(each) for each in seen["guild"]["messages"]] == ["For all"]
    assert [each["content"] for each in seen["dm"]["messages"]] == ["hello"]
    assert seen["modal"] is None


async def test_nobody_sees_or_dismisses_what_is_for_another(app: FakeApp, side: DiscordSide) -> None:
    """An ephemeral message is in one person's client alone, and one that all see cannot be dismissed."""
    standin = app.showcase.standin
    other = DiscordSide(standin.person(name="kim"), standin)
    app.reply = lambda _: page("For Sam")
    await side.do("command", {"path": "enough open"})
    (mine,) = side.sees()["guild"]["messages"]
    assert other.sees()["guild"]["messages"] == []
    await side.do("say", {"text": "hello all", "where": "guild"})
    (public,) = other.sees()["guild"]["messages"]
    assert public["author"]["global_name"] == "Sam"
    for wanted in (mine["id"], public["id"]):
        with pytest.raises(Refused):
            await other.do("dismiss", {"message": wanted})


async def test_settings_are_what_the_app_meets(app: FakeApp, side: DiscordSide) -> None:
    """Closed direct messages and a user's own installation reach the app with the next thing that is asked."""
    await side.do("settings", {"dms_open": False})
    await side.do("settings", {"installed": "user"})
    assert side.sees()["settings"] == {"dms_open": False, "installed": "user"}
    assert app.showcase.person.dms_open is False
    app.reply = lambda _: page("Hello")
    await side.do("command", {"path": "enough open", "where": "guild"})
    assert app.asked[-1].owners == {"1": app.showcase.person.id}


async def test_commands_are_offered_in_the_places_they_are_made_for(app: FakeApp, side: DiscordSide) -> None:
    """One for servers alone is not offered in direct messages, nor one for installed servers to who has none."""
    world = app.showcase.standin.world
    world.commands = [{**world.commands[0], "contexts": [0], "integration_types": [0]}]
    assert [each["places"] for each in side.sees()["commands"]] == [["guild"]]
    await side.do("settings", {"installed": "user"})
    assert [each["places"] for each in side.sees()["commands"]] == [[]]


async def test_a_file_is_fetched_from_the_message_that_holds_it(side: DiscordSide, app: FakeApp) -> None:
    """Its bytes come as base64; a file that is not on that message is not there."""
    message = app.showcase.message(content="Here", flags=0, files=("a.txt", b"words"))
    asked = {"message": message.id, "file": message.files[0].id}
    assert await side.do("file", asked) == {"name": "a.txt", "base64": "d29yZHM="}
    with pytest.raises(Refused):
        await side.do("file", {**asked, "file": "0"})


async def test_a_change_is_heard_when_the_person_sees_it(app: FakeApp, side: DiscordSide) -> None:
    """What another sees alone wakes nobody else; a message for all does."""
    standin = app.showcase.standin
    other = DiscordSide(standin.person(name="kim"), standin)
    app.reply = lambda _: page("For Kim")
    hears = asyncio.create_task(side.changed())
    await asyncio.sleep(0)
    await other.do("command", {"path": "enough open"})
    await asyncio.sleep(0)
    assert not hears.done()
    await other.do("say", {"text": "hello", "where": "guild"})
    await asyncio.wait_for(hears, 1)


# ------------------------------------------------------------------------------------------- properties

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = ("path", "options", "where", "message", "custom_id", "values", "typed", "option", "text", "file", "dms_open")
DEEDS = ("command", "suggest", "press", "choose", "submit", "dismiss", "say", "reload", "settings", "file")
SENSIBLE = st.sampled_from(
    ["enough open", "enough put", "enough zone", "guild", "dm", "thought", "where", "one", "menu"]
)
ASKED = st.fixed_dictionaries(
    {}, optional={key: SENSIBLE | JSON | st.dictionaries(SENSIBLE, JSON, max_size=2) for key in KEYS}
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(DEEDS), ASKED), max_size=6), st.text(max_size=30), st.integers(0, 3))
def test_what_is_seen_is_always_json_whatever_is_asked(did: list[tuple[str, Json]], text: str, form: int) -> None:
    """Any deed with anything in it is done or refused; what the client shows then goes through JSON and back."""

    async def live() -> None:
        showcase = Showcase(answer_seconds=0, patience=0)
        FakeApp(showcase)
        showcase.every_message()
        showcase.message(content=text or MARKDOWN, flags=0)
        showcase.form(FORMS[form])
        newest = str(max(map(int, showcase.standin.world.messages)))
        for deed, asked in did:
            with suppress(Refused):
                await showcase.side.do(deed, {"message": newest, **asked})
            seen = showcase.side.sees()
            assert json.loads(json.dumps(seen, allow_nan=False)) == seen

    asyncio.run(live())
