"""Tests the limits of exported files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from nazh.adapters.inbound.discord.dice.history import history
from nazh.adapters.inbound.discord.dice.history.history import file_lines
from nazh.adapters.inbound.discord.guilds import privacy
from nazh.application.dice.ports import ArchiveEntry
from nazh.domain.dice.records import RollRecord
from tests.unit.adapters.outbound.sql.dice.test_rolls import record

DISCORD_ACCEPTS = 10 * 1024 * 1024
ROLL = ArchiveEntry(1, record())


def line(summary: RollRecord) -> bytes:
    return summary.id.encode() * 10


async def three() -> AsyncIterator[ArchiveEntry]:
    for _ in range(3):
        yield ROLL


async def one_and_then_silence() -> AsyncIterator[ArchiveEntry]:
    yield ROLL
    await asyncio.Event().wait()


@pytest.mark.parametrize("file_bytes", [history.FILE_BYTES, privacy.FILE_BYTES])
def test_files_are_large_but_no_larger_than_discord_accepts(file_bytes: int) -> None:
    assert 1_000_000 < file_bytes < DISCORD_ACCEPTS


async def test_everything_that_fits_is_in_it() -> None:
    assert await file_lines(three(), line, 30) == ([b"a" * 10] * 3, True)


async def test_rolls_that_do_not_fit_are_left_out() -> None:
    assert await file_lines(three(), line, 29) == ([b"a" * 10] * 2, False)


async def test_lines_beyond_the_time_limit_are_left_out() -> None:
    lines = await file_lines(one_and_then_silence(), line, 30, within=0.01)

    assert lines == ([b"a" * 10], False)
