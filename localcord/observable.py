"""Waits until a condition about an object is true, without polling."""

import asyncio
from collections.abc import Callable


class Observable:
    """An object with changes to wait for; the code that changes it calls ``touched``."""

    __slots__ = ("_watchers",)

    def __init__(self) -> None:
        self._watchers: list[asyncio.Future[None]] = []

    def notify_observers(self) -> None:
        """Wake all waiters, which check their conditions again."""
        if self._watchers:
            watchers, self._watchers = self._watchers, []
            for watcher in watchers:
                if not watcher.done():
                    watcher.set_result(None)

    def add_observer(self, bell: "asyncio.Future[None]") -> None:
        """Complete ``bell`` at the next change. A future can be registered with several objects."""
        self._watchers = [watcher for watcher in self._watchers if not watcher.done()]
        self._watchers.append(bell)

    async def until(self, happened: Callable[[], bool], timeout: float) -> bool:
        """Wait until ``happened()``; return whether it did within ``timeout`` seconds."""
        if happened():
            return True
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not happened():
            watcher = loop.create_future()
            self._watchers.append(watcher)
            timer = loop.call_at(deadline, _give_up, watcher)
            try:
                await watcher
            finally:
                timer.cancel()
            if loop.time() >= deadline:
                return happened()
        return True


def _give_up(watcher: asyncio.Future[None]) -> None:
    if not watcher.done():
        watcher.set_result(None)
