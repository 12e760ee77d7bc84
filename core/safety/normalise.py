"""Brings a text, however it was typed, to plain words that rules can be written for.

Every step is linear in the length of the text: characters are folded through one table of the distinct ones, and
each distinct token is spelled out once.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

BREAK = "."
PAUSE = ","
QUOTE = '"'

_APOSTROPHES = "'’‘`´ʼ＇′ꞌ"
_QUOTES = '"“”„«»‹›'
_BREAKS = ".?!;:…。！？\n\r\u2028\u2029()[]{}"
# Letters that look Latin and are not: Cyrillic, Greek, and a few that do not decompose.
_LOOKALIKES = str.maketrans(
    "аеорсухіѕјкмтнвһԁɡοαικντρυεøłđıæœɑɩᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ",
    "aeopcyxisjkmthbhdgoaikvtpueoldiaoaiabcdefghijklmnopqrstuvwyz",
)
# Blocks with no letter of ours, told apart by their range so that a text made of them costs little.
_FOREIGN = ((0x0530, 0x1CFF), (0x2E80, 0xD7FF), (0xE000, 0xFAFF), (0xFB1D, 0xFDFF), (0x10000, 0x1D3FF))
_ENCLOSED = ((0x1F150, 0x1F169), (0x1F170, 0x1F189), (0x1F1E6, 0x1F1FF))  # letters in circles, squares and flags
_LEET = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "€": "e", "+": "t", "|": "l"}
_TOKEN = re.compile(r"[a-z0-9@$€|*][a-z0-9@$€|*+!'_.-]*|[.,\"]")
_RUN = re.compile(r"(.)\1{2,}")
_LETTERS = re.compile(r"[a-z]+")
_FIGURE = re.compile(r"\d+(?:st|nd|rd|th|am|pm|h|hs|hrs|mg|kg|km)?")  # "30th" is no leet
_STUTTER = re.compile(r"(?<= )(\w+ )(?:\1){2,}")
_BREAKS_IN_A_ROW = re.compile(r"(?:[.,] )*\. (?:[.,] )*")
_STACCATO = re.compile(r"(?<=\. )(?:\w+ \. ){3,}")  # "I. Want. To. Die."
# "I want 2 die", and no "I want 2 biscuits"
_TO = re.compile(r"(?<= )2 (?=(?:die|sleep|end|kill|go|be|live|wake|hang|jump|cut|hurt|disappear|stop|do|never|not) )")
_WRAPPED = re.compile(r"\r?\n(?=[^\W\d_A-Z])|(?<=[A-Z])\r?\n(?=[A-Z])")  # a line that goes on in its case
# Only words around these are taken apart: "comedies" is no "come dies".
_GLUED = ("myself", "todie", "suicid", "matarme", "morirme", "quieromorir")
_SHORT = 4
_LONGEST_SPELLED = 40  # letters of "k i l l m y s e l f" that are read as one word


class Lexicon:
    """The words that rules know, and how else people write them. Built once, from ``rules/words.toml``."""

    def __init__(self, rule_words: Iterable[str]) -> None:
        data = tomllib.loads(files("core.safety").joinpath("rules", "words.toml").read_text(encoding="utf-8"))
        self._fillers = frozenset(data["fillers"].split())
        self._apostrophe: Mapping[str, str] = data["apostrophe"]
        self._emoji: Mapping[str, str] = data["emoji"]
        self._spelled: dict[str, str] = {**data["short"], **data["typos"]}
        self._words = frozenset(rule_words) | {"i", "a"}
        self._longest = max(map(len, self._words))
        keys = data["typo_keys"]["words"].split()
        known = self._words | set(data["typo_keys"]["not_typos"].split()) | self._spelled.keys()
        for key in keys:
            self._spelled |= {slip: key for slip in _slips(key) if slip not in known}
        self._masks: list[str] = sorted({*keys, "kill", "killing", "die", "dead", "hang", "fucking"})
        self._fold = lru_cache(maxsize=8192)(self._fold_uncached)

    def normalise(self, text: str) -> str:
        """Return *text* as words with one space after each, from ``". "`` to ``". "``.

        ``.`` ends a sentence, ``,`` is a pause, ``"`` opens or ends a quotation; nothing else but a-z and 0-9 is left.
        """
        text = _WRAPPED.sub(" ", text)
        folded = text.translate({ord(char): self._fold(char) for char in set(text)})
        spelled: dict[str, tuple[str, ...]] = {}
        words: list[str] = [BREAK]
        letters: list[str] = []
        for token in _TOKEN.findall(folded):
            if len(token) == 1 and token.isalpha():
                letters.append(token)
                continue
            if letters:
                words += self._spaced(letters)
                letters = []
            said = spelled.get(token)
            if said is None:
                said = spelled[token] = self._spell(token)
            words += said
        words += self._spaced(letters)
        joined = " ".join((*words, BREAK, ""))
        joined = _STACCATO.sub(lambda row: row[0].replace(". ", "") + ". ", _BREAKS_IN_A_ROW.sub(". ", joined))
        return _TO.sub("to ", _STUTTER.sub(r"\1\1", joined))

    def _fold_uncached(self, char: str) -> str:
        if char in self._emoji:
            return f" {self._emoji[char]} "
        if char in _APOSTROPHES:
            return "'"
        if char in _QUOTES:
            return f" {QUOTE} "
        if char in "…":
            return f" {PAUSE} "
        if char in _BREAKS:
            return char if char in ".!" else f" {BREAK} "
        if char in ",–—":
            return f" {PAUSE} "
        point = ord(char)
        for first, last in _ENCLOSED:
            if first <= point <= last:
                return chr(ord("a") + point - first)
        if any(first <= point <= last for first, last in _FOREIGN):
            return " "
        category = unicodedata.category(char)
        if category in ("Cf", "Mn", "Me", "Cc") and not char.isspace():
            return ""
        plain = unicodedata.normalize("NFKD", char).casefold().translate(_LOOKALIKES)
        return "".join(c if c.isascii() else "" if unicodedata.combining(c) else " " for c in plain) or " "

    def _spell(self, token: str) -> tuple[str, ...]:
        """Return the words that *token* stands for, with a break where it ends in one."""
        if token in (BREAK, PAUSE, QUOTE):
            return (token,)
        core = token.rstrip(".!'-_+")
        ending = (PAUSE,) if "..." in token[len(core) :] else (BREAK,) if set(token[len(core) :]) & {".", "!"} else ()
        if not core:
            return ending
        core = core.strip("'-_+")
        parts = re.split(r"[._-]+", core)
        if len(parts) > 1 and all(len(part) == 1 for part in parts):
            return (*self._spaced([p for p in parts if p.isalnum()]), *ending)
        between = (BREAK,) if "." in core else ()
        words: list[str] = []
        for number, part in enumerate(filter(None, parts)):
            words += (*(between if number else ()), *self._word(part))
        return (*words, *ending)

    def _word(self, raw: str) -> tuple[str, ...]:
        if raw in self._apostrophe:
            return tuple(self._apostrophe[raw].split())
        word = raw.replace("'", "")
        if "*" in word:
            word = self._unmask(word)
        if word not in self._spelled and not _FIGURE.fullmatch(word) and not _LETTERS.fullmatch(word):
            word = self._unleet(word)
        if word not in self._words and _RUN.search(word):
            word = self._unstretch(word)
        if len(word) > _SHORT and word[-1] == word[-2] and word not in self._words and word[:-1] in self._spelled:
            word = word[:-1]  # one slip on top of another: "suicdall"
        if word in self._fillers:
            return ()
        if word in self._spelled:
            return tuple(part for part in self._spelled[word].split() if part not in self._fillers)
        if word not in self._words and any(key in word for key in _GLUED):
            return self._segment(word) or (word,)
        return (word,) if word else ()

    def _is_known(self, word: str) -> bool:
        return word in self._words or word in self._spelled

    def _unleet(self, word: str) -> str:
        """Read "k1ll" and "su!c1d3". Where a sign may be two letters, the one that makes a known word."""
        if not any(char.isalpha() for char in word):
            return re.sub(r"[^a-z0-9]", "", word)
        plain = "".join(_LEET.get(char, char) for char in word)
        choices = [re.sub(r"[1!]", letter, plain) for letter in "il"]
        choices.append(plain.replace("1", "i", 1).replace("!", "i", 1).replace("1", "l").replace("!", "l"))
        found = next((each for each in choices if self._is_known(each)), choices[0])
        return re.sub(r"[^a-z0-9]", "", found)

    def _unmask(self, word: str) -> str:
        """Read "k*ll" and "s**cide": stars stand for letters of one key word."""
        if len(word) <= _LONGEST_SPELLED and word.strip("*"):
            mask = re.compile(re.sub(r"\\\*", ".", re.escape(word)))
            word = next((key for key in self._masks if mask.fullmatch(key)), word)
        return word.replace("*", "")

    def _unstretch(self, word: str) -> str:
        """Read "diiiie" and "killlll": a run of a letter is one of it, or two where that makes a known word."""
        once, twice = _RUN.sub(r"\1", word), _RUN.sub(r"\1\1", word)
        return next((each for each in (once, twice) if self._is_known(each)), once)

    def _segment(self, word: str) -> tuple[str, ...]:
        """Split "iwanttodie" into known words, longest first; nothing where it does not divide without rest."""
        if len(word) > _LONGEST_SPELLED:
            return ()
        ends: list[tuple[str, ...] | None] = [()] + [None] * len(word)
        for start, before in enumerate(ends):
            if before is None:
                continue
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                part, old = word[start:end], ends[end]
                known = part in self._words if len(part) > 1 else part in ("i", "a") and start == 0
                if known and (old is None or len(before) + 1 < len(old)):
                    ends[end] = (*before, part)
        return ends[-1] or ()

    def _spaced(self, letters: Sequence[str]) -> tuple[str, ...]:
        """Read single letters in a row: three or more that divide into known words are those words."""
        if len(letters) >= 3:
            found = self._segment("".join(letters)) if len(letters) <= _LONGEST_SPELLED else ()
            if found:
                return tuple(part for each in found for part in self._word(each))
        return tuple(part for letter in letters for part in self._word(letter))


def _slips(word: str) -> set[str]:
    """Return what one slip makes of *word*: a letter dropped, doubled, swapped or replaced, the first one kept."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    inner = [(word[:at], word[at:]) for at in range(1, len(word))]
    dropped = {left + right[1:] for left, right in inner}
    doubled = {left + left[-1] + right for left, right in inner} | {word + word[-1]}
    swapped = {left[:-1] + right[0] + left[-1] + right[1:] for left, right in inner if len(left) > 1}
    replaced = {left + letter + right[1:] for left, right in inner for letter in letters}
    return (dropped | doubled | swapped | replaced) - {word}
