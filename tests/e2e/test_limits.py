"""Who is too fast waits, is told so in private, and keeps nobody else waiting."""

from __future__ import annotations

import asyncio
import re
import signal
from pathlib import Path

from localcord import Conversation
from tests.e2e.conftest import Table
from tests.e2e.faults.test_machine import JUMPING
from tests.e2e.program import PATIENCE, run_bot

TOO_FAST = re.compile(r"That was a little too fast for me\. Go on in \d\d? seconds?\.")
REFUSED = 'nazh_roll_failed_total{reason="too_fast"}'


async def roll_until_let_in(table: Table) -> list[Conversation]:
    """Roll as Alice until something falls, and return all answers."""
    asked: list[Conversation] = []
    async with asyncio.timeout(PATIENCE):
        while not asked or asked[-1].ephemeral:
            asked.append(await table.seat.slash("roll", pool1="2d6"))
    return asked


async def test_who_is_too_fast_waits_alone_and_not_for_ever(table: Table, tmp_path: Path) -> None:
    limit = {"NAZH_LIMIT_PER_USER": "2 per minute"}
    bot = await run_bot(table.discord, tmp_path, command=JUMPING, **limit)
    try:
        first, second, third = [await table.seat.slash("roll", pool1="2d6") for _ in range(3)]
        pressed = await table.alice.press(first.reply, "Roll Again")
        for_bob = await table.bob.in_(table.channel).slash("roll", pool1="1d20")
        offered = await table.seat.complete("roll", "pool1", "2d6")
        seen = await bot.metrics()
        bot.process.send_signal(signal.SIGUSR1)  # an hour passes
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
    assert (seen["nazh_roll_success_total"], seen[REFUSED]) == (3, 2)
    assert "`2d6`" in afterwards[-1].reply.text
    assert at_last["nazh_roll_success_total"] == 4
    assert at_last[REFUSED] == 2 + len(afterwards) - 1


async def test_a_server_has_a_limit_of_its_own(table: Table, tmp_path: Path) -> None:
    bot = await run_bot(table.discord, tmp_path, NAZH_LIMIT_PER_GUILD="1 per minute")
    try:
        let_in = await table.seat.slash("roll", pool1="2d6")
        refused = await table.bob.in_(table.channel).slash("roll", pool1="2d6")
        in_direct = await table.bob.in_direct().slash("roll", pool1="2d6")
        seen = await bot.metrics()
        await bot.stop()
    finally:
        bot.kill()

    assert not let_in.ephemeral
    assert refused.ephemeral
    assert re.fullmatch(
        r"This server rolls faster than I can follow\. Go on in \d\d? seconds?\.",
        refused.reply.text,
    )
    assert "`2d6`" in in_direct.reply.text
    assert seen['nazh_roll_failed_total{reason="server_too_fast"}'] == 1
