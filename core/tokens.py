"""Action tokens: what a button, a form or a link means, in at most 96 characters.

The same token stands behind the same button on both platforms, and it outlives the process: nothing about it is
kept in memory. It carries country and language so that a crisis answer needs no storage. A token proves nothing
about who pressed it; the service that acts on it checks the owner.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from core.errors import BadToken

VERSION = "1"
MAX_CHARS = 96  # Discord allows 100 in a custom_id; the adapters put up to 4 in front
_PART = re.compile(r"[A-Za-z0-9_.-]*")
_COUNTRY = re.compile(r"[A-Z]{2}|")
_LANGUAGE = re.compile(r"[a-z]{2}")
_SEPARATOR = ":"
SEEN = "seen"  # begins the step of a CARE token: the line on top was seen; the rest of it names the page below


class Verb(StrEnum):
    """What can be asked. Short, since every character counts against the bound; never reused for another meaning."""

    GO = "go"  # a command, as a button: subject = the command's word, carry = page number
    FIRST = "first"  # the first minute, nothing stored yet: step = stage, carry = the taps so far
    KEEP = "keep"  # consent to store (carry = the taps) or not
    REMIND = "remind"  # reminders: step = yes | other | zone | where | no, carry = minute of the day
    PUT = "put"  # a thought to begin from
    START = "start"  # begin an exercise or carry on with it: subject = exercise id, step = "" | fresh
    RUN = "run"  # an exercise under way: subject = run id, step = exercise.step, version, carry = the tap
    NUDGE = "nudge"  # under an unasked message: subject = nudge id, step = open|back|why|rest|stop, carry = its date
    ENTRY = "entry"  # one entry of the shelf: subject = its id, step = open | ask | delete, carry = c for a check-in
    LATER = "later"  # a question that came back: subject = its id, step = open | drop; without subject, all of them
    FIND = "find"  # a search on the shelf
    LOOP = "loop"  # what was parked: step = "" | show | done | again | gone, subject = its entry, carry = its number
    CARE = "care"  # a crisis page: step = safe | yes | no | unsure | on | back, subject = the run to go back to; or
    # step = seen.VERB.STEP: the line on top was seen, and the page of that verb and step is shown again
    SET = "set"  # the settings: step = hours where the end of the day follows hours that differ
    LIFE = "life"  # one's own calendar: step = page (core.services.calendar), subject = what to do, carry = to what
    ERASE = "erase"  # step = all
    EXPORT = "export"  # step = show (to read) | json | csv, carry = page number
    PAUSE = "pause"  # step = day | week | until | on


@dataclass(frozen=True)
class ActionToken:
    """One meaning. ``country`` is ISO 3166 alpha-2 or "" (not said yet), ``language`` "en" or "es"."""

    verb: Verb
    subject: str = ""
    step: str = ""
    version: int = 0
    carry: str = ""
    country: str = ""
    language: str = "en"

    def __post_init__(self) -> None:
        if not _COUNTRY.fullmatch(self.country) or not _LANGUAGE.fullmatch(self.language):
            msg = f"a token's country is two capitals or nothing, its language two letters ({self.verb})"
            raise ValueError(msg)
        for part in (self.subject, self.step, self.carry):
            if not _PART.fullmatch(part):
                msg = f"a token part may hold letters, digits, '_', '.', '-' only ({self.verb})"
                raise ValueError(msg)
        if self.version < 0:
            msg = "a token's version is a count"
            raise ValueError(msg)
        if len(self.encode()) > MAX_CHARS:
            msg = f"token of {len(self.encode())} characters, {MAX_CHARS} allowed ({self.verb}/{self.step})"
            raise ValueError(msg)

    def encode(self) -> str:
        """Return the wire form, such as ``1:US:en:go:shelf:::``."""
        version = str(self.version) if self.version else ""
        return _SEPARATOR.join(
            (VERSION, self.country, self.language, self.verb, self.subject, self.step, version, self.carry)
        )

    def to(self, verb: Verb, *, subject: str = "", step: str = "", version: int = 0, carry: str = "") -> "ActionToken":
        """Return another token for the same country and language."""
        return replace(self, verb=verb, subject=subject, step=step, version=version, carry=carry)


def is_acknowledgement(token: ActionToken) -> bool:
    """Tell whether *token* says that the line on top of a page was seen."""
    return token.verb is Verb.CARE and token.step.startswith(f"{SEEN}.")


def decode(text: str) -> ActionToken:
    """Read a token from the wire. Raises BadToken for anything that :meth:`ActionToken.encode` did not make."""
    parts = text.split(_SEPARATOR)
    if len(text) > MAX_CHARS or len(parts) != 8 or parts[0] != VERSION:
        raise BadToken("malformed token")
    _, country, language, verb, subject, step, version, carry = parts
    try:
        token = ActionToken(Verb(verb), subject, step, int(version or 0), carry, country, language)
    except ValueError as error:
        raise BadToken("malformed token") from error
    if token.encode() != text:
        raise BadToken("malformed token")
    return token
