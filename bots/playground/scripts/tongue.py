"""A script in another language: its labels and sentences through the catalogue, what people type by a phrasebook.

Scripts are written in English. The phrasebook (``phrases.LANGUAGE.yml``) says what somebody would type instead; words
that it does not have are typed as they are.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from babel.messages.pofile import read_po

LANGUAGES = {"en": "English", "es": "Spanish"}
_CATALOGUES = Path(__file__).parents[3] / "core" / "locales"  # read as a file: the stand-ins import nothing of the bot
_BRACE = re.compile(r"\{(\w+)\}")
_BUTTON = re.compile(r"\[ (.+?) \]")
_TELLING_WORDS = 4  # so long is a sentence that nothing but itself contains
T = TypeVar("T")


class Tongue:
    """Says what stands in a script in ``language``. *catalogue* has its translations by the English sentence,
    *phrases* what is typed in it."""

    def __init__(
        self, language: str, catalogue: Mapping[str, str] | None = None, phrases: Mapping[str, str] | None = None
    ) -> None:
        self.language = language
        self._catalogue = catalogue or {}
        self._phrases = phrases or {}
        # Else every "… and …" would be one.
        self._templates = [each for each in self._catalogue if len(_BRACE.sub("", each).split()) > 1 and "{" in each]
        self._telling = [
            (text, _longest_part(text))
            for text, said in self._catalogue.items()
            if said != text and len(text.split()) >= _TELLING_WORDS
        ]
        self._said: dict[str, str] = {}
        self._looked_for: dict[str, list[re.Pattern[str]]] = {}

    def say(self, text: str) -> str:
        """Return *text* as it is on the screen, or is typed: a sentence of the catalogue, also one with its parameters
        filled in, or a phrase. Anything else is somebody's own words and stays."""
        return _once(self._said, text, self._say)

    def answers(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return a form's answers: labels of fields, and labels of what is picked or words."""
        return {self.say(label): [self.say(each) for each in it] if isinstance(it, list) else self.say(it)
                for label, it in answers.items()}  # fmt: skip

    def is_seen(self, text: str, screen: str) -> bool:
        """Tell whether what a script calls *text* is on *screen*: it may be a part of a sentence, and then one of the
        sentences it is a part of has to be there as a whole. What no catalogue knows is left to the transcript."""
        ways = _once(self._looked_for, text, self._ways)
        return any(each.search(screen) for each in ways) if ways else True

    def is_hidden(self, text: str, screen: str) -> bool:
        """Tell whether nothing that a script calls *text* is on *screen*."""
        return not any(each.search(screen) for each in _once(self._looked_for, text, self._ways))

    def foreign(self, screen: str) -> str:
        """Return a sentence or a button on *screen* that was left in English; "" where there is none."""
        for text, part in self._telling:
            if part in screen and _is_on(text, screen):
                return text
        untold = [each for each in _BUTTON.findall(screen) if self._catalogue.get(each, each) != each]
        return untold[0] if untold else ""

    def _say(self, text: str) -> str:
        if text in self._phrases:
            return self._phrases[text]
        if text in self._catalogue:
            return self._catalogue[text]
        for template in self._templates:
            if found := _pattern(template).fullmatch(text):
                said = self._catalogue[template]
                for name, value in found.groupdict().items():
                    said = said.replace(f"{{{name}}}", self.say(value))
                return said
        return text

    def _ways(self, text: str) -> list[re.Pattern[str]]:
        if not self._catalogue:
            return [re.compile(re.escape(text))]
        label = _BUTTON.fullmatch(text)
        said = self.say(label[1] if label else text)
        if said != text:
            return [re.compile(re.escape(f"[ {said} ]" if label else said))]
        return [_pattern(said) for template, said in self._catalogue.items() if text in template]


@cache
def tongue(language: str) -> Tongue:
    """Return the tongue for *language*. English scripts are said as they are."""
    if language == "en":
        return Tongue(language)
    written = yaml.safe_load((Path(__file__).parent / f"phrases.{language}.yml").read_text("utf-8"))
    with (_CATALOGUES / language / "LC_MESSAGES" / "enough.po").open("rb") as file:
        entries = [each for each in read_po(file, locale=language) if each.id]
    said = {str(each.id): str(each.string if each.string and not each.fuzzy else each.id) for each in entries}
    return Tongue(language, said, written)


def _once(known: dict[str, T], text: str, make: Callable[[str], T]) -> T:
    """Return *make* of *text*, which is asked for again and again."""
    if text not in known:
        known[text] = make(text)
    return known[text]


def _longest_part(template: str) -> str:
    """Return the longest part of *template* that has no parameter: where it is not, the whole is not."""
    return max(_BRACE.split(template)[::2], key=len)


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
