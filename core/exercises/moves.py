"""The computed sentences of the exercises: small named pure functions. Content names them, and holds no logic.

Each takes the answers, what the service knows (:class:`Known`) and a voice, and returns blocks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.exercises.model import Answer, Answers
from core.pages import Block, Note, Paragraph
from core.wording import Voice

HEAVY_FROM = 7
ROOM_UP_TO = 3
MAX_NAMED = 3


@dataclass(frozen=True)
class Known:
    """What a sentence may need besides the answers. ``next_back`` is a local time in words, or "" without reminders."""

    next_back: str = ""


Move = Callable[[Answers, Known, Voice], tuple[Block, ...]]


def reply_to_checkin(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """One sentence that names the roles and keeps how heavy apart from how much room; the lowest answers add a line."""
    heavy, room = _number(answers.get("heavy")), _number(answers.get("room"))
    blocks: list[Block] = [Paragraph(_load(answers.get("roles"), heavy, t) + " " + _standing(heavy, room, t))]
    if room == 0 or heavy == 10:
        blocks.append(Paragraph(t("That is a lot to carry alone. “Help now” below has people you can talk to.")))
    return tuple(blocks)


def closing_line(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """The line that ends the day, after how the person said they leave."""
    leaving = _first(answers.get("leaving"))
    if leaving == "light":
        line = t("The day is closed, and you leave it lighter than you came.")
    elif leaving in {"wound", "tired"}:
        line = t("The day is closed. Your body may take a while to hear that. It can take its time.")
    elif leaving in {"low", "flat"}:
        line = t("The day is closed. Nothing more is asked of you here tonight.")
    else:
        line = t("The day is closed. It can stay unsorted until tomorrow.")
    if "loop" in answers:
        return (Paragraph(line), Note(t("Parked until you pick it up:")))
    return (Paragraph(line),)


def next_back(_: Answers, known: Known, t: Voice) -> tuple[Block, ...]:
    """When the bot writes again; until then it is silent."""
    if not known.next_back:
        return (Note(t("I only write if you ask me to. It is kept on your shelf.")),)
    return (Note(t("I am back {when}. Until then I am silent. This is kept on your shelf.", when=known.next_back)),)


MOVES: Mapping[str, Move] = {
    "reply_to_checkin": reply_to_checkin,
    "closing_line": closing_line,
    "next_back": next_back,
}


def _first(answer: Answer | None) -> str:
    return answer[0] if answer and not isinstance(answer, str) else ""


def _number(answer: Answer | None) -> int:
    return int(_first(answer) or "5")


def _load(roles: Answer | None, heavy: int, t: Voice) -> str:
    picked = roles if roles and not isinstance(roles, str) else ()
    names = {
        "work": t("work"),
        "parent": t("being a parent"),
        "partner": t("being a partner"),
        "caregiver": t("caring for someone"),
        "home": t("home"),
        "friend": t("friends"),
        "self": t("you and your body"),
        "community": t("community"),
    }
    named = [names[role] for role in picked if role in names]
    if "all" in picked or len(named) > MAX_NAMED:
        return t("Many roles pull at once, and each of them was made as if it were the only one.")
    if not named:
        return t("It is heavy without a name, and it need not have one.") if heavy >= HEAVY_FROM else t("Noted.")
    listed = named[0] if len(named) == 1 else t("{some} and {last}", some=", ".join(named[:-1]), last=named[-1])
    if len(named) == 1:
        return t("The pull comes from {roles}.", roles=listed)
    return t("The pull comes from {roles}, at the same time.", roles=listed)


def _standing(heavy: int, room: int, t: Voice) -> str:
    if heavy >= HEAVY_FROM and room <= ROOM_UP_TO:
        return t(
            "The load is {heavy} of 10, and there is little room around it. That is about the load, not about "
            "how well you do.",
            heavy=heavy,
        )
    if heavy >= HEAVY_FROM:
        return t(
            "The load is {heavy} of 10, and there is still some room to breathe in it. Both are true.", heavy=heavy
        )
    if room <= ROOM_UP_TO:
        return t(
            "The load is {heavy} of 10, and there is little room. Room can be made even when the load stays.",
            heavy=heavy,
        )
    return t("The load is {heavy} of 10, and you have some room in it.", heavy=heavy)
