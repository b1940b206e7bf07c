"""Turns within a deadline: all of them, or none."""

from __future__ import annotations

import asyncio

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
