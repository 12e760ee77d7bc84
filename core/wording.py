"""The bot's own words in the person's language. English is the source text; Spanish comes from the PO catalogue.

``t = voice("es"); t("Keep this?")`` gives the translation, and the English text where there is none (the suite fails
on one that is missing). Parameters are named and filled after translation: ``t("At {time}", time="16:45")``.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

from core.pages import Action, Message, MessageKey, Tone
from core.tokens import ActionToken, Verb

LANGUAGES = ("en", "es")
_BRACE = re.compile(r"\{(\w+)\}")


class Voice(Protocol):
    """Says a sentence of the catalogue in one language."""

    def __call__(self, text: str, /, **params: object) -> str: ...


def mark(text: str) -> str:
    """Return *text* as it is, and mark it for translation: for a sentence that is named far from where it is said."""
    return text


def language_of(hint: str | None) -> str:
    """Return the language Enough has for a locale hint such as "es-MX" or "en_GB"; English for any other."""
    short = (hint or "").replace("_", "-").split("-")[0].lower()
    return short if short in LANGUAGES else LANGUAGES[0]


def voice(language: str) -> Voice:
    """Return the voice for *language*, which may be any locale hint."""
    catalogue = _catalogue(language_of(language))

    def say(text: str, /, **params: object) -> str:
        said = catalogue.get(text) or text
        # Not str.format: a person's own words may stand in a parameter, and braces in them mean nothing here.
        return _BRACE.sub(lambda found: str(params.get(found[1], found[0])), said)

    return say


@lru_cache
def _catalogue(language: str) -> Mapping[str, str]:
    if language == LANGUAGES[0]:
        return {}
    from babel.messages.pofile import read_po  # late: English never needs it

    path = files("core").joinpath("locales", language, "LC_MESSAGES", "enough.po")
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    return {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string and not entry.fuzzy}


def message_text(message: Message) -> str:
    """Return what a direct message says. Nudges of every kind say the same."""
    t = voice(message.language)
    if message.key is MessageKey.NUDGE:
        return t("Your time for Enough, as you asked. Open it if it helps now. Leaving it is fine too.")
    return t("Please open Enough: type /enough. Only you see what is there.")


def message_actions(message: Message) -> tuple[Action, ...]:
    """Return the buttons under a direct message: open, not today, why, stop; the same for every kind of nudge."""
    t = voice(message.language)
    token = ActionToken(Verb.GO, country=message.country, language=language_of(message.language))
    if message.key is MessageKey.OPEN_ENOUGH or message.work_date is None:
        return (Action(t("Open"), token.to(Verb.GO, subject="open"), Tone.PRIMARY),)
    day = message.work_date.isoformat()

    def button(label: str, step: str, tone: Tone = Tone.PLAIN) -> Action:
        return Action(label, token.to(Verb.NUDGE, subject=message.nudge, step=step, carry=day), tone)

    return (
        button(t("Open"), "open", Tone.PRIMARY),
        button(t("Not today"), "rest"),
        button(t("Why this message?"), "why"),
        button(t("Stop these"), "stop"),
    )
