"""What a sentence may need to know besides the answers."""

from dataclasses import dataclass

from core.exercises.model import Answers, Parked
from core.private import Private

MOST_TOLD = 5
TOLD_CHARS = 200  # of a line; the whole is on the shelf


@dataclass(frozen=True)
class Told:
    """One line of somebody's week: the words, the ``day`` they were kept on, and the title of what they were kept
    from."""

    words: Private[str]
    day: str
    title: str


@dataclass(frozen=True)
class Known:
    """What a sentence may need besides the answers. ``next_back`` is a local time in words, or "" without reminders.
    ``asked_on`` is the day in words on which a question comes back, or ""; ``by_message``: it comes with a message.
    ``remembered`` is what came of earlier ones (see :class:`core.exercises.model.Later`), the newest last; ``parked``
    what was parked and is back, ``week`` what was kept this week, both the newest first. These two are gathered only
    for steps that show them."""

    next_back: str = ""
    asked_on: str = ""
    by_message: bool = False
    remembered: tuple[Answers, ...] = ()
    parked: tuple[Parked, ...] = ()
    week: tuple[Told, ...] = ()
