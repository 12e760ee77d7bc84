"""Discord's client on the page, before an app that answers as it is told: commands, menus, forms, what goes wrong."""

from playwright.async_api import expect

from bots.playground.discord.world import AUTOCOMPLETE, COMMAND, EPHEMERAL, V2
from tests.support.discord_app import page
from tests.support.discord_gallery import Gallery
from tests.support.discord_kinds import FORMS, MENUS


async def open_menus(gallery: Gallery) -> None:
    gallery.showcase.message(MENUS, flags=V2 | EPHEMERAL)
    await gallery.show()


async def test_commands_are_completed_while_one_types(gallery: Gallery) -> None:
    """The list narrows with each letter, arrows move in it, Tab takes one; Enter sends it."""
    gallery.app.reply = lambda _: page("Hello")
    await gallery.show()
    box = gallery.composer
    await box.press_sequentially("/")
    options = gallery.page.get_by_role("listbox", name="Commands").get_by_role("option")
    await expect(options).to_have_text(["/enough openBeginenough", "/enough put" + PUT, "/enough zoneYour zoneenough"])
    await box.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    await box.press_sequentially("op")
    await expect(options).to_have_count(1)
    await box.press("Tab")
    await expect(gallery.page.get_by_text("/enough open", exact=True)).to_be_visible()
    await gallery.page.keyboard.press("Enter")
    await expect(gallery.log).to_contain_text("Hello")
    assert await gallery.asked("command") == {"path": "enough open", "options": {}, "where": "guild"}


PUT = "Begin from a thoughtenough"


async def test_a_description_is_read_in_ones_own_language(gallery: Gallery) -> None:
    """As the app registered it for the language of the client; else as it is."""
    command = gallery.showcase.standin.world.commands[0]
    command["options"][0]["description_localizations"] = {"en-GB": "Begin, my dear"}
    await gallery.show()
    await gallery.composer.press_sequentially("/")
    options = gallery.page.get_by_role("listbox", name="Commands").get_by_role("option")
    await expect(options.first).to_contain_text("Begin, my dear")
    await expect(options.nth(1)).to_contain_text("Begin from a thought")


async def test_an_option_is_filled_where_the_command_stands(gallery: Gallery) -> None:
    """A whole command and a space; Tab opens the option, Enter sends both; Backspace takes them back one by one."""
    gallery.app.reply = lambda _: page("Hello")
    keys = gallery.page.keyboard
    await gallery.composer.press_sequentially("/enough put ")
    await keys.press("Tab")
    await keys.type("x" * 25)
    field = gallery.page.get_by_role("combobox", name="thought")
    await expect(field).to_have_value("x" * 20)  # its own bound
    await field.fill("so")
    await keys.press("Enter")
    await expect(gallery.log).to_contain_text("Hello")
    assert (await gallery.asked("command"))["options"] == {"thought": "so"}
    await gallery.composer.press_sequentially("/enough put ")
    await keys.press("Tab")
    await keys.press("Backspace")
    await expect(field).to_have_count(0)
    await keys.press("Backspace")
    await expect(gallery.page.get_by_role("combobox", name="Message #general")).to_be_focused()


async def test_what_the_app_suggests_can_be_taken(gallery: Gallery) -> None:
    """An option with completion asks the app while one types; what it does not answer is said there."""
    choices = {"type": 8, "data": {"choices": [{"name": "Europe", "value": "eu"}]}}
    gallery.app.reply = lambda asked: choices if asked.kind == AUTOCOMPLETE else page("Hello")
    keys = gallery.page.keyboard
    await gallery.composer.press_sequentially("/enough zone ")
    await keys.press("Tab")
    await keys.type("Eu")
    await expect(gallery.page.get_by_role("option", name="Europe")).to_be_visible()
    assert (await gallery.asked("suggest"))["typed"] == "Eu"
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await keys.press("Enter")
    await expect(gallery.log).to_contain_text("Hello")
    assert (await gallery.asked("command"))["options"] == {"where": "eu"}
    gallery.app.reply = lambda _: None
    await gallery.composer.press_sequentially("/enough zone ")
    await keys.press("Tab")
    await expect(gallery.page.get_by_role("alert")).to_have_text("Loading options failed")


async def test_words_are_sent_with_enter_and_break_lines_with_shift(gallery: Gallery) -> None:
    """They stand in the place they were written in, under one's own name."""
    await gallery.page.get_by_role("button", name="Direct messages").click()
    await gallery.composer.press_sequentially("one")
    await gallery.composer.press("Shift+Enter")
    await gallery.composer.press_sequentially("two /enough")
    await gallery.composer.press("Enter")
    assert await gallery.asked("say") == {"text": "one\ntwo /enough", "where": "dm"}
    await expect(gallery.log.get_by_role("article", name="Sam")).to_contain_text(
        "one\ntwo /enough", use_inner_text=True
    )
    await expect(gallery.composer).to_have_value("")


async def test_one_choice_is_sent_at_once(gallery: Gallery) -> None:
    """Opening, typing the beginning of a label and Enter; a menu that is off does not open."""
    gallery.app.reply = lambda _: page("Chosen")
    await open_menus(gallery)
    assert await gallery.log.get_by_role("button", name="Cannot be chosen").is_disabled()
    menu = gallery.log.get_by_role("button", name="Choose one")
    await menu.focus()
    keys = gallery.page.keyboard
    await keys.press("Enter")
    await keys.type("be")
    await keys.press("Enter")
    await expect(gallery.log).to_contain_text("Chosen")
    assert (await gallery.asked("choose"))["values"] == ["1"]
    await expect(menu).to_have_accessible_name("Choose one: Being a parent")


async def test_several_choices_are_sent_when_the_list_closes(gallery: Gallery) -> None:
    """Each pick turns one on or off; nothing is sent where nothing changed, or too few are left."""
    gallery.app.reply = lambda _: page("Chosen")
    await open_menus(gallery)
    menu, options = gallery.log.get_by_role("button", name="Choose several"), gallery.page.get_by_role("option")
    for label in ("Work", "Being a parent"):  # both were chosen
        if not await options.count():
            await menu.click()
        await options.filter(has_text=label).click()
    await gallery.page.keyboard.press("Escape")
    await expect(menu).to_have_accessible_name("Choose several: Work: Being a parent")
    await menu.click()
    await options.filter(has_text="Partner").click()
    await options.filter(has_text="Work").click()
    assert not [deed for deed, _ in gallery.deeds if deed == "choose"]
    await gallery.page.get_by_role("heading", name="general").first.click()
    assert (await gallery.asked("choose"))["values"] == ["1", "2"]


async def test_a_form_sends_what_stands_in_it(gallery: Gallery) -> None:
    """Every kind of field: a line, a paragraph, one of several, several; and the boxes of another form."""
    gallery.app.reply = lambda _: page("Kept")
    form = gallery.form
    gallery.showcase.form(FORMS[0])
    await gallery.show()
    await expect(form.get_by_label("One line")).to_be_focused()
    await form.get_by_label("One line").fill("a line")
    await form.get_by_label("A paragraph").fill("two\nlines")
    await form.get_by_role("button", name="One of them").click()
    await gallery.page.get_by_role("option", name="Partner").click()
    await form.get_by_role("button", name="Several").click()
    await gallery.page.get_by_role("option", name="Partner").click()
    await gallery.page.get_by_role("button", name="Done").click()
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_have_count(0)
    expected = {"short": "a line", "long": "two\nlines", "menu": ["2"], "menus": ["0", "2"]}
    assert await gallery.asked("submit") == {"values": expected}
    gallery.showcase.form(FORMS[1])
    await gallery.show()
    await form.get_by_role("radio", name="Work").check()
    for name in ("Work", "Being a parent", "Keep it"):
        await form.get_by_role("checkbox", name=name).check()
    await expect(form.get_by_role("checkbox", name="Partner")).to_be_disabled()  # two at most
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_have_count(0)
    expected = {"radio": "0", "boxes": ["0", "1"], "box": True, "upload": [], "who": []}
    assert await gallery.asked("submit") == {"values": expected}


async def test_a_form_that_lacks_something_says_so_at_the_field(gallery: Gallery) -> None:
    """It stays open, the word goes as soon as one types there, and what was typed elsewhere is kept."""
    form = gallery.form
    gallery.showcase.form(FORMS[0])
    await gallery.show()
    await form.get_by_label("A paragraph").fill("kept")
    await form.get_by_role("button", name="Submit").click()
    await expect(form.get_by_text("This field is required")).to_have_count(2)
    await expect(form.get_by_label("One line")).to_have_attribute("aria-invalid", "true")
    await form.get_by_label("One line").fill("now")
    await expect(form.get_by_text("This field is required")).to_have_count(1)
    await expect(form.get_by_label("A paragraph")).to_have_value("kept")


async def test_a_form_holds_the_focus_and_what_is_typed_through_a_change(gallery: Gallery) -> None:
    """Something arrives behind it: the field stays as it is. Tab goes round in it, Esc closes it."""
    gallery.showcase.message([{"type": 1, "components": [{"type": 2, "style": 2, "label": "Go", "custom_id": "go"}]}])
    await gallery.show()
    await gallery.log.get_by_role("button", name="Go").focus()
    gallery.showcase.form(FORMS[2])
    await gallery.show()
    field = gallery.form.get_by_label("In a row")
    await field.fill("half a sen")
    gallery.showcase.message(content="meanwhile", flags=0)
    await gallery.show()
    await expect(field).to_have_value("half a sen")
    await expect(field).to_be_focused()
    inside = "document.querySelector('[role=dialog]').contains(document.activeElement)"
    for key in ["Tab"] * 6 + ["Shift+Tab"] * 6:
        await gallery.page.keyboard.press(key)
        assert await gallery.page.evaluate(inside)
    await gallery.page.keyboard.press("Escape")
    await expect(gallery.form).to_have_count(0)
    assert await gallery.asked("dismiss") == {}
    await expect(gallery.log.get_by_role("button", name="Go")).to_be_focused()


async def test_what_is_not_answered_is_said_where_it_was_asked(gallery: Gallery) -> None:
    """Under the message, as an answer of the app to a command, above the buttons of a form; and only there."""
    gallery.app.reply = lambda asked: page("Hello", "Go") if asked.kind == COMMAND else None
    await gallery.composer.fill("/enough open")
    await gallery.composer.press("Enter")
    await gallery.log.get_by_role("button", name="Go").click()
    await expect(gallery.log.get_by_role("alert")).to_have_text("This interaction failed")
    gallery.app.reply = lambda _: None
    await gallery.composer.fill("/enough open")
    await gallery.composer.press("Enter")
    await expect(gallery.log.get_by_text("Sending command…")).to_be_visible()
    await expect(gallery.log.get_by_role("alert").last).to_have_text("The application did not respond")
    await gallery.log.get_by_role("button", name="Dismiss message").last.click()
    await expect(gallery.log.get_by_role("alert")).to_have_count(1)
    gallery.showcase.form(FORMS[2])
    await gallery.show()
    await gallery.form.get_by_label("In a row").fill("words")
    await gallery.form.get_by_role("button", name="Submit").click()
    await expect(gallery.form.get_by_role("alert")).to_have_text("Something went wrong. Try again.")
    await expect(gallery.form.get_by_label("In a row")).to_have_value("words")
    await expect(gallery.page.get_by_role("status")).to_have_text("")


async def test_an_answer_that_takes_longer_is_awaited(gallery: Gallery) -> None:
    """The app is thinking; then what it thought of stands in the same place."""
    gallery.app.reply = lambda _: {"type": 5, "data": {"flags": EPHEMERAL}}
    await gallery.composer.fill("/enough open")
    await gallery.composer.press("Enter")
    await expect(gallery.log).to_contain_text("enough is thinking…")
    (message,) = gallery.showcase.person.ephemerals
    message.flags, message.components = V2 | EPHEMERAL, [{"type": 10, "id": 1, "content": "At last"}]
    await gallery.show()
    await expect(gallery.log).to_contain_text("At last")
    await expect(gallery.log).not_to_contain_text("thinking")


async def test_what_comes_where_one_does_not_look_is_marked(gallery: Gallery) -> None:
    """A message in the direct messages while one reads the channel: counted until one goes there."""
    showcase = gallery.showcase
    world = showcase.standin.world
    channel = world.add_channel(world.accounts[showcase.person.id])
    for _ in range(2):
        world.add_message(channel, world.app_id, content="Your time")
    await gallery.show()
    there = gallery.page.get_by_role("button", name="Direct messages, 2 unread")
    await expect(there).to_be_visible()
    await there.click()
    await expect(gallery.log).to_contain_text("Your time")
    await expect(gallery.page.get_by_role("button", name="Direct messages", exact=True)).to_be_visible()


async def test_settings_and_reload(gallery: Gallery) -> None:
    """Direct messages and the installation can be switched; a reload takes what only the person sees."""
    gallery.showcase.message([{"type": 10, "content": "For you alone"}], flags=V2 | EPHEMERAL)
    await gallery.show()
    await gallery.page.get_by_role("button", name="User settings").click()
    await gallery.form.get_by_role("switch").uncheck()
    await gallery.form.get_by_role("radio", name="For me alone").check()
    assert gallery.showcase.side.sees()["settings"] == {"dms_open": False, "installed": "user"}
    await gallery.form.get_by_role("button", name="Reload the client").click()
    await expect(gallery.form).to_have_count(0)
    await expect(gallery.log).not_to_contain_text("For you alone")
