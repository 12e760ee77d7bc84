"""Where a form leads when that depends on what was answered: small named pure functions. Content names them.

Each takes the answers and returns the name of a step; content lists the steps it may choose.
"""

from collections.abc import Callable, Mapping

from core.exercises.model import Answers

BRANCHES: Mapping[str, Callable[[Answers], str]] = {}
