from typing import Any

from core.safety.training import corpus
from core.safety.training.corpus import Line

LINES = corpus.read(corpus.SUITE)


def pytest_generate_tests(metafunc: Any) -> None:
    """Run over every line of the suite's own part of the corpus, named by label and number alone."""
    if "suite_line" in metafunc.fixturenames:
        metafunc.parametrize("suite_line", LINES, ids=map(_name, range(len(LINES)), LINES))


def _name(number: int, line: Line) -> str:
    return f"{line.voice}-{line.label}-{number}"
