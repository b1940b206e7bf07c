"""Tests the real program's log: format, fields, secrets, and the log file."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import resource
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from localcord import Settings
from tests.e2e.conftest import OpenTable, Table
from tests.e2e.crashing import crash, run_crashing_bot
from tests.e2e.program import COMMAND, Program, run_bot

pytestmark = pytest.mark.slow

SMALLEST_PIPE = 4_096
QUEUE_FULL = 'nazh_log_records_dropped_total{reason="queue_full"}'
NOT_WRITTEN = 'nazh_log_records_dropped_total{reason="not_written"}'
Running = Callable[..., AbstractAsyncContextManager[Program]]


@pytest.fixture
def running(table: Table, tmp_path: Path) -> Running:
    """Run the bot with log settings."""

    @asynccontextmanager
    async def run(**variables: str) -> AsyncIterator[Program]:
        program = await run_crashing_bot(table.discord, tmp_path, **variables)
        try:
            yield program
        finally:
            program.kill()

    return run


def lines(text: str) -> list[dict[str, object]]:
    """Return the records of a log; each of its lines must be JSON."""
    return [json.loads(line) for line in text.splitlines()]


async def test_every_line_is_json_and_none_holds_a_token(
    table: Table, running: Running, tmp_path: Path
) -> None:
    file = tmp_path / "nazh.log"
    variables = {"APP_ENV": "production", "NAZH_LOG_LEVEL": "DEBUG", "NAZH_LOG_FILE": str(file)}
    async with running(**variables) as bot:
        await table.channel_user.slash("roll", pool1="2d6")
        table.discord.faults.error("POST", "/interactions/*/callback", status=500)
        await table.channel_user.slash("roll", pool1="2d6")
        await crash(table)
        ended = await bot.stop()

    log_lines = lines(ended.errors)
    loggers = {str(line["logger"]).split(".")[0] for line in log_lines}
    assert {"hikari", "lightbulb", "nazh", "asyncio"} <= loggers
    assert all({"time", "level", "logger", "event"} <= set(line) for line in log_lines)
    assert table.discord.token not in ended.output + ended.errors + file.read_text()
    assert file.read_text() == ended.errors


async def test_the_start_logs_the_build_once(table: Table, running: Running) -> None:
    async with running(NAZH_LOG_FORMAT="json", NAZH_COMMIT="abc123") as bot:
        ended = await bot.stop()

    (start,) = [line for line in lines(ended.errors) if "version" in line]
    assert start["commit"] == "abc123"


async def test_the_configuration_is_logged_once_ready(table: Table, running: Running) -> None:
    async with running(NAZH_LOG_FORMAT="json") as bot:
        ready = json.loads(await bot.log_line("nazh is ready"))

    assert (ready["shards"], ready["servers"]) == ([0], 1)
    assert int(str(ready["commands"])) > 10
    assert ready["dashboard"] == f"http://0.0.0.0:{bot.port}/"


async def test_a_crash_is_one_record_with_all_that_finds_it(table: Table, running: Running) -> None:
    async with running(NAZH_LOG_FORMAT="json") as bot:
        reference = await crash(table)
        ended = await bot.stop()

    (record,) = [line for line in lines(ended.errors) if line["level"] == "error"]
    assert record["reference"] == reference
    assert record["command"] == "crash"
    assert record["shard"] == 0
    assert str(record["interaction"]).isdigit()
    assert str(record["exception"]).startswith("Traceback (most recent call last):")


async def test_a_button_is_named_without_its_state(table: Table, running: Running) -> None:
    async with running(NAZH_LOG_FORMAT="json") as bot:
        message = (await table.channel_user.slash("build", pools="1d20")).reply
        table.discord.faults.error("POST", "/webhooks/*", status=403)
        await table.alice.press(message, "Roll")
        await bot.metrics_when(
            lambda now: now['nazh_interaction_responses_failed_total{reason="discord_failed"}'] == 1
        )
        ended = await bot.stop()

    (record,) = [line for line in lines(ended.errors) if "command" in line]
    assert record["level"] == "warning"
    assert str(record["command"]).startswith("nz2:dice.")
    assert str(record["command"]).count(":") == 1


async def test_a_roll_logs_nothing(table: Table, running: Running) -> None:
    async with running(NAZH_LOG_FORMAT="json") as bot:
        await table.channel_user.slash("roll", pool1="2d6")
        rolled = await table.channel_user.slash("roll", pool1="a1d20+5", add_plot=True)
        await table.alice.press(rolled.reply, "Roll Again")
        ended = await bot.stop()

    assert not [line for line in lines(ended.errors) if "interaction" in line]


async def test_the_terminal_gets_lines_for_people_without_colour_in_a_pipe(
    table: Table, running: Running
) -> None:
    async with running(APP_ENV="development") as bot:
        ended = await bot.stop()

    assert "nazh starts" in ended.errors
    assert "\x1b" not in ended.errors
    assert not ended.errors.startswith("{")


async def test_a_vanished_directory_harms_no_roll(
    table: Table, running: Running, tmp_path: Path
) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    async with running(NAZH_LOG_FILE=str(folder / "nazh.log"), NAZH_LOG_FORMAT="json") as bot:
        # In one step: the bot may write between two.
        folder.rename(tmp_path / "elsewhere")
        await crash(table)
        await crash(table)
        metrics = await bot.metrics_when(lambda now: now[NOT_WRITTEN] >= 2)
        conversation = await table.channel_user.slash("roll", pool1="2d6")
        ended = await bot.stop()

    assert metrics["nazh_roll_success_total"] == 0
    assert "`2d6`" in conversation.reply.text
    assert ended.status == 0
    complaints = [line for line in lines(ended.errors) if "cannot be written" in str(line["event"])]
    assert len(complaints) == 1


async def test_a_full_disk_harms_no_roll_and_is_forgiven(
    table: Table, running: Running, tmp_path: Path
) -> None:
    file = tmp_path / "nazh.log"
    async with running(NAZH_LOG_FILE=str(file), NAZH_LOG_FORMAT="json") as bot:
        soft, hard = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (1, hard))
        lost = await crash(table)
        # Records are written in order, to standard error first.
        await bot.log_line(await crash(table))
        assert (await bot.metrics())[NOT_WRITTEN] >= 1
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (soft, hard))
        last_reference = await crash(table)
        ended = await bot.stop()

    references = [line.get("reference") for line in lines(file.read_text())]
    assert lost not in references
    assert last_reference in references
    assert ended.errors.count("the log file is written again") == 1
    assert ended.status == 0


async def test_a_stalled_log_reader_does_not_affect_rolls(
    open_table: OpenTable, tmp_path: Path
) -> None:
    # Standard error is a pipe, as in a container, whose reader never reads.
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    fcntl.fcntl(reading, fcntl.F_SETPIPE_SZ, SMALLEST_PIPE)
    command = ("sh", "-c", f'exec "$@" 2>"{pipe}"', "sh", *COMMAND)
    async with open_table(Settings(answer_within=30)) as table:
        program = await run_bot(table.discord, tmp_path, command=command, NAZH_LOG_LEVEL="DEBUG")
        try:
            metrics = await program.metrics()
            while not metrics[QUEUE_FULL]:
                conversations = [table.channel_user.start("roll", pool1="2d6") for _ in range(200)]
                await asyncio.gather(*(conversation.answered() for conversation in conversations))
                metrics = await program.metrics()
            later = await table.channel_user.slash("roll", pool1="2d6")
            ended = await program.stop()
            unread = os.read(reading, SMALLEST_PIPE)
        finally:
            program.kill()
            os.close(reading)

    assert "`2d6`" in later.reply.text
    assert metrics["nazh_ready"] == 1
    assert ended.status == 0
    assert len(unread) > SMALLEST_PIPE * 0.9, "the pipe was full to the end"
