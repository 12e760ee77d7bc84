"""The one door for every text that a person writes: it is screened before anything else happens with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import final

from core.private import Private
from core.safety.screen import screen
from core.safety.verdict import Route, Verdict

_DOOR = object()


@final
@dataclass(frozen=True, slots=True)
class Heard:
    """A text that has been screened. Only :func:`hear` makes one: a service that takes Heard takes nothing unread."""

    text: Private[str]
    verdict: Verdict
    route: Route
    key: object

    def __post_init__(self) -> None:
        if self.key is not _DOOR:
            msg = "text is heard at core.hearing.door.hear, and nowhere else"
            raise TypeError(msg)


def hear(route: Route, text: Private[str], recent: Iterable[str] = ()) -> Heard:
    """Screen *text*, written into *route* by somebody in whose last texts the rules *recent* were found.

    What is written into the safety plan is heard and never interrupts.

    Half a character, which JSON can carry and UTF-8 cannot, becomes U+FFFD here: sealing or showing it would raise.
    """
    whole = text.reveal().encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Heard(Private(whole), screen(whole, route, recent), route, _DOOR)
