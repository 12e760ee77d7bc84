"""What the page asks of one person's client on one platform."""

from typing import Any, Protocol, TypeAlias

Json: TypeAlias = dict[str, Any]


class Refused(Exception):
    """The client cannot do that, or the platform says that it did not work. The text is what the person reads."""


class Side(Protocol):
    """One person's client on one platform."""

    platform: str  # "slack" or "discord"

    def sees(self) -> Json:
        """Return everything the client shows now: the raw blocks or components, and what stands in the fields."""
        ...

    async def do(self, deed: str, asked: Json) -> Json | None:
        """Carry out *deed* as the client would. Raises Refused, and LookupError for a deed there is not."""
        ...

    async def changed(self) -> None:
        """Return after the next change of what the client shows."""
        ...
