"""Slack payloads as what core asks for. Pure.

Text is Private from here on. What does not have Slack's shape raises BadToken.
Shapes: https://docs.slack.dev/reference/interaction-payloads and
https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, TypeAlias

from bots.slack import ids
from bots.slack.parts import unescape
from core.errors import BadToken
from core.people.who import Platform, Who
from core.ports import RawAnswer, RawAnswers
from core.private import Private
from core.tokens import ActionToken, decode

Payload: TypeAlias = Mapping[str, Any]


class Surface(Enum):
    """Where a button stands."""

    MODAL = auto()
    HOME = auto()
    MESSAGE = auto()


@dataclass(frozen=True)
class Opening:
    """What can be used to show something to the person who just acted. "" is what Slack did not give.

    ``trigger`` opens one modal within 3 s. ``response_url`` takes 5 replies within 30 minutes.
    """

    who: Who
    trigger: str = ""
    response_url: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Press:
    """A button that was pressed. ``view`` and ``view_hash`` name the modal it stands in, as it was drawn; ``typed`` is
    what stands in that modal's form so far."""

    opening: Opening
    token: ActionToken | None
    opens_form: bool
    surface: Surface
    view: str = ""
    view_hash: str = ""
    in_form: bool = False
    typed: RawAnswers = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Submission:
    """A form that was sent."""

    who: Who
    token: ActionToken
    answers: RawAnswers


def who_in(payload: Payload) -> Who:
    """Return who acted.

    The tenant is the enterprise and the team, the same in every kind of payload. An org-wide installation may send
    no team; the person's own one then stands in for it.
    """
    user = payload.get("user")
    of_user = user if isinstance(user, Mapping) else {}
    team = _id(payload.get("team")) or _text(payload, "team_id") or _text(of_user, "team_id")
    enterprise = _id(payload.get("enterprise")) or _enterprise_of_team(payload) or _enterprise_around(payload)
    external_id = _id(user) or _text(payload, "user_id")
    if not external_id or not (team or enterprise):
        raise BadToken("payload without a person")
    return Who(Platform.SLACK, f"{enterprise or '-'}/{team or '-'}", external_id)


def home_visitor(payload: Payload) -> Who | None:
    """Return who opened the Home tab, from an ``app_home_opened`` event; None for the other tabs."""
    event = payload.get("event")
    if not isinstance(event, Mapping) or event.get("tab") != "home":
        return None
    return who_in({**payload, "user_id": event.get("user")})


def opening(payload: Payload) -> Opening:
    """Return who acted and how they can be shown something: a command, a shortcut or a button."""
    return Opening(
        who=who_in(payload),
        trigger=_text(payload, "trigger_id"),
        response_url=_text(payload, "response_url"),
        channel=_id(payload.get("channel")) or _text(payload, "channel_id"),
    )


def command_text(payload: Payload) -> Private[str]:
    """Return what stood after the command. Slack escapes ``& < >`` in it."""
    return Private(unescape(_text(payload, "text")).strip())


def press(payload: Payload) -> Press:
    """Return the button that was pressed. Its token is None when it means nothing to us (any more)."""
    actions = payload.get("actions")
    action = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], Mapping) else {}
    view = _view(payload)
    surface = {"modal": Surface.MODAL, "home": Surface.HOME}.get(_text(view, "type"), Surface.MESSAGE)
    action_id = _text(action, "action_id")
    return Press(
        opening=opening(payload),
        token=_token(_text(action, "value")) if ids.is_button(action_id) else None,
        opens_form=ids.opens_form(action_id),
        surface=surface,
        view=_text(view, "id"),
        view_hash=_text(view, "hash"),
        in_form=bool(field_blocks(payload)),
        typed=_answers(view) if surface is Surface.MODAL else {},
    )


def page_token(payload: Payload) -> ActionToken | None:
    """Return the token of the view in the payload; None when it holds none of ours."""
    return _token(_text(_view(payload), "private_metadata"))


def view_id(payload: Payload) -> str:
    """Return the id of the view in the payload."""
    return _text(_view(payload), "id")


def submission(payload: Payload) -> Submission:
    """Return the form that was sent. An answer that was left empty is left out.

    Raises BadToken for a form that is none of ours, or of another shape.
    """
    view = _view(payload)
    state = view.get("state")
    if not isinstance(state, Mapping) or not isinstance(state.get("values"), Mapping):
        raise BadToken("submission without values")
    return Submission(who_in(payload), decode(_text(view, "private_metadata")), _answers(view))


def field_blocks(payload: Payload) -> dict[str, str]:
    """Return the ``block_id`` of every field in the payload's view, in the order they stand there."""
    return {name: _text(block, "block_id") for name, block, _ in _inputs(_view(payload))}


def _answers(view: Payload) -> RawAnswers:
    state = view.get("state")
    values = state.get("values") if isinstance(state, Mapping) else None
    if not isinstance(values, Mapping):
        return {}
    orders = _option_orders(view)
    answers: dict[str, RawAnswer] = {}
    for block in values.values():
        if not isinstance(block, Mapping):
            raise BadToken("submission without values")
        for action_id, element in block.items():
            name = ids.field_of(str(action_id))
            answer = _answer(element, orders.get(name, [])) if name else None
            if name and answer is not None:
                answers[name] = answer
    return answers


def _view(payload: Payload) -> Payload:
    view = payload.get("view")
    return view if isinstance(view, Mapping) else {}


def _token(text: str) -> ActionToken | None:
    try:
        return decode(text)
    except BadToken:
        return None


def _inputs(view: Payload) -> Iterator[tuple[str, Payload, Payload]]:
    """Yield each field of ours in *view* with its input block and the element inside."""
    blocks = view.get("blocks")
    for block in blocks if isinstance(blocks, list) else ():
        element = block.get("element") if isinstance(block, Mapping) and block.get("type") == "input" else None
        name = ids.field_of(_text(element, "action_id")) if isinstance(element, Mapping) else None
        if name and isinstance(element, Mapping):
            yield name, block, element


def _option_orders(view: Payload) -> dict[str, list[str]]:
    """Return the option values of each field: Slack sends what was picked in the order it was clicked."""
    return {
        name: [_text(option, "value") for option in element.get("options") or () if isinstance(option, Mapping)]
        for name, _, element in _inputs(view)
    }


def _answer(element: object, order: list[str]) -> RawAnswer | None:
    if not isinstance(element, Mapping):
        raise BadToken("malformed answer")
    match element.get("type"):
        case "plain_text_input":
            text = element.get("value")
            return Private(text) if isinstance(text, str) and text.strip() else None
        case "radio_buttons" | "static_select":
            chosen = element.get("selected_option")
            return (_value(chosen),) if chosen is not None else None
        case "checkboxes" | "multi_static_select":
            many = element.get("selected_options") or []
            if not isinstance(many, list):
                raise BadToken("malformed answer")
            picked = [_value(option) for option in many]
            return tuple(sorted(picked, key=lambda value: order.index(value) if value in order else len(order))) or None
        case _:
            raise BadToken("an answer of a kind that no form of ours has")


def _value(option: object) -> str:
    value = option.get("value") if isinstance(option, Mapping) else None
    if not isinstance(value, str):
        raise BadToken("malformed answer")
    return value


def _text(payload: Payload, key: str) -> str:
    value = payload.get(key)
    return value if isinstance(value, str) else ""


def _id(value: object) -> str:
    return _text(value, "id") if isinstance(value, Mapping) else ""


def _enterprise_around(payload: Payload) -> str:
    return _text(payload, "enterprise_id") or _text(payload, "context_enterprise_id")


def _enterprise_of_team(payload: Payload) -> str:
    team = payload.get("team")
    return _text(team, "enterprise_id") if isinstance(team, Mapping) else ""
