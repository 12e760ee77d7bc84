"""The error boundary: whatever core does, there is something to show, and nothing personal in the log."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bots import words
from bots.logs import new_reference, outline
from bots.slack.forms import Json
from core.clock import Clock
from core.errors import BadToken
from core.pages import Document, Page, Rejected, Reply
from core.tokens import ActionToken

log = structlog.get_logger(__name__)

DESK_SECONDS = 20.0  # far beyond what storage is given: it ends a wait that would not end


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
        page = words.notice(token, "\n".join(outcome.errors.values()))
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

        Not who asked, nor what the error says: see :func:`bots.logs.outline`.
        """
        reference = new_reference(self._clock.now())
        log.error("slack_unexpected", reference=reference, asked=asked, **outline(error))
        return reference
