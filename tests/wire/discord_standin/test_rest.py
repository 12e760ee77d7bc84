"""The REST side towards real discord.py and bare HTTP: deadlines, DMs, nonces, refusals, faults."""

import asyncio
import io
import re
from collections.abc import Callable
from typing import Any

import aiohttp
import discord
import pytest
from discord import ui

from bots.playground.discord.person import NotAnswered, Person
from bots.playground.discord.server import DiscordStandIn
from bots.playground.discord.world import Message

V2, EPHEMERAL = 1 << 15, 1 << 6
TEXT = {"type": 10, "content": "x"}
SEND = "POST /channels/{channel_id}/messages"
OPEN_DM = "POST /users/@me/channels"


@pytest.fixture
def lobby(standin: DiscordStandIn) -> Message:
    """A message of the app in the server's channel, to press something on."""
    return standin.world.add_message(standin.world.lobby, standin.world.app_id, content="x")


class Pressed:
    """An interaction taken off the gateway, answered by bare HTTP."""

    def __init__(self, standin: DiscordStandIn, person: Person, lobby: Message, wire: Any) -> None:
        self._standin, self._wire = standin, wire
        self.task = asyncio.create_task(person.press_raw("any", where=lobby))

    async def token(self) -> tuple[str, str]:
        assert await self._standin.world.until(lambda: bool(self._standin.world.interactions), 1)
        newest = list(self._standin.world.interactions.values())[-1]
        return newest.id, newest.token

    async def answer(self, kind: int, data: Any = None, query: str = "") -> tuple[int, Any]:
        body = {"type": kind} if data is None else {"type": kind, "data": data}
        identifier, token = await self.token()
        result: tuple[int, Any] = await self._wire("POST", f"/interactions/{identifier}/{token}/callback{query}", body)
        return result

    async def hook(self, verb: str, rest: str = "", body: Any = None) -> tuple[int, Any]:
        _, token = await self.token()
        path = f"/webhooks/{self._standin.application_id}/{token}{rest}"
        result: tuple[int, Any] = await self._wire(verb, path, body)
        return result


@pytest.fixture
async def pressed(standin: DiscordStandIn, lobby: Message, wire: Any) -> Pressed:
    return Pressed(standin, standin.person(), lobby, wire)


# -------------------------------------------------------------------------------------------- interactions


async def test_an_interaction_is_answered_once(pressed: Pressed) -> None:
    """The second answer is 40060, a modal after a deferral too."""
    assert (await pressed.answer(5, {"flags": EPHEMERAL}))[0] == 204
    status, body = await pressed.answer(9, {"custom_id": "m", "title": "t", "components": [TEXT]})
    assert (status, body["code"]) == (400, 40060)
    await pressed.task


async def test_too_late_an_answer_is_an_unknown_interaction(pressed: Pressed) -> None:
    """After the deadline the token is dead: 10062, and the person read that it did not work."""
    await pressed.token()
    with pytest.raises(NotAnswered):
        await pressed.task
    status, body = await pressed.answer(4, {"content": "late"})
    assert (status, body["code"]) == (404, 10062)
    assert (await pressed.hook("POST", "", {"content": "late"}))[1]["code"] == 10015


async def test_a_forged_token_is_an_unknown_interaction(wire: Any) -> None:
    """Nobody can answer what was never asked."""
    status, body = await wire("POST", "/interactions/1/forged/callback", {"type": 4, "data": {"content": "x"}})
    assert (status, body) == (404, {"message": "Unknown interaction", "code": 10062})


async def test_with_response_tells_of_the_message(pressed: Pressed) -> None:
    """200 with interaction and resource when asked for, 204 otherwise (the other tests)."""
    status, body = await pressed.answer(4, {"content": "x", "flags": EPHEMERAL}, "?with_response=1")
    assert status == 200
    assert body["interaction"]["response_message_ephemeral"] is True
    assert body["resource"]["message"]["flags"] == EPHEMERAL
    await pressed.task


async def test_a_refused_answer_may_be_given_again_and_is_told_when_it_is_not(pressed: Pressed) -> None:
    """50035 does not acknowledge; the person's NotAnswered names what was refused."""
    status, body = await pressed.answer(4, {"content": "x" * 2001})
    assert status == 400
    assert body == {
        "message": "Invalid Form Body",
        "code": 50035,
        "errors": {
            "data": {
                "content": {
                    "_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length."}]
                }
            }
        },
    }
    with pytest.raises(NotAnswered, match="50035"):
        await pressed.task


@pytest.mark.parametrize("kind", [1, 8, 10, None])
async def test_a_press_takes_only_its_own_kinds_of_answer(pressed: Pressed, kind: int | None) -> None:
    """Pong, choices and unknown types are no answer to a press."""
    status, body = await pressed.answer(kind, {})  # type: ignore[arg-type]
    assert (status, list(body["errors"])) == (400, ["type"])
    pressed.task.cancel()


async def test_a_form_is_not_answered_by_a_form(standin: DiscordStandIn, lobby: Message, wire: Any) -> None:
    """A modal for a modal submit is refused, and so is updating a message that there is none of."""
    task = asyncio.create_task(standin.person().submit_raw("m", {"a": "b"}))
    await asyncio.sleep(0.01)
    interaction = list(standin.world.interactions.values())[-1]
    path = f"/interactions/{interaction.id}/{interaction.token}/callback"
    for kind in (9, 7):
        status, body = await wire("POST", path, {"type": kind, "data": {}})
        assert (status, body["code"]) == (400, 50035)
    assert (await wire("POST", path, {"type": 6}))[0] == 204
    assert await task is None


async def test_a_deferral_takes_no_flag_but_ephemeral(pressed: Pressed) -> None:
    """V2 comes with the edit, not with the deferral."""
    status, _ = await pressed.answer(5, {"flags": EPHEMERAL | V2})
    assert status == 400
    pressed.task.cancel()


async def test_the_first_follow_up_after_a_deferral_fills_the_waiting_message(pressed: Pressed) -> None:
    """It stays as visible as it was deferred; the second is a message of its own."""
    await pressed.answer(5, {"flags": EPHEMERAL})
    _, first = await pressed.hook("POST", "", {"content": "one"})
    _, second = await pressed.hook("POST", "", {"content": "two"})
    _, original = await pressed.hook("GET", "/messages/@original")
    assert (original["content"], original["flags"]) == ("one", EPHEMERAL)
    assert first["id"] == original["id"] != second["id"]
    await pressed.task


async def test_a_webhook_needs_an_answer_first(pressed: Pressed) -> None:
    """10015 before the first answer, and for another application's id."""
    assert (await pressed.hook("POST", "", {"content": "x"}))[1]["code"] == 10015
    pressed.task.cancel()


async def test_original_can_be_edited_and_deleted(pressed: Pressed, standin: DiscordStandIn) -> None:
    """PATCH changes what the person sees, DELETE takes it away, then it is 10008."""
    await pressed.answer(4, {"content": "x", "flags": EPHEMERAL})
    shown: Any = await pressed.task
    _, edited = await pressed.hook("PATCH", "/messages/@original", {"content": "y"})
    assert (shown.content, edited["content"]) == ("y", "y")
    assert (await pressed.hook("DELETE", "/messages/@original"))[0] == 204
    assert shown.deleted
    assert (await pressed.hook("GET", "/messages/@original"))[1]["code"] == 10008


async def test_an_ephemeral_message_is_out_of_the_bot_tokens_reach(
    pressed: Pressed, standin: DiscordStandIn, wire: Any
) -> None:
    """Only its interaction's token can edit it."""
    await pressed.answer(4, {"content": "x", "flags": EPHEMERAL})
    shown: Any = await pressed.task
    path = f"/channels/{shown.channel.id}/messages/{shown.id}"
    assert (await wire("PATCH", path, {"content": "y"}))[1]["code"] == 10008


async def test_a_token_ends(make_standin: Callable[..., DiscordStandIn]) -> None:
    """After its lifetime the webhook is 50027."""
    standin = make_standin(answer_seconds=0.1, token_seconds=0.15)
    await standin.start()
    lobby = standin.world.add_message(standin.world.lobby, standin.world.app_id, content="x")
    async with aiohttp.ClientSession() as session:

        async def send(verb: str, path: str, body: Any) -> tuple[int, Any]:
            async with session.request(verb, standin.api_url + path, json=body) as response:
                return response.status, await response.json() if response.status != 204 else None

        pressed = Pressed(standin, standin.person(), lobby, send)
        assert (await pressed.answer(4, {"content": "x"}))[0] == 204
        await pressed.task
        await asyncio.sleep(0.16)
        assert await pressed.hook("POST", "", {"content": "y"}) == (
            401,
            {"message": "Invalid Webhook Token", "code": 50027},
        )
    await standin.stop()


async def test_five_follow_ups_when_only_the_person_installed_it(
    standin: DiscordStandIn, lobby: Message, wire: Any
) -> None:
    """The sixth is 40094; in a server with the app there is no such end."""
    for installed, last in (("user", (400, 40094)), ("guild", (200, None))):
        pressed = Pressed(standin, standin.person(installed=installed), lobby, wire)
        await asyncio.sleep(0.01)
        await pressed.answer(4, {"content": "x"})
        for _ in range(5):
            assert (await pressed.hook("POST", "", {"content": "y"}))[0] == 200
        status, body = await pressed.hook("POST", "", {"content": "y"})
        assert (status, body.get("code")) == last
        await pressed.task


async def test_a_legacy_message_cannot_keep_its_content_as_v2(pressed: Pressed) -> None:
    """Content has to be emptied in the same edit; V2 then stays for good."""
    await pressed.answer(4, {"content": "x", "flags": EPHEMERAL})
    patch = {"flags": V2, "components": [TEXT]}
    status, body = await pressed.hook("PATCH", "/messages/@original", patch)
    assert status == 400
    assert body["errors"]["content"]["_errors"][0]["code"] == "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
    assert (await pressed.hook("PATCH", "/messages/@original", {**patch, "content": None}))[0] == 200
    _, body = await pressed.hook("PATCH", "/messages/@original", {"flags": 0, "components": [TEXT]})
    assert body["flags"] & V2
    assert (await pressed.hook("PATCH", "/messages/@original", {"content": "back"}))[0] == 400
    await pressed.task


async def test_suggestions_are_asked_for_and_shown(standin: DiscordStandIn, app: Any) -> None:
    """Autocomplete: choices come back, 25 at most."""

    @app.tree.command(name="zone", description="Your zone")
    async def zone(interaction: discord.Interaction[Any], name: str) -> None:
        await interaction.response.send_message(name, ephemeral=True)

    @zone.autocomplete("name")
    async def suggest(_interaction: Any, typed: str) -> list[discord.app_commands.Choice[str]]:
        return [discord.app_commands.Choice(name=f"{typed}rope", value="eu")]

    await app.tree.sync()
    assert [each["name"] for each in await standin.person().suggestions("zone", "", "name", "Eu")] == ["Europe"]


# ----------------------------------------------------------------------------------------- direct messages


async def test_the_same_nonce_is_one_message(standin: DiscordStandIn, app: Any) -> None:
    """Sent twice with one nonce, the DM holds one message and both calls got its id; another nonce is another."""
    person = standin.person()
    channel = await (await app.fetch_user(int(person.id))).create_dm()
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay("Time to close the day?"))
    sent = [await channel.send(view=view, nonce=nonce) for nonce in ("a", "a", "b")]
    assert sent[0].id == sent[1].id != sent[2].id
    assert [each.id for each in person.dm] == [str(sent[0].id), str(sent[2].id)]


async def test_a_nonce_is_forgotten_after_some_minutes(make_standin: Callable[..., DiscordStandIn]) -> None:
    """Beyond the window the same nonce makes a second message; without enforce_nonce it always does."""
    now = [1_750_000_000.0]
    standin = make_standin(clock=lambda: now[0], nonce_seconds=180)
    await standin.start()
    person = standin.person()
    headers = {"Authorization": f"Bot {standin.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:

        async def post(path: str, body: Any) -> Any:
            async with session.post(standin.api_url + path, json=body) as response:
                return await response.json()

        channel = await post("/users/@me/channels", {"recipient_id": person.id})
        path = f"/channels/{channel['id']}/messages"
        enforced = {"content": "x", "nonce": "n", "enforce_nonce": True}
        for step, body, expected in ((0, enforced, 1), (179, enforced, 1), (2, enforced, 2)):
            now[0] += step
            await post(path, body)
            assert len(person.dm) == expected
        await post(path, {"content": "x", "nonce": "n"})
        assert len(person.dm) == 3
        assert (await post(path, {"content": "x", "nonce": "n" * 26}))["code"] == 50035
    await standin.stop()


@pytest.mark.parametrize(
    ("installed", "dms_open", "code"), [("guild", False, 50007), ("user", True, 50278)], ids=["closed", "no server"]
)
async def test_some_people_cannot_be_written_to(
    standin: DiscordStandIn, app: Any, installed: Any, dms_open: bool, code: int
) -> None:
    """The DM opens; sending is 403 with the code that says why."""
    person = standin.person(installed=installed, dms_open=dms_open)
    channel = await (await app.fetch_user(int(person.id))).create_dm()
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("hello")
    assert refused.value.code == code
    assert person.dm == []


async def test_opening_too_many_dms_is_refused(make_standin: Callable[..., DiscordStandIn]) -> None:
    """40003 for the next new one; those that are open are found all the same, and time heals it."""
    now = [1_750_000_000.0]
    standin = make_standin(clock=lambda: now[0], dm_opens=2)
    await standin.start()
    people = [standin.person(name=f"p{number}") for number in range(3)]
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {standin.token}"}) as session:

        async def open_dm(user_id: str) -> tuple[int, Any]:
            async with session.post(standin.api_url + "/users/@me/channels", json={"recipient_id": user_id}) as got:
                return got.status, (await got.json()).get("code")

        assert [await open_dm(each.id) for each in people] == [(200, None), (200, None), (403, 40003)]
        assert await open_dm(people[0].id) == (200, None)
        now[0] += 601
        assert await open_dm(people[2].id) == (200, None)
    await standin.stop()


async def test_what_is_unknown_is_said_to_be(standin: DiscordStandIn, wire: Any) -> None:
    """Channel, message, user, recipient, application, route, method, token, JSON: each with its own code."""
    body = {"content": "x"}
    lobby = standin.world.lobby.id
    for verb, path, sent, status, code in (
        ("POST", "/channels/1/messages", body, 404, 10003),
        ("GET", "/channels/1", None, 404, 10003),
        ("PATCH", f"/channels/{lobby}/messages/1", body, 404, 10008),
        ("GET", "/users/1", None, 404, 10013),
        ("POST", "/users/@me/channels", {"recipient_id": "1"}, 400, 50033),
        ("GET", "/applications/1/commands", None, 404, 10002),
        ("GET", "/guilds/1", None, 404, 0),
        ("DELETE", "/users/@me", None, 405, 0),
        ("POST", f"/channels/{lobby}/messages", b"{", 400, 50109),
        ("POST", f"/channels/{lobby}/messages", {}, 400, 50006),
        ("POST", f"/channels/{lobby}/messages", None, 400, 50035),
    ):
        got, answer = await wire(verb, path, sent)
        assert (got, answer["code"]) == (status, code), path
    assert await wire("GET", "/users/@me", token="wrong") == (401, {"message": "401: Unauthorized", "code": 0})


async def test_only_its_own_messages_can_be_edited(standin: DiscordStandIn, app: Any, wire: Any) -> None:
    """A person's message is theirs; the app's own can be changed and taken back."""
    person = standin.person()
    await person.say("mine")
    theirs = person.dm[0]
    path = f"/channels/{theirs.channel.id}/messages/"
    assert (await wire("PATCH", path + theirs.id, {"content": "y"}))[1]["code"] == 50005
    assert (await wire("DELETE", path + theirs.id))[1]["code"] == 50003
    channel = await (await app.fetch_user(int(person.id))).create_dm()
    sent = await channel.send("hello")
    await sent.edit(content="changed")
    assert [each.content for each in person.dm] == ["mine", "changed"]
    await sent.delete()
    assert [each.content for each in person.dm] == ["mine"]


async def test_too_large_a_file_is_refused(standin: DiscordStandIn, app: Any) -> None:
    """413 with 40005 above the upload limit."""
    channel = await (await app.fetch_user(int(standin.person().id))).create_dm()
    with pytest.raises(discord.HTTPException) as refused:
        await channel.send(file=discord.File(io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)), filename="big.txt"))
    assert (refused.value.status, refused.value.code) == (413, 40005)


# ------------------------------------------------------------------------------------------------- faults


@pytest.fixture
async def dm(standin: DiscordStandIn, app: Any) -> Any:
    """A DM channel, opened through discord.py, and its person."""
    person = standin.person()
    return person, await (await app.fetch_user(int(person.id))).create_dm()


async def test_a_rate_limit_is_waited_out(standin: DiscordStandIn, dm: Any) -> None:
    """429 has what discord.py needs to wait and send again: one message, two calls."""
    person, channel = dm
    standin.faults.rate_limit(SEND, retry_after=0.05)
    await channel.send("x")
    assert len(person.dm) == 1
    assert [call.status for call in standin.calls(SEND)] == [429, 200]


async def test_a_server_error_is_an_error(standin: DiscordStandIn, dm: Any) -> None:
    """503 is not retried by discord.py and nothing was sent."""
    person, channel = dm
    standin.faults.server_error(SEND, status=503)
    with pytest.raises(discord.DiscordServerError):
        await channel.send("x")
    assert person.dm == []


async def test_a_slow_answer_makes_a_press_fail(standin: DiscordStandIn, app: Any) -> None:
    """An answer on its way beyond the deadline is an unknown interaction, as if it was never given."""
    errors: list[int] = []
    refused = asyncio.Event()

    async def answer(interaction: discord.Interaction[Any]) -> None:
        try:
            await interaction.response.send_message("late", ephemeral=True)
        except discord.NotFound as error:
            errors.append(error.code)
            refused.set()

    app.on_press = answer
    standin.faults.slow("POST /interactions/*", seconds=0.9)
    where = standin.world.add_message(standin.world.lobby, standin.world.app_id, content="x")
    person = standin.person()
    with pytest.raises(NotAnswered):
        await person.press_raw("any", where=where)
    async with asyncio.timeout(15):
        await refused.wait()
    assert errors == [10062]


@pytest.mark.parametrize(("fault", "kept"), [("apply_then_drop", 1), ("drop_before", 0)])
async def test_a_dropped_answer_leaves_it_open_what_happened(
    standin: DiscordStandIn, dm: Any, fault: str, kept: int
) -> None:
    """Either way the caller sees a broken line; sent again with the same nonce there is one message."""
    person, channel = dm
    getattr(standin.faults, fault)(SEND)
    with pytest.raises(aiohttp.ClientError):
        await channel.send("x", nonce="n")
    assert len(person.dm) == kept
    await channel.send("x", nonce="n")
    assert len(person.dm) == 1


async def test_calls_can_be_read(standin: DiscordStandIn, dm: Any) -> None:
    """Every call is on record, in the reference's words, with what was sent and said."""
    person, channel = dm
    await channel.send("x")
    call = standin.calls(SEND)[0]
    assert (call.status, call.body["content"], call.response["content"], call.applied) == (200, "x", "x", True)
    assert call.path == f"/api/v10/channels/{channel.id}/messages"
    assert re.match(re.escape(SEND), str(call))
    assert len(standin.calls(OPEN_DM)) == 1
    assert person.dm[0].id == call.response["id"]
