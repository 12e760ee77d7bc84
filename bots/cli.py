"""The ``enough`` command. What it needs is imported when it is needed: ``enough --help`` starts nothing.

The standard library's parser, since what parses the command line of a process that runs for months stays in its memory.
"""

import asyncio
import os
import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TypeAlias

from core.errors import ConfigurationError, StorageDown

EXIT_CONFIGURATION = 2
_MOST_PORT = 65535
_Command: TypeAlias = Callable[[Namespace], int | None]
_Commands: TypeAlias = "_SubParsersAction[ArgumentParser]"


def main(arguments: list[str] | None = None) -> None:
    """Run the command. An operator's mistake is one line on stderr and exit code 2."""
    asked = _parser().parse_args(arguments)
    try:
        sys.exit(asked.do(asked))
    except ConfigurationError as error:
        sys.stderr.write(f"enough: {error}\n")
        sys.exit(EXIT_CONFIGURATION)
    except StorageDown as error:
        sys.stderr.write(f"enough: {error}. Is the database running, and is DATABASE_URL right?\n")
        sys.exit(1)
    except BrokenPipeError:  # whoever read along, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left would complain on the way out
        sys.exit(1)


def run(asked: Namespace) -> None:
    """Connect to Slack and Discord and send what is due, until SIGTERM or Ctrl-C."""
    signal.signal(signal.SIGTERM, _leave)  # until the loop listens for it: imports and migration take a second
    from bots.bootstrap import run_until_stopped
    from bots.part import parts
    from bots.settings import load_settings

    asyncio.run(run_until_stopped(load_settings(asked.env_file), parts(asked.only)))


def migrate(asked: Namespace) -> None:
    """Bring the database to the schema of this version."""
    from bots.settings import load_settings
    from core.db.migrate import upgrade

    asyncio.run(upgrade(load_settings(asked.env_file).database_url))
    _say("The database is up to date.")


def preview(asked: Namespace) -> None:
    """Count the messages that people asked for in each hour of the next 14 days: times alone, and no person."""
    from bots.settings import load_settings
    from core.clock import SystemClock
    from core.db.engine import make_engine
    from core.db.preview import FEW, preview
    from core.rhythm.upcoming import DAYS

    async def count() -> None:
        engine = make_engine(load_settings(asked.env_file).database_url)
        try:
            hours = await preview(engine, SystemClock().now(), days=DAYS)
        finally:
            await engine.dispose()
        _say(f"Messages asked for in the next {DAYS} days, by the hour in UTC. Pauses and days off leave some out.")
        for hour, messages in hours.items():
            _say(f"{hour:%Y-%m-%d %H:00}  {messages if messages >= FEW else f'fewer than {FEW}'}")
        if not hours:
            _say("None.")

    asyncio.run(count())


def new_key(_asked: Namespace) -> None:
    """Print a new master key, for ENOUGH_MASTER_KEYS."""
    from core.vault import new_master_key

    _say(new_master_key())


def check_content(asked: Namespace) -> int:
    """Check every exercise, the shipped ones and those in ENOUGH_CONTENT_DIR; list what is wrong by file and line."""
    from bots.settings import load_settings
    from core.exercises import check
    from core.wording import add_translations

    folders = load_settings(asked.env_file).content_folders()
    for folder in folders:
        add_translations(folder)
    findings = check.check_content(*folders)
    for finding in findings:
        _say(str(finding))
    _say(f"{len(findings)} to mend." if findings else "All content is in order.")
    return 1 if findings else 0


def check_safety(asked: Namespace) -> int:
    """Judge JSON lines (id, text, lang) by the crisis screen, and write JSON lines (id, level, rules)."""
    import json

    from core.safety.check import BadLine, check
    from core.safety.screen import prepare

    prepare(whole=True)
    bad = 0
    try:
        source = asked.file.open("rb") if asked.file else nullcontext(sys.stdin.buffer)
    except OSError as error:
        sys.stderr.write(f"enough: {asked.file}: {error.strerror}\n")
        return EXIT_CONFIGURATION
    with source as lines:
        for found in check(lines, explain=asked.explain):
            if isinstance(found, BadLine):
                bad += 1
                sys.stderr.write(f"enough: {found}\n")
            else:
                _say(json.dumps(found))
    return 1 if bad else 0


def try_out(asked: Namespace) -> int:
    """Use the real bot on a page in the browser, with Slack and Discord side by side: no token, no other machine."""
    signal.signal(signal.SIGTERM, _leave)  # until the loop listens for it
    if asked.script is not None:
        from bots.playground.scripts.run import try_script

        return asyncio.run(try_script(asked.script, on=asked.on, language=asked.language))
    from bots.playground.page.run import try_out

    return asyncio.run(try_out(host=asked.host, port=asked.port, browser=not asked.no_browser))


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="enough",
        description="A check-in and reframing bot for Slack and Discord. Not therapy, and not for emergencies.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    settings = ArgumentParser(add_help=False)
    settings.add_argument(
        "--env-file", type=Path, default=Path(".env"), help="where the settings are, besides the environment"
    )

    def add(where: _Commands, name: str, do: _Command, *parents: ArgumentParser) -> ArgumentParser:
        made = where.add_parser(name, help=do.__doc__, description=do.__doc__, parents=parents)
        made.set_defaults(do=do)
        return made

    running = add(commands, "run", run, settings)
    running.add_argument("--only", default="", help="parts to run, with commas: slack,discord,nudges,web")
    add(commands, "migrate", migrate, settings)
    add(commands, "preview", preview, settings)
    keys = commands.add_parser("keys", help="Master keys.").add_subparsers(required=True, metavar="COMMAND")
    add(keys, "new", new_key)
    content = commands.add_parser("content", help="Exercises: what is said and asked.")
    add(content.add_subparsers(required=True, metavar="COMMAND"), "check", check_content, settings)
    safety = commands.add_parser("safety", help="The crisis screen.")
    judging = add(safety.add_subparsers(required=True, metavar="COMMAND"), "check", check_safety)
    judging.add_argument("file", nargs="?", type=Path, help="where the lines are; without it, standard input")
    judging.add_argument("--explain", action="store_true", help="add what weighed most: words of your own file")
    trying = add(commands, "try", try_out)
    trying.add_argument("--host", default="127.0.0.1", help="where to listen; beyond this machine, others can act too")
    trying.add_argument("--port", type=_port, help="the page's port; without it 8642, or a free one")
    trying.add_argument("--no-browser", action="store_true", help="print the address, and open nothing")
    trying.add_argument("--script", metavar="NAME", help="play this script, or that in a .yaml file, without a page")
    trying.add_argument("--on", choices=("slack", "discord"), help="where it is played; without it on both")
    trying.add_argument("--language", choices=("en", "es"), default="en", help="in which language it is played")
    return parser


def _port(written: str) -> int:
    if not written.isdecimal() or int(written) > _MOST_PORT:
        raise ArgumentTypeError(f"a port is a number from 0 to {_MOST_PORT}")
    return int(written)


def _leave(_number: int, _frame: object) -> None:
    sys.exit(0)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
