"""The desk: the one place that every command, tap and form of every platform comes to.

Adapters call these four methods and show what comes back; they decide nothing. All text enters here as Private and
goes through ``hear`` before anything else happens with it.
"""

from typing import Protocol

from core.pages import Page, Reply
from core.people.who import Who
from core.ports import RawAnswers
from core.private import Private
from core.tokens import ActionToken


class Desk(Protocol):
    """What an adapter may ask. Every method answers with something to show; expected errors become pages or Rejected
    here, so an exception that leaves is a bug (or a cancelled task) and belongs to the adapter's error boundary."""

    async def command(self, who: Who, text: Private[str]) -> Reply:
        """Answer ``/enough TEXT``: a command word, an alias, words to begin from, or "" for the front page.

        TEXT is all that stood after ``/enough`` on Slack; on Discord the subcommand, a space, and its argument.
        """
        ...

    async def tap(self, who: Who, token: ActionToken) -> Reply:
        """Answer a button."""
        ...

    async def submit(self, who: Who, token: ActionToken, answers: RawAnswers) -> Reply:
        """Answer a form: *token* is the page's, *answers* hold every field of it that was filled. Or it is that of
        "Back" or "Enough for now", pressed over the form of a step: what was typed is kept.

        Idempotent by the run's version: the same form twice is answered with the step that is current.
        """
        ...

    async def form(self, who: Who, token: ActionToken) -> Page:
        """Return the page whose form *token* names, for platforms that open a form from a button.

        Always answers within a second: where the storage is slow or down, without what was typed before.
        """
        ...
