"""The one thing in which our PostgreSQL connections differ from the driver's. Loaded with PostgreSQL alone."""

from typing import Final

import asyncpg  # type: ignore[import-untyped]  # asyncpg ships no types

_GOODBYE: Final = 0.3  # seconds


class ImpatientConnection(asyncpg.Connection):  # type: ignore[misc]  # for the same reason
    """A connection that is cut when saying goodbye takes long.

    SQLAlchemy waits 2 s for the server before it throws away the connection of a cancelled task. With a server that
    hangs, an answer that gave up on it after 0.8 s would come too late for the platform.
    """

    async def close(self, *, timeout: float | None = None) -> None:  # noqa: ASYNC109 - the driver's signature
        await super().close(timeout=_GOODBYE if timeout is None else min(timeout, _GOODBYE))
