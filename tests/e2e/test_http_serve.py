"""Tests ``nazh serve`` and ``nazh commands sync``."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from localcord import CannotUse
from tests.e2e.conftest import Table
from tests.e2e.http_program import SERVE, SYNC, endpoint_of, serve_bot, start_replica, sync_commands
from tests.e2e.program import (
    Ended,
    Program,
    environment,
    launch,
    run_bot,
)

REFUSED = 'nazh_http_interactions_refused_total{{reason="{}"}}'


@pytest_asyncio.fixture
async def replica(table: Table, tmp_path: Path) -> AsyncIterator[Program]:
    program = await serve_bot(table.discord, tmp_path)
    try:
        yield program
        await program.stop()
    finally:
        program.kill()


def numbers(table: Table) -> dict[str, str]:
    """Return the names of all commands by their ids."""
    commands = table.discord.world.commands.listed(None)
    return {
        str(command["id"]): str(command["name"])
        for command in commands
        if isinstance(command, dict)
    }


async def ends(table: Table, folder: Path, command: tuple[str, ...], **more: str) -> Ended:
    """Run a program that is expected to exit."""
    program = Program(await launch(environment(table.discord, **more), folder, command), 0, "")
    try:
        return await program.ended()
    finally:
        program.kill()


async def test_a_roll_is_answered_in_the_http_response_and_unsigned_requests_are_rejected(
    table: Table, replica: Program
) -> None:
    endpoint = table.discord.endpoint
    endpoint.spoil_signatures()
    endpoint.backdate(120)

    forged, stale = [
        await table.channel_user.start("roll", pool1="1d20").refused() for _ in range(2)
    ]
    rolled = await table.channel_user.slash("roll", pool1="1d20+5")

    assert "401" in forged
    assert "401" in stale
    assert "`1d20+5`" in rolled.reply.text
    callback_paths = [
        request.path for request in table.discord.requests if "/callback" in request.path
    ]
    assert callback_paths == []
    metrics = await replica.metrics()
    assert metrics[REFUSED.format("stale")] == 1
    assert metrics[REFUSED.format("bad_signature")] == 2  # Discord's own PING was the first
    assert metrics["nazh_roll_success_total"] == 1
    assert metrics['nazh_interaction_response_seconds_count{command="roll"}'] == 1
    ended = await replica.stop()
    assert ended.status == 0
    for trace in ("Traceback", "signature", table.discord.token):
        assert trace not in ended.errors


async def test_the_probes_speak_of_no_gateway(table: Table, replica: Program) -> None:
    health = json.loads(await replica.get("/healthz"))
    status = json.loads(await replica.get("/api/v1/status"))
    page = await replica.get("/")

    assert (health["state"], health["ready"]) == ("ok", True)
    assert [name for name in health["checks"] if "shard" in name] == []
    assert status["shards"] == []
    assert status["heartbeat_interval_seconds"] is None
    assert "Gateway latency" not in page
    assert [name for name in await replica.metrics() if name.startswith("nazh_gateway_")] == []


@pytest.mark.slow
async def test_a_replay_shows_the_same_roll_again(table: Table, replica: Program) -> None:
    table.discord.endpoint.repeat(1, apart=0.3)

    await table.channel_user.slash("roll", pool1="10d100")
    assert await table.discord.endpoint.wait_for_deliveries(2)

    first, again = [
        json.loads(delivery.body) for delivery in list(table.discord.endpoint.deliveries)[-2:]
    ]
    assert first["id"] == again["id"]
    metrics = await replica.metrics()
    assert metrics["nazh_roll_success_total"] == 1
    assert metrics["nazh_dice_thrown_total"] == 10


@pytest.mark.slow
async def test_a_command_of_another_version_is_answered_politely(
    table: Table, replica: Program
) -> None:
    commands = [{"name": "duel", "description": "Not yet.", "type": 1}]
    address = f"{table.discord.api_url}/applications/{table.discord.world.application.id}/commands"
    headers = {"Authorization": f"Bot {table.discord.token}"}
    async with aiohttp.request("PUT", address, headers=headers, json=commands) as response:
        assert response.status == 200

    conversation = await table.channel_user.slash("duel")

    assert "another version" in conversation.reply.text
    assert conversation.ephemeral
    refused = (
        'nazh_interactions_refused_total{code="unknown_command",command="unknown",context="none"}'
    )
    assert (await replica.metrics())[refused] == 1


@pytest.mark.slow
async def test_telling_the_commands_twice_changes_nothing(table: Table, tmp_path: Path) -> None:
    first = await ends(table, tmp_path, SYNC)
    known = numbers(table)
    again = await ends(table, tmp_path, SYNC)

    assert (first.status, again.status) == (0, 0)
    assert "Synced " in first.output
    assert numbers(table) == known
    assert len(known) > 10
    assert table.discord.gateway.identifies == 0


@pytest.mark.slow
async def test_commands_cannot_be_synced_with_a_rejected_token(
    table: Table, tmp_path: Path
) -> None:
    wrong = table.discord.token[:-3] + "xyz"

    ended = await ends(table, tmp_path, SYNC, DISCORD_TOKEN=wrong)

    assert ended.status == 78
    assert "Discord refuses DISCORD_TOKEN" in ended.errors


@pytest.mark.slow
async def test_commands_cannot_be_synced_while_discord_is_unreachable(
    table: Table, tmp_path: Path
) -> None:
    nowhere = "http://127.0.0.1:1/api/v10"

    ended = await ends(table, tmp_path, SYNC, NAZH_DISCORD_API_URL=nowhere)

    assert ended.status == 69
    assert "Discord does not answer" in ended.errors


@pytest.mark.slow
async def test_a_shard_can_leave_the_commands_to_others(table: Table, tmp_path: Path) -> None:
    await sync_commands(table.discord, tmp_path)
    writes = table.discord.world.commands.writes

    bot = await run_bot(table.discord, tmp_path, NAZH_DISCORD_SYNC_COMMANDS="off")
    rolled = await table.channel_user.slash("roll", pool1="1d20")

    assert "`1d20`" in rolled.reply.text
    assert table.discord.world.commands.writes == writes
    assert (await bot.stop()).status == 0


@pytest.mark.slow
async def test_serving_syncs_no_commands(table: Table, replica: Program) -> None:
    with pytest.raises(CannotUse):
        await table.channel_user.slash("no-such-command")

    assert [request.method for request in table.discord.requests].count(
        "PUT"
    ) <= 1  # the test's own
    assert table.discord.gateway.identifies == 0


@pytest.mark.slow
async def test_with_the_key_a_replica_starts_without_discord(table: Table, tmp_path: Path) -> None:
    key = table.discord.verify_key
    replica = await start_replica(
        table.discord,
        tmp_path,
        NAZH_DISCORD_PUBLIC_KEY=key,
        NAZH_DISCORD_API_URL="http://127.0.0.1:1/api/v10",
    )
    try:
        await sync_commands(table.discord, tmp_path)
        await table.discord.interactions_endpoint(f"http://127.0.0.1:{replica.port}/interactions")
        rolled = await table.channel_user.slash("roll", pool1="1d20")
        assert "`1d20`" in rolled.reply.text
        assert (await replica.stop()).status == 0
    finally:
        replica.kill()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"NAZH_DISCORD_PUBLIC_KEY": "ab"}, 78, "NAZH_DISCORD_PUBLIC_KEY is not a public key"),
        ({"NAZH_DISCORD_API_URL": "http://127.0.0.1:1/api/v10"}, 69, "Discord does not answer"),
        ({"DISCORD_TOKEN": "MTIz.a.b"}, 78, "Discord refuses DISCORD_TOKEN"),
    ],
)
async def test_a_wrong_configuration_ends_the_start(
    table: Table, tmp_path: Path, wrong: dict[str, str], status: int, words: str
) -> None:
    ended = await ends(table, tmp_path, SERVE, **wrong)

    assert ended.status == status
    assert words in ended.errors
    assert "Traceback" not in ended.errors


@pytest.mark.slow
async def test_it_keeps_answering_while_it_drains(table: Table, tmp_path: Path) -> None:
    replica = await serve_bot(table.discord, tmp_path, NAZH_HTTP_DRAIN_SECONDS="10")

    replica.process.send_signal(signal.SIGTERM)
    await replica.log_line("finishing what is in flight")
    async with aiohttp.request("GET", f"http://127.0.0.1:{replica.port}/readyz") as ready:
        assert ready.status == 503
    rolled = await table.channel_user.slash("roll", pool1="1d20+5")
    assert await table.discord.endpoint.wait_for_deliveries()
    (delivery,) = table.discord.endpoint.deliveries
    async with (
        aiohttp.ClientSession(headers=delivery.headers) as session,
        session.post(endpoint_of(replica), data=delivery.body) as repeated,
    ):
        assert repeated.headers.get("Connection") == "close"
    still_runs = replica.process.returncode is None
    ended = await replica.ended()

    assert "`1d20+5`" in rolled.reply.text
    assert delivery.status == 200
    assert still_runs
    assert ended.status == 0
    assert "unanswered" not in ended.errors


@pytest.mark.slow
async def test_a_second_signal_ends_it_immediately(table: Table, tmp_path: Path) -> None:
    replica = await serve_bot(table.discord, tmp_path, NAZH_HTTP_DRAIN_SECONDS="600")

    replica.process.send_signal(signal.SIGTERM)
    await replica.log_line("finishing what is in flight")
    replica.process.send_signal(signal.SIGTERM)

    assert (await replica.ended()).status == 128 + signal.SIGTERM


@pytest.mark.slow
async def test_without_the_extra_it_says_what_to_install(table: Table, tmp_path: Path) -> None:
    (tmp_path / "nacl.py").write_text("raise ModuleNotFoundError('nacl')")
    code = "import sys; sys.modules['nacl'] = None; from nazh.__main__ import main; main()"
    run = (sys.executable, "-c", f"import sys; sys.argv = ['nazh', 'serve']; {code}")

    ended = await ends(table, tmp_path, run)

    assert "needs the extra scale" in ended.errors
