"""Runs blocking calls that may hang, each in a daemon thread of its own.

The threads of asyncio's default executor are few, and look-ups of Discord's addresses need them; a
process that ends waits for all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


def in_daemon_thread(call: Callable[[], Result], name: str) -> Future[Result]:
    """Start ``call`` in a thread called ``name``; return its future, which cannot be cancelled."""
    future = Future[Result]()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            result = call()
        except BaseException as error:  # noqa: BLE001  # whoever waits for the future raises it
            future.set_exception(error)
        else:
            future.set_result(result)

    Thread(target=run, name=name, daemon=True).start()
    return future
