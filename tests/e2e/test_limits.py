"""Tests that users over the limit must wait, are told privately, and delay nobody else."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from localcord import Conversation
from tests.e2e.conftest import Table
from tests.e2e.faults.faketime import SettableClock
from tests.e2e.program import TIMEOUT, run_bot

TOO_FAST = re.compile(r"You're doing that too quickly\. Try again in \d\d? seconds?\.")


def refused(seen: Mapping[str, float]) -> float:
    return sum(value for name, value in seen.items() if 'code="too_fast"' in name)


async def roll_until_let_in(table: Table) -> list[Conversation]:
    """Roll as Alice until a roll succeeds, and return all responses."""
    conversations: list[Conversation] = []
    async with asyncio.timeout(TIMEOUT):
        while not conversations or conversations[-1].ephemeral:
            conversations.append(await table.channel_user.slash("roll", pool1="2d6"))
    return conversations


@pytest.mark.slow
async def test_only_the_user_over_the_limit_waits_and_only_for_a_while(
    table: Table, tmp_path: Path
) -> None:
    clock = SettableClock(tmp_path)
    limit = {"NAZH_RATE_LIMIT_PER_USER": "2 per minute"}
    bot = await run_bot(table.discord, tmp_path, **clock.variables, **limit)
    try:
        first, second, third = [
            await table.channel_user.slash("roll", pool1="2d6") for _ in range(3)
        ]
        pressed = await table.alice.press(first.reply, "Roll Again")
        for_bob = await table.bob.in_(table.channel).slash("roll", pool1="1d20")
        offered = await table.channel_user.complete("roll", "pool1", "2d6")
        metrics = await bot.metrics()
        clock.set(3_600)  # an hour passes
        afterwards = await roll_until_let_in(table)
        at_last = await bot.metrics()
        await bot.stop()
    finally:
        bot.kill()

    assert not first.ephemeral
    assert not second.ephemeral
    assert third.ephemeral
    assert TOO_FAST.fullmatch(third.reply.text)
    assert pressed.ephemeral
    assert TOO_FAST.fullmatch(pressed.reply.text)
    assert "`1d20`" in for_bob.reply.text
    assert offered.choices
    assert (metrics["nazh_roll_success_total"], refused(metrics)) == (3, 2)
    assert "`2d6`" in afterwards[-1].reply.text
    assert at_last["nazh_roll_success_total"] == 4
    assert refused(at_last) == 2 + len(afterwards) - 1


async def test_a_server_has_its_own_limit(table: Table, tmp_path: Path) -> None:
    bot = await run_bot(table.discord, tmp_path, NAZH_RATE_LIMIT_PER_GUILD="1 per minute")
    try:
        let_in = await table.channel_user.slash("roll", pool1="2d6")
        refused = await table.bob.in_(table.channel).slash("roll", pool1="2d6")
        in_direct = await table.bob.in_direct().slash("roll", pool1="2d6")
        metrics = await bot.metrics()
        await bot.stop()
    finally:
        bot.kill()

    assert not let_in.ephemeral
    assert refused.ephemeral
    assert re.fullmatch(
        r"This server is sending too many commands\. Try again in \d\d? seconds?\.",
        refused.reply.text,
    )
    assert "`2d6`" in in_direct.reply.text
    assert (
        metrics[
            'nazh_interactions_refused_total{code="server_too_fast",command="roll",context="dice"}'
        ]
        == 1
    )
