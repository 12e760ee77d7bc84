"""How an app answers a submitted form: the payload of the acknowledgement, read and checked. Pure.

Page "modals", "response actions". What cannot be used shows one general line on top of the form (reported), and
nothing says to the app why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bots.playground.slack.blocks import Surface, is_too_large, problems_in_view
from bots.playground.slack.schema import Json

TROUBLE = "We had some trouble connecting. Try again?"
"""What Slack's client shows on a form whose submission was not answered, or not well."""


class BadAnswer(Exception):
    """The acknowledgement cannot be used. The reason is for the one who reads the test, not for the app."""


@dataclass(frozen=True)
class CloseTop:
    """An empty acknowledgement: this view closes, the one under it shows."""


@dataclass(frozen=True)
class CloseAll:
    """``clear``: the whole stack closes."""


@dataclass(frozen=True)
class ShowErrors:
    """``errors``: by ``block_id`` of an input block, a sentence under it."""

    errors: Mapping[str, str]


@dataclass(frozen=True)
class Replace:
    """``update``: another view in place of this one."""

    view: Json


@dataclass(frozen=True)
class PutOnTop:
    """``push``: another view on top of this one."""

    view: Json


Answered: TypeAlias = CloseTop | CloseAll | ShowErrors | Replace | PutOnTop


def read_answer(answer: Json, blocks: list[Json]) -> Answered:
    """Return what *answer* asks for, given the *blocks* of the submitted view. Raises BadAnswer."""
    if not answer:
        return CloseTop()
    match answer.get("response_action"):
        case "clear":
            return CloseAll()
        case "errors":
            return ShowErrors(_checked_errors(answer.get("errors"), blocks))
        case "update":
            return Replace(_checked_view(answer.get("view")))
        case "push":
            return PutOnTop(_checked_view(answer.get("view")))
        case other:
            msg = f"unknown response_action {other!r}"
            raise BadAnswer(msg)


def _checked_errors(errors: object, blocks: list[Json]) -> dict[str, str]:
    inputs = {block["block_id"] for block in blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        msg = "errors need a sentence by block_id"
        raise BadAnswer(msg)
    for block_id, sentence in errors.items():
        if block_id not in inputs:
            msg = f"{block_id!r} is no input block of this view; there are {sorted(inputs)}"
            raise BadAnswer(msg)
        if not isinstance(sentence, str) or not sentence:
            msg = f"the error under {block_id!r} is no text"
            raise BadAnswer(msg)
    return dict(errors)


def _checked_view(view: object) -> Json:
    problems = problems_in_view(view, Surface.MODAL)
    if problems:
        raise BadAnswer("; ".join(str(problem) for problem in problems))
    if is_too_large(view) or not isinstance(view, dict):
        msg = "the view is too large"
        raise BadAnswer(msg)
    return view
