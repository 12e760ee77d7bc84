"""Where a step leads when that depends on what was answered: small named pure functions. Content names them.

Each takes the state and returns the name of a step; content lists the steps it may choose.
"""

from collections.abc import Callable, Mapping

from core.exercises.model import State


def danger_first(state: State) -> str:
    """A limit that could cost somebody what they live on, or their safety, is not drafted: "ally". Else "protects"."""
    return "protects" if state.answers.get("risk") == ("none",) else "ally"


def planning_helps(state: State) -> str:
    """Whether loose ends are asked about: "pull", until somebody said that parking them does not help: "enough"."""
    said = [each["helps"] for each in state.remembered if "helps" in each]
    return "enough" if said and said[-1] == ("no",) else "pull"


def words_stay(state: State) -> str:
    """What was written is kept: "land". Where nothing was written, nothing is: "pass"."""
    return "land" if any(isinstance(each, str) for each in state.answers.values()) else "pass"


def something_traded(state: State) -> str:
    """Whether it was a choice is asked of something that was traded: "choice". Else what comes: "ahead"."""
    return "choice" if "traded" in state.answers else "ahead"


def something_anew(state: State) -> str:
    """Where something is to be agreed anew, words for it are offered: "settle". Else "done", or "rest" where nothing
    was said at all."""
    if "anew" in state.answers:
        return "settle"
    return "done" if state.answers else "rest"


BRANCHES: Mapping[str, Callable[[State], str]] = {
    "danger_first": danger_first,
    "planning_helps": planning_helps,
    "words_stay": words_stay,
    "something_traded": something_traded,
    "something_anew": something_anew,
}
