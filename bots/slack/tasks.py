"""The tasks under way, so that a stop can wait for them: Bolt starts its listeners and forgets them."""

import asyncio
import functools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Tasks:
    """A set of running tasks that empties itself."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Run *work* as a task of its own."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    def tracked(self, listener: Callable[P, Awaitable[None]]) -> Callable[P, Coroutine[Any, Any, None]]:
        """Return *listener*, counted while it runs, by the task that runs it."""

        @functools.wraps(listener)
        async def run(*args: P.args, **kwargs: P.kwargs) -> None:
            task = asyncio.current_task()
            if task is not None:
                self._running.add(task)
                task.add_done_callback(self._running.discard)
            await listener(*args, **kwargs)

        return run

    async def drain(self, timeout: float) -> None:  # noqa: ASYNC109 - a bound on the whole, with a clean end after it
        """Wait up to *timeout* seconds for all to end, those they start included; then cancel what is left."""
        deadline = asyncio.get_running_loop().time() + timeout
        while self._others() and (left := deadline - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(self._others(), timeout=left)
        for task in self._others():
            task.cancel()
        await asyncio.gather(*self._others(), return_exceptions=True)

    def _others(self) -> set[asyncio.Task[Any]]:
        return {task for task in self._running if not task.done() and task is not asyncio.current_task()}
