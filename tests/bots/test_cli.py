"""The ``enough`` command as a process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bots.cli import main


def test_a_reader_that_has_seen_enough(tmp_path: Path) -> None:
    """``enough safety check FILE | head`` ends without a complaint: the reader went away, and nothing is wrong."""
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(json.dumps({"id": number, "text": "a long day"}) + "\n" for number in range(20_000)))
    command = [sys.executable, "-m", "bots", "safety", "check", str(lines)]
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
    assert json.loads(first)["id"] == 0
    assert said == ""


@pytest.mark.parametrize("written", ["99999", "-1", "eighty"])
def test_a_port_that_there_is_not(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    """``enough try`` says in its last line what a port is, before it starts anything."""
    with pytest.raises(SystemExit) as end:
        main(["try", "--port", written])
    assert end.value.code == 2
    assert capsys.readouterr().err.endswith("a port is a number from 0 to 65535\n")


def test_a_script_without_a_name_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    """``enough try --script "$NAME"`` with nothing in NAME plays nothing, and does not open the page instead."""
    with pytest.raises(SystemExit) as end:
        main(["try", "--script", ""])
    assert end.value.code == 2
    assert "there is no script" in capsys.readouterr().err
