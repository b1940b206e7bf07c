"""Runs ``nazh serve`` as a child process, called by Discord."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import aiohttp

from localcord import Server
from tests.e2e.program import PAUSE, TIMEOUT, Program, environment, first_line_of, launch

SERVE: Final = (sys.executable, "-m", "nazh", "serve")
SYNC: Final = (sys.executable, "-m", "nazh", "commands", "sync")
COMMANDS = "/applications/{application_id}/commands"
_REGISTERED: Final[dict[tuple[object, ...], object]] = {}
"""What ``nazh commands sync`` of a program and its contexts registered, reused in this run."""


async def serve_bot(
    discord: Server, cwd: Path, *, command: Sequence[str] = SERVE, **more: str
) -> Program:
    """Start a program, set it as Discord's endpoint, and return once it is ready."""
    program = await start_replica(discord, cwd, command=command, **more)
    await sync_commands(discord, cwd, command=(*command[:-1], *SYNC[-2:]), **more)
    await discord.interactions_endpoint(endpoint_of(program))
    return program


async def start_replica(
    discord: Server, cwd: Path, *, command: Sequence[str] = SERVE, **more: str
) -> Program:
    """Start a program without an endpoint, and return once it is ready."""
    variables = environment(discord, **{"NAZH_HTTP_DRAIN_SECONDS": "0", **more})
    process = await launch(variables, cwd, command)
    try:
        line, port = await first_line_of(process)
        await _is_ready(port)
    except BaseException:
        process.kill()
        raise
    return Program(process, port, line)


async def _is_ready(port: int) -> None:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        async with asyncio.timeout(TIMEOUT):
            while True:
                async with session.get("/readyz") as response:
                    if response.status == 200:
                        return
                await asyncio.sleep(PAUSE)


def endpoint_of(program: Program) -> str:
    """Return the Interactions Endpoint URL."""
    return f"http://127.0.0.1:{program.port}/interactions"


async def sync_commands(
    discord: Server, cwd: Path, *, command: Sequence[str] = SYNC, **more: str
) -> None:
    """Register the commands with ``discord``, as ``nazh commands sync`` does."""
    key = (*command, more.get("NAZH_CONTEXTS"))
    if key not in _REGISTERED:
        process = await launch(environment(discord, **more), cwd, command)
        _, errors = await process.communicate()
        assert process.returncode == 0, errors.decode()
        (registered,) = (request.body for request in discord.requests if request.method == "PUT")
        _REGISTERED[key] = registered
        return
    headers = {"Authorization": f"Bot {discord.token}"}
    address = f"{discord.api_url}{COMMANDS.format(application_id=discord.world.application.id)}"
    async with aiohttp.request("PUT", address, headers=headers, json=_REGISTERED[key]) as response:
        assert response.status == 200, await response.text()
