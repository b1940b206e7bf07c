"""Tests the periodic work of the wired program."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nazh.adapters.inbound.settings import (
    DatabaseSettings,
    DatabaseUrl,
    GuildsSettings,
    ProgramSettings,
)
from nazh.adapters.outbound.system.malloc_trim import MallocTrim
from nazh.application.dice.history.prune_rolls import PruneRolls
from nazh.application.dice.rolling.roll_dice import RollRequest
from nazh.application.guilds.prune_guilds import PruneGuilds
from nazh.application.keep.prune_records import PruneRecords
from nazh.application.shared.jobs import Scope
from nazh.domain.guilds.guild_settings import KEEP_FOREVER
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from nazh.wiring.channels import GATEWAY, MESSAGES, WORK
from nazh.wiring.dice.container import DiceContainer
from nazh.wiring.platform import PlatformContainer
from nazh.wiring.program import assemble, new_program
from ops.memory_overhead import MIB, resident
from tests.conftest import CheckGolden
from tests.settings import SETTINGS

KEEP = GuildId(7)
PLACES = {Scope.PROCESS: "every process", Scope.CLUSTER: "one process"}


@pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="this C library is not glibc"
)
async def test_memory_trimming_returns_free_memory() -> None:
    pieces = [bytes(2_000) for _ in range(40_000)]
    stays = pieces[::64]
    del pieces
    held = resident()

    await MallocTrim()()

    assert held - resident() > 40 * MIB
    assert len(stays) == 625


async def test_no_job_deletes_guild_data_without_a_membership_check() -> None:
    settings = replace(SETTINGS, guilds=GuildsSettings(KEEP_FOREVER))
    platform = PlatformContainer(settings=settings)
    dice = DiceContainer(platform=platform)
    program = assemble(platform, (dice.context(),))
    await dice.roll_dice()(RollRequest(RequestId("1"), "1d20", UserId(1), guild=KEEP))
    long_ago = platform.clock().now() - timedelta(days=10_000)
    for present in ([KEEP], []):
        await platform.guild_store().note(present, long_ago)

    await program.operations.job_runner().run_once()

    assert len(tuple(dice.ledgers().records)) == 1
    assert await platform.guild_store().left() == {KEEP: long_ago}


def test_old_messages_are_deleted_while_no_context_writes_any(tmp_path: Path) -> None:
    settings = replace(
        SETTINGS, database=DatabaseSettings(DatabaseUrl(f"sqlite:///{tmp_path / 'nazh.sqlite3'}"))
    )

    program = new_program(settings)

    assert "prune_messages" in {job.name for context in program.contexts for job in context.jobs}


def test_jobs_delete_what_is_older_than_the_operators_period(tmp_path: Path) -> None:
    settings = replace(
        SETTINGS,
        program=ProgramSettings(contexts=("dice", "keep")),
        database=DatabaseSettings(DatabaseUrl(f"sqlite:///{tmp_path}/unused")),
        guilds=GuildsSettings(retention_days=77),
    )

    days = {
        job.name: job.run.days
        for job in new_program(settings).operations.job_runner()._jobs
        if isinstance(job.run, PruneGuilds | PruneRecords | PruneRolls)
    }

    assert days == dict.fromkeys(("prune_guilds", "prune_game_records", "prune_rolls"), 77)


@pytest.mark.parametrize("channel", [GATEWAY, WORK, MESSAGES])
def test_jobs_run_as_often_as_agreed(
    channel: str, tmp_path: Path, check_golden: CheckGolden
) -> None:
    settings = replace(
        SETTINGS,
        program=ProgramSettings(contexts=("dice", "dominion", "keep")),
        database=DatabaseSettings(DatabaseUrl(f"sqlite:///{tmp_path}/unused")),
    )
    program = new_program(settings, channel)

    lines = (
        f"{job.name}: every {job.every}, for {job.timeout} at most, in {PLACES[job.scope]}\n"
        for job in program.operations.job_runner()._jobs
    )
    check_golden(f"jobs/{channel}.txt", "".join(sorted(lines)))
