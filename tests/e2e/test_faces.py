"""Tests that faces are real processes, of which one may fail while the others answer."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from signal import SIGKILL, SIGTERM
from typing import Final

import aiohttp
import pytest

from localcord import Server
from tests.e2e.conftest import Table
from tests.e2e.program import TIMEOUT, Program, environment, first_line_of, launch

ROOT: Final = Path(__file__).parents[2]
COMMAND: Final = (sys.executable, str(ROOT / "tests" / "e2e" / "impatient_faces.py"))
RESTARTS: Final = 'nazh_keep_face_restarts_total{face="broken"}'


def state(face: str, name: str) -> str:
    return f'nazh_keep_face_state{{face="{face}",state="{name}"}}'


def write_face(folder: Path, name: str, discord: Server, *more: str) -> None:
    folder.mkdir(exist_ok=True)
    lines = (
        f"DISCORD_TOKEN={discord.token}",
        f"NAZH_DISCORD_API_URL={discord.api_url}",
        *more,
    )
    (folder / f"{name}.env").write_text("".join(f"{line}\n" for line in lines))


@asynccontextmanager
async def supervised(discord: Server, folder: Path) -> AsyncIterator[Program]:
    """Run the supervisor of the faces in the folder; its own environment has no token."""
    variables = {
        name: value
        for name, value in environment(discord).items()
        if not name.startswith(("DISCORD_", "NAZH_DISCORD_"))
    }
    process = await launch(variables, folder.parent, (*COMMAND, str(folder)))
    try:
        first_line, port = await first_line_of(process)
        yield Program(process, port, first_line)
    finally:
        Program(process, 0, "").kill()


async def status_of(program: Program, path: str) -> tuple[int, str]:
    address = f"http://127.0.0.1:{program.port}{path}"
    async with aiohttp.request("GET", address) as response:
        return response.status, await response.text()


def children(program: Program) -> list[int]:
    process = program.process.pid
    return [
        int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ]


@pytest.mark.slow
async def test_a_face_that_crashes_at_every_start_is_quarantined_and_the_other_answers(
    table: Table, tmp_path: Path
) -> None:
    faces = tmp_path / "faces"
    async with Server() as other:
        write_face(faces, "dice", table.discord, "NAZH_CONTEXTS=dice")
        write_face(faces, "broken", other, "NAZH_DATABASE_URL=postgresql://nazh@127.0.0.1:1/nazh")
        async with supervised(table.discord, faces) as supervisor:
            await table.discord.bot_ready(timeout=TIMEOUT)
            rolled = (await table.channel_user.slash("roll", pool1="1d1")).reply
            metrics = await supervisor.metrics_when(
                lambda scraped: scraped[state("broken", "quarantined")] == 1
            )
            log_line = await supervisor.log_line(
                "face broken ended with status 69, and is quarantined"
            )
            ready, reason = await status_of(supervisor, "/readyz")
            alive, _ = await status_of(supervisor, "/livez")
            rolled_again = (await table.channel_user.slash("roll", pool1="1d1")).reply
            ended = await supervisor.stop()

    assert rolled.embeds
    assert rolled_again.embeds
    assert "ERROR" in log_line.upper()
    assert metrics[RESTARTS] == 3
    assert metrics[state("dice", "running")] == 1
    assert (ready, reason) == (503, "face broken: quarantined\n")
    assert alive == 200
    assert ended.status == 0
    assert table.discord.token not in ended.output + ended.errors
    assert table.discord.gateway.connected_shards == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "reject",
    [
        pytest.param(Server.reset_token, id="token"),
        pytest.param(lambda other: other.gateway.reject_next(99, code=4014), id="intents"),
    ],
)
async def test_a_rejected_token_or_intent_is_not_tried_again(
    table: Table, tmp_path: Path, reject: Callable[[Server], object]
) -> None:
    faces = tmp_path / "faces"
    async with Server() as other:
        write_face(faces, "dice", table.discord)
        write_face(faces, "broken", other)
        reject(other)
        async with supervised(table.discord, faces) as supervisor:
            metrics = await supervisor.metrics_when(
                lambda scraped: scraped[state("broken", "misconfigured")] == 1
            )
            await table.discord.bot_ready(timeout=TIMEOUT)
            ready, reason = await status_of(supervisor, "/readyz")
            await supervisor.stop()

    assert metrics[RESTARTS] == 0
    assert (metrics["nazh_ready"], metrics["nazh_draining"]) == (0, 0), "NazhNotReady fires"
    assert (ready, reason) == (503, "face broken: misconfigured\n")


@pytest.mark.slow
async def test_a_killed_face_returns_and_a_stopped_one_does_not(
    table: Table, tmp_path: Path
) -> None:
    faces = tmp_path / "faces"
    gateway = table.discord.gateway
    write_face(faces, "broken", table.discord)
    async with supervised(table.discord, faces) as supervisor:
        await table.discord.bot_ready(timeout=TIMEOUT)
        (first,) = children(supervisor)
        ready, _ = await status_of(supervisor, "/readyz")
        os.kill(first, SIGKILL)
        await supervisor.metrics_when(
            lambda scraped: scraped[RESTARTS] == 1 and scraped[state("broken", "running")] == 1
        )
        assert await table.discord.gateway.until(
            lambda: gateway.identifies + gateway.resumes == 2, TIMEOUT
        )
        await table.discord.bot_ready(timeout=TIMEOUT)
        (second,) = children(supervisor)
        os.kill(second, SIGTERM)
        metrics = await supervisor.metrics_when(
            lambda scraped: scraped[state("broken", "stopped")] == 1
        )
        ended = await supervisor.stop()

    assert ready == 200
    assert second != first
    assert metrics[RESTARTS] == 1
    assert ended.status == 0
