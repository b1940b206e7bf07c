"""Tests the contract of ``ConsoleLog``: commands are recorded, and deleted in time."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from datetime import timedelta

import pytest

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.console_log import SqlConsoleLog
from nazh.adapters.outbound.sql.keep.personal_data import SqlKeepRecords
from nazh.application.keep.consoles.ports import ConsoleLog
from nazh.application.keep.prune_records import OldRecords, PruneRecords
from nazh.domain.keep.consoles.errors import OutcomeUnknown, ReplyTooLarge, Unreachable
from nazh.domain.keep.errors import RunMeanwhile
from tests.contract.keep_examples import ALICE, BOB, NOW, OURS, THEIRS, entry
from tests.doubles.clock import FrozenClock


@pytest.fixture
def log(keep_database: Database) -> ConsoleLog:
    return SqlConsoleLog(keep_database)


async def test_the_log_has_the_last_commands_of_a_guild(log: ConsoleLog) -> None:
    for command in ("listplayers", "saveworld"):
        await log.begin(entry(command))
    number = await log.begin(entry("doexit", user=BOB))
    await log.begin(entry("status", THEIRS))
    await log.finish(number, "ok")

    latest = await log.latest(OURS, 2)

    assert [
        (logged_command.command, logged_command.outcome, logged_command.user)
        for logged_command in latest
    ] == [
        ("doexit", "ok", BOB),
        ("saveworld", "begun", ALICE),
    ]
    assert latest[0].at == NOW
    assert [logged_command.command for logged_command in await log.latest(THEIRS, 9)] == ["status"]


async def test_a_command_that_was_run_while_it_was_confirmed_is_not_run_again(
    log: ConsoleLog,
) -> None:
    await log.begin(entry("doexit", days=1))

    with pytest.raises(RunMeanwhile):
        await log.begin(entry("doexit", user=BOB, days=2), NOW)

    assert len(await log.latest(OURS, 9)) == 1
    await log.begin(entry("doexit", user=BOB, days=2), NOW + timedelta(days=2))
    await log.begin(entry("saveworld", user=BOB, days=2), NOW)
    await log.begin(entry("doexit", THEIRS, days=2), NOW)


@pytest.mark.parametrize(
    ("outcome", "may_be_run"),
    [
        ("ok", False),
        (OutcomeUnknown.code, False),
        (ReplyTooLarge.code, False),
        (Unreachable.code, True),
    ],
)
async def test_a_command_that_failed_may_be_confirmed(
    log: ConsoleLog, outcome: str, may_be_run: bool
) -> None:
    await log.finish(await log.begin(entry("doexit")), outcome)

    with nullcontext() if may_be_run else pytest.raises(RunMeanwhile):
        await log.begin(entry("doexit", user=BOB), NOW)


async def test_of_several_who_confirm_a_command_at_once_one_runs_it(log: ConsoleLog) -> None:
    confirmed = (log.begin(entry("doexit"), NOW) for _ in range(8))

    results = await asyncio.gather(*confirmed, return_exceptions=True)

    assert sum(isinstance(result, RunMeanwhile) for result in results) == 7


async def test_a_deleted_user_is_no_longer_named(log: ConsoleLog, keep_database: Database) -> None:
    records = SqlKeepRecords(keep_database)
    await log.begin(entry("listplayers"))
    await log.begin(entry("status", THEIRS))
    await log.begin(entry("doexit", user=BOB))
    assert [command.command for command in await records.commands_of(ALICE)] == [
        "status",
        "listplayers",
    ]
    for number in range(500):  # more than one batch
        await log.begin(entry(f"again {number}", THEIRS))

    await records.forget_user(ALICE)

    assert await records.commands_of(ALICE) == ()
    assert [(command.user, command.command) for command in await log.latest(OURS, 9)] == [
        (BOB, "doexit"),
        (None, "listplayers"),
    ]


async def test_all_old_commands_of_a_guild_are_pruned_together(
    log: ConsoleLog, keep_database: Database
) -> None:
    records = SqlKeepRecords(keep_database)
    for number in range(1_001):  # several batches
        await log.begin(entry(f"old {number}"))
    await log.begin(entry("new", days=1))

    assert await records.prune_guild(OURS, NOW + timedelta(days=1))

    assert [command.command for command in await log.latest(OURS, 9)] == ["new"]


async def test_the_log_is_pruned_in_batches(log: ConsoleLog, keep_database: Database) -> None:
    records = SqlKeepRecords(keep_database, most_batches=1)
    for number in range(501):
        await log.begin(entry(f"old {number}"))
    await log.begin(entry("new", days=2))
    await log.begin(entry("theirs", THEIRS))
    before = NOW + timedelta(days=1)

    assert not await records.prune_guild(OURS, before)
    assert await records.prune_guild(OURS, before)

    assert [command.command for command in await log.latest(OURS, 9)] == ["new"]
    assert [command.command for command in await log.latest(THEIRS, 9)] == ["theirs"]


async def test_commands_past_the_operators_retention_period_are_pruned_in_all_guilds(
    log: ConsoleLog, keep_database: Database
) -> None:
    for guild in (OURS, THEIRS):
        await log.begin(entry("old", guild))
        await log.begin(entry("new", guild, days=1))
    records: OldRecords = SqlKeepRecords(keep_database)
    clock = FrozenClock(NOW + timedelta(days=31))

    for days in (0, 30):  # 0 keeps everything
        before = [len(await log.latest(guild, 9)) for guild in (OURS, THEIRS)]
        assert before == [2, 2]
        await PruneRecords(records, clock, days)()

    for guild in (OURS, THEIRS):
        assert [command.command for command in await log.latest(guild, 9)] == ["new"]
