"""Tests starts with invalid settings, and stops at any time."""

from __future__ import annotations

import asyncio
import json
import resource
import signal
import socket
from pathlib import Path

import pytest

from localcord import Server, Settings
from tests.e2e.conftest import OpenTable, Table
from tests.e2e.program import (
    COMMAND,
    TIMEOUT,
    Program,
    environment,
    launch,
    run_bot,
    run_to_its_end,
)

CALLBACK = "/interactions/*/callback"
MALFORMED = "this-is.not-a-token"


async def test_a_missing_token_ends_with_a_sentence(table: Table, tmp_path: Path) -> None:
    variables = environment(table.discord)
    del variables["DISCORD_TOKEN"]

    ended = await run_to_its_end(variables, tmp_path)

    assert ended.status == 78
    assert ended.errors.startswith("DISCORD_TOKEN is missing.")
    assert "Traceback" not in ended.errors


async def test_a_malformed_token_is_refused_before_any_connection(
    table: Table, tmp_path: Path
) -> None:
    ended = await run_to_its_end(environment(table.discord, DISCORD_TOKEN=MALFORMED), tmp_path)

    assert ended.status == 78
    assert "does not hold a bot token" in ended.errors
    assert MALFORMED not in ended.output + ended.errors
    assert len(table.discord.requests) == 0


async def test_a_token_that_discord_refuses_ends_with_a_sentence(
    table: Table, tmp_path: Path
) -> None:
    wrong = table.discord.token[:-6] + "zzzzzz"

    ended = await run_to_its_end(environment(table.discord, DISCORD_TOKEN=wrong), tmp_path)

    assert ended.status == 78
    assert "Discord refuses DISCORD_TOKEN." in ended.errors
    assert "Traceback" not in ended.errors
    assert wrong not in ended.output + ended.errors


async def test_all_problems_are_named_together(table: Table, tmp_path: Path) -> None:
    variables = environment(
        table.discord, PORT="many", APP_ENV="prod", NAZH_RNGG="seeded", DISCORD_TOKEN=MALFORMED
    )

    ended = await run_to_its_end(variables, tmp_path)

    assert ended.status == 78
    assert len(ended.errors.splitlines()) == 4


async def test_the_token_may_be_in_a_dotenv_file(table: Table, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={table.discord.token}\n")
    variables = environment(table.discord)
    del variables["DISCORD_TOKEN"]
    process = await launch(variables, tmp_path)
    try:
        await table.discord.bot_ready(timeout=TIMEOUT)
        process.terminate()
        ended = await Program(process, 0, "").ended()
    finally:
        if process.returncode is None:
            process.kill()

    assert ended.status == 0


async def test_a_taken_port_ends_with_a_sentence(table: Table, tmp_path: Path) -> None:
    with socket.create_server(("0.0.0.0", 0)) as listener:
        port = str(listener.getsockname()[1])
        ended = await run_to_its_end(environment(table.discord, PORT=port), tmp_path)

    assert ended.status == 78
    assert "PORT cannot be used" in ended.errors.splitlines()[-1]


@pytest.mark.slow
async def test_a_discord_that_is_not_there_ends_with_a_sentence(tmp_path: Path) -> None:
    async with Server() as discord:
        variables = environment(discord)

    ended = await run_to_its_end(variables, tmp_path)

    assert ended.status == 69
    assert "Discord does not answer" in ended.errors.splitlines()[-1]
    assert "Traceback" not in ended.errors


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_program_cleanly(
    table: Table, tmp_path: Path, number: signal.Signals
) -> None:
    program = await run_bot(table.discord, tmp_path)
    try:
        program.process.send_signal(number)
        ended = await program.ended()
    finally:
        program.kill()

    assert ended.status == 0
    assert "Traceback" not in ended.errors
    assert table.discord.token not in ended.output + ended.errors
    await table.discord.bot_gone()


async def test_a_stop_waits_for_interactions_in_flight(
    open_table: OpenTable, tmp_path: Path
) -> None:
    async with open_table(Settings(answer_within=30)) as table:
        program = await run_bot(table.discord, tmp_path)
        try:
            slow = table.discord.faults.delay(1.0, "POST", CALLBACK)
            conversation = table.channel_user.start("roll", pool1="2d6")
            assert await slow.spent()
            program.process.send_signal(signal.SIGTERM)
            await conversation.answered()
            ended = await program.ended()
        finally:
            program.kill()

    assert ended.status == 0
    assert "`2d6`" in conversation.reply.text


@pytest.mark.parametrize(
    "channel", ["gateway", pytest.param("http", marks=pytest.mark.slow)], indirect=True
)
async def test_followups_are_posted_before_the_exit(
    channel: str, table: Table, bot: Program
) -> None:
    builder = (await table.channel_user.slash("build", pools="1d20")).reply
    slow = table.discord.faults.delay(1.0, "POST", "/webhooks/*")
    pressed = await table.alice.press(builder, "Roll")
    assert await slow.spent()

    ended = await bot.stop()

    assert (ended.status, "not posted" in ended.errors) == (0, False)
    (result,) = pressed.follow_ups
    assert "`1d20`" in result.text


async def test_a_second_signal_ends_immediately(open_table: OpenTable, tmp_path: Path) -> None:
    async with open_table(Settings(answer_within=30)) as table:
        program = await run_bot(table.discord, tmp_path)
        try:
            held = table.channel_user.start("roll", pool1="2d6")
            callback = f"/interactions/{held.id}/*"
            slow = table.discord.faults.delay(30.0, "POST", callback, times=100)
            assert await slow.until(lambda: slow.hits > 0, TIMEOUT)
            program.process.send_signal(signal.SIGTERM)
            await program.log_line("1 interactions in flight")
            conversation = await table.channel_user.slash("roll", pool1="2d6")
            program.process.send_signal(signal.SIGTERM)
            ended = await program.ended()
        finally:
            program.kill()

    assert conversation.ephemeral
    assert "restarting" in conversation.reply.text
    assert ended.status == 128 + signal.SIGTERM
    assert "SIGTERM again: exiting immediately" in ended.errors.splitlines()[-1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "words", "state"),
    [(503, "could not register the commands", "ok"), (400, "rejected the commands", "degraded")],
)
async def test_players_are_answered_while_discord_does_not_take_the_commands(
    table: Table, tmp_path: Path, status: int, words: str, state: str
) -> None:
    program = await run_bot(table.discord, tmp_path)
    await program.stop()
    table.discord.faults.error("GET", "/applications/*", status=status, times=1_000)
    program = await run_bot(table.discord, tmp_path)
    try:
        await program.log_line(words)
        conversation = await table.channel_user.slash("roll", pool1="2d6")
        health = json.loads(await program.get("/healthz"))
        metrics = await program.metrics()
        assert (health["state"], health["ready"]) == (state, True)
        assert metrics["nazh_command_sync_failed"] == (state == "degraded")
        ended = await program.stop()
    finally:
        program.kill()

    assert "`2d6`" in conversation.reply.text
    assert ended.status == 0


async def test_a_start_can_be_given_up(table: Table, tmp_path: Path) -> None:
    fault = table.discord.faults.delay(30.0, "GET", "/gateway/bot")
    process = await launch(environment(table.discord), tmp_path)
    try:
        assert await fault.spent(TIMEOUT)
        process.terminate()
        async with asyncio.timeout(TIMEOUT):
            ended = await Program(process, 0, "").ended()
    finally:
        if process.returncode is None:
            process.kill()

    assert ended.status == 0


@pytest.mark.slow
async def test_the_program_raises_the_limit_of_open_files(table: Table, tmp_path: Path) -> None:
    limited = ("sh", "-c", 'ulimit -S -n 256; exec "$@"', "sh", *COMMAND)
    program = await run_bot(table.discord, tmp_path, command=limited)
    try:
        soft, hard = resource.prlimit(program.process.pid, resource.RLIMIT_NOFILE)
        await program.stop()
    finally:
        program.kill()

    assert soft == min(hard, 65_536)


@pytest.mark.slow
async def test_it_listens_on_the_address_that_is_set(table: Table, tmp_path: Path) -> None:
    program = await run_bot(table.discord, tmp_path, NAZH_HTTP_HOST="127.0.0.2")
    try:
        with socket.create_connection(("127.0.0.2", program.port), 5):
            pass
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", program.port), 5)
        await program.stop()
    finally:
        program.kill()


async def test_an_address_of_another_machine_is_an_error(table: Table, tmp_path: Path) -> None:
    variables = {**environment(table.discord), "NAZH_HTTP_HOST": "192.0.2.1"}

    ended = await run_to_its_end(variables, tmp_path)

    assert ended.status == 78
    assert "NAZH_HTTP_HOST cannot be used" in ended.errors
    assert "Traceback" not in ended.errors


@pytest.mark.slow
async def test_a_first_start_logs_its_migrations_and_no_modules(
    table: Table, tmp_path: Path
) -> None:
    address = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"
    program = await run_bot(
        table.discord, tmp_path, NAZH_DATABASE_URL=address, NAZH_LOG_LEVEL="INFO"
    )
    try:
        ended = await program.stop()
    finally:
        program.kill()

    assert "Running upgrade" in ended.errors
    assert "setup plugin" not in ended.errors
