"""Tests that overload sheds expired interactions and serves the others quickly."""

from __future__ import annotations

import asyncio
import json
import signal

import pytest

from nazh.adapters.inbound.discord.interactions.clock_skew import SAMPLE_INTERVAL
from tests.e2e.conftest import Table
from tests.e2e.program import Program

SHED = 'nazh_interaction_responses_failed_total{reason="shed"}'
TOO_LATE = 4.0
USUAL = 15
"""Rolls in time after which others are noticed as late."""


@pytest.mark.slow
@pytest.mark.parametrize("channel", ["gateway", "http"], indirect=True)
async def test_stale_interactions_are_shed_in_favour_of_new_ones_after_a_stall(
    channel: str, table: Table, bot: Program
) -> None:
    for _ in range(USUAL):
        await asyncio.sleep(SAMPLE_INTERVAL)
        await table.channel_user.slash("roll", pool1="1d20")
    bot.process.send_signal(signal.SIGSTOP)
    gone = [table.channel_user.start("roll", pool1="3d6") for _ in range(20)]
    await asyncio.sleep(TOO_LATE)
    here = [table.channel_user.start("roll", pool1="2d6") for _ in range(5)]
    bot.process.send_signal(signal.SIGCONT)

    await asyncio.gather(*(conversation.answered() for conversation in here))

    metrics = await bot.metrics_when(lambda now: now[SHED] == len(gone))
    assert metrics["nazh_roll_success_total"] == USUAL + len(here)
    assert not any(conversation.is_answered for conversation in gone)
    if channel == "http":
        assert all("504" in conversation.refusals[0] for conversation in gone)
    health = json.loads(await bot.get("/healthz"))
    assert health["state"] == "degraded"
    assert health["checks"]["load"]["state"] == "degraded"
    await bot.log_line("dropping interactions that waited for more than 3 s")
