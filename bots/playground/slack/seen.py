"""A view or message as lines of text, the way a person sees it. Pure; used by transcripts and by tests."""

import re

from bots.playground.slack.blocks import elements_of
from bots.playground.slack.elements import options_of
from bots.playground.slack.inputs import Values, content
from bots.playground.slack.schema import Json
from bots.playground.slack.state import Message, View

_LINK = re.compile(r"<((?:https?|tel|sms|mailto):[^|>]*)(?:\|([^>]*))?>")
_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_MARKS = re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])|(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])")


def text_of(shown: View | Message) -> list[str]:
    """Return what stands on *shown*, top to bottom, one line each; no empty lines.

    A title is ``== title ==``, a button ``[ label ]``, a chosen option ``(x) label``, a field ``label: value``. A
    notice of Slack's client ("We had some trouble connecting") comes first, an error under its field as ``! error``.
    """
    lines: list[str] = []
    if isinstance(shown, View):
        lines += [f"== {shown.title} =="] if shown.title else []
        lines += [f"! {shown.notice}"] if shown.notice else []
    elif not shown.blocks:
        lines += _plain_lines(mrkdwn(shown.text))
    errors = shown.errors if isinstance(shown, View) else {}
    for block in shown.blocks:
        lines += _block_lines(block, shown.values)
        if block["block_id"] in errors:
            lines.append(f"  ! {errors[block['block_id']]}")
    if isinstance(shown, View):
        lines += _foot(shown)
    return lines


def mrkdwn(text: str) -> str:
    """Return mrkdwn *text* as it reads: links as ``label (url)``, marks gone, ``&amp;`` and its like resolved."""
    text = _LINK.sub(lambda m: f"{m[2]} ({m[1]})" if m[2] else m[1], text)
    text = _DATE.sub(lambda m: m[1], text)
    text = _MARKS.sub(lambda m: m[1] or m[2], text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain(text: Json) -> str:
    """Return a text object as it reads."""
    written = str(text["text"])
    return mrkdwn(written) if text["type"] == "mrkdwn" else written


def _plain_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _block_lines(block: Json, values: Values) -> list[str]:
    match block["type"]:
        case "header":
            return [f"# {plain(block['text'])}"]
        case "divider":
            return ["---"]
        case "image":
            return [f"[image: {block['alt_text']}]"]
        case "context":
            return [line for each in block["elements"] for line in _context_lines(each)]
        case "section":
            texts = [block["text"]] if "text" in block else []
            lines = [line for text in [*texts, *block.get("fields", [])] for line in _plain_lines(plain(text))]
            if block.get("accessory", {}).get("type") == "image":
                lines.append(f"[image: {block['accessory']['alt_text']}]")
        case "input":
            optional = " (optional)" if block.get("optional") else ""
            lines = [f"{block['label']['text']}{optional}:"]
        case _:
            lines = []
    for _, element in elements_of(block):
        drawn = _element_lines(element, values.get((block["block_id"], element["action_id"])))
        if block["type"] == "input" and len(drawn) == 1:
            lines[-1] += f" {drawn[0]}"
        else:
            lines += drawn
    if block.get("hint"):
        lines.append(f"  {block['hint']['text']}")
    return lines


def _context_lines(element: Json) -> list[str]:
    return [f"[image: {element['alt_text']}]"] if element["type"] == "image" else _plain_lines(plain(element))


def _element_lines(element: Json, value: Json | None) -> list[str]:
    kind = element["type"]
    if kind == "button":
        address = f" ({element['url']})" if element.get("url") else ""
        return [f"[ {element['text']['text']} ]{address}"]
    held = content(value) if value else None
    if kind in ("radio_buttons", "checkboxes", "overflow"):
        chosen = held if isinstance(held, list) else [held]
        return [f"  ({'x' if option in chosen else ' '}) {_option(option)}" for option in options_of(element)]
    if isinstance(held, dict):
        return [f"<{_option(held)}>"]
    if isinstance(held, list):
        return [f"<{', '.join(_option(option) for option in held)}>"]
    placeholder = (element.get("placeholder") or {"text": ""})["text"]
    return [held] if held else [f"<{placeholder}>"]


def _option(option: Json) -> str:
    words = plain(option["text"])
    return f"{words} ({option['description']['text']})" if option.get("description") else words


def _foot(view: View) -> list[str]:
    buttons = [view.payload.get("submit"), view.payload.get("close")]
    labels = [f"[ {each['text']} ]" for each in buttons if each]
    return [" ".join(labels)] if labels else []
