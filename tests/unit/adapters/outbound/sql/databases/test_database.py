"""Tests waiting with a deadline, and the translation of driver errors."""

from __future__ import annotations

import asyncio
import socket
import weakref
from itertools import pairwise

import asyncpg  # type: ignore[import-untyped]  # it has no types of its own
import pytest

from nazh.adapters.outbound.sql.databases.database import Timeouts
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.adapters.outbound.sql.databases.postgresql_pool import DRIVER_ERRORS
from nazh.application.shared.keyed_lock import KeyedLock
from nazh.application.shared.ports import StoreError
from nazh.domain.kernel.errors import Unavailable
from tests.doubles.skipping_loop import SkippingLoop


async def test_a_timeout_on_the_second_lock_releases_the_first() -> None:
    turns = KeyedLock()
    await turns.acquire("roll")

    with pytest.raises(Unavailable):
        async with Timeouts().deadline_in(0.02).lock(turns, "session", "roll"):
            raise AssertionError

    await asyncio.wait_for(turns.acquire("session"), 1)


@pytest.mark.parametrize("url", ["sqlite:///nowhere.sqlite3", "postgresql://127.0.0.1:1/nowhere"])
def test_a_roll_waits_two_seconds_for_another_of_the_same_request(url: str) -> None:
    async def waited() -> float:
        rolls = new_database(url)
        async with rolls.transaction("request"):
            began = asyncio.get_running_loop().time()
            with pytest.raises(Unavailable):
                async with rolls.transaction("request"):
                    raise AssertionError
            return asyncio.get_running_loop().time() - began

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        assert runner.run(waited()) == pytest.approx(2)


def test_a_silent_server_times_out_as_soon_as_an_unreachable_one() -> None:
    async def waited() -> list[float]:
        times = [asyncio.get_running_loop().time()]
        with socket.create_server(("127.0.0.1", 0)) as server:
            silent = new_database(f"postgresql://127.0.0.1:{server.getsockname()[1]}/nowhere")
            for run in (silent.read, silent.write, silent.write_in_background):
                with pytest.raises(Unavailable):
                    await run(lambda _: None)
                times.append(asyncio.get_running_loop().time())
        return [later - earlier for earlier, later in pairwise(times)]

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        assert 1 <= min(seconds := runner.run(waited())) <= max(seconds) < 2


def test_a_silent_server_is_reported_as_such() -> None:
    async def message() -> str:
        with socket.create_server(("127.0.0.1", 0)) as server:
            silent = new_database(f"postgresql://127.0.0.1:{server.getsockname()[1]}/nowhere")
            with pytest.raises(StoreError) as caught:
                await silent.open()
        return str(caught.value)

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        assert "/nowhere cannot be opened (no answer). Check" in runner.run(message())


async def test_locks_are_released_on_exit() -> None:
    turns = KeyedLock()

    async with Timeouts().deadline_in(1).lock(turns, "session", "roll"):
        pass

    await asyncio.wait_for(turns.acquire("session"), 1)
    await asyncio.wait_for(turns.acquire("roll"), 1)


async def test_a_server_lost_in_the_middle_of_a_statement_is_unavailable() -> None:
    async def prepare_and_execute() -> None:
        # The error after the connection has failed, before the loss is detected.
        raise asyncpg.InternalClientError("another operation (2) is in progress")

    with pytest.raises(Unavailable):
        await Timeouts(*DRIVER_ERRORS).deadline_in(1).limit(prepare_and_execute())


async def test_a_caller_that_is_cancelled_while_it_waits_is_not_answered() -> None:
    result = asyncio.get_running_loop().create_future()
    waiting = asyncio.ensure_future(Timeouts().deadline_in(60).wait(result))
    asyncio.get_running_loop().call_soon(waiting.cancel)

    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_a_result_is_not_kept_until_its_deadline() -> None:
    result: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    kept = weakref.ref(result)
    result.set_result(None)

    await Timeouts().deadline_in(60).wait(result)
    del result

    assert kept() is None


async def test_an_abandoned_connection_attempt_is_cancelled() -> None:
    attempt = asyncio.get_running_loop().create_future()

    Timeouts().abandon(attempt)

    assert attempt.cancelled()
