"""The computed sentences of ``opening``, ``crossing`` and ``review``: what is back, what the day is for, how to arrive,
and the week in the person's own words."""

from core.exercises.known import Known
from core.exercises.model import Answer, Answers
from core.pages import Block, Note, OwnWords, Paragraph
from core.private import Private
from core.wording import Voice


def what_was_parked(_: Answers, known: Known, t: Voice) -> tuple[Block, ...]:
    """What was parked and is back, numbered as the buttons that take it up; nothing where nothing is."""
    if not known.parked:
        return ()
    blocks: list[Block] = [Note(t("You parked this:"))]
    for number, each in enumerate(known.parked, 1):
        said = [words for words in (each.words.reveal(), each.pick.reveal()) if words]
        blocks += [Note(f"{number} · {each.day}"), OwnWords(Private(" · ".join(said)))]
    left = t("One of these can be for today. What you leave stays as it is.")
    if len(known.parked) == 1:
        left = t("It can be for today. Left alone, it stays as it is.")
    return (*blocks, Note(left))


def what_today_is_for(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """The one thing, as small as they made it; that it was picked up, if it had been parked. Or nothing in
    particular."""
    one, part, chosen = answers.get("one"), answers.get("part"), _first(answers.get("morning"))
    taken = chosen.startswith("take")
    if chosen == "nothing" or not isinstance(one, str):
        return (
            Paragraph(t("Nothing in particular, then. The day can come as it comes.")),
            Note(t("It is on your shelf.")),
        )
    blocks: list[Block] = [Note(t("For today:")), OwnWords(Private(one))]
    if taken and isinstance(part, str):
        blocks += [Note(t("Enough of it for today:")), OwnWords(Private(part))]
    blocks.append(Paragraph(t("That is enough for one day. If the day turns out another way, that is fine too.")))
    if taken:
        blocks.append(Note(t("It is picked up, so I do not bring it again.")))
    return (*blocks, Note(t("It is on your shelf.")))


def what_waits(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """What they set down in words, and where it is."""
    down = answers.get("down")
    return (Note(t("This waits on your shelf:")), OwnWords(Private(down))) if isinstance(down, str) else ()


def how_to_arrive(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """One breath, and the first small thing on arrival, by whom they want to be there for."""
    whom, name = _first(answers.get("whom")), answers.get("name")
    blocks: list[Block] = []
    if whom == "word" and isinstance(name, str):
        blocks = [Note(t("You want to be there for:")), OwnWords(Private(name))]
    first = t("First thing there: look at them, before the phone and before the rest.")
    if whom == "me":
        first = t("First thing there: a moment with empty hands, and nothing to answer.")
    return (*blocks, Paragraph(t("One slow breath out. Feel the ground under you. Then go.")), Paragraph(first))


def week_in_words(_: Answers, known: Known, t: Voice) -> tuple[Block, ...]:
    """The newest lines of this week, as they wrote them. Nothing is counted, and what is not there is not missing."""
    if not known.week:
        return (Note(t("No words of this week are on your shelf. The week was there all the same.")),)
    return (
        Note(t("This week, in your words:")),
        *(block for each in known.week for block in (Note(f"{each.day} · {each.title}"), OwnWords(each.words))),
    )


def reply_to_choice(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """What follows from whether it was a choice; of one that was none, the load was spoken of before."""
    lines = {
        "yes": t("Then it was yours, and it can be chosen another way next week."),
        "partly": t("Partly is a whole answer. A week seldom asks before it moves things."),
    }
    line = lines.get(_first(answers.get("choice")))
    return (Paragraph(line),) if line and isinstance(answers.get("traded"), str) else ()


def what_to_agree(answers: Answers, _: Known, t: Voice) -> tuple[Block, ...]:
    """What is to be agreed anew, and with whom, if that was said."""
    said = ((t("To agree anew:"), answers.get("anew")), (t("With:"), answers.get("whom")))
    return tuple(block for label, it in said if isinstance(it, str) for block in (Note(label), OwnWords(Private(it))))


def _first(answer: Answer | None) -> str:
    return answer[0] if answer and not isinstance(answer, str) else ""
