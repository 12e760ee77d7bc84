"""The computed sentences of the exercises: small named pure functions. Content names them, and holds no logic.

Each takes the answers, what the service knows (:class:`Known`) and a voice, and returns blocks.
"""

from collections.abc import Callable, Mapping

from core.exercises.day_moves import (
    how_to_arrive,
    reply_to_choice,
    week_in_words,
    what_to_agree,
    what_today_is_for,
    what_waits,
    what_was_parked,
)
from core.exercises.known import Known
from core.exercises.limit_moves import ally_first, asked_again, often_better, own_record, thought_and_was, what_if
from core.exercises.model import Answer, Answers
from core.exercises.plan_moves import plan_kept
from core.pages import Block, Note, OwnWords, Paragraph
from core.private import Private
from core.wording import Voice

HEAVY_FROM, MOST_HEAVY = 7, 10
ROOM_UP_TO = 3
LIGHT_UP_TO = 3
ROOMY_FROM = 7
MAX_NAMED = 3


Move = Callable[[Answers, Known, Voice], tuple[Block, ...]]


def reply_to_checkin(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """One sentence that names the roles and keeps how heavy apart from how much room; the lowest answers add a line."""
    heavy, room = _number(answers.get("heavy")), _number(answers.get("room"))
    blocks: list[Block] = [Paragraph(_load(answers.get("roles"), heavy, t) + " " + _standing(heavy, room, t))]
    if heavy == MOST_HEAVY:
        blocks.append(Paragraph(t("That is a lot to carry alone. “Help now” below has people you can talk to.")))
    elif room == 0:
        blocks.append(Paragraph(t("You need not be alone with that. “Help now” below has people you can talk to.")))
    return tuple(blocks)


def closing_line(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """The line that ends the day, after how the person said they leave."""
    leaving = _first(answers.get("leaving"))
    if leaving == "light":
        line = t("The day is closed, and you leave it lighter than you came.")
    elif leaving in {"wound", "tired"}:
        line = t("The day is closed. Your body may take a while to hear that. It can take its time.")
    elif leaving in {"low", "flat"}:
        line = t("The day is closed. Nothing more is asked of you here.")
    else:
        line = t("The day is closed. It can stay unsorted.")
    if "loop" in answers:
        return (Paragraph(line), Note(t("Parked until you pick it up:")))
    return (Paragraph(line),)


def next_back(_: Answers, known: Known, t: Voice) -> tuple[Block, ...]:
    """When the bot writes again; until then it is silent."""
    if not known.next_back:
        return (Note(t("This is kept on your shelf. I only write if you ask me to.")),)
    return (Note(t("I am back {when}. Until then I am silent. This is kept on your shelf.", when=known.next_back)),)


def reply_to_voice(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """A line for each voice that was picked, two at the most: where such rules come from, and no verdict."""
    lines = {
        "family": t("Families hand on what once helped them get by. It can be theirs and still sound like you."),
        "culture": t("“Everyone” seldom has to live your week."),
        "compare": t("We compare our inside with what others show outside."),
        "earned": t("It once got you something you needed. It had its reasons."),
        "work": t("Workplaces make rules for what the work needs, which is not all of what you need."),
        "unsure": t("Not knowing is fine. It may be older than your memory of it."),
    }
    picked = answers.get("voice", ())
    return tuple(Paragraph(lines[voice]) for voice in picked if voice in lines)[:2]


def reply_to_week(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """What follows from who could keep the rule in a week like theirs. Those who could are no reproach."""
    lines = {
        "nobody": t("Then the rule asks for more than a week like yours can hold."),
        "few": t("Then it is a rule for rare weeks, and this may not be one of them."),
        "some": t("Some can. What it costs them, and who helps them, is hard to see from outside."),
    }
    line = lines.get(_first(answers.get("human")))
    return (Paragraph(line),) if line else ()


def old_and_new(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """The rule as it was and as it is now, side by side; or as far as they went."""
    old, new, choice = answers.get("rule"), answers.get("new"), _first(answers.get("choose"))
    real = _first(answers.get("teeth")) == "real"
    blocks: list[Block] = []
    if isinstance(old, str):
        label = t("The rule you let go:") if choice == "letgo" else t("The rule:")
        blocks += [Note(t("The rule you held:") if isinstance(new, str) else label), OwnWords(Private(old))]
    if isinstance(new, str):
        blocks += [Note(t("As you hold it now:")), OwnWords(Private(new))]
    elif choice == "keep":
        for_now, chosen = t("You looked at it, and it stays for now."), t("You looked at it, and it stays, by choice.")
        blocks.append(Paragraph(for_now if real else chosen))
    elif choice == "letgo":
        blocks.append(Paragraph(t("It may come back. You can let it go again.")))
    else:
        blocks.append(Paragraph(t("You have looked at it. Nothing has to follow from that.")))
    if real and choice:
        blocks.append(
            Note(
                t("What could happen if you break it is still real. Seeing the rule another way does not change that.")
            )
        )
    return (*blocks, Note(t("It is on your shelf.")))


def line_that_stays(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """The line they chose, if they chose one."""
    line = answers.get("stay")
    return (Note(t("The line that stays:")), OwnWords(Private(line))) if isinstance(line, str) else ()


def landing(_: Answers, __: Known, t: Voice) -> tuple[Block, ...]:
    """Back into the room: feet, room, the next small thing."""
    return (
        Paragraph(
            t(
                "Feel your feet on the floor. Look once around the room. Then choose the next small thing, such as a "
                "glass of water."
            )
        ),
    )


MOVES: Mapping[str, Move] = {
    "reply_to_checkin": reply_to_checkin,
    "closing_line": closing_line,
    "next_back": next_back,
    "reply_to_voice": reply_to_voice,
    "reply_to_week": reply_to_week,
    "old_and_new": old_and_new,
    "line_that_stays": line_that_stays,
    "landing": landing,
    "ally_first": ally_first,
    "often_better": often_better,
    "asked_again": asked_again,
    "thought_and_was": thought_and_was,
    "own_record": own_record,
    "what_if": what_if,
    "plan_kept": plan_kept,
    "what_was_parked": what_was_parked,
    "what_today_is_for": what_today_is_for,
    "what_waits": what_waits,
    "how_to_arrive": how_to_arrive,
    "week_in_words": week_in_words,
    "reply_to_choice": reply_to_choice,
    "what_to_agree": what_to_agree,
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
        "self": t("your own needs"),
        "community": t("community"),
    }
    named = [names[role] for role in picked if role in names]
    if "all" in picked:
        return t("All of it pulls at once, and each role asks as if it were the only one.")
    if len(named) > MAX_NAMED:
        return t("{count} roles pull at once, and each asks as if it were the only one.", count=len(named))
    if not named:
        if heavy >= HEAVY_FROM:
            return t("It is heavy without a name, and it need not have one.")
        return t("No role pulls hard right now.")
    listed = named[0] if len(named) == 1 else t("{some} and {last}", some=", ".join(named[:-1]), last=named[-1])
    if len(named) == 1:
        return t("The pull comes from {roles}.", roles=listed)
    return t("The pull comes from {roles}, at the same time.", roles=listed)


def _standing(heavy: int, room: int, t: Voice) -> str:
    if heavy >= HEAVY_FROM and room <= ROOM_UP_TO:
        return t(
            "The load is {heavy} of 10, with hardly any room around it. That is about the load, not about how well "
            "you do.",
            heavy=heavy,
        )
    if heavy >= HEAVY_FROM:
        return t(
            "The load is {heavy} of 10, and there is still some room to breathe in it. Both are true.", heavy=heavy
        )
    if room <= ROOM_UP_TO:
        return t(
            "The load is {heavy} of 10, with hardly any room around it. That is hard in itself, whatever the load.",
            heavy=heavy,
        )
    if heavy <= LIGHT_UP_TO and room >= ROOMY_FROM:
        return t("The load is {heavy} of 10 today, and there is plenty of room around it.", heavy=heavy)
    return t("The load is {heavy} of 10, and there is some room around it.", heavy=heavy)
