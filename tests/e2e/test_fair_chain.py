"""Tests that the chain of a fair session survives restarts and kills."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from localcord import Conversation, Message, Person
from nazh.domain.dice.fair import read_entry
from nazh.domain.dice.fair.report import Verdict
from tests import databases
from tests.e2e.conftest import Table
from tests.e2e.program import TIMEOUT, Program, run_bot
from tests.e2e.test_fair_sessions import (
    add_words,
    checked,
    close_session,
    commitment_in,
    foot,
    new_manager,
    open_session,
    position_and_digest,
    receipts_in,
    roll,
)

BURST = 40


@pytest.fixture
def manager(table: Table) -> Person:
    return new_manager(table)


@asynccontextmanager
async def running(table: Table, folder: Path, address: str) -> AsyncIterator[Program]:
    program = await run_bot(table.discord, folder, NAZH_DATABASE_URL=address)
    try:
        yield program
    finally:
        program.kill()
        await program.ended()


@pytest.mark.slow
@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_a_chain_continues_after_a_restart_and_a_kill(
    table: Table, manager: Person, tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    async with create_database(tmp_path) as address:
        async with running(table, tmp_path, address) as program:
            opened = await open_session(table, manager)
            answered = [await roll(table, table.alice, "1d20")]
            await program.stop()
        async with running(table, tmp_path, address):
            await add_words(table, table.bob, "after the restart")
            burst = [table.channel_user.start("roll", pool1="2d6") for _ in range(BURST)]
            assert await burst[BURST // 4].until(lambda: any_rolled(burst), TIMEOUT)
        # The program was killed; the next one gets the unanswered interactions.
        async with running(table, tmp_path, address):
            answered.append(await roll_at_last(table, table.bob))
            closed = await close_session(table, manager)
    answered += [conversation.reply for conversation in burst if is_proven(conversation)]

    marks = [position_and_digest(message) for message in answered]
    report = checked(receipts_in(closed), commitment_in(opened), *marks)
    assert report.faults == ()
    assert report.verdict is Verdict.PROVEN
    assert len(set(marks)) == len(marks) >= 3


def is_proven(conversation: Conversation) -> bool:
    """Whether a roll was shown; on a busy machine some users get an error message."""
    return (
        conversation.answer is not None
        and bool(conversation.reply.embeds)
        and bool(foot(conversation.reply))
    )


async def is_answered(conversation: Conversation) -> bool:
    return await conversation.until(lambda: conversation.answer is not None, 3)


def any_rolled(burst: list[Conversation]) -> bool:
    return any(map(is_proven, burst))


async def roll_at_last(table: Table, who: Person) -> Message:
    """Roll until it is proven, because a program that catches up may be late at first."""
    async with asyncio.timeout(TIMEOUT):
        while True:
            conversation = who.in_(table.channel).start("roll", pool1="1d20")
            await is_answered(conversation)
            if is_proven(conversation):
                return conversation.reply


async def test_an_interaction_that_comes_again_takes_no_second_counter(
    table: Table, bot: Program, manager: Person
) -> None:
    await open_session(table, manager)
    rolled = await roll(table, table.alice, "2d6")
    (session,) = table.discord.gateway.sessions
    assert session.line is not None
    frames = session.missed_since(session.sequence - 1)
    assert frames is not None

    session.line.post(frames[0])
    await bot.metrics_when(
        lambda metrics: (
            metrics['nazh_interaction_responses_failed_total{reason="answered_already"}'] >= 1
        )
    )
    closed = await close_session(table, manager)

    report = checked(receipts_in(closed), None, position_and_digest(rolled))
    assert report.verdict is Verdict.CONSISTENT
    assert report.rolls == 1
    assert read_entry(receipts_in(closed).splitlines()[1]).n == 1
