"""Who is asking, as a platform says it. A person is known by one or more of these."""

from dataclasses import dataclass
from enum import StrEnum


class Platform(StrEnum):
    SLACK = "slack"
    DISCORD = "discord"


@dataclass(frozen=True)
class Who:
    """An identity on one platform.

    ``tenant`` is "ENTERPRISE/TEAM" on Slack ("-/T123" without an enterprise) and the application id on Discord: a
    guild is never part of who a person is. ``language`` is the platform's hint ("en", "es", …), not a choice.
    ``can_dm`` is False where the platform already says that a direct message cannot work (an app that is installed
    for the user alone).
    """

    platform: Platform
    tenant: str
    external_id: str
    language: str = "en"
    can_dm: bool = True


@dataclass(frozen=True)
class Address:
    """Where a direct message goes: the DM channel that was opened when the person asked for it."""

    platform: Platform
    tenant: str
    channel: str


@dataclass(frozen=True)
class Profile:
    """What the platform's own profile says. Both may be missing, and neither is a choice the person made here."""

    zone: str | None = None
    language: str | None = None
