"""What the app declares about itself in its manifest, as far as Slack's client shows it.

``docs/slack-app-manifest.yaml`` is what operators paste; it is not part of what is installed, so the same is said here,
and a test holds the two together.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class SlashCommand:
    """A command, with the line and the hint that stand beside it in the list of commands."""

    command: str
    description: str
    usage_hint: str

    @property
    def words(self) -> tuple[str, ...]:
        """The words that the hint names."""
        return tuple(re.findall(r"[\w-]+", self.usage_hint))


@dataclass(frozen=True)
class Shortcut:
    """A shortcut; ``type`` is "global" or "message"."""

    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True)
class Manifest:
    """The app in the list of apps, its tabs, commands and shortcuts."""

    name: str
    description: str
    background_color: str
    home_tab: bool
    messages_read_only: bool
    commands: tuple[SlashCommand, ...]
    shortcuts: tuple[Shortcut, ...]


ENOUGH = Manifest(
    name="Enough",
    description=(
        "Short private check-ins for people who feel they are doing everything badly. A program, not therapy."
    ),
    background_color="#3d4b57",
    home_tab=True,
    messages_read_only=True,
    commands=(
        SlashCommand(
            "/enough",
            "Open your private page. Only you see it.",
            "[put, now, help, pause, shelf, export, erase]",
        ),
    ),
    shortcuts=(Shortcut("Open Enough", "global", "enough_put", "Begin from a thought. Only you see it."),),
)
