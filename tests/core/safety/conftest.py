import tomllib
from pathlib import Path
from typing import Any

LINES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("lines.toml").read_text("utf-8"))
LEVELS = {"crisis", "gentle", "none"}


def pytest_generate_tests(metafunc: Any) -> None:
    """``level_and_line`` and ``concern_and_line`` run over every line of ``lines.toml``, named by number alone."""
    if "level_and_line" in metafunc.fixturenames:
        cases = [
            (f"{kind}-{number}", (kind.partition("_")[0], line))
            for kind, lines in LINES.items()
            if kind.partition("_")[0] in LEVELS
            for number, line in enumerate(lines)
        ]
        metafunc.parametrize("level_and_line", [case for _, case in cases], ids=[name for name, _ in cases])
    if "concern_and_line" in metafunc.fixturenames:
        cases = [
            (f"{kind}-{number}", (kind, line))
            for kind, lines in LINES["concerns"].items()
            for number, line in enumerate(lines)
        ]
        metafunc.parametrize("concern_and_line", [case for _, case in cases], ids=[name for name, _ in cases])
