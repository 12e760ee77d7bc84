"""The ``enough`` command. What it needs is imported when it is needed: ``enough --help`` starts nothing."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from core.errors import ConfigurationError, StorageDown

EXIT_CONFIGURATION = 2

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
keys = typer.Typer(no_args_is_help=True, help="Master keys.")
app.add_typer(keys, name="keys")
content = typer.Typer(no_args_is_help=True, help="Exercises: what is said and asked.")
app.add_typer(content, name="content")

EnvFile = Annotated[Path, typer.Option(help="Where the settings are, besides the environment.")]


@app.callback()
def enough() -> None:
    """A check-in and reframing bot for Slack and Discord. Not therapy, and not for emergencies."""


@app.command()
def run(
    only: Annotated[str, typer.Option(help="Parts to run, with commas: slack,discord,nudges,web.")] = "",
    env_file: EnvFile = Path(".env"),
) -> None:
    """Connect to Slack and Discord and send what is due, until SIGTERM or Ctrl-C."""
    signal.signal(signal.SIGTERM, _leave)  # until the loop listens for it: imports and migration take a second
    from bots.bootstrap import run_until_stopped
    from bots.part import parts
    from bots.settings import load_settings

    asyncio.run(run_until_stopped(load_settings(env_file), parts(only)))


@app.command()
def migrate(env_file: EnvFile = Path(".env")) -> None:
    """Bring the database to the schema of this version."""
    from bots.settings import load_settings
    from core.db.migrate import upgrade

    asyncio.run(upgrade(load_settings(env_file).database_url))
    typer.echo("The database is up to date.")


@keys.command("new")
def new_key() -> None:
    """Print a new master key, for ENOUGH_MASTER_KEYS."""
    from core.vault import new_master_key

    typer.echo(new_master_key())


@content.command("check")
def check(env_file: EnvFile = Path(".env")) -> None:
    """Check every exercise, the shipped ones and those in ENOUGH_CONTENT_DIR; list what is wrong by file and line."""
    from bots.settings import load_settings
    from core.exercises.check import check_content
    from core.wording import add_translations

    folders = load_settings(env_file).content_folders()
    for folder in folders:
        add_translations(folder)
    findings = check_content(*folders)
    for finding in findings:
        typer.echo(finding)
    typer.echo(f"{len(findings)} to mend." if findings else "All content is in order.")
    sys.exit(1 if findings else 0)


@app.command()
def day() -> None:
    """Play one whole day of one person on each platform, on this machine alone, and print it."""
    from bots.playground.day import play

    sys.exit(asyncio.run(play()))


def _leave(_number: int, _frame: object) -> None:
    sys.exit(0)


def main() -> None:
    """Run the command. An operator's mistake is one line on stderr and exit code 2."""
    try:
        app()
    except ConfigurationError as error:
        typer.echo(f"enough: {error}", err=True)
        sys.exit(EXIT_CONFIGURATION)
    except StorageDown as error:
        typer.echo(f"enough: {error}. Is the database running, and is DATABASE_URL right?", err=True)
        sys.exit(1)
