"""What core needs from outside, stated as behaviour. Bots and the database implement these."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeAlias

from core.pages import Message
from core.people.who import Address, Profile, Who
from core.private import Private

# What a form sends back, before anybody has looked at it. Text is Private from the first line of an adapter on;
# choices are the option values that were picked; a scale is its number as a choice, such as ("7",).
RawAnswer: TypeAlias = Private[str] | tuple[str, ...]
RawAnswers: TypeAlias = Mapping[str, RawAnswer]


@dataclass(frozen=True)
class DeliveryKey:
    """One delivery, for ever: the nudge and the working date it is meant for."""

    nudge: str
    work_date: date

    def nonce(self) -> str:
        """Return at most 25 characters, the same for every attempt (Discord drops a second message with it)."""
        return f"{self.nudge[-15:]}{self.work_date:%Y%m%d}"


@dataclass(frozen=True)
class Receipt:
    """The platform's id of a message that was sent."""

    message_id: str


class Messenger(Protocol):
    """Sends a direct message. One per platform."""

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> Receipt:
        """Send once. Never retries by itself: the outbox owns that.

        Raises RecipientGone, Refused, RateLimited(retry_after) or Ambiguous (may have been delivered).
        """
        ...


class Reach(Protocol):
    """What an adapter can find out or open for a person who is interacting right now. One per platform."""

    async def open_dm(self, who: Who) -> Address:
        """Open (or find) the DM channel. Raises RecipientGone, Refused, RateLimited or Ambiguous."""
        ...

    async def profile(self, who: Who) -> Profile:
        """Return what the platform's profile says; an empty Profile when it does not say or does not answer."""
        ...
