"""The bot's own words in the person's language. English is the source text; Spanish comes from the PO catalogue.

``t = voice("es"); t("Keep this?")`` gives the translation, and the English text where there is none (the suite fails
on one that is missing). Parameters are named and filled after translation: ``t("At {time}", time="16:45")``.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol

from core.errors import ConfigurationError
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


def is_translated(language: str, text: str) -> bool:
    """Tell whether the catalogue of *language* has *text*; English always does."""
    return language == LANGUAGES[0] or text in _catalogue(language)


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


_added: list[Traversable] = []  # folders of an operator's own translations; set once, at the start


def add_translations(folder: Traversable) -> None:
    """Take the translations in *folder* too: ``es.po`` and so on, for content of an operator's own."""
    if folder not in _added:
        _added.append(folder)
        _catalogue.cache_clear()


@lru_cache
def _catalogue(language: str) -> Mapping[str, str]:
    if language == LANGUAGES[0]:
        return {}
    shipped = files("core").joinpath("locales", language, "LC_MESSAGES", "enough.po")
    own = (folder.joinpath(f"{language}.po") for folder in _added)
    found: dict[str, str] = {}
    for path in (shipped, *(each for each in own if each.is_file())):
        found.update(_read_po(path, language))
    return found


def _read_po(path: Traversable, language: str) -> Mapping[str, str]:
    from babel.messages.pofile import PoFileError, read_po  # late: English never needs it

    try:
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=language, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise ConfigurationError(f"{path.name}: {error}") from None
    return {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string and not entry.fuzzy}


def message_text(message: Message) -> str:
    """Return what a direct message says. Nudges of every kind say the same."""
    t = voice(message.language)
    if message.key is MessageKey.NUDGE:
        return t("Your time for Enough, as you asked. Open it if it helps now. Leaving it is fine too.")
    if message.key is MessageKey.LAST:
        return t("I’ll be here. I write no more until you come by: /enough opens it whenever you like.")
    return t("Please open Enough: type /enough. Only you see what is there.")


def message_actions(message: Message) -> tuple[Action, ...]:
    """Return the buttons under a direct message: open, not today, why, stop; the same for every kind of nudge. One
    more, between, on a day when a question comes back."""
    t = voice(message.language)
    token = ActionToken(Verb.GO, country=message.country, language=language_of(message.language))
    if message.key is MessageKey.OPEN_ENOUGH or message.work_date is None:
        return (Action(t("Open"), token.to(Verb.GO, subject="open"), Tone.PRIMARY),)
    day = message.work_date.isoformat()

    def button(label: str, step: str, tone: Tone = Tone.PLAIN) -> Action:
        return Action(label, token.to(Verb.NUDGE, subject=message.nudge, step=step, carry=day), tone)

    return (
        button(t("Open"), "open", Tone.PRIMARY),
        *((button(t("Look back"), "back"),) if message.follow_up else ()),
        button(t("Not today"), "rest"),
        button(t("Why this message?"), "why"),
        button(t("Stop these"), "stop"),
    )
