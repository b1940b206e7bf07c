"""Tests that after SIGKILL every roll that was shown is recorded once, as shown."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio import create_subprocess_exec, subprocess
from collections.abc import Sequence
from pathlib import Path

from localcord.users.conversations import Conversation
from nazh.adapters.outbound.sql.dice.roll_counters import SqlRollCounters
from nazh.application.dice.ports.statistics import PlayerSubject
from nazh.domain.dice.statistics.roll_counts import ROLLS, CountKey
from nazh.domain.kernel.identity import UserId
from tests import databases
from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import RunningAt
from tests.e2e.program import TIMEOUT, environment

CALLBACK = "/interactions/*/callback"
NOTATION = "3d100+2d12"
BURST = 300
KILLED_AT = (10, 120, 270)
"""How many responses are in flight when the process is killed."""


async def test_no_roll_is_shown_that_is_not_on_record_when_the_process_is_killed(
    table: Table, running_at: RunningAt, tmp_path: Path
) -> None:
    rolls: list[Conversation] = []
    async with databases.sqlite(tmp_path) as address:
        for answers in KILLED_AT:
            async with running_at(table, NAZH_DATABASE_URL=address) as bot:
                delay = table.discord.faults.delay(0.0, "POST", CALLBACK, times=BURST)
                rolls += (table.channel_user.start("roll", pool1=NOTATION) for _ in range(BURST))
                assert await delay.until(lambda: delay.hits >= answers, TIMEOUT)  # noqa: B023  # called at once
                bot.kill()
                await bot.ended()
                table.discord.faults.clear()

        async with running_at(table, NAZH_DATABASE_URL=address):
            # Interactions in flight are replayed to the process that resumes the session. A busy
            # machine drops some that it cannot answer within Discord's deadline.
            await asyncio.gather(*(roll.answered() for roll in rolls), return_exceptions=True)
            answered = [roll for roll in rolls if roll.is_answered]
            texts_shown = shown_by(answered)
            recorded = await history(table, address)
            first = next(roll for roll in answered if str(roll.id) in texts_shown)
            details = await table.bob.press(first.reply, "Details")
            plotted = await table.alice.press(first.reply, "Add Plot Die")
            again = await table.channel_user.slash("roll", pool1="1d6")

        counted = await rolls_counted(table, address)

    assert set(map(len, recorded.values())) == {1}
    assert {name: recorded.get(name) for name in texts_shown} == {
        n: [t] for n, t in texts_shown.items()
    }
    assert len(answered) > BURST
    assert len(table.alice.sees(table.channel)) == len(answered) + 1
    assert details.ephemeral
    assert texts_shown[str(first.id)] in plotted.updated.text
    assert not again.ephemeral
    # The counters of each recorded roll.
    assert counted == len(recorded) + 1


def shown_by(rolls: Sequence[Conversation]) -> dict[str, str]:
    """Return total and dice of every roll that Discord has accepted, by interaction id.

    On a busy machine some users get an error message instead.
    """
    return {
        str(roll.id): roll.reply.text.partition("\n## ")[2] for roll in rolls if not roll.ephemeral
    }


async def history(table: Table, address: str) -> dict[str, list[str]]:
    """Return the recorded rolls of ``nazh history``, by the same ids, as response texts."""
    process = await create_subprocess_exec(
        *(sys.executable, "-m", "nazh", "history", "--json", "--limit", "100000"),
        env=environment(table.discord, NAZH_DATABASE_URL=address),
        stdout=subprocess.PIPE,
    )
    lines, _ = await process.communicate()
    assert process.returncode == 0
    texts: dict[str, list[str]] = {}
    for line in lines.splitlines():
        record = json.loads(line)
        ((pool,),) = (roll["pools"] for roll in record["rolls"])
        text = f"{pool['total']}\n-# `{record['notation']}` {pool['text']}"
        texts.setdefault(record["id"], []).append(text)
    return texts


async def rolls_counted(table: Table, address: str) -> int:
    async with databases.opened(address) as database:
        statistics = await SqlRollCounters(database).read(PlayerSubject(UserId(table.alice.id)))
    return statistics.counts[CountKey(ROLLS)]
