"""Tests that bugs in the dispatch of events are seen, and the events' content is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import hikari
import pytest
from hikari.internal.data_binding import JSONObject

from nazh.adapters.inbound.discord.gateway.dispatch_errors import (
    DispatchFailed,
    handle_dispatch_errors,
)
from nazh.adapters.inbound.discord.gateway.frame_reader import INTERACTION, FrameReader
from nazh.adapters.inbound.discord.gateway.replay_buffer import ReplayBuffer
from nazh.adapters.inbound.discord.interactions.clock_skew import created_at
from nazh.adapters.inbound.discord.interactions.lazy_interactions import UndecodableInteraction
from tests.unit.adapters.inbound.discord.gateway.test_replay_buffer import SHARD, Listener

SECRET = "0xC0FFEE"


class BuggyAdmission:
    """An admission that calls our own code wrongly."""

    def is_late(self, id: int) -> bool:
        return False

    def enqueue(self, id: int, admit: Callable[[], object], shed: Callable[[], object]) -> None:
        created_at(SECRET)  # type: ignore[arg-type]  # the bug


class Errors:
    """Records what reaches the loop's exception handler."""

    def __init__(self) -> None:
        self.seen: list[dict[str, object]] = []
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: self.seen.append(context)
        )


def interaction() -> JSONObject:
    return {"id": "5", "token": SECRET}


async def test_a_bug_in_the_dispatch_is_reported_with_its_traceback() -> None:
    errors = Errors()
    replays = ReplayBuffer(Listener(), BuggyAdmission())

    replays.consume_raw_event(INTERACTION, SHARD, interaction())

    (context,) = errors.seen
    bug = context["exception"]
    assert isinstance(bug, DispatchFailed)
    assert str(bug) == "TypeError"
    assert bug.__traceback__ is not None
    assert SECRET not in repr(context)


async def test_an_unknown_event_is_none_of_our_bugs() -> None:
    class Unknown(Listener):
        def consume_raw_event(
            self, event_name: str, shard: hikari.api.GatewayShard, payload: JSONObject
        ) -> None:
            known: dict[str, object] = {}
            known[event_name]

    with pytest.raises(LookupError):
        ReplayBuffer(Unknown(), BuggyAdmission()).consume_raw_event("MARK", SHARD, {})


@pytest.mark.parametrize("error", [UndecodableInteraction("KeyError"), KeyError(SECRET)])
async def test_an_event_that_cannot_be_decoded_is_skipped(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    errors, frames = Errors(), FrameReader()
    handle_dispatch_errors(frames)

    asyncio.get_running_loop().call_exception_handler(
        {"message": "no", "payload": interaction(), "exception": error}
    )

    assert (errors.seen, frames.skipped) == ([], 1)
    assert SECRET not in caplog.text


async def test_the_running_task_is_not_named_to_handlers() -> None:
    errors = Errors()
    handle_dispatch_errors(FrameReader())
    other = asyncio.create_task(asyncio.sleep(0))
    call = asyncio.get_running_loop().call_exception_handler

    call({"message": "here", "task": asyncio.current_task()})
    call({"message": "elsewhere", "task": other})
    await other

    assert errors.seen == [{"message": "here"}, {"message": "elsewhere", "task": other}]


async def test_other_errors_reach_the_handler_before() -> None:
    errors, frames = Errors(), FrameReader()
    handle_dispatch_errors(frames)

    asyncio.get_running_loop().call_exception_handler({"message": "a task has failed"})

    assert errors.seen == [{"message": "a task has failed"}]
    assert frames.skipped == 0
