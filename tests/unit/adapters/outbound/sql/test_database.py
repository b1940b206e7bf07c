"""What is waited for, and what is heard: turns within a deadline, and drivers in trouble."""

from __future__ import annotations

import asyncio

import asyncpg  # type: ignore[import-untyped]  # it has no types of its own
import pytest

from nazh.adapters.outbound.sql.database import Patience
from nazh.application.shared.turns import Turns
from nazh.domain.kernel.errors import Unavailable


async def test_whoever_gets_no_second_turn_in_time_gives_the_first_back() -> None:
    turns = Turns()
    await turns.take("roll")

    with pytest.raises(Unavailable):
        async with Patience().until(0.02).turns(turns, "session", "roll"):
            raise AssertionError

    await asyncio.wait_for(turns.take("session"), 1)


async def test_turns_are_given_back_when_they_are_left() -> None:
    turns = Turns()

    async with Patience().until(1).turns(turns, "session", "roll"):
        pass

    await asyncio.wait_for(turns.take("session"), 1)
    await asyncio.wait_for(turns.take("roll"), 1)


async def test_a_server_that_goes_between_two_steps_of_a_statement_is_away() -> None:
    async def prepare_and_execute() -> None:
        # What is heard of it when the connection has failed, and is not yet seen to be lost.
        raise asyncpg.InternalClientError("another operation (2) is in progress")

    with pytest.raises(Unavailable):
        await Patience().until(1).bound(prepare_and_execute())
