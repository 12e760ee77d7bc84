"""What can be pressed, chosen or typed into: bounds of each interactive component.

Source of every bound: :mod:`bots.playground.discord.bounds`. Codes and words marked (g) are *guessed*.
"""

from typing import Any, Final

from bots.playground.discord import bounds, checks
from bots.playground.discord.errors import Json, Path, Problems

BUTTON, STRING_SELECT, TEXT_INPUT = 2, 3, 4
ENTITY_SELECTS: Final = (5, 6, 7, 8)  # users, roles, mentionables, channels
SELECTS: Final = (STRING_SELECT, *ENTITY_SELECTS)
FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 19, 21, 22, 23
LINK, PREMIUM = 5, 6
MESSAGE_INPUTS: Final = (BUTTON, *SELECTS)
MODAL_INPUTS: Final = (*SELECTS, TEXT_INPUT, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX)


def button(problems: Problems, path: Path, part: Json) -> None:
    style = part.get("style")
    if style is None:
        problems.add((*path, "style"), *checks.REQUIRED)
    elif not checks.choice(problems, (*path, "style"), style, range(1, 7), "(1, 2, 3, 4, 5, 6)"):
        return
    checks.text(problems, (*path, "label"), part.get("label"), most=bounds.BUTTON_LABEL)
    checks.flag(problems, (*path, "disabled"), part.get("disabled"))
    emoji = part.get("emoji")
    if emoji is not None and not (isinstance(emoji, dict) and (emoji.get("name") or emoji.get("id"))):
        problems.add((*path, "emoji"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")
    if style == PREMIUM:
        if not part.get("sku_id"):
            problems.add((*path, "sku_id"), *checks.REQUIRED)
        return
    if not part.get("label") and not emoji:
        problems.add(path, "BUTTON_COMPONENT_EMPTY", "A button needs a label or an emoji")  # (g)
    if style != LINK:
        custom_id(problems, path, part)
        if part.get("url"):
            problems.add(
                (*path, "url"), "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", "A custom id and url cannot both be specified"
            )  # (g) code
        return
    if part.get("custom_id"):
        problems.add(
            (*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", "A custom id and url cannot both be specified"
        )  # (g) code
    url = part.get("url")
    if checks.text(problems, (*path, "url"), url, most=bounds.BUTTON_URL, required=True):
        checks.address(problems, (*path, "url"), url, bounds.LINK_SCHEMES)


def select(problems: Problems, path: Path, part: Json, *, modal: bool = False) -> None:
    custom_id(problems, path, part)
    checks.text(problems, (*path, "placeholder"), part.get("placeholder"), most=bounds.PLACEHOLDER)
    checks.flag(problems, (*path, "disabled"), part.get("disabled"))
    if modal and part.get("disabled"):
        problems.add((*path, "disabled"), "MODAL_COMPONENT_DISABLED", "Components in a modal cannot be disabled")  # (g)
    most = bounds.OPTIONS[1]
    maximum = _values(problems, path, part, most=most, modal=modal)
    if part["type"] == STRING_SELECT:
        found = options(problems, path, part, least=bounds.OPTIONS[0], most=most)
        if found and maximum > len(found):
            message = f"max_values cannot be more than the number of options ({len(found)})"
            problems.add((*path, "max_values"), "SELECT_COMPONENT_MAX_VALUES_TOO_LARGE", message)  # (g)
        _defaults(problems, path, found, maximum)
    elif part.get("options"):
        problems.add((*path, "options"), "SELECT_COMPONENT_OPTIONS", "This select takes no options")  # (g)


def _values(problems: Problems, path: Path, part: Json, *, most: int, modal: bool, default: int = 1) -> int:
    """Check min_values against max_values; with ``required`` (modals only) min_values is absent or at least 1 [c]."""
    low = checks.number(problems, (*path, "min_values"), part.get("min_values"), least=0, most=most, default=1)
    high = checks.number(problems, (*path, "max_values"), part.get("max_values"), least=1, most=most, default=default)
    if low > high:
        problems.add((*path, "min_values"), "SELECT_COMPONENT_MIN_VALUES_TOO_LARGE", "min_values is over max_values")
    if modal:
        checks.flag(problems, (*path, "required"), part.get("required"))
        if low == 0 and is_required(part):
            message = "min_values must be at least 1 when required"
            problems.add((*path, "min_values"), "SELECT_COMPONENT_MIN_VALUES_REQUIRED", message)  # (g) words
    return high


def is_required(part: Json) -> bool:
    """Whether the field of a modal has to be filled: yes unless it says no [c]. A lone checkbox never has to."""
    return part["type"] != CHECKBOX and part.get("required") is not False


def options(problems: Problems, path: Path, part: Json, *, least: int, most: int) -> list[Json]:
    """Check the options of a select, a radio group or a checkbox group. Return those that are objects."""
    found = checks.items(problems, (*path, "options"), part.get("options"), least=least, most=most)
    seen: set[str] = set()
    for index, option in enumerate(found):
        at = (*path, "options", index)
        if not isinstance(option, dict):
            problems.add(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            continue
        low, high = bounds.OPTION_CHARS
        checks.text(problems, (*at, "label"), option.get("label"), least=low, most=high, required=True)
        checks.text(problems, (*at, "description"), option.get("description"), most=bounds.OPTION_DESCRIPTION)
        checks.flag(problems, (*at, "default"), option.get("default"))
        value: Any = option.get("value")
        if checks.text(problems, (*at, "value"), value, least=low, most=high, required=True):
            if value in seen:
                message = "The specified option value is already used"
                problems.add((*at, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
            seen.add(value)
    return [option for option in found if isinstance(option, dict)]


def _defaults(problems: Problems, path: Path, found: list[Json], most: int) -> None:
    if sum(bool(option.get("default")) for option in found) > most:
        message = f"At most {most} options may be chosen from the start"
        problems.add((*path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", message)  # (g)


def text_input(problems: Problems, path: Path, part: Json, *, labelled: bool) -> None:
    """Check a text input. *labelled*: it stands in a Label, so its own (deprecated) label may be absent."""
    custom_id(problems, path, part)
    checks.choice(problems, (*path, "style"), part.get("style"), (1, 2), "(1, 2)")
    label = part.get("label")
    if label is not None or not labelled:
        low, high = bounds.LABEL
        checks.text(problems, (*path, "label"), label, least=low, most=high, required=True)
    most = bounds.INPUT_CHARS
    low = checks.number(problems, (*path, "min_length"), part.get("min_length"), least=0, most=most, default=0)
    high = checks.number(problems, (*path, "max_length"), part.get("max_length"), least=1, most=most, default=most)
    if low > high:
        problems.add((*path, "min_length"), "TEXT_INPUT_MIN_OVER_MAX", "min_length is over max_length")  # (g)
    checks.text(problems, (*path, "placeholder"), part.get("placeholder"), most=bounds.INPUT_PLACEHOLDER)
    value = part.get("value")
    # (g) that a pre-filled value is held to the field's own max_length too, not only to 4000
    checks.text(problems, (*path, "value"), value, most=min(high, most) if high > 0 else most)
    checks.flag(problems, (*path, "required"), part.get("required"))


def radio_group(problems: Problems, path: Path, part: Json) -> None:
    custom_id(problems, path, part)
    low, high = bounds.RADIO_OPTIONS
    _defaults(problems, path, options(problems, path, part, least=low, most=high), 1)
    checks.flag(problems, (*path, "required"), part.get("required"))


def checkbox_group(problems: Problems, path: Path, part: Json) -> None:
    custom_id(problems, path, part)
    low, high = bounds.CHECKBOX_OPTIONS
    found = options(problems, path, part, least=low, most=high)
    maximum = _values(problems, path, part, most=high, modal=True, default=max(len(found), 1))
    _defaults(problems, path, found, maximum)


def file_upload(problems: Problems, path: Path, part: Json) -> None:
    custom_id(problems, path, part)
    _values(problems, path, part, most=bounds.UPLOADS, modal=True)


def checkbox(problems: Problems, path: Path, part: Json) -> None:
    custom_id(problems, path, part)
    checks.flag(problems, (*path, "default"), part.get("default"))


def custom_id(problems: Problems, path: Path, part: Json) -> None:
    low, high = bounds.CUSTOM_ID
    checks.text(problems, (*path, "custom_id"), part.get("custom_id"), least=low, most=high, required=True)


def not_one_of(problems: Problems, path: Path, part: Any, allowed: tuple[int, ...]) -> bool:
    """Say that a component's type is not allowed here. Return whether it was said."""
    if not isinstance(part, dict):
        problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return True
    if part.get("type") in allowed:
        return False
    shown = ", ".join(str(each) for each in sorted(allowed)) + ("," if len(allowed) == 1 else "")
    problems.add(path, "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({shown}).')
    return True
