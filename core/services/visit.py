"""One visit: somebody presses, types or submits something, and gets something to look at."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.clock import Clock
from core.errors import EnoughError
from core.exercises.model import Exercise
from core.hearing.door import Heard
from core.pages import BODY_CHARS, Action, Block, Note, OwnWords, Tone
from core.people.who import Platform, Who
from core.ports import Reach
from core.private import Private
from core.storage import Owner, Storage, UnitOfWork
from core.tokens import ActionToken, Verb
from core.wording import Voice, voice

UNSENT_CHARS = BODY_CHARS - 1200  # what a page has left for them beside its own words

# A form's answers after the door: every text has been screened.
HeardAnswers = Mapping[str, Heard | tuple[str, ...]]


class Stranger(EnoughError):
    """Somebody of whom nothing is stored: never began, chose not to keep anything, or erased it all."""


@dataclass(frozen=True)
class Facts:
    """What is true of this installation, for "Who can read this?": generated, so that it cannot lie.

    ``operator`` is who runs it (a name), ``database`` and ``keys_in`` say where data and master key are.
    """

    operator: str
    database: str
    keys_in: str


@dataclass(frozen=True)
class House:
    """What every use case works with. Built once, by ``bots.bootstrap``."""

    storage: Storage
    reach: Mapping[Platform, Reach]
    clock: Clock
    catalog: Mapping[str, Exercise]
    facts: Facts


@dataclass
class Visit:
    """The context of one request. ``token`` is what was pressed, and carries country and language.

    ``owner`` is filled by :meth:`find`; from then on country and language are the person's own.
    """

    house: House
    who: Who
    token: ActionToken
    now: datetime
    owner: Owner | None = field(default=None)
    typed: tuple[Private[str], ...] = ()  # what came with a form, to be shown again when the form is no longer there
    line_on_top: bool = False  # whether what was written asks for the line, and for nothing more
    later: Callable[[Coroutine[None, None, None]], "asyncio.Task[None]"] = asyncio.create_task  # goes on by itself

    @property
    def t(self) -> Voice:
        return voice(self.token.language)

    @property
    def reach(self) -> Reach:
        return self.house.reach[self.who.platform]

    def work(self) -> UnitOfWork:
        return self.house.storage.begin()

    async def find(self, work: UnitOfWork) -> Owner | None:
        """Return the person who is visiting, or None for a stranger."""
        owner = await work.people.find(self.who)
        if owner is not None:
            self.recognise(owner)
        return owner

    async def known(self, work: UnitOfWork) -> Owner:
        """Return the person who is visiting. Raises Stranger."""
        owner = await self.find(work)
        if owner is None:
            raise Stranger("nothing is stored of this visitor")
        return owner

    def recognise(self, owner: Owner) -> None:
        """Take *owner*'s own country and language for everything that is shown from here on."""
        self.owner = owner
        self.token = replace(self.token, country=owner.country, language=owner.language)

    def go(self, word: str, carry: str = "") -> ActionToken:
        """Return the token that does what the command *word* does."""
        return self.token.to(Verb.GO, subject=word, carry=carry)

    def button(self, label: str, word: str, tone: Tone = Tone.PLAIN) -> Action:
        """Return a button for a command; *label* is already translated."""
        return Action(label, self.go(word), tone)

    def unsent(self) -> tuple[Block, ...]:
        """Return what was typed into a form that cannot be taken any more: nothing a person wrote just vanishes."""
        words = [each for each in self.typed if each.reveal().strip()]
        if not words:
            return ()
        blocks: list[Block] = [Note(self.t("This is what you wrote. It is not stored; copy it if you want it."))]
        room = UNSENT_CHARS
        for each in words:
            text = each.reveal()[:room]
            room -= len(text)
            if text:
                blocks.append(OwnWords(Private(text)))
        return tuple(blocks)

    def always(self) -> tuple[Action, ...]:
        """Return the two buttons that are one tap away everywhere."""
        return (self.button(self.t("Who can read this?"), "privacy"), self.button(self.t("Help now"), "now"))
