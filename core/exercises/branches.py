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


BRANCHES: Mapping[str, Callable[[State], str]] = {"danger_first": danger_first, "planning_helps": planning_helps}
