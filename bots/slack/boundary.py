"""The error boundary: whatever core does, there is something to show, and nothing personal in the log."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bots.slack import words
from bots.slack.forms import Json
from core.clock import Clock
from core.errors import BadToken
from core.ids import new_id
from core.pages import Document, Page, Rejected, Reply
from core.tokens import ActionToken

log = structlog.get_logger(__name__)

DESK_SECONDS = 20.0  # far beyond what storage is given: it ends a wait that would not end
REFERENCE_CHARS = 8  # the end of an id, 40 random bits: enough to find a line, short enough to read out


@dataclass(frozen=True)
class Answer:
    """A page, and the view it makes. ``trouble`` says that it stands where the asked-for page could not."""

    page: Page | Document
    view: Json
    trouble: bool = False


class Boundary:
    """Turns what core answers or raises into something to show."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def answer(
        self, work: Awaitable[Reply], token: ActionToken, *, asked: str, render: Callable[[Page | Document], Json]
    ) -> Answer:
        """Return what *work* gives, drawn; a page that says what went wrong in place of what cannot be.

        *token* gives country and language, *asked* is the kind of request for the log.
        """
        outcome = await self.attempt(work, token, asked=asked, render=render, stale=words.stale_button(token.language))
        if isinstance(outcome, Answer):
            return outcome
        page = words.trouble(token, "\n".join(outcome.errors.values()))
        return Answer(page, render(page), trouble=True)

    async def attempt(
        self,
        work: Awaitable[Reply],
        token: ActionToken,
        *,
        asked: str,
        render: Callable[[Page | Document], Json],
        stale: str,
    ) -> Answer | Rejected:
        """Return what *work* gives, drawn; what went wrong as Rejected, for the form that it was about.

        *stale* is said of a token that means nothing any more.
        """
        try:
            async with asyncio.timeout(DESK_SECONDS):
                reply = await work
            return reply if isinstance(reply, Rejected) else Answer(reply, render(reply))
        except BadToken:
            return Rejected(token, {"": stale})
        except Exception as error:  # noqa: BLE001 - the boundary: the person gets a number, the log the place
            return Rejected(token, {"": words.broken(token.language, self.report(error, asked=asked))})

    def report(self, error: BaseException, *, asked: str) -> str:
        """Log *error* and return the reference it stands under.

        Its kind and place are logged and nothing else: messages of errors quote values, and values are what a person
        wrote. Nor is it logged who asked.
        """
        reference = new_id(self._clock.now())[-REFERENCE_CHARS:]
        frames = traceback.extract_tb(error.__traceback__)
        where = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}:{frame.name}" for frame in frames]
        log.error("slack_unexpected", reference=reference, asked=asked, error=type(error).__name__, where=where)
        return reference
