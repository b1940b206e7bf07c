"""Handles errors while events are dispatched, and keeps their content out of logs and reports.

An event that hikari cannot decode is skipped and counted like a frame that cannot be read. A bug of
our own is logged and reported with its traceback. In neither case does the connection end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, TypeAlias

from nazh.adapters.inbound.discord.gateway.frame_reader import FrameReader
from nazh.adapters.inbound.discord.interactions.lazy_interactions import UndecodableInteraction

LoopErrorContext: TypeAlias = dict[str, object]
Handler: TypeAlias = Callable[[asyncio.AbstractEventLoop, LoopErrorContext], object]
_PAYLOAD: Final = "payload"
"""Where hikari puts the content of an event that it cannot decode."""
_OUR_PACKAGE: Final = "nazh."


class DispatchFailed(Exception):
    """Names the type of an error without its message, which may quote the event."""


def handle_dispatch_errors(frames: FrameReader) -> None:
    """Let the running loop skip events that hikari cannot decode; other errors stay as they are."""
    loop = asyncio.get_running_loop()
    previous = loop.get_exception_handler()

    def handle(loop: asyncio.AbstractEventLoop, context: LoopErrorContext) -> None:
        error = context.get("exception")
        if _PAYLOAD in context and isinstance(error, Exception):
            if is_our_bug(error):
                report_bug(error)
            else:
                frames.skip_event(error)
        elif previous is None:
            loop.default_exception_handler(context)
        else:
            previous(loop, context)

    loop.set_exception_handler(handle)
    _omit_running_task(loop)


def _omit_running_task(loop: asyncio.AbstractEventLoop) -> None:
    """Omit the running task from the contexts of errors, in which hikari names it.

    From Python 3.12 on, asyncio runs the handler in the context of the named task. That fails for
    the running task, and asyncio would log the content of the event instead.
    """
    call = loop.call_exception_handler

    def call_without_task(context: LoopErrorContext) -> None:
        if context.get("task") is asyncio.current_task(loop):
            context = {key: value for key, value in context.items() if key != "task"}
        call(context)

    loop.call_exception_handler = call_without_task  # type: ignore[method-assign]


def is_our_bug(error: Exception) -> bool:
    """Return whether our own code raised the error, neither a library nor because of the event."""
    if isinstance(error, UndecodableInteraction):
        return False
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    return traceback is not None and _is_ours(traceback.tb_frame.f_globals.get("__name__"))


def report_bug(error: Exception) -> None:
    """Let the loop log and report the error with its traceback, but without its message."""
    bug = DispatchFailed(type(error).__name__).with_traceback(error.__traceback__)
    context = {"message": "an event could not be dispatched", "exception": bug}
    asyncio.get_running_loop().call_exception_handler(context)


def _is_ours(module: object) -> bool:
    return isinstance(module, str) and module.startswith(_OUR_PACKAGE)
