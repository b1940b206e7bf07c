"""Tests stopping the program with hundreds of interactions in flight."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from time import monotonic

import pytest
import pytest_asyncio

import nazh.bootstrap
from localcord import Settings
from tests.e2e.conftest import OpenTable, Table
from tests.e2e.program import TIMEOUT, Program

pytestmark = pytest.mark.slow

CALLBACK = "/interactions/*/callback"
MANY = 300
"""This many can be served within three seconds on any machine."""
HELD_UP = nazh.bootstrap.SHUTDOWN_TIMEOUT - 1
"""Seconds; blocked interactions continue for the time given to those in flight."""


@pytest_asyncio.fixture
async def table(open_table: OpenTable) -> AsyncIterator[Table]:
    async with open_table(Settings(answer_within=60)) as opened:
        yield opened


async def test_a_stop_with_hundreds_in_flight_loses_and_duplicates_none(
    table: Table, bot: Program
) -> None:
    slow = table.discord.faults.delay(0.1, "POST", CALLBACK, times=MANY)
    conversations = [table.channel_user.start("roll", pool1="2d6") for _ in range(MANY)]
    assert await slow.until(lambda: slow.hits >= 60, TIMEOUT)

    bot.process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(TIMEOUT):
        await asyncio.gather(*(conversation.answered() for conversation in conversations))
    ended = await bot.ended()

    assert ended.status == 0
    assert "unanswered" not in ended.errors
    answers = Counter(
        request.path
        for request in table.discord.requests
        if request.path.endswith("/callback") and request.status == 204
    )
    assert len(answers) == MANY
    assert set(answers.values()) == {1}
    rolled = [conversation for conversation in conversations if "`2d6`" in conversation.reply.text]
    refused = [
        conversation for conversation in conversations if "restarting" in conversation.reply.text
    ]
    assert len(rolled) + len(refused) == MANY
    assert rolled


async def test_a_terminal_that_closes_stops_the_program_as_sigterm_does(
    table: Table, bot: Program
) -> None:
    slow = table.discord.faults.delay(0.5, "POST", CALLBACK)
    conversation = table.channel_user.start("roll", pool1="2d6")
    assert await slow.until(lambda: slow.hits == 1, TIMEOUT)

    bot.process.send_signal(signal.SIGHUP)
    await asyncio.sleep(0.1)
    bot.process.send_signal(signal.SIGHUP)  # the shell sends it, and the system
    async with asyncio.timeout(TIMEOUT):
        await conversation.answered()
    ended = await bot.ended()

    assert ended.status == 0
    assert "unanswered" not in ended.errors
    assert "`2d6`" in conversation.reply.text


async def test_an_interaction_arriving_with_the_signal_is_answered(
    table: Table, bot: Program
) -> None:
    table.discord.faults.delay(0.3, "POST", CALLBACK, times=MANY)
    bot.process.send_signal(signal.SIGSTOP)
    conversations = [table.channel_user.start("roll", pool1="2d6") for _ in range(100)]
    # Both are pending when the program resumes.
    bot.process.send_signal(signal.SIGTERM)
    bot.process.send_signal(signal.SIGCONT)
    async with asyncio.timeout(TIMEOUT):
        await asyncio.gather(*(conversation.answered() for conversation in conversations))
    ended = await bot.ended()

    assert ended.status == 0
    assert "unanswered" not in ended.errors


async def test_continuing_traffic_does_not_delay_the_shutdown(table: Table, bot: Program) -> None:
    table.discord.faults.delay(1.0, "POST", CALLBACK, times=MANY)
    stopping_since = monotonic()
    conversations = [table.channel_user.start("roll", pool1="2d6")]
    bot.process.send_signal(signal.SIGTERM)
    await bot.log_line("interactions in flight")
    leaving = asyncio.create_task(bot.ended())
    while not leaving.done():
        conversations.append(table.channel_user.start("roll", pool1="2d6"))
        await asyncio.wait([leaving], timeout=0.02)

    assert leaving.result().status == 0
    assert monotonic() - stopping_since < HELD_UP
    assert len(conversations) > 5
