"""What one process can do, as ``--only`` names it."""

from enum import StrEnum

from core.errors import ConfigurationError


class Part(StrEnum):
    """By default a process does all that is configured."""

    SLACK = "slack"
    DISCORD = "discord"
    NUDGES = "nudges"
    WEB = "web"


def parts(only: str) -> frozenset[Part]:
    """Read ``--only``; empty means every part. Raises ConfigurationError."""
    try:
        chosen = frozenset(Part(name.strip()) for name in only.split(",")) if only else frozenset(Part)
    except ValueError:
        raise ConfigurationError(f"--only takes {', '.join(Part)}, with commas between them") from None
    if chosen == {Part.WEB}:
        raise ConfigurationError("--only web is health alone: name with it what it is the health of, as in slack,web")
    return chosen
