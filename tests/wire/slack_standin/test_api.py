"""The Web API as the real AsyncWebClient meets it."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bots.playground.slack.person import Person
from bots.playground.slack.server import SlackStandIn

impatient = pytest.mark.parametrize(
    "options", [{"trigger_lifetime": 0.1, "response_url_lifetime": 0.1}], ids=["impatient"]
)
SECTION = {"type": "section", "text": {"type": "plain_text", "text": "hello"}}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    title = {"type": "plain_text", "text": "Title"}
    return {"type": "modal", "title": title, "blocks": list(blocks) or [SECTION], **more}


async def error_of(call: Any) -> str:
    """Return the error with which *call* was refused."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


# ---------------------------------------------------------------------------------------------- tokens


async def test_a_client_learns_who_it_is(client: AsyncWebClient, standin: SlackStandIn) -> None:
    """auth.test names the bot and, in a header, its scopes."""
    answer = await client.auth_test()
    assert answer["user_id"] == standin.workspace.bot_user_id
    assert answer.headers["x-oauth-scopes"] == "chat:write,commands,im:write,users:read"


async def test_tokens_are_checked(client: AsyncWebClient, standin: SlackStandIn) -> None:
    """No token, a wrong one and one of the wrong kind are told apart."""
    assert await error_of(AsyncWebClient(base_url=standin.api_url).auth_test()) == "not_authed"
    assert await error_of(AsyncWebClient("xoxb-wrong", base_url=standin.api_url).auth_test()) == "invalid_auth"
    assert await error_of(client.apps_connections_open(app_token=standin.bot_token)) == "not_allowed_token_type"
    app_level = AsyncWebClient(standin.app_token, base_url=standin.api_url)
    assert await error_of(app_level.chat_postMessage(channel="U0ANA", text="hi")) == "not_allowed_token_type"


async def test_a_missing_scope_is_named() -> None:
    """The refusal says which scope is needed and which there are."""
    standin = SlackStandIn(scopes={"commands"})
    await standin.start()
    try:
        with pytest.raises(SlackApiError) as refused:
            await AsyncWebClient(standin.bot_token, base_url=standin.api_url).users_info(user="U0ANA")
    finally:
        await standin.stop()
    answer = refused.value.response.data
    assert answer == {"ok": False, "error": "missing_scope", "needed": "users:read", "provided": "commands"}


async def test_a_method_that_is_not_played_is_unknown(client: AsyncWebClient) -> None:
    """What a bot like this has no business calling is refused."""
    assert await error_of(client.conversations_history(channel="D0")) == "unknown_method"


async def test_arguments_come_as_json_or_as_a_form(standin: SlackStandIn, person: Person) -> None:
    """A form carries its token and structured arguments as strings; a JSON body that is none is refused."""
    async with aiohttp.ClientSession() as session:
        form = {"token": standin.bot_token, "channel": person.id, "text": "hi", "blocks": "[]"}
        async with session.post(f"{standin.api_url}chat.postMessage", data=form) as answer:
            assert (await answer.json())["ok"]
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {standin.bot_token}"}
        async with session.post(f"{standin.api_url}chat.postMessage", data="{", headers=headers) as answer:
            assert await answer.json() == {"ok": False, "error": "invalid_json"}
    assert standin.bot_token not in "".join(str(call) for call in standin.calls)


# ---------------------------------------------------------------------------------- people and messages


async def test_zone_and_locale_of_a_person(client: AsyncWebClient, person: Person) -> None:
    """The locale is told only on request, as on the real Slack."""
    plain = (await client.users_info(user=person.id))["user"]
    assert plain["tz"] == "Europe/Lisbon"
    assert "locale" not in plain
    assert (await client.users_info(user=person.id, include_locale=True))["user"]["locale"] == "en-US"
    assert await error_of(client.users_info(user="U0NOBODY")) == "user_not_found"


async def test_a_dm_is_opened_once_and_written_to(client: AsyncWebClient, person: Person) -> None:
    """Opening again gives the same channel; the person sees what was sent, blocks and text."""
    opened = await client.conversations_open(users=[person.id])
    again = await client.conversations_open(users=person.id)
    assert again["channel"]["id"] == opened["channel"]["id"]
    assert again["already_open"]
    await client.chat_postMessage(channel=opened["channel"]["id"], text="Hello", blocks=[SECTION])
    (message,) = person.dm
    assert (message.text, message.blocks[0]["text"]) == ("Hello", SECTION["text"])


async def test_where_a_message_cannot_go(client: AsyncWebClient, standin: SlackStandIn, person: Person) -> None:
    """A DM that is not open and a channel without the bot are refused; a user id is the person's DM."""
    assert await error_of(client.chat_postMessage(channel="D0UNOPENED", text="hi")) == "channel_not_found"
    foreign = standin.channel("foreign", [person], bot_is_member=False)
    assert await error_of(client.chat_postMessage(channel=foreign, text="hi")) == "not_in_channel"
    await client.chat_postMessage(channel=person.id, text="hi")
    assert [message.text for message in person.dm] == ["hi"]


async def test_a_message_needs_text_beside_its_blocks(client: AsyncWebClient, person: Person) -> None:
    """Without top-level text a notification and a screen reader have nothing to say."""
    call = client.api_call("chat.postMessage", json={"channel": person.id, "blocks": [SECTION]})
    assert await error_of(call) == "no_text"


async def test_bad_blocks_are_refused_in_slacks_shape(client: AsyncWebClient, person: Person) -> None:
    """The refusal carries the reasons in response_metadata."""
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=person.id, text="hi", blocks=[SECTION] * 51)
    assert refused.value.response["error"] == "invalid_blocks"
    messages = ["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"]
    assert refused.value.response["response_metadata"] == {"messages": messages}
    assert person.dm == []


async def test_a_message_is_edited_but_an_ephemeral_one_is_not(
    client: AsyncWebClient, standin: SlackStandIn, person: Person
) -> None:
    """chat.update reaches what all see; an ephemeral message is seen by one and cannot be found again."""
    other = standin.person("U0BEN", name="ben")
    channel = standin.channel("wellness", [person, other])
    sent = await client.chat_postMessage(channel=channel, text="before")
    await client.chat_update(channel=channel, ts=sent["ts"], text="after")
    quiet = await client.chat_postEphemeral(channel=channel, user=person.id, text="for you")
    assert [message.text for message in person.messages(channel)] == ["after", "for you"]
    assert [message.text for message in other.messages(channel)] == ["after"]
    edit = client.chat_update(channel=channel, ts=quiet["message_ts"], text="changed")
    assert await error_of(edit) == "message_not_found"
    outsider = client.chat_postEphemeral(channel=channel, user="U0NOBODY", text="hi")
    assert await error_of(outsider) == "user_not_in_channel"


# --------------------------------------------------------------------------------------- views and triggers


async def test_a_trigger_opens_one_view(client: AsyncWebClient, standin: SlackStandIn, person: Person) -> None:
    """The second use is refused, and so is a trigger that never was."""
    trigger = standin.workspace.permits.new_trigger(person.id)
    await client.views_open(trigger_id=trigger, view=modal())
    assert person.modal is not None
    assert person.modal.title == "Title"
    assert await error_of(client.views_open(trigger_id=trigger, view=modal())) == "exchanged_trigger_id"
    assert await error_of(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"


@impatient
async def test_a_trigger_expires(client: AsyncWebClient, standin: SlackStandIn, person: Person) -> None:
    """After its lifetime a trigger opens nothing."""
    trigger = standin.workspace.permits.new_trigger(person.id)
    await asyncio.sleep(0.12)
    assert await error_of(client.views_open(trigger_id=trigger, view=modal())) == "expired_trigger_id"
    assert person.modal is None


async def test_a_stack_holds_three_views(client: AsyncWebClient, standin: SlackStandIn, person: Person) -> None:
    """The fourth view is refused; a push with nothing under it too."""
    place = standin.workspace
    assert (
        await error_of(client.views_push(trigger_id=place.permits.new_trigger(person.id), view=modal())) == "not_found"
    )
    await client.views_open(trigger_id=place.permits.new_trigger(person.id), view=modal())
    for _ in range(2):
        await client.views_push(trigger_id=place.permits.new_trigger(person.id), view=modal())
    assert len(person.modals) == 3
    fourth = client.views_push(trigger_id=place.permits.new_trigger(person.id), view=modal())
    assert await error_of(fourth) == "push_limit_reached"
    await person.close_modal()
    assert len(person.modals) == 2


async def test_an_old_hash_conflicts(client: AsyncWebClient, standin: SlackStandIn, person: Person) -> None:
    """A view is updated with the hash it has now; an older one is refused and changes nothing."""
    opened = await client.views_open(trigger_id=standin.workspace.permits.new_trigger(person.id), view=modal())
    view_id, first_hash = opened["view"]["id"], opened["view"]["hash"]
    newer = modal(title={"type": "plain_text", "text": "Newer"})
    await client.views_update(view_id=view_id, hash=first_hash, view=newer)
    conflict = client.views_update(view_id=view_id, hash=first_hash, view=modal())
    assert await error_of(conflict) == "hash_conflict"
    assert person.modal is not None
    assert person.modal.title == "Newer"


async def test_a_closed_view_is_not_found(client: AsyncWebClient, standin: SlackStandIn, person: Person) -> None:
    """What the person closed cannot be updated any more."""
    opened = await client.views_open(trigger_id=standin.workspace.permits.new_trigger(person.id), view=modal())
    await person.close_modal()
    assert await error_of(client.views_update(view_id=opened["view"]["id"], view=modal())) == "not_found"


async def test_an_external_id_is_unique(client: AsyncWebClient, standin: SlackStandIn, person: Person) -> None:
    """An open view can be updated by its external id, and no other view may have the same."""
    place = standin.workspace
    await client.views_open(trigger_id=place.permits.new_trigger(person.id), view=modal(external_id="mine"))
    other = standin.person("U0BEN")
    taken = client.views_open(trigger_id=place.permits.new_trigger(other.id), view=modal(external_id="mine"))
    assert await error_of(taken) == "duplicate_external_id"
    await client.views_update(external_id="mine", view=modal(external_id="mine"))


async def test_views_are_refused_in_slacks_shape(client: AsyncWebClient, standin: SlackStandIn, person: Person) -> None:
    """Reasons stand in response_metadata; a view that is too large has an error of its own."""
    trigger = standin.workspace.permits.new_trigger(person.id)
    with pytest.raises(SlackApiError) as refused:
        await client.views_open(trigger_id=trigger, view={"type": "modal", "blocks": [SECTION]})
    assert refused.value.response["error"] == "invalid_arguments"
    messages = ["[ERROR] missing required field: title [json-pointer:/view]"]
    assert refused.value.response["response_metadata"] == {"messages": messages}
    wide = {"type": "section", "text": {"type": "plain_text", "text": "x" * 3000}}
    assert await error_of(client.views_open(trigger_id=trigger, view=modal(*[wide] * 90))) == "view_too_large"


async def test_home_is_published_without_a_trigger(client: AsyncWebClient, person: Person) -> None:
    """The same view stays and gets a new hash, which guards it."""
    home = {"type": "home", "blocks": [SECTION]}
    first = await client.views_publish(user_id=person.id, view=home)
    await client.views_publish(user_id=person.id, view=home, hash=first["view"]["hash"])
    stale = client.views_publish(user_id=person.id, view=home, hash=first["view"]["hash"])
    assert await error_of(stale) == "hash_conflict"
    assert person.home is not None
    assert person.home.id == first["view"]["id"]


# ------------------------------------------------------------------------------------------- response URLs


async def test_a_response_url_answers_five_times(standin: SlackStandIn, person: Person) -> None:
    """What it posts is for the one who asked, unless it says otherwise; the sixth post is refused."""
    channel = standin.channel("wellness", [person, other := standin.person("U0BEN")])
    ticket = standin.workspace.permits.new_response_url(person.id, channel)
    hook = AsyncWebhookClient(standin.api_url.replace("/api/", f"/response/{ticket}"))
    await hook.send(text="for all", response_type="in_channel")
    statuses = [(await hook.send(text="for you")).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 404]
    assert [message.text for message in person.messages(channel)] == ["for all"] + ["for you"] * 4
    assert [message.text for message in other.messages(channel)] == ["for all"]


@impatient
async def test_a_response_url_expires(standin: SlackStandIn, person: Person) -> None:
    """After its lifetime it posts nothing."""
    channel = standin.channel("wellness", [person])
    ticket = standin.workspace.permits.new_response_url(person.id, channel)
    await asyncio.sleep(0.12)
    answer = await AsyncWebhookClient(standin.api_url.replace("/api/", f"/response/{ticket}")).send(text="late")
    assert (answer.status_code, person.messages(channel)) == (404, [])


# ------------------------------------------------------------------------------------------------- faults


async def test_a_rate_limit_says_how_long(client: AsyncWebClient, standin: SlackStandIn, person: Person) -> None:
    """429 with Retry-After, once; nothing is posted by the refused call."""
    standin.faults.rate_limit("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=person.id, text="hi")
    response = refused.value.response
    assert (response.status_code, response.headers["Retry-After"], response["error"]) == (429, "7", "ratelimited")
    assert person.dm == []
    await client.chat_postMessage(channel=person.id, text="hi")
    assert len(person.dm) == 1


async def test_a_server_error_changes_nothing(client: AsyncWebClient, standin: SlackStandIn, person: Person) -> None:
    """A 503 is an error for the caller and no message for the person."""
    standin.faults.server_error("chat.postMessage", status=503)
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=person.id, text="hi")
    assert refused.value.response.status_code == 503
    assert person.dm == []


async def test_a_slow_answer_is_late(client: AsyncWebClient, standin: SlackStandIn, person: Person) -> None:
    """The call waits before it is carried out."""
    standin.faults.slow("chat.postMessage", seconds=0.1)
    begun = asyncio.get_running_loop().time()
    await client.chat_postMessage(channel=person.id, text="hi")
    assert asyncio.get_running_loop().time() - begun >= 0.1


async def test_a_dropped_answer_leaves_the_message(
    client: AsyncWebClient, standin: SlackStandIn, person: Person
) -> None:
    """The message is there though its sender got an error: without retries it is there once."""
    standin.faults.apply_then_drop("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=person.id, text="hi")
    assert [message.text for message in person.dm] == ["hi"]
    (call,) = standin.calls("chat.postMessage")
    assert (call.status, call.applied) == (None, True)


async def test_the_default_client_sends_a_dropped_message_twice(standin: SlackStandIn, person: Person) -> None:
    """With its default retries the SDK resends what may have arrived: the person sees it twice."""
    standin.faults.apply_then_drop("chat.postMessage")
    await AsyncWebClient(standin.bot_token, base_url=standin.api_url).chat_postMessage(channel=person.id, text="hi")
    assert [message.text for message in person.dm] == ["hi", "hi"]


async def test_a_connection_that_drops_before_changes_nothing(
    client: AsyncWebClient, standin: SlackStandIn, person: Person
) -> None:
    """The caller cannot tell it from the other drop; the person sees nothing."""
    standin.faults.drop_before("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=person.id, text="hi")
    assert person.dm == []
