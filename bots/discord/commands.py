"""The slash command: ``/enough`` and its subcommands, as data, and its registration.

Registration is stateless: what Discord holds is compared with what is here, and written only where they differ.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import discord
import structlog
from discord.http import HTTPClient, Route

from core.pages import OPENING_CHARS
from core.wording import LANGUAGES, Voice, voice

NAME = "enough"
THOUGHT = "thought"
_log = structlog.get_logger(__name__)
_SUBCOMMAND = discord.AppCommandOptionType.subcommand.value
_LOCALES = {"en": (), "es": ("es-ES", "es-419")}  # Discord's codes of the languages Enough has


def _descriptions(t: Voice) -> Mapping[str, str]:
    return {
        NAME: t("A quiet place for a heavy day. Only you see it."),
        "open": t("Begin, or your start page"),
        "start": t("Begin with a few taps"),
        "put": t("Begin from a thought"),
        "now": t("Help now: lines to call or text"),
        "home": t("Your page: what is there and what you can do"),
        "shelf": t("What you kept: look, delete"),
        "when": t("When will Enough write to you?"),
        "settings": t("Country, language, clock, time"),
        "pause": t("Quiet for a day or a week"),
        "stop": t("No more messages from Enough"),
        "privacy": t("Who can read this?"),
        "export": t("Your words as a file, for you alone"),
        "erase": t("Delete all that Enough holds of you"),
        "help": t("What you can type"),
        THOUGHT: t("One sentence, if you like. It goes into the form."),
    }


def payload() -> dict[str, Any]:
    """Return the command as Discord's API takes it: usable in servers, in the bot's DM and in other DMs."""
    return {
        **_described(NAME),
        "type": discord.AppCommandType.chat_input.value,
        "contexts": [0, 1, 2],  # server, DM with the bot, other DMs
        "integration_types": [0, 1],  # installed in a server, or by a person for themselves
        "options": [
            {"type": _SUBCOMMAND, **_described(name), **({"options": [_thought()]} if name == "put" else {})}
            for name in _descriptions(voice("en"))
            if name not in {NAME, THOUGHT}
        ],
    }


def _thought() -> dict[str, Any]:
    """The one argument there is. Discord shows what is typed here to nobody but the bot."""
    kind = discord.AppCommandOptionType.string.value
    return {"type": kind, **_described(THOUGHT), "required": False, "max_length": OPENING_CHARS}


def _described(name: str) -> dict[str, Any]:
    english = _descriptions(voice("en"))[name]
    said = {language: _descriptions(voice(language))[name] for language in LANGUAGES}
    return {
        "name": name,
        "description": english,
        "description_localizations": {
            locale: said[language]
            for language in LANGUAGES
            for locale in _LOCALES[language]
            if said[language] != english
        },
    }


def same(registered: Iterable[Mapping[str, Any]], wanted: Mapping[str, Any]) -> bool:
    """Tell whether *wanted* alone is registered already, whatever else Discord adds to what it returns."""
    return [_essence(each) for each in registered] == [_essence(wanted)]


def _essence(command: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": command["name"],
        "type": command.get("type", discord.AppCommandType.chat_input.value),
        "description": command["description"],
        "description_localizations": command.get("description_localizations") or {},
        "contexts": sorted(command.get("contexts") or ()),
        "integration_types": sorted(command.get("integration_types") or ()),
        "options": [_essence(option) for option in command.get("options") or ()],
    }


async def register(http: HTTPClient, application_id: int) -> None:
    """Make Discord's record of the command equal to ours. Raises what discord.py's HTTP client raises."""
    wanted = payload()
    route = Route("GET", "/applications/{application_id}/commands", application_id=application_id)
    if same(await http.request(route, params={"with_localizations": "true"}), wanted):
        return
    await http.bulk_upsert_global_commands(application_id, payload=[wanted])
    _log.info("discord_commands_registered", subcommands=len(wanted["options"]))
