"""Whole dialogues between a person and an app written with real discord.py."""

import asyncio
import io
from typing import Any

import discord
import pytest
from discord import app_commands, ui

from bots.playground.discord.commands import RefusedByClient
from bots.playground.discord.form import CannotType
from bots.playground.discord.person import FormRefused, NeverSeen, NotAnswered, NotThere
from bots.playground.discord.seen import text_of
from bots.playground.discord.server import DiscordStandIn

Interaction = discord.Interaction[Any]


class Ask(ui.Modal, title="A few words"):
    """One field of each kind."""

    def __init__(self) -> None:
        super().__init__(custom_id="ask", timeout=None)
        self.add_item(ui.TextDisplay("Nobody else reads **this**."))
        words = ui.TextInput[Ask](custom_id="words", min_length=3, max_length=20)
        self.add_item(ui.Label(text="In your words", description="One line", component=words))
        options = [discord.RadioGroupOption(label=each, value=each.lower()) for each in ("Heavy", "Light")]
        self.add_item(ui.Label(text="How is it", component=ui.RadioGroup(custom_id="how", options=options)))
        choices = [discord.SelectOption(label=each, value=each.lower()) for each in ("Job", "Home", "Body")]
        roles = ui.Select[Ask](custom_id="roles", options=choices, min_values=0, max_values=3, required=False)
        self.add_item(ui.Label(text="Which roles", component=roles))
        self.add_item(ui.Label(text="Keep it", component=ui.Checkbox(custom_id="keep")))


def layout(*texts: str, buttons: tuple[str, ...] = (), select: bool = False) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    box: ui.Container[ui.LayoutView] = ui.Container(*(ui.TextDisplay(text) for text in texts))
    if select:
        options = [discord.SelectOption(label=each, value=each.lower()) for each in ("Job", "Home")]
        box.add_item(ui.ActionRow(ui.Select(custom_id="pick", placeholder="Which one", options=options)))
    if buttons:
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
        for label in buttons:
            row.add_item(ui.Button(label=label, custom_id=label.lower()))
        box.add_item(row)
    view.add_item(box)
    return view


def with_commands(app: Any) -> None:
    """Register ``/enough open`` and ``/enough now text:`` on *app*'s tree."""
    group = app_commands.Group(
        name="enough",
        description="A program",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )

    @group.command(name="open", description="Begin")
    async def _open(interaction: Interaction) -> None:
        page = layout("# Hello", "> your words \\*as written\\*", buttons=("Write", "Wait", "Reset"), select=True)
        await interaction.response.send_message(view=page, ephemeral=True)

    @group.command(name="now", description="Help now")
    async def _now(interaction: Interaction, text: app_commands.Range[str, 1, 10] | None = None) -> None:
        await interaction.response.send_message(text or "-", ephemeral=True)

    app.tree.add_command(group)


@pytest.fixture
async def ready(app: Any) -> Any:
    """The app with its commands synced, answering every press and form."""
    with_commands(app)

    async def answer(interaction: Interaction) -> None:
        data: Any = interaction.data
        if data["custom_id"] == "write":
            await interaction.response.send_modal(Ask())
        elif data["custom_id"] == "ask":
            await interaction.response.edit_message(view=layout("Kept.", buttons=("Done",)))
        elif data["custom_id"] == "pick":
            await interaction.response.edit_message(view=layout(f"You chose {data['values'][0]}", buttons=("Done",)))
        elif data["custom_id"] == "wait":
            await interaction.response.defer(thinking=True, ephemeral=True)
            await asyncio.sleep(0.05)
            await interaction.edit_original_response(view=layout("Here it is"))
            await interaction.followup.send(view=layout("And one more"), ephemeral=True)
        elif data["custom_id"] == "reset":
            await interaction.response.defer()
            await interaction.edit_original_response(view=layout("Anew"))
        elif data["custom_id"] == "export":
            view = ui.LayoutView()
            view.add_item(ui.TextDisplay("Your words"))
            view.add_item(ui.File("attachment://enough.md"))
            file = discord.File(io.BytesIO(b"# mine"), filename="enough.md")
            await interaction.response.send_message(view=view, file=file, ephemeral=True)

    app.on_press = answer
    await app.tree.sync()
    return app


@pytest.mark.usefixtures("ready")
async def test_a_command_is_answered_with_a_layout_that_only_the_person_sees(standin: DiscordStandIn) -> None:
    """Login, sync and ``/enough open`` over the wire; the person reads what an ephemeral V2 message says."""
    person, other = standin.person(), standin.person(name="kim")
    shown = await person.command("enough", "open")
    assert shown is person.last is person.ephemerals[-1]
    assert text_of(shown) == [
        "Hello",
        "| your words *as written*",
        "Which one:",
        "  ( ) Job",
        "  ( ) Home",
        "[ Write ] [ Wait ] [ Reset ]",
        "Only you can see this",
    ]
    assert other.last is None
    assert [call.method for call in standin.calls("PUT *")] == ["PUT /applications/{application_id}/commands"]


@pytest.mark.usefixtures("ready")
async def test_a_button_opens_a_form_and_the_form_edits_the_message(standin: DiscordStandIn) -> None:
    """Button, modal with every kind of field, what the client refuses, submit, the same message updated."""
    person = standin.person()
    first = await person.command("enough", "open")
    modal = await person.press("Write")
    assert modal is person.modal
    with pytest.raises(FormRefused) as refused:
        await person.submit()
    assert set(refused.value.errors) == {"In your words", "How is it"}
    with pytest.raises(CannotType):
        await person.fill({"In your words": "x" * 21})
    await person.fill({"words": "it", "How is it": "Heavy", "Which roles": ["Home", "job"], "Keep it": True})
    with pytest.raises(FormRefused):
        await person.submit()
    await person.fill({"In your words": "all of it"})
    assert modal is not None
    assert text_of(modal) == [
        "== A few words ==",
        "Nobody else reads this.",
        "In your words *: all of it",
        "  One line",
        "How is it *:",
        "  (x) Heavy",
        "  ( ) Light",
        "Which roles:",
        "  (x) Job",
        "  (x) Home",
        "  ( ) Body",
        "(x) Keep it",
        "[ Cancel ] [ Submit ]",
    ]
    assert await person.submit() is first
    assert person.modal is None
    assert text_of(first)[:2] == ["Kept.", "[ Done ]"]
    assert len(person.ephemerals) == 1


async def test_what_was_typed_and_chosen_arrives(standin: DiscordStandIn, ready: Any) -> None:
    """The submission carries every value, in the shape that discord.py and Discord's docs give it."""
    person = standin.person()
    await person.command("enough", "open")
    await person.press("Write")
    await person.fill({"words": "all of it", "how": "light", "roles": ["Body"]})
    await person.submit()
    parts = ready.seen[-1].data["components"]
    assert [part["component"].get("value", part["component"].get("values")) for part in parts[1:]] == [
        "all of it",
        "light",
        ["body"],
        False,
    ]


@pytest.mark.usefixtures("ready")
async def test_a_menu_is_chosen_from_by_its_words(standin: DiscordStandIn) -> None:
    """A select in a message: by placeholder and label; the message changes."""
    person = standin.person()
    await person.command("enough", "open")
    shown = await person.choose("Which one", "Home")
    assert shown is not None
    assert text_of(shown)[0] == "You chose home"
    with pytest.raises(NotThere, match="Done"):
        await person.press("Write")


@pytest.mark.usefixtures("ready")
async def test_a_deferred_answer_is_waited_for(standin: DiscordStandIn) -> None:
    """Defer, edit the original, follow up: two messages, and the deed ends when the deferred one is there."""
    person = standin.person()
    await person.command("enough", "open")
    await person.press("Wait")
    await person.wait_for(lambda: len(person.ephemerals) == 3)
    assert [text_of(each)[0] for each in person.ephemerals[1:]] == ["Here it is", "And one more"]


@pytest.mark.usefixtures("ready")
async def test_a_deferred_update_edits_the_message_that_was_pressed(standin: DiscordStandIn) -> None:
    """Type 6 and an edit of @original: no second message."""
    person = standin.person()
    await person.command("enough", "open")
    await person.press("Reset")
    assert [text_of(each)[0] for each in person.ephemerals] == ["Anew"]


@pytest.mark.usefixtures("ready")
async def test_a_file_only_they_see(standin: DiscordStandIn) -> None:
    """An upload shown by a File component can be downloaded; a restart of the client takes it away."""
    person = standin.person()
    page = await person.command("enough", "open")
    assert page is not None
    shown = await person.press_raw("export", where=person.ephemerals[-1])
    assert shown is not None
    assert text_of(shown) == ["Your words", "file: enough.md", "Only you can see this"]
    assert [(file.name, file.data) for file in person.files] == [("enough.md", b"# mine")]
    person.reload()
    assert (person.files, person.ephemerals, person.last) == ([], [], None)


@pytest.mark.usefixtures("ready")
async def test_the_client_refuses_what_nobody_can_send(standin: DiscordStandIn) -> None:
    """A bare command with subcommands, unknown ones, wrong options: nothing reaches the app."""
    person = standin.person()
    before = len(standin.calls)
    for name, path, options in (
        ("enough", "", {}),
        ("enough", "opne", {}),
        ("nothing", "", {}),
        ("enough", "now", {"words": "x"}),
        ("enough", "now", {"text": "x" * 11}),
        ("enough", "now", {"text": 5}),
    ):
        with pytest.raises(RefusedByClient):
            await person.command(name, path, options)
    assert len(standin.calls) == before
    shown = await person.command("enough", "now", {"text": "x" * 10})
    assert shown is not None
    assert text_of(shown)[0] == "x" * 10


async def test_two_presses_at_once_are_two_interactions(standin: DiscordStandIn, ready: Any) -> None:
    """Phone and desktop: both arrive, each with its own token and the whole message in it."""
    person = standin.person()
    await person.command("enough", "open")
    await asyncio.gather(person.press("Reset"), person.press("Reset"))
    one, two = ready.seen[-2:]
    assert one.token != two.token
    assert one.message.components
    assert {part["id"] for part in standin.world.messages[str(one.message.id)].components} == {1}


async def test_no_answer_in_time_is_told_and_the_form_keeps_its_words(standin: DiscordStandIn, ready: Any) -> None:
    """A dead button says so; a form that is not answered stays, and can be sent again."""
    person = standin.person()
    await person.command("enough", "open")
    with pytest.raises(NotAnswered, match="This interaction failed"):
        await person.press_raw("nobody:home", where=person.ephemerals[-1])
    await person.press("Write")
    await person.fill({"words": "all of it", "how": "light"})
    answer, ready.on_press = ready.on_press, None
    with pytest.raises(NotAnswered):
        await person.submit()
    assert person.modal is not None
    assert person.modal.values["words"] == "all of it"
    assert "! Something went wrong. Try again." in text_of(person.modal)
    ready.on_press = answer
    await person.submit()
    assert person.modal is None


async def test_a_forged_form_arrives_like_any_other(standin: DiscordStandIn, ready: Any) -> None:
    """A submit with any custom_id reaches the app, as a stale or tampered client would send it."""
    person = standin.person()
    with pytest.raises(NotAnswered):
        await person.submit_raw("1:::en:run:gone", {"words": "late"})
    assert ready.seen[-1].data["components"][0]["component"]["value"] == "late"


async def test_a_form_can_be_dismissed(standin: DiscordStandIn, ready: Any) -> None:
    """Nothing else can be done under an open form; dismissing it tells the app nothing."""
    person = standin.person()
    await person.command("enough", "open")
    await person.press("Write")
    with pytest.raises(RefusedByClient):
        await person.press("Reset")
    count = len(ready.seen)
    await person.dismiss_modal()
    assert len(ready.seen) == count
    with pytest.raises(NotThere):
        await person.submit()


async def test_where_and_how_it_is_installed_can_be_told_apart(standin: DiscordStandIn, ready: Any) -> None:
    """Guild or user installation, server or DM: context and integration owners as the docs say."""
    member, solo = standin.person(), standin.person(name="solo", installed="user", locale="es-ES")
    await member.command("enough", "open")
    in_guild = ready.seen[-1]
    assert (in_guild.guild_id, in_guild.is_guild_integration()) == (int(standin.world.guild_id), True)
    await member.command("enough", "open", where="dm")
    in_dm = ready.seen[-1]
    assert (in_dm.guild_id, in_dm.context.dm_channel, in_dm.user.id) == (None, True, int(member.id))
    await solo.command("enough", "open")
    alone = ready.seen[-1]
    assert (alone.is_user_integration(), alone.is_guild_integration()) == (True, False)
    assert alone.locale is discord.Locale.spain_spanish


@pytest.mark.usefixtures("ready")
async def test_what_is_waited_for_is_returned_or_never_seen(standin: DiscordStandIn) -> None:
    """wait_for looks again at every change, and gives up in time."""
    person = standin.person()
    waiting = asyncio.create_task(person.wait_for(lambda: person.ephemerals))
    await person.command("enough", "open")
    assert await waiting == person.ephemerals
    with pytest.raises(NeverSeen):
        await person.wait_for(lambda: person.dm, 0.01)


async def test_a_missing_answer_is_shown_until_the_next_try_or_until_it_is_dismissed(
    standin: DiscordStandIn, ready: Any
) -> None:
    """At the message, with the next press on it; of a command, by dismissing it; and a restart takes all of it."""
    person = standin.person()
    await person.command("enough", "open")
    page = person.ephemerals[-1]
    for _ in range(2):
        with pytest.raises(NotAnswered):
            await person.press_raw("nobody:home", where=page)
        assert [each.source for each in person.unanswered] == [page]
    await person.press("Reset", where=page)
    assert person.unanswered == []
    ready.tree.remove_command("enough")  # the app no longer knows what Discord still offers
    with pytest.raises(NotAnswered, match="The application did not respond"):
        await person.command("enough", "open")
    (word,) = person.unanswered
    person.dismiss(word)
    assert person.unanswered == []
    person.dismiss(page)
    assert person.ephemerals == []


async def test_words_reach_the_place_they_are_written_in(standin: DiscordStandIn, app: Any) -> None:
    """In the channel everybody in the server sees them, in a DM nobody else; there is a least and a most."""
    person, other = standin.person(), standin.person(name="kim")
    await person.say("in the channel", where="guild")
    await person.say("between us")
    assert [each.content for each in other.visible] == ["in the channel"]
    assert [each.content for each in person.dm] == ["between us"]
    for text in ("  ", "x" * 2001):
        with pytest.raises(RefusedByClient):
            await person.say(text)


async def test_only_what_the_app_completes_is_asked_for(standin: DiscordStandIn, app: Any) -> None:
    """An option without completion is not sent; one with it is, whatever else is required."""

    @app.tree.command(name="move", description="Where to")
    async def move(interaction: Interaction, first: str, zone: str) -> None: ...

    @move.autocomplete("zone")
    async def suggest(_interaction: Any, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}rope", value="eu")]

    await app.tree.sync()
    person = standin.person()
    assert [each["value"] for each in await person.suggestions("move", "", "zone", "Eu")] == ["eu"]
    with pytest.raises(RefusedByClient, match="suggests nothing"):
        await person.suggestions("move", "", "first", "Eu")
