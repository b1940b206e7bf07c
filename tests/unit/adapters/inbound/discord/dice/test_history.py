"""Tests the limits of exported files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from nazh.adapters.inbound.discord.dice.history import file_lines
from nazh.application.dice.ports import ArchiveEntry
from nazh.domain.dice.records import RollRecord
from tests.unit.adapters.outbound.sql.dice.test_rolls import record

ROLL = ArchiveEntry(1, record())


def line(summary: RollRecord) -> bytes:
    return summary.id.encode() * 10


async def three() -> AsyncIterator[ArchiveEntry]:
    for _ in range(3):
        yield ROLL


async def one_and_then_silence() -> AsyncIterator[ArchiveEntry]:
    yield ROLL
    await asyncio.Event().wait()


async def test_everything_that_fits_is_in_it() -> None:
    assert await file_lines(three(), line, 30) == ([b"a" * 10] * 3, True)


async def test_rolls_that_do_not_fit_are_left_out() -> None:
    assert await file_lines(three(), line, 29) == ([b"a" * 10] * 2, False)


async def test_lines_beyond_the_time_limit_are_left_out() -> None:
    found = await file_lines(one_and_then_silence(), line, 30, within=0.01)

    assert found == ([b"a" * 10], False)
