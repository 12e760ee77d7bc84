import tomllib
from pathlib import Path
from typing import Any

LINES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("lines.toml").read_text("utf-8"))
LEVELS = {"crisis", "gentle", "none"}


def pytest_generate_tests(metafunc: Any) -> None:
    """Run over every line of ``lines.toml``: by level, by concern, or answered in any way. Named by number alone."""
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
    if "answered_line" in metafunc.fixturenames:
        lines = LINES["answered_en"]
        metafunc.parametrize("answered_line", lines, ids=[f"answered-{number}" for number in range(len(lines))])
