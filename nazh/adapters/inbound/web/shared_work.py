"""Computes an expensive value once for all requests that wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import perf_counter
from typing import Final, Generic, TypeVar

PAUSE_FACTOR: Final = 4
"""The pause after a computation, in multiples of its duration: it gets a fifth of the loop."""
Value = TypeVar("Value")


class SharedWork(Generic[Value]):
    """Returns values that were computed after the request; many requests cost as much as a few.

    ``compute`` runs on the event loop. Without pauses, a few hundred requests for a page of some
    milliseconds would block it for seconds.
    """

    def __init__(self, compute: Callable[[], Value]) -> None:
        self._compute = compute
        self._next: asyncio.Task[Value] | None = None
        self._rests_until = 0.0

    async def __call__(self) -> Value:
        """Return a value. Raises what the computation raises."""
        if self._next is None:
            self._next = asyncio.create_task(self._compute_next())
        return await asyncio.shield(self._next)

    async def _compute_next(self) -> Value:
        await asyncio.sleep(self._rests_until - perf_counter())
        self._next = None  # later requests may need a later value
        began = perf_counter()
        try:
            return self._compute()
        finally:
            now = perf_counter()
            self._rests_until = now + PAUSE_FACTOR * (now - began)
