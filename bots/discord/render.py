"""What core shows, as Discord messages. Pure: nothing is sent and nothing is kept here.

Private pages are Components V2 layouts. All words of a page stand in one text display, since 24 blocks, 20 buttons
and a select would be more than 40 components. Every view is stopped as soon as it is built, so that discord.py keeps
none of them: the raw interaction handler answers instead.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, assert_never

import discord
from discord import ui

from bots.discord import bounds
from bots.discord.forms import KEPT_ID, Kept, is_filled, lone_select, select_in_message
from bots.discord.ids import Kind, custom_id
from bots.discord.markup import escape, escape_around_links
from core.pages import (
    Action,
    Block,
    Contact,
    ContactKind,
    Document,
    Heading,
    Message,
    Note,
    OwnWords,
    Page,
    Paragraph,
    Rejected,
    TextField,
    Tone,
    in_groups,
)
from core.private import Private
from core.tokens import ActionToken
from core.wording import message_actions, message_text, voice

_ADDRESS = re.compile(r"(https?://)?[A-Za-z0-9][A-Za-z0-9.-]*(:\d+)?(/[A-Za-z0-9._~%?=&#/+-]*)?")
_PIECE_CHARS = 900  # a line break may become "\n-# ", so a piece may grow to four times its length
_STYLES = {
    Tone.PLAIN: discord.ButtonStyle.secondary,
    Tone.PRIMARY: discord.ButtonStyle.primary,
    Tone.DANGER: discord.ButtonStyle.danger,
}


@dataclass(frozen=True)
class Shown:
    """One Discord message, and ``more`` that follow it when it cannot hold all.

    ``beside`` asks for a message of its own where another would be replaced: a file that is to stay, an error.
    ``help`` is the page's token where there is a way to reach help on it.
    """

    view: ui.LayoutView | ui.View
    content: str | None = None
    filename: str = ""
    text: Private[str] | None = None
    more: tuple["Shown", ...] = ()
    beside: bool = False
    help: ActionToken | None = None

    def files(self) -> list[discord.File]:
        """Return the attachments, new at every call since sending uses them up."""
        if self.text is None:
            return []
        return [discord.File(io.BytesIO(self.text.reveal().encode()), filename=self.filename)]


def to_discord(x: Page | Document | Message) -> Shown:
    """Return *x* as a message: ephemeral for a Page or Document, a direct message for a Message."""
    match x:
        case Page():
            return _page(x)
        case Document():
            *before, last = _texts(x.title, x.intro)
            view = _layout([last, ui.File(f"attachment://{x.filename}"), *_rows(x.actions)])
            return replace(_in_order(before, Shown(view, filename=x.filename, text=x.text)), beside=True)
        case Message():
            # Words and buttons of the older kind: the notification on a phone shows them, and there is no own text.
            buttons = ui.View(timeout=None)
            for action in message_actions(x):
                buttons.add_item(_button(action))
            buttons.stop()
            return Shown(buttons, content=escape_around_links(message_text(x)))
        case _:
            assert_never(x)


def _page(page: Page) -> Shown:
    field = lone_select(page)
    form: list[ui.Item[Any]] = []
    body: list[Block] = list(page.body)
    if field is not None:
        kept = _kept_button(page)
        form = [ui.ActionRow(select_in_message(page, field)), *([ui.ActionRow(*kept)] if kept else [])]
        body += [Paragraph(field.label), *([Note(field.hint)] if field.hint else [])]
    elif page.fields:
        body += _standing_in_the_form(page)
        form = [ui.ActionRow(_form_button(page.token, page), *_empty_button(page), *_kept_button(page))]
    *before, last = _texts(page.title, body)
    help_on_it = page.token if any(isinstance(block, Contact) for block in page.body) else None
    shown = _in_order(before, Shown(_layout([last, *form, *_rows(page.actions)])))
    return replace(shown, help=help_on_it)


def _standing_in_the_form(page: Page) -> list[Block]:
    """Return the words in a form of one field, which elsewhere can be read without opening it."""
    field, *others = page.fields
    if others or not isinstance(field, TextField) or field.value is None or not is_filled(field):
        return []
    words = OwnWords(field.value)
    return [] if words in page.body else [words]


def _in_order(before: Sequence[ui.Item[Any]], last: Shown) -> Shown:
    """Return one message, or several where the words need it: the buttons stand below the last of them."""
    first, *more = [*(Shown(_layout([text])) for text in before), last]
    return replace(first, more=tuple(more))


def rejected(reply: Rejected, page: Page | None, kept: Kept) -> Shown:
    """Return the errors of a form, what was typed into it, and the button that opens it again with that.

    *page* is the form, where it is known; *kept* what :func:`bots.discord.forms.keep` made of the answers.
    """
    token = reply.page_token
    t = voice(token.language)
    labels = {field.id: field.label for field in page.fields} if page and len(page.fields) > 1 else {}
    lines = [f"{labels[key]}: {text}" if key in labels else text for key, text in reply.errors.items()]
    title = page.title if page else t("Not saved yet")
    words = [f"## {escape_around_links(title)}", *map(escape_around_links, lines)]
    if kept:
        words.append("-# " + escape(t("What you wrote is here. Only you see it.")))
    head: ui.TextDisplay[Any] = ui.TextDisplay("\n".join(words))
    displays: list[ui.TextDisplay[Any]] = [
        ui.TextDisplay(content.reveal(), id=KEPT_ID + place) for place, content in sorted(kept.items())
    ]
    shown: list[list[ui.TextDisplay[Any]]] = [[head]]
    for display in displays:
        if _fits(*(each.content for each in (*shown[-1], display))):
            shown[-1].append(display)
        else:
            shown.append([display])
    messages: list[list[ui.Item[Any]]] = [list(each) for each in shown]
    messages[0] += [ui.ActionRow(_form_button(token, page)), *_rows(page.actions if page else ())]
    first, *more = [Shown(_layout(each)) for each in messages]
    return replace(first, more=tuple(more))


# ------------------------------------------------------------------------------------------------------ parts


def _layout(items: Sequence[ui.Item[Any]]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view


def _form_button(token: ActionToken, page: Page | None) -> ui.Button[Any]:
    """The button that opens a form says what is done in it; Discord names the form's own button itself."""
    t = voice(token.language)
    fields = page.fields if page else ()
    if any(map(is_filled, fields)):
        label = t("Change")
    elif fields and all(isinstance(field, TextField) for field in fields):
        label = t("Write")
    else:
        label = t("Answer")
    return ui.Button(label=label, style=discord.ButtonStyle.primary, custom_id=custom_id(Kind.FORM, token))


def _empty_button(page: Page) -> tuple[ui.Button[Any], ...]:
    """Where nothing has to be said, nobody has to open a form to say nothing."""
    t = voice(page.token.language)
    if any(not field.optional or is_filled(field) for field in page.fields):
        return ()
    return (ui.Button(label=t("Leave it empty"), custom_id=custom_id(Kind.EMPTY, page.token)),)


def _kept_button(page: Page) -> tuple[ui.Button[Any], ...]:
    """Whoever comes back to a form that is filled need not open it to go on."""
    if page.as_it_is is None:
        return ()
    t = voice(page.token.language)
    return (ui.Button(label=t("Leave it as it is"), custom_id=custom_id(Kind.TAP, page.as_it_is)),)


def _button(action: Action) -> ui.Button[Any]:
    return ui.Button(label=action.label, style=_STYLES[action.tone], custom_id=custom_id(Kind.TAP, action.token))


def _rows(actions: Sequence[Action]) -> list[ui.Item[Any]]:
    return [
        ui.ActionRow(*map(_button, group[start : start + bounds.ROW_BUTTONS]))
        for group in in_groups(actions)
        for start in range(0, len(group), bounds.ROW_BUTTONS)
    ]


def _texts(title: str, body: Sequence[Block]) -> list[ui.Item[Any]]:
    """Return the words, in as many text displays as there have to be messages: one, but for rare texts."""
    texts = [f"## {escape_around_links(title)}"]
    before: Block = Heading(title)
    for block in (piece for whole in body for piece in _pieces(whole)):
        longer = texts[-1] + _gap(before, block) + _rich(block)
        if _fits(longer):
            texts[-1] = longer
        else:
            texts.append(_rich(block))
        before = block
    return [ui.TextDisplay(text) for text in texts]


def _fits(*texts: str) -> bool:
    """Tell whether one message holds *texts*, a display each."""
    stored = sum(len(text.encode()) + bounds.STORED_BYTES_A_TEXT for text in texts)
    return sum(map(len, texts)) <= bounds.DISPLAYED_CHARS and stored <= bounds.STORED_BYTES


def _gap(before: Block, block: Block) -> str:
    """A blank line between paragraphs; none below a heading or inside a list of contacts."""
    together = isinstance(before, Contact) and isinstance(block, Contact)
    return "\n" if together or isinstance(before, Heading) else "\n\n"


def _pieces(block: Block) -> list[Block]:
    """Split a block that no message holds, as a text of nothing but asterisks or emoji."""
    if _fits(_rich(block)):
        return [block]
    match block:
        case Paragraph(text) | Note(text):
            return [replace(block, text=part) for part in _split(text)]
        case OwnWords(text):
            return [OwnWords(Private(part)) for part in _split(text.reveal())]
        case Heading() | Contact():
            return [block]
        case _:
            assert_never(block)


def _split(text: str) -> list[str]:
    starts = range(0, len(text), _PIECE_CHARS)
    return [text[start : start + _PIECE_CHARS] for start in starts]


def _rich(block: Block) -> str:
    match block:
        case Paragraph(text):
            return escape_around_links(text)
        case Heading(text):
            return f"### {escape_around_links(_one_line(text))}"
        case Note(text):
            return _each_line("-# ", escape_around_links(text))
        case OwnWords(text):
            return _each_line("> ", escape(text.reveal()))
        case Contact():
            return _contact(block)
        case _:
            assert_never(block)


def _contact(contact: Contact) -> str:
    """Phones make a bare number or address tappable; Discord has no button that dials."""
    label, value = contact.label, contact.value
    if contact.kind in (ContactKind.CHAT, ContactKind.SITE) and _ADDRESS.fullmatch(value):
        link = value if value.startswith("http") else f"https://{value}"
        return link if label == value else f"{escape(label)}: {link}"
    bold = f"**{escape(value)}**"
    before, found, after = label.partition(value)
    return f"{escape(before)}{bold}{escape(after)}" if found else f"{escape(label)}: {bold}"


def _each_line(mark: str, text: str) -> str:
    return "\n".join(mark + line for line in text.split("\n"))


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))
