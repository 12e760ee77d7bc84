"""The computed sentences of ``limits``: an ally first, what people fear, and the person's own record."""

from collections import Counter
from typing import Final

from core.exercises.known import Known
from core.exercises.model import Answer, Answers
from core.pages import Block, Contact, ContactKind, Note, OwnWords, Paragraph
from core.private import Private
from core.safety.lines import DIRECTORY
from core.wording import Voice

RECORD_FROM: Final = 5  # outcomes, until which a record would say nothing
SAID: Final = ("badly", "mixed", "well")  # how it went, the worst first; also how it was thought to go


def ally_first(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """No draft: who could stand beside them, by what it could cost."""
    risk = set(answers.get("risk", ()))
    blocks: list[Block] = [Paragraph(t("Then words are not the first step, and I will not draft any."))]
    if risk & {"safety", "afraid"}:
        blocks += [
            Paragraph(
                t(
                    "Your safety comes before any talk. There are people whose work this is. They know small "
                    "steps, and you decide each one. This page lists them, for fear at home and at work:"
                )
            ),
            Contact(ContactKind.SITE, DIRECTORY, DIRECTORY),
            _in_danger(t),
            Note(
                t("If someone may look at this device, use another one to look or to call, and close this page after.")
            ),
        ]
    allies = {
        "job": t("a colleague you trust, a union or works council"),
        "home": t("an advice centre for housing"),
        "status": t("an advice centre for people who came from abroad"),
    }
    if named := [ally for danger, ally in allies.items() if danger in risk]:
        blocks += [
            Paragraph(
                t(
                    "First an ally: {allies}. They can stand beside you, or speak for you.",
                    allies=", ".join(named),
                )
            ),
            Paragraph(
                t(
                    "Then your rights. They differ by country and contract, so ask someone whose work it is before you "
                    "say anything. A note of what happened, with dates, helps them. Keep it where nobody else can read "
                    "it, and not on a device from work."
                )
            ),
        ]
    return tuple(blocks)


def often_better(_: Answers, known: Known, t: Voice) -> tuple[Block, ...]:
    """That it often goes better than feared: for nobody to whom it once went badly."""
    if any(_first(each.get("outcome")) == "badly" for each in known.remembered):
        return ()
    return (
        Note(
            t(
                "People often take a limit better than we fear. Not always: it was studied with friends and strangers, "
                "not with bosses."
            )
        ),
    )


def asked_again(_: Answers, known: Known, t: Voice) -> tuple[Block, ...]:
    """When the question comes back, and how; or that it does not."""
    if not known.asked_on:
        said = t("I will not ask. It is on your shelf, and not sending it is fine.")
    elif known.by_message:
        said = t("I ask once, on {day}, with that day’s message. It is on your shelf.", day=known.asked_on)
    else:
        said = t(
            "From {day} the question is on your start page, and I do not write to you. It is on your shelf.",
            day=known.asked_on,
        )
    return (Note(said),)


def thought_and_was(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """What they had thought, beside how it went; no verdict."""
    thought, was = _first(answers.get("predict")), _first(answers.get("outcome"))
    how = {"well": t("well"), "mixed": t("so-so"), "badly": t("badly")}
    if thought in how and was in how:
        return (Paragraph(t("You thought: {thought}. It was: {was}.", thought=how[thought], was=how[was])),)
    return (Paragraph(t("You said it. Now you know how it was.")),)


def what_if(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """For a limit that went badly: what they had wanted to do then, and where the emergency number is."""
    words = answers.get("ifbad")
    written = (Note(t("For this, you had written down:")), OwnWords(Private(words))) if isinstance(words, str) else ()
    return (*written, _in_danger(t))


def own_record(_: Answers, known: Known, t: Voice) -> tuple[Block, ...]:
    """After five outcomes, how it was thought to go and how it went, counted over all that were said."""
    outcomes = [(_first(each.get("predict")), _first(each.get("outcome"))) for each in known.remembered]
    said = [(thought, was) for thought, was in outcomes if was in SAID]
    if len(outcomes) < RECORD_FROM or not said:
        return ()
    was = Counter(was for _, was in said)
    thought = Counter(thought for thought, _ in said)
    return (
        Note(t("Your own record, of the limits you said:")),
        Paragraph(
            t(
                "You thought it would go well {well}×, so-so {mixed}×, badly {badly}×.",
                **{each: thought[each] for each in SAID},
            )
            + " "
            + t("It went well {well}×, so-so {mixed}×, badly {badly}×.", **{each: was[each] for each in SAID})
        ),
    )


def _in_danger(t: Voice) -> Block:
    return Note(t("If you are in danger now, “Help now” below has the emergency number."))


def _first(answer: Answer | None) -> str:
    return answer[0] if answer and not isinstance(answer, str) else ""
