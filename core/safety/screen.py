"""The crisis screen: one text in, one verdict out. Local, deterministic, and able to say by which rules."""

from collections.abc import Iterable

from core.safety.decide import decide
from core.safety.look import look_at
from core.safety.model import model
from core.safety.rulebook import rulebook
from core.safety.verdict import CLEAR, Route, Verdict

# What is written into the private safety plan never interrupts itself.
QUIET_PLACES = frozenset({"safety_plan"})


def screen(text: str, route: Route, recent: Iterable[str] = ()) -> Verdict:
    """Judge *text*, which was written into *route*. Never raises on any text; keeps and logs nothing.

    *recent* are the rule ids of this person's last five texts, those of NONE included: weak signs add up.
    """
    if route.place in QUIET_PLACES:
        return CLEAR
    look = look_at(text, rulebook())
    weights = model()
    return decide(look, weights.scores(look), weights.bounds, recent)


def prepare(*, whole: bool = False) -> None:
    """Read rules and model now, so that the first text of a process does not wait for it.

    Patterns are compiled when their words are first said; *whole* compiles them all (about half a second, 12 MB).
    """
    book = rulebook()
    model()
    if whole:
        for patterns in book.idioms.values():
            for pattern in patterns:
                _ = pattern.regex
        for rules in book.rules.values():
            for _rule, pattern in rules:
                _ = pattern.regex
