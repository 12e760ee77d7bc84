"""What a sentence may need to know besides the answers."""

from dataclasses import dataclass

from core.exercises.model import Answers


@dataclass(frozen=True)
class Known:
    """What a sentence may need besides the answers. ``next_back`` is a local time in words, or "" without reminders.
    ``asked_on`` is the day in words on which a question comes back, or ""; ``by_message``: it comes with a message.
    ``remembered`` is what came of earlier ones (see :class:`core.exercises.model.Later`), the newest last."""

    next_back: str = ""
    asked_on: str = ""
    by_message: bool = False
    remembered: tuple[Answers, ...] = ()
