"""Small checks of JSON values that add what they find to a :class:`Problems`."""

from collections.abc import Container
from typing import Any
from urllib.parse import urlsplit

from bots.playground.discord.errors import Path, Problems

REQUIRED = ("BASE_TYPE_REQUIRED", "This field is required")


def text(
    problems: Problems, path: Path, value: Any, *, most: int, least: int = 0, required: bool = False, null: bool = True
) -> bool:
    """Check a string's length in characters. Return whether *value* is a string."""
    if value is None and null:
        if required:
            problems.add(path, *REQUIRED)
        return False
    if not isinstance(value, str):
        problems.add(path, "STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
        return False
    _length(problems, path, len(value), least=least, most=most)
    return True


def items(problems: Problems, path: Path, value: Any, *, most: int | None = None, least: int = 0) -> list[Any]:
    """Check a list's length (*most* None: any). Return it, or an empty list when it is none."""
    if value is None:
        if least:
            problems.add(path, *REQUIRED)
        return []
    if not isinstance(value, list):
        problems.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return []
    _length(problems, path, len(value), least=least, most=len(value) if most is None else most)
    return value


def _length(problems: Problems, path: Path, length: int, *, least: int, most: int) -> None:
    if least <= length <= most:
        return
    if least > most:
        problems.add(path, *REQUIRED)
    elif least:
        problems.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
    else:
        problems.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def number(problems: Problems, path: Path, value: Any, *, least: int, most: int, default: int) -> int:
    """Check a whole number's range. Return it, or *default* when it is absent or no number."""
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int):
        problems.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        return default
    if value < least:
        problems.add(path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}.")
    elif value > most:
        problems.add(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")
    return value


def choice(problems: Problems, path: Path, value: Any, among: Container[Any], shown: str) -> bool:
    """Check that *value* is one of *among*, described by *shown*."""
    if value in among:
        return True
    problems.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {shown}.")
    return False


def flag(problems: Problems, path: Path, value: Any) -> None:
    if value is not None and not isinstance(value, bool):
        problems.add(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")


def address(problems: Problems, path: Path, value: Any, schemes: tuple[str, ...]) -> None:
    """Check a URL's scheme; "Not a well formed URL." when it has no host."""
    parts = urlsplit(value)
    if parts.scheme not in schemes:
        shown = ", ".join(f"'{scheme}'" for scheme in schemes)
        message = f'Scheme "{parts.scheme}" is not supported. Scheme must be one of ({shown}).'
        problems.add(path, "URL_TYPE_INVALID_SCHEME", message)
    elif not parts.netloc:
        problems.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
