"""Who and when a matched phrase is about: denied, long past, somebody else's, from a book, or a manner of speaking.

All functions look only at the sentence around the match, and at no more than a few dozen words of it and after it. The
words they go by stand in ``rules/scope.toml``.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

_COMPLEMENT = 5  # words after a match that still belong to it
_REACH = 160  # characters of a sentence that are looked at on either side

# "He vuelto a" is Spanish for "I have again", and no "he".
_I_HAVE = re.compile(r"\bhe (?=\w+(?:ado|ido|cho|elto|ito|isto|erto|uesto) )")

# "She showed me": in Spanish the "me" stands before what somebody else did.
_DID_TO_ME = re.compile(r"\bme (?=(?:dijo|dice|conto|cuenta|confeso|mostro|muestra|enseno|ensena|pidio|mando|hizo) )")


@dataclass(frozen=True)
class Reading:
    """What the sentence around a match makes of it."""

    denied: bool
    past: bool
    someone_else: bool
    told_by_other: bool
    topic: bool
    about_work: bool
    spoken: bool


class Scope:
    """Reads sentences. Built once."""

    def __init__(self, work: Iterable[str]) -> None:
        """*work* are the words for what fills a working person's day."""
        self._work = frozenset(work)
        data = tomllib.loads(files("core.safety").joinpath("rules", "scope.toml").read_text(encoding="utf-8"))
        words = {name: [" ".join(each.split()) for each in re.split(r"[;\n]", text)] for name, text in data.items()}
        words = {name: [each for each in phrases if each] for name, phrases in words.items()}
        self._self = frozenset(words["self"])
        self._several = frozenset(words["several"])
        self._others = frozenset(words["other"]) | self._several
        self._joints = frozenset(words["joint"])
        self._own_verbs = frozenset(words["own_verb"])

        def either(name: str) -> str:
            return "|".join(sorted(map(re.escape, words[name]), key=len, reverse=True))

        denial = either("denial")
        self._denied = re.compile(rf" (?:{denial}) (?:(?:{either('link')}) ){{0,5}}$")
        self._undenied = re.compile(
            rf" (?:{either('undenied_before')}) (?:i |do )?(?:{denial}) (?:\w+ ){{0,5}}$"
            rf"| (?:{denial}) (?:{either('undenied_after')}) "
        )
        self._unsaid = re.compile(
            rf" (?:{denial}) (?:\w+ ){{0,3}}?(?:{either('unsaid')}) (?:\w+ ){{0,3}}?(?:{denial}) (?:\w+ ){{0,4}}$"
        )
        self._more_than_ever = re.compile(rf"(?:\w+ ){{0,2}}?(?:{either('more_than_ever')}) ")
        self._past = re.compile(
            rf" (?:{either('past')}|when i was \d+|(?:in|en|el|fue en) (?:19|20)\d\d|cuando tenia|at \d\d"
            r"|hace \w+ anos|a los \d\d|\w+ years (?:ago|back|on)|before \d+ years?) "
        )
        self._going_on = re.compile(rf" (?:{either('going_on')}) ")
        self._returns = re.compile(rf" (?:{either('returns')}) ")
        self._own_part = re.compile(rf" my (?:{either('part')}) ")
        self._then = re.compile(rf"^(?:\S+ ){{0,20}}?\. (?:{either('then')}) ")
        self._present = re.compile(rf" (?:{either('present')}) ")
        self._over = re.compile(rf" (?:{either('over')}) ")
        self._topic = re.compile(rf" (?:{either('topic')}) ")
        self._asked = re.compile(rf" (?:{either('asking')}) (?:\w+ ){{0,3}}?(?:{either('asked_for')}) (?:\w+ ){{0,4}}$")
        self._admitted = re.compile(rf" (?:{either('admitted')}) ")
        self._retold = re.compile(rf" (?:{either('topic')}) (?:\S+ ){{0,8}}(?:{either('retells')}) (?:\S+ ){{0,6}}$")
        small_thing = rf"(?:{either('once_more')}) (?!(?:{either('life')}) )"
        self._hung_on = re.compile(rf" (?:{either('condition')}) (?:\S+ ){{0,8}}?{small_thing}(?:\S+ ){{0,12}}$")
        self._mishap = re.compile(rf"(?:, )?(?:\w+ )??(?:{either('mishap')}) ")
        # Without a loss in it: "if I lose one more job" is no small thing.
        self._if_again = re.compile(
            rf"(?:, )?(?:{either('condition')}) (?!(?:\S+ ){{0,6}}?(?:{either('loss')}) )"
            rf"(?:\S+ ){{0,9}}?(?:{either('again')}) (?!(?:{either('life')}) )"
        )
        self._handled = re.compile(rf" (?:{either('handling')}) (?:\S+ ){{0,6}}$")
        self._told = re.compile(
            rf" (?:{either('other')}|they) (?:has |had |keeps |kept |me ha |me |ha |recently |once |who )?"
            rf"(?:{either('telling')}) "
            r"(?:(?:me|us|that|que|a|to|in|text|this|yesterday|today|last|night|message) ){0,4}"
            # then what was told, up to the match: one clause that begins with "I", or that has no subject (Spanish)
            r"(?:[,\"] ){0,2}(?:(?:i|yo|me|no|ya) (?:(?!and |but |so |because |i |y |pero |porque )\w+ ){0,5})?$"
        )
        # Told after it: "... is what my son says", and what stands in quotation marks: "...", says my son.
        telling = f"(?:{either('telling')}) "
        teller = rf"(?:my |our |the |mi |la )?(?:\w+ )?(?:{either('other')}) (?:me )?"
        what = "(?:(?:that )?(?:is|was) (?:what|how)|(?:eso )?(?:es|fue) lo que)"
        self._told_after = re.compile(
            rf"(?:[,\"] ){{0,2}}{what} (?:me )?{teller}{telling}"
            rf'|(?:, )?" (?:, )?(?:{telling}{teller}|{teller}{telling})'
        )

    def read(self, words: str, start: int, end: int) -> Reading:
        """Read the sentence of *words* (from ``normalise``) around ``words[start:end]``."""
        opening = words.rfind(" . ", max(0, start - _REACH), start + 1)
        before = " " + words[max(opening + 2, start - _REACH, 0) : start].lstrip()
        closing = words.find(" . ", max(end - 1, 0), end + _REACH)
        after = words[end : closing + 1 if closing >= 0 else end + _REACH]
        around = f"{before}{words[start:end]}{after}"
        later = f" {words[end : end + 2 * _REACH]}"
        told = self._told.search(before) is not None or self._told_after.match(after) is not None
        return Reading(
            denied=self._is_denied(before, after),
            past=self._is_past(around, f" {words[start:end]}", later),
            someone_else=told or self._is_about_someone_else(before, words[start:end]),
            told_by_other=told,
            topic=self._retold.search(before) is not None
            or self._handled.search(before) is not None
            or (self._asked.search(before) is not None and not self._admitted.search(later))
            or (self._topic.search(around) is not None and not self._self & set(around.split())),
            about_work=self._is_about_work(words[start:end], after),
            spoken=self._hangs_on_work(after)
            or self._hung_on.search(before) is not None
            or self._mishap.match(after) is not None
            or self._mishap.search(words[start:end]) is not None,
        )

    def _is_about_work(self, match: str, after: str) -> bool:
        """Tell whether the match, or what its clause goes on with, names work or a chore: "no hope for this sprint"."""
        if self._work & set(match.split()):
            return True
        for word in after.split()[:_COMPLEMENT]:
            if word in self._joints or word == ".":
                return False
            if word in self._work:
                return True
        return False

    def _hangs_on_work(self, after: str) -> bool:
        """Tell whether the match hangs on a piece of work to be done once more: "if they move the meeting again"."""
        return self._if_again.match(after) is not None and bool(self._work & set(after.split()))

    def _is_past(self, sentence: str, match: str, later: str) -> bool:
        """Tell whether it was then, and is over: what comes *later* may say either.

        Spanish counts from then to now: "me quiero morir hace años" is meant today.
        """
        if not self._past.search(sentence) and not self._then.search(later.lstrip()):
            return False
        now = self._present.search(sentence) or self._going_on.search(match) or self._returns.search(later)
        return now is None or self._over.search(sentence + later) is not None

    def _is_denied(self, before: str, after: str) -> bool:
        near = before[-60:]
        if not self._denied.search(before) or self._undenied.search(near) or self._unsaid.search(near):
            return False
        return not self._more_than_ever.match(after)

    def _is_about_someone_else(self, before: str, match: str) -> bool:
        """Tell whether the match names nobody, and the nearest person before it is somebody else."""
        if self._self & set(match.split()) or self._own_part.search(f" {match}"):
            return False
        if before.endswith((" she ", " he ")):
            return True  # "she wanted to die", though "wanted" may also be one's own
        joined = False
        for word in reversed(_DID_TO_ME.sub("", _I_HAVE.sub("yo ", before)).split()):
            if word in self._self:
                return False
            if word in self._others:
                own = match.split(maxsplit=1)[0] in self._own_verbs and (joined or word not in self._several)
                return not own
            joined = joined or word in self._joints
        return False
