"""A script in another language: its labels and sentences through the catalogue, what people type by a phrasebook.

Scripts are written in English. The phrasebook (``phrases.LANGUAGE.yml``) says what somebody would type instead; words
that it does not have are typed as they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.wording import voice
from tests.support.sentences import read_catalogue

LANGUAGES = {"en": "English", "es": "Spanish"}
_BRACE = re.compile(r"\{(\w+)\}")
_BUTTON = re.compile(r"\[ (.+?) \]")
_TELLING_WORDS = 4  # so long is a sentence that nothing but itself contains


@dataclass(frozen=True)
class Tongue:
    """Says what stands in a script in ``language``. ``catalogue`` has its translations by the English sentence."""

    language: str
    catalogue: dict[str, str] = field(default_factory=dict, repr=False)
    phrases: dict[str, str] = field(default_factory=dict, repr=False)

    def say(self, text: str) -> str:
        """Return *text* as it is on the screen, or is typed: a sentence of the catalogue, also one with its parameters
        filled in, or a phrase. Anything else is somebody's own words and stays."""
        if text in self.phrases:
            return self.phrases[text]
        if text in self.catalogue:
            return self.catalogue[text]
        for template, translated in self.catalogue.items():
            if "{" not in template or len(_BRACE.sub("", template).split()) < 2:  # else every "… and …" would be one
                continue
            if found := _pattern(template).fullmatch(text):
                said = translated
                for name, value in found.groupdict().items():
                    said = said.replace(f"{{{name}}}", self.say(value))
                return said
        return text

    def answers(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return a form's answers: labels of fields, and labels of what is picked or words."""
        return {self.say(label): [self.say(each) for each in it] if isinstance(it, list) else self.say(it)
                for label, it in answers.items()}  # fmt: skip

    def is_seen(self, text: str, screen: str) -> bool:
        """Tell whether what a script calls *text* is on *screen*: it may be a part of a sentence, and then one of the
        sentences it is a part of has to be there as a whole. What no catalogue knows is left to the transcript."""
        return any(each.search(screen) for each in self._ways(text)) if self._ways(text) else True

    def is_hidden(self, text: str, screen: str) -> bool:
        """Tell whether nothing that a script calls *text* is on *screen*."""
        return not any(each.search(screen) for each in self._ways(text))

    def foreign(self, screen: str) -> str:
        """Return a sentence or a button on *screen* that was left in English; "" where there is none."""
        for text, said in self.catalogue.items():
            if said != text and len(text.split()) >= _TELLING_WORDS and _is_on(text, screen):
                return text
        untold = [each for each in _BUTTON.findall(screen) if self.catalogue.get(each, each) != each]
        return untold[0] if untold else ""

    def _ways(self, text: str) -> list[re.Pattern[str]]:
        if not self.catalogue:
            return [re.compile(re.escape(text))]
        label = _BUTTON.fullmatch(text)
        said = self.say(label[1] if label else text)
        if said != text:
            return [re.compile(re.escape(f"[ {said} ]" if label else said))]
        return [_pattern(said) for template, said in self.catalogue.items() if text in template]


@cache
def tongue(language: str) -> Tongue:
    """Return the tongue for *language*. English scripts are said as they are."""
    if language == "en":
        return Tongue(language)
    catalogue = {str(entry.id): voice(language)(str(entry.id)) for entry in read_catalogue(language) if entry.id}
    written = yaml.safe_load((Path(__file__).parent / f"phrases.{language}.yml").read_text("utf-8"))
    return Tongue(language, catalogue, written)


def _is_on(template: str, screen: str) -> bool:
    return _pattern(template).search(screen) is not None if "{" in template else template in screen


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """Return what finds *template* with anything in its parameters."""
    parts = _BRACE.split(template)
    seen: set[str] = set()
    found = ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            found += re.escape(part)
        else:
            found += f"(?P={part})" if part in seen else f"(?P<{part}>.+?)"
            seen.add(part)
    return re.compile(found)
