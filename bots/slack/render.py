"""What Enough can show, as Slack payloads. Pure, over the closed union of ``core.pages``.

Everything but a link is ``plain_text``: the person's words stand in the bot's sentences too, and nothing in them may
turn into a mention, a link or emphasis.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from bots.slack import bounds, ids
from bots.slack.forms import Json, input_block, plain
from bots.slack.parts import escape, parts
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
    Tone,
    in_groups,
)
from core.tokens import ActionToken, Verb
from core.wording import message_actions, message_text, voice

_ADDRESS = re.compile(r"[A-Za-z0-9.-]+\.[A-Za-z]{2,}(/[A-Za-z0-9._~%/?=&+-]*)?")
_DIALLED = re.compile(r"\+?[0-9][0-9 ()-]*")


def to_slack(shown: Page | Document | Message) -> Json:
    """Return a modal view for a page or document, or the arguments of ``chat.postMessage`` for a message."""
    match shown:
        case Page():
            t = voice(shown.token.language)
            fields = [input_block(field, shown.token, t) for field in shown.fields]
            return _modal(shown.token, shown.title, [*_body(shown.body), *fields, *_rows(shown.actions)], shown.submit)
        case Document():
            return _modal(shown.token, shown.title, _document(shown))
        case Message():
            return _message(shown)
        case _:
            assert_never(shown)


def to_home(shown: Page | Document) -> Json:
    """Return the App Home view. No form can stand there: one becomes a button that opens it."""
    match shown:
        case Page():
            rows = _rows(shown.actions)
            if shown.fields:
                t = voice(shown.token.language)
                opening = Action(t("Open"), shown.token, Tone.PRIMARY)
                rows = [_row("open", [_button(opening, ids.form_id(0))]), *rows]
            blocks = [*_body(shown.body), *rows]
        case Document():
            blocks = _document(shown)
        case _:
            assert_never(shown)
    return {
        "type": "home",
        "callback_id": ids.PAGE,
        "private_metadata": shown.token.encode(),
        "blocks": [_header(shown.title), *blocks],
    }


def to_ephemeral(shown: Page | Document, pressed: ActionToken) -> Json:
    """Return a reply that only its reader sees, for when no modal could be opened.

    Help has to arrive, so a page with a way to reach it is shown here, without the person's words. Any other page
    stays in the modal: the reply has a button that opens it, by asking again for what was *pressed*.
    """
    t = voice(shown.token.language)
    blocks: list[Json] = []
    if isinstance(shown, Page) and carries_help(shown):
        blocks = [_header(shown.title), *_body(block for block in shown.body if not isinstance(block, OwnWords))]
        blocks += _rows(shown.actions)
    text = t("Slack did not open the page. Only you see this.")
    blocks.append({"type": "section", "text": plain(text)})
    is_form = isinstance(shown, Page) and bool(shown.fields)
    again = Action(t("Open"), shown.token if is_form else pressed, Tone.PRIMARY)
    blocks.append(_row("open", [_button(again, ids.form_id(0) if is_form else ids.tap_id(len(shown.actions)))]))
    return {"text": escape(text), "blocks": blocks}


def carries_help(shown: Page | Document) -> bool:
    """Tell whether *shown* has a way to reach help on it."""
    return isinstance(shown, Page) and any(isinstance(block, Contact) for block in shown.body)


def _modal(token: ActionToken, title: str, blocks: list[Json], submit: str = "") -> Json:
    t = voice(token.language)
    view: Json = {
        "type": "modal",
        "callback_id": ids.PAGE,
        "private_metadata": token.encode(),
        "title": plain(title),
        "close": plain(t("Close")),
        "blocks": blocks,
    }
    if submit:
        view["submit"] = plain(submit)
    return view


def _message(message: Message) -> Json:
    text = message_text(message)
    return {
        # Notifications and screen readers read the top-level text.
        "text": escape(text),
        "blocks": [{"type": "section", "text": plain(text)}, *_rows(message_actions(message))],
        "unfurl_links": False,
        "unfurl_media": False,
    }


# ---------------------------------------------------------------------------------------------- body


def _body(body: Iterable[Block]) -> list[Json]:
    return [drawn for block in body for drawn in _block(block)]


def _block(block: Block) -> Iterator[Json]:
    match block:
        case Paragraph():
            yield from _sections(block.text)
        case Heading():
            yield _header(block.text)
        case Note():
            for part in parts(block.text, bounds.PART_CHARS):
                yield {"type": "context", "elements": [plain(part)]}
        case OwnWords():
            yield from _sections(f"“{block.text.reveal()}”")
        case Contact():
            yield {"type": "section", "text": {"type": "mrkdwn", "text": _contact(block), "verbatim": True}}
        case _:
            assert_never(block)


def _sections(text: str) -> Iterator[Json]:
    for part in parts(text, bounds.PART_CHARS):
        yield {"type": "section", "text": plain(part)}


def _header(text: str) -> Json:
    return {"type": "header", "text": plain(text)}


def _contact(contact: Contact) -> str:
    """Return the contact as mrkdwn: a link that dials or opens where Slack has one, else words to read off."""
    label = contact.label if contact.value in contact.label else f"{contact.label}: {contact.value}"
    match contact.kind:
        case ContactKind.CALL:
            # Slack makes tel: links itself out of numbers that people type.
            number = re.sub(r"[ ()-]", "", contact.value) if _DIALLED.fullmatch(contact.value) else ""
            return f"<tel:{number}|{escape(label)}>" if number else escape(label)
        case ContactKind.TEXT:
            # Slack has no link that opens a text message.
            return escape(label)
        case ContactKind.CHAT | ContactKind.SITE:
            address = contact.value.removeprefix("https://")
            return f"<https://{escape(address)}|{escape(label)}>" if _ADDRESS.fullmatch(address) else escape(label)
        case _:
            assert_never(contact.kind)


# ------------------------------------------------------------------------------------------- actions


def _rows(actions: Sequence[Action]) -> list[Json]:
    buttons = [_button(action, ids.tap_id(number)) for number, action in enumerate(actions)]
    rows: list[Json] = []
    begin = 0
    for group in in_groups(actions):
        end = begin + len(group)
        starts = range(begin, end, bounds.ROW_OF_BUTTONS)
        rows += [_row(f"row:{start}", buttons[start : min(start + bounds.ROW_OF_BUTTONS, end)]) for start in starts]
        begin = end
    return rows


def _row(block_id: str, buttons: list[Json]) -> Json:
    return {"type": "actions", "block_id": block_id, "elements": buttons}


def _button(action: Action, action_id: str) -> Json:
    button: Json = {
        "type": "button",
        "action_id": action_id,
        "text": plain(action.label),
        "value": action.token.encode(),
    }
    match action.tone:
        case Tone.PRIMARY | Tone.DANGER:
            button["style"] = action.tone.value
        case Tone.PLAIN:
            pass
        case _:
            assert_never(action.tone)
    return button


# ----------------------------------------------------------------------------------------- documents


def _document(document: Document) -> list[Json]:
    """Return the blocks of one part of *document*: the nearest one when it has no part of that number."""
    t = voice(document.token.language)
    all_parts = parts(document.text.reveal(), bounds.PART_CHARS)
    last = len(all_parts) - 1
    here = min(max(document.page, 0), last)

    def turn(label: str, to: int) -> Action:
        return Action(label, document.token.to(Verb.EXPORT, step=document.token.step, carry=str(to)))

    blocks = [] if here else _body(document.intro)
    if last:
        blocks += _block(Note(t("Part {number} of {count}", number=here + 1, count=last + 1)))
    if all_parts[here]:
        blocks.append({"type": "section", "text": plain(all_parts[here])})
    turns = ([turn(t("Previous part"), here - 1)] if here else []) + (
        [turn(t("Next part"), here + 1)] if here < last else []
    )
    return blocks + _rows([*turns, *document.actions])
