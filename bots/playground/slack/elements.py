"""Text objects, options and interactive elements: what Slack accepts of each, and inside which block.

Sources are pages of Slack's reference ("text object", "option object", "button element", ...), the models of slack_sdk
and the design's list of limits; what none of them settles is marked *guessed*. Only what a form-and-button bot uses is
known here: an element that Slack has and this table lacks is refused as unsupported.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bots.playground.slack.schema import (
    Check,
    Json,
    Problem,
    boolean,
    both,
    integer,
    items,
    one_of,
    shaped,
    string,
    typed,
)

ID_CHARS = 255  # action_id and block_id: page "button element", page "section block"
BUTTON_CHARS = 75
BUTTON_VALUE_CHARS = 2000
URL_CHARS = 3000
PLACEHOLDER_CHARS = 150
OPTION_CHARS = 75
OPTION_VALUE_CHARS = 150  # page "option object"; it was 75 until 2024
MAX_OPTIONS = 100  # page "select menu element"
MAX_CHOICES = 10  # page "checkboxes" and "radio button group": seen as "no more than 10 items allowed"
MAX_OVERFLOW = 5  # page "overflow menu element"
ALT_CHARS = 2000
INPUT_CHARS = 3000  # page "plain-text input element": max_length is 1 to 3000

DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
TIME = r"([01]\d|2[0-3]):[0-5]\d"

_ID = string(ID_CHARS)


def plain(most: int) -> Check:
    """A ``plain_text`` object. Page "text object": 1 character at least."""
    return typed({"plain_text": shaped({"text": string(most)}, {"emoji": boolean})})


def rich(most: int) -> Check:
    """A ``plain_text`` or ``mrkdwn`` object."""
    return typed(
        {
            "plain_text": shaped({"text": string(most)}, {"emoji": boolean}),
            "mrkdwn": shaped({"text": string(most)}, {"verbatim": boolean}),
        }
    )


def _option(text: Check, **extra: Check) -> Check:
    return shaped({"text": text, "value": string(OPTION_VALUE_CHARS)}, {"description": plain(OPTION_CHARS), **extra})


_PLAIN_OPTION = _option(plain(OPTION_CHARS))
_RICH_OPTION = _option(rich(OPTION_CHARS))  # page "option object": mrkdwn in radio buttons and checkboxes only
_OVERFLOW_OPTION = _option(plain(OPTION_CHARS), url=string(URL_CHARS))

# page "confirmation dialog object"
_CONFIRM = shaped(
    {"title": plain(100), "text": rich(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)


def options_of(element: Json) -> list[Json]:
    """Return the options of a select, radio or checkbox element, groups flattened."""
    flat: list[Json] = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        flat += group["options"]
    return flat


def _options_or_groups(element: Any, at: str) -> Iterator[Problem]:
    if ("options" in element) == ("option_groups" in element):
        yield Problem("must define either `options` or `option_groups`", at)  # guessed wording


def _initial_is_an_option(element: Any, at: str) -> Iterator[Problem]:
    # Page "select menu element": initial_option "exactly matches one of the options". Guessed wording.
    options = options_of(element)
    if element.get("initial_option") is not None and element["initial_option"] not in options:
        yield Problem("must match one of the options", f"{at}/initial_option")
    for index, option in enumerate(element.get("initial_options") or []):
        if option not in options:
            yield Problem("must match one of the options", f"{at}/initial_options/{index}")


def _lengths_agree(element: Any, at: str) -> Iterator[Problem]:
    # Guessed: that the server compares them; the client surely would not let such a form be sent.
    most = element.get("max_length", INPUT_CHARS)
    if element.get("min_length", 0) > most:
        yield Problem("`min_length` must not exceed `max_length`", at)
    if len(element.get("initial_value") or "") > most:
        yield Problem(f"must be less than {most + 1} characters", f"{at}/initial_value")


_COMMON: dict[str, Check] = {"action_id": _ID, "confirm": _CONFIRM, "focus_on_load": boolean}
_PLACEHOLDER: dict[str, Check] = {"placeholder": plain(PLACEHOLDER_CHARS)}
_GROUP = shaped({"label": plain(OPTION_CHARS), "options": items(_PLAIN_OPTION, MAX_OPTIONS)})
_SELECT: dict[str, Check] = {
    **_COMMON,
    **_PLACEHOLDER,
    "options": items(_PLAIN_OPTION, MAX_OPTIONS),
    "option_groups": items(_GROUP, MAX_OPTIONS),
}
_DISPATCH = shaped({}, {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)})

ELEMENTS: Mapping[str, Check] = {
    "button": shaped(
        {"text": plain(BUTTON_CHARS)},
        {
            "action_id": _ID,
            "value": string(BUTTON_VALUE_CHARS),
            "url": string(URL_CHARS),
            "style": one_of("primary", "danger"),
            "confirm": _CONFIRM,
            "accessibility_label": string(BUTTON_CHARS),
        },
    ),
    "static_select": both(
        shaped({}, {**_SELECT, "initial_option": _PLAIN_OPTION}), _options_or_groups, _initial_is_an_option
    ),
    "multi_static_select": both(
        shaped(
            {},
            {
                **_SELECT,
                "initial_options": items(_PLAIN_OPTION, MAX_OPTIONS),
                "max_selected_items": integer(1, MAX_OPTIONS),
            },
        ),
        _options_or_groups,
        _initial_is_an_option,
    ),
    "overflow": shaped(
        {"options": items(_OVERFLOW_OPTION, MAX_OVERFLOW)},
        {"action_id": _ID, "confirm": _CONFIRM},
    ),
    "radio_buttons": both(
        shaped({"options": items(_RICH_OPTION, MAX_CHOICES)}, {**_COMMON, "initial_option": _RICH_OPTION}),
        _initial_is_an_option,
    ),
    "checkboxes": both(
        shaped(
            {"options": items(_RICH_OPTION, MAX_CHOICES)},
            {**_COMMON, "initial_options": items(_RICH_OPTION, MAX_CHOICES)},
        ),
        _initial_is_an_option,
    ),
    "datepicker": shaped({}, {**_COMMON, **_PLACEHOLDER, "initial_date": string(10, pattern=DATE)}),
    "timepicker": shaped(
        {}, {**_COMMON, **_PLACEHOLDER, "initial_time": string(5, pattern=TIME), "timezone": string(100)}
    ),
    "plain_text_input": both(
        shaped(
            {},
            {
                "action_id": _ID,
                "focus_on_load": boolean,
                **_PLACEHOLDER,
                "initial_value": string(INPUT_CHARS, least=0),
                "multiline": boolean,
                "min_length": integer(0, INPUT_CHARS),
                "max_length": integer(1, INPUT_CHARS),
                "dispatch_action_config": _DISPATCH,
            },
        ),
        _lengths_agree,
    ),
    "image": shaped({"image_url": string(URL_CHARS), "alt_text": string(ALT_CHARS)}),
}

# Pages "actions block", "section block" and "input block", each with its list of elements.
IN_ACTIONS = frozenset(
    {"button", "static_select", "overflow", "radio_buttons", "checkboxes", "datepicker", "timepicker"}
)
IN_SECTION = IN_ACTIONS | {"multi_static_select", "image"}
IN_INPUT = frozenset(
    {
        "plain_text_input",
        "static_select",
        "multi_static_select",
        "radio_buttons",
        "checkboxes",
        "datepicker",
        "timepicker",
    }
)
IN_CONTEXT = frozenset({"image"})


def only(kinds: frozenset[str]) -> Check:
    """An element of one of *kinds*."""
    return typed({kind: ELEMENTS[kind] for kind in kinds})
