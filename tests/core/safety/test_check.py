"""``enough safety check``: JSON lines in, JSON lines out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.safety.check import BadLine, check


def judged(*lines: object, explain: bool = False) -> list[object]:
    return list(check([json.dumps(line).encode() + b"\n" for line in lines], explain=explain))


def test_each_line_gets_id_level_and_rules() -> None:
    """The four levels, by their names, in the order of the input; the reason is rule ids."""
    found = judged(
        {"id": "a", "text": "I want to kill myself", "lang": "en"},
        {"id": 2, "text": "no veo salida"},
        {"id": "c", "text": "My friend told me she wants to end her life", "lang": "en"},
        {"id": "d", "text": "This deadline is killing me", "lang": "en"},
    )
    assert [(each["id"], each["level"]) for each in found if isinstance(each, dict)] == [
        ("a", "crisis"),
        (2, "gentle"),
        ("c", "other"),
        ("d", "none"),
    ]
    assert all(isinstance(each, dict) and each["rules"] for each in found[:3])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"id": "a", "text": "\xff"}', "not UTF-8"),
        (b'["a", "b"]', "not a JSON object"),
        (b'{"text": "x"}', '"id"'),
        (b'{"id": null, "text": "x"}', '"id"'),
        (b'{"id": "a"}', '"text"'),
        (b'{"id": "a", "text": 7}', '"text"'),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_judged(line: bytes, problem: str) -> None:
    """The line's number and what is wrong with it, and nothing of its words; what follows is judged all the same."""
    bad, good = check([b"\n", line, b'{"id": "z", "text": "pick up milk"}'])
    assert isinstance(bad, BadLine)
    assert str(bad).startswith("line 2: ")
    assert problem in str(bad)
    assert good == {"id": "z", "level": "none", "rules": []}


def test_half_a_character_is_judged() -> None:
    """JSON can carry half a surrogate pair; it breaks nothing."""
    assert judged({"id": "a", "text": "\ud83d I want to die"})[0]["level"] == "crisis"  # type: ignore[index]


def test_explaining_names_what_weighed() -> None:
    """Asked for, the features that weighed most are named, for whoever brought the text."""
    (found,) = judged({"id": "a", "text": "nobody would miss me"}, explain=True)
    assert isinstance(found, dict)
    assert len(found["explain"]["answer"]) > 3


def test_the_command_reads_a_file_or_standard_input(tmp_path: Path) -> None:
    """Results on standard output; bad lines on standard error, and then the exit code is 1; no file is code 2."""
    lines = b'\xef\xbb\xbf{"id": "a", "text": "I want to die"}\nnonsense\n'
    (tmp_path / "lines.jsonl").write_bytes(lines)

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(  # noqa: S603
            [sys.executable, "-m", "bots", "safety", "check", *arguments], input=lines, capture_output=True, check=False
        )

    piped, named = run(), run(str(tmp_path / "lines.jsonl"))
    assert piped.returncode == named.returncode == 1
    assert piped.stdout == named.stdout
    assert json.loads(piped.stdout)["level"] == "crisis"
    assert piped.stderr == b"enough: line 2: is not JSON\n"
    assert run(str(tmp_path / "none.jsonl")).returncode == 2
