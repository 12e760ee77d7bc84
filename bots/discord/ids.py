"""What stands in a ``custom_id``: one letter for the kind of component, then the action token. Nothing else.

A component of a modal has its field's id as ``custom_id``. An option of a select in a message carries the field's id
in front of its value, since the select itself has no room for both it and the token.
"""

from enum import StrEnum

from core.errors import BadToken
from core.tokens import ActionToken, decode

_FIELD_END = "="


class Kind(StrEnum):
    """Never reused for another meaning: messages outlive versions."""

    TAP = "t"  # a button that means its token
    FORM = "f"  # the button that opens a page's form
    SELECT = "s"  # a select that is the whole form of a page
    MODAL = "m"  # a submitted form
    EMPTY = "e"  # the button that submits a page's form with nothing in it


def custom_id(kind: Kind, token: ActionToken) -> str:
    """Return at most 97 characters."""
    return kind + token.encode()


def read_custom_id(text: str) -> tuple[Kind, ActionToken]:
    """Read a ``custom_id`` back. Raises BadToken for one that was not made here."""
    try:
        kind = Kind(text[:1])
    except ValueError as error:
        raise BadToken("unknown custom_id") from error
    return kind, decode(text[1:])


def option_value(field_id: str, value: str) -> str:
    """Return the value of an option of a select in a message."""
    return f"{field_id}{_FIELD_END}{value}"


def read_option_values(values: list[str]) -> tuple[str, tuple[str, ...]]:
    """Return the field's id and the values that were picked. Raises BadToken where they do not belong together."""
    pairs = [value.partition(_FIELD_END) for value in values]
    fields = {field for field, _, _ in pairs}
    if len(fields) != 1 or not all(separator for _, separator, _ in pairs):
        raise BadToken("unknown option")
    return fields.pop(), tuple(value for _, _, value in pairs)
