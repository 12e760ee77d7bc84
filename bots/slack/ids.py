"""The ids that Slack sends back: they outlive the process, so their shape is fixed here and nowhere else.

* Every modal and Home has the same ``callback_id``; what it is stands in ``private_metadata``, an encoded token.
* A button's ``value`` is the encoded token. Its ``action_id`` is ``tap:N`` or, when the button opens the form that
  the token names, ``form:N``; N makes it unique in the view.
* An input's ``block_id`` names the step it belongs to: Slack keeps what was typed wherever ``block_id`` and
  ``action_id`` stay the same across an update, so the same id in the next step would show the last step's text
  there. Carry, country and language are left out, so that drawing the same step again keeps the text. The field's
  own id is the ``action_id``: ``in:FIELD``.
"""

import re

from core.tokens import ActionToken

PAGE = "enough.page"
SHORTCUT = "enough_put"

_BUTTON = re.compile(r"(tap|form):\d+")
_INPUT = "in:"


def tap_id(number: int) -> str:
    """Return the ``action_id`` of a button that taps its token."""
    return f"tap:{number}"


def form_id(number: int) -> str:
    """Return the ``action_id`` of a button that opens the form its token names."""
    return f"form:{number}"


def is_button(action_id: str) -> bool:
    """Tell whether *action_id* is one of ours for a button."""
    return _BUTTON.fullmatch(action_id) is not None


def opens_form(action_id: str) -> bool:
    """Tell whether the button opens a form."""
    return action_id.startswith("form:")


def block_id(token: ActionToken, field_id: str) -> str:
    """Return the ``block_id`` of a field on the page of *token*."""
    return f"{token.verb}:{token.subject}:{token.step}:{token.version}:{field_id}"


def input_id(field_id: str) -> str:
    """Return the ``action_id`` of a field's element."""
    return _INPUT + field_id


def field_of(action_id: str) -> str | None:
    """Return the field that an element's ``action_id`` names; None when it is no input of ours."""
    return action_id.removeprefix(_INPUT) if action_id.startswith(_INPUT) else None
