"""Words that stand in a field to begin with, made from what was answered: small named pure functions. Content names
them.

Each returns the draft for these answers, and after it those for other choices: a draft that nobody changed gives way
when another choice is made.
"""

from collections.abc import Callable, Mapping

from core.exercises.model import Answers
from core.wording import Voice

Draft = Callable[[Answers, Voice], tuple[str, ...]]


def draft_of_limit(answers: Answers, t: Voice) -> tuple[str, ...]:
    """Words for a limit, as firm as was picked. What it is about stands in them as it was written, be it a name or a
    sentence."""
    about = answers.get("about")
    thing = about.rstrip(" .") if isinstance(about, str) else "…"
    drafts = {
        "soft": t(
            "One thing I would like to talk about: {thing}. It does not work for me the way it is. Could we find "
            "another way together?",
            thing=thing,
        ),
        "plain": t(
            "One thing: {thing}. Some of that works for me, and not all. Can we agree on which part?", thing=thing
        ),
        "firm": t("One thing: {thing}. From now on that does not work for me. My answer is no.", thing=thing),
    }
    picked = answers.get("firm", ("plain",))[0]
    first = drafts.get(picked, drafts["plain"])
    return (first, *(each for each in drafts.values() if each != first))


DRAFTS: Mapping[str, Draft] = {"draft_of_limit": draft_of_limit}
