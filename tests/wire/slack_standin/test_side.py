"""The page's Slack client: what it shows and does, between a person and a real Bolt app."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.page.side import Json, Refused
from bots.playground.page.slack_side import SlackSide
from bots.playground.slack.manifest import ENOUGH
from bots.playground.slack.person import Person
from bots.playground.slack.server import SlackStandIn
from bots.playground.slack.submission import TROUBLE


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


# The text of the first is the value of the second.
OPTIONS = [{"text": plain("1"), "value": "one"}, {"text": plain("2"), "value": "1"}]


def form(step: str = "1", **more: Any) -> Json:
    button = {"type": "button", "action_id": "tap:0", "text": plain("Next"), "value": step}
    choice = {"type": "static_select", "action_id": "in", "options": OPTIONS}
    words = {"type": "plain_text_input", "action_id": "in", "max_length": 20}
    return {
        "type": "modal",
        "title": plain(f"Step {step}"),
        "submit": plain("Send"),
        "close": plain("Close"),
        "blocks": [
            {"type": "input", "block_id": f"words-{step}", "label": plain("Words"), "element": words},
            {
                "type": "input",
                "block_id": f"choice-{step}",
                "label": plain("Choice"),
                "optional": True,
                "element": choice,
            },
            {"type": "actions", "block_id": "row", "elements": [button]},
        ],
        **more,
    }


@pytest.fixture
def options() -> dict[str, Any]:
    return {"ack_deadline": 0.5, "patience": 0.2}


@pytest.fixture
def side(person: Person, standin: SlackStandIn) -> SlackSide:
    return SlackSide(person, standin)


@pytest.fixture
async def heard(app: AsyncApp, connect: Any) -> list[Json]:
    """What a connected app hears; it opens a form for a command or shortcut, draws the next for a press."""
    heard: list[Json] = []

    async def open_form(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        heard.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=form())

    app.command("/enough")(open_form)
    app.shortcut("enough_put")(open_form)

    @app.action("tap:0")
    async def next_step(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        heard.append(body)
        if "view" in body and body["view"]["type"] == "modal":
            await client.views_update(view_id=body["view"]["id"], view=form("2"))

    @app.view("")
    async def submitted(ack: Any, body: Json) -> None:
        heard.append(body)
        await ack()

    @app.action("in")
    async def chosen(ack: Any, body: Json) -> None:
        heard.append(body)
        await ack()

    @app.event("app_home_opened")
    async def home(body: Json, client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": [form()["blocks"][2]]}
        await client.views_publish(user_id=body["event"]["user"], view=view)

    await connect(app)
    return heard


def top(side: SlackSide) -> Json:
    view: Json = side.sees()["modals"][-1]
    return view


async def test_a_command_opens_a_form_and_a_press_draws_the_next(side: SlackSide, heard: list[Json]) -> None:
    """The words arrive as typed, from the channel they were typed in; what stands in the form goes along."""
    (channel,) = side.sees()["channels"]
    await side.do("command", {"text": "/enough  put  a < b ", "channel": channel["id"]})
    assert (heard[0]["text"], heard[0]["channel_id"]) == ("put  a < b", channel["id"])
    assert (top(side)["title"], top(side)["submit"], top(side)["close"]) == ("Step 1", "Send", "Close")
    pressed = {"surface": "modal", "block_id": "row", "action_id": "tap:0", "hash": top(side)["hash"]}
    await side.do("press", {**pressed, "values": {"words-1": "mine", "choice-1": "1"}})
    state = heard[1]["view"]["state"]["values"]
    assert (state["words-1"]["in"]["value"], state["choice-1"]["in"]["selected_option"]) == ("mine", OPTIONS[1])
    assert top(side)["title"] == "Step 2"
    with pytest.raises(Refused, match="not on the screen"):
        await side.do("press", pressed)  # the page's drawing is older than what stands there
    assert len(heard) == 2


async def test_a_form_is_sent_by_values(side: SlackSide, heard: list[Json]) -> None:
    """What is not allowed is refused under its field and sent to nobody; what is closes the form."""
    await side.do("shortcut", {"callback_id": "enough_put"})
    with pytest.raises(Refused, match="20 characters"):
        await side.do("submit", {"values": {"words-1": "x" * 21}})
    assert list(top(side)["errors"]) == ["words-1"]
    assert top(side)["values"]["words-1"]["in"] == "x" * 21
    for values in ({"words-9": "x"}, {"choice-1": "2"}):
        with pytest.raises(Refused):
            await side.do("submit", {"values": values})
    assert [body["type"] for body in heard] == ["shortcut"]
    await side.do("submit", {"values": {"words-1": "short", "choice-1": "one"}})
    state = heard[1]["view"]["state"]["values"]
    assert (state["words-1"]["in"]["value"], state["choice-1"]["in"]["selected_option"]) == ("short", OPTIONS[0])
    assert side.sees()["modals"] == []


async def test_home_and_messages(side: SlackSide, heard: list[Json], person: Person, client: AsyncWebClient) -> None:
    """Home is drawn when it is opened; the DM holds what the app wrote; both take presses and choices."""
    assert side.sees()["home"] is None
    await side.do("home", {})
    await side.do("press", {"surface": "home", "block_id": "row", "action_id": "tap:0"})
    choice = {"type": "static_select", "action_id": "in", "options": OPTIONS}
    actions = [{"type": "actions", "block_id": "row", "elements": [choice]}]
    posted = await client.chat_postMessage(channel=person.id, text="Hello", blocks=actions)
    await side.do("choose", {"surface": posted["ts"], "block_id": "row", "action_id": "in", "value": "1"})
    assert [body["container"]["type"] for body in heard] == ["view", "message"]
    assert heard[1]["actions"][0]["selected_option"] == OPTIONS[1]
    (message,) = side.sees()["dm"]["messages"]
    assert (message["author"], message["text"], message["values"]) == ("Enough", "Hello", {"row": {"in": "1"}})
    with pytest.raises(Refused):
        await side.do("press", {"surface": "1.000001", "block_id": "row", "action_id": "in"})


async def test_closing_one_form_and_all(side: SlackSide, heard: list[Json], standin: SlackStandIn) -> None:
    """The button closes the form on top, the cross the whole stack."""
    user = standin.workspace.users[side.sees()["me"]["id"]]
    await side.do("command", {"text": "/enough"})
    for deed, left in (({}, 1), ({"whole": True}, 0)):
        standin.workspace.push_onto(user, form("2"))
        await side.do("close", deed)
        assert len(side.sees()["modals"]) == left
    with pytest.raises(Refused):
        await side.do("close", {})


async def test_the_app_is_told_of_a_closing(
    side: SlackSide, app: AsyncApp, heard: list[Json], standin: SlackStandIn
) -> None:
    """Where it asked for it: by the button for the form on top, by the cross once for all of them."""
    told: list[tuple[str, bool]] = []

    @app.view_closed("kept")
    async def closed(ack: Any, body: Json) -> None:
        await ack()
        told.append((body["view"]["title"]["text"], body["is_cleared"]))

    user = standin.workspace.users[side.sees()["me"]["id"]]
    await side.do("command", {"text": "/enough"})
    for step in ("2", "3"):
        standin.workspace.push_onto(user, form(step, callback_id="kept", notify_on_close=True))
    await side.do("close", {})
    await side.do("close", {"whole": True})
    assert told == [("Step 3", False), ("Step 2", True)]
    assert side.sees()["modals"] == []


async def test_what_slack_says_itself(side: SlackSide, person: Person) -> None:
    """With no app connected a command is told to have come to nothing where it was typed; so is one there is not."""
    with pytest.raises(Refused, match="did not answer"):
        await side.do("command", {"text": "/enough open"})
    await side.do("command", {"text": "/<other>"})
    (channel,) = side.sees()["channels"]
    told = [(each["author"], each["ephemeral"], each["text"]) for each in channel["messages"]]
    assert told == [
        ("Slackbot", True, '/enough failed with the error "dispatch_failed"'),
        ("Slackbot", True, "`/&lt;other&gt;` is not a valid command."),
    ]


async def test_a_form_that_nobody_answers(side: SlackSide, heard: list[Json], standin: SlackStandIn) -> None:
    """Slack's general line stands on top of it, with the words kept."""
    await side.do("command", {"text": "/enough"})
    standin.drop_sockets()
    with pytest.raises(Refused):
        await side.do("submit", {"values": {"words-1": "kept"}})
    assert (top(side)["notice"], top(side)["values"]["words-1"]["in"]) == (TROUBLE, "kept")


async def test_what_people_write(side: SlackSide, standin: SlackStandIn, client: AsyncWebClient) -> None:
    """Everyone in the channel reads it, as text; the app may not change it, and in the app's DM nobody can write."""
    other = SlackSide(standin.person("U0BOB", name="bob"), standin)
    await side.do("say", {"text": " Hi <all> & *you* "})
    (channel,) = other.sees()["channels"]
    (message,) = channel["messages"]
    assert (message["author"], message["by"]) == ("ana", "person")
    assert message["text"] == "Hi &lt;all&gt; &amp; *you*"
    assert channel["members"] == 2
    standin.workspace.channels[channel["id"]].bot_is_member = True
    with pytest.raises(SlackApiError, match="cant_update_message"):
        await client.chat_update(channel=channel["id"], ts=message["ts"], text="Other words")


async def test_the_apps_dm_is_for_reading(side: SlackSide, standin: SlackStandIn, person: Person) -> None:
    """As the manifest says; where it said otherwise, a message could be left there."""
    dm = standin.workspace.open_dm(person.id)[0].id
    with pytest.raises(Refused, match="turned off"):
        await side.do("say", {"text": "Hello", "channel": dm})
    open_side = SlackSide(person, standin, replace(ENOUGH, messages_read_only=False))
    await open_side.do("say", {"text": "Hello", "channel": dm})
    assert [each["text"] for each in open_side.sees()["dm"]["messages"]] == ["Hello"]
    with pytest.raises(Refused):
        await side.do("say", {"text": "Hello", "channel": "C0NOWHERE"})


async def test_others_ephemeral_messages_are_not_seen(
    side: SlackSide, standin: SlackStandIn, person: Person, client: AsyncWebClient
) -> None:
    """Each sees their own, marked so."""
    other = SlackSide(standin.person("U0BOB"), standin)
    channel = side.sees()["channels"][0]["id"]
    standin.workspace.channels[channel].bot_is_member = True
    await client.chat_postEphemeral(channel=channel, user=person.id, text="Yours")
    assert [each["ephemeral"] for each in side.sees()["channels"][0]["messages"]] == [True]
    assert other.sees()["channels"][0]["messages"] == []


async def test_a_change_is_never_slept_through(side: SlackSide, standin: SlackStandIn) -> None:
    """One between two calls is told at once; without one it waits."""
    user = standin.workspace.users[side.sees()["me"]["id"]]
    user.changes.ring()
    await asyncio.wait_for(side.changed(), 1)
    waiting = asyncio.create_task(side.changed())
    await asyncio.sleep(0)
    assert not waiting.done()
    user.changes.ring()
    await asyncio.wait_for(waiting, 1)


async def test_no_such_deed(side: SlackSide) -> None:
    """What the page does not know is no deed."""
    with pytest.raises(LookupError):
        await side.do("fly", {})


async def test_what_is_seen_is_json(side: SlackSide, heard: list[Json]) -> None:
    """Before anything happened, and with everything open."""
    await side.do("command", {"text": "/enough"})
    await side.do("home", {})
    await side.do("say", {"text": "Hello"})
    seen = side.sees()
    assert json.loads(json.dumps(seen)) == seen
