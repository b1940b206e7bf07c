"""Runs HAProxy or nginx, as shipped, in front of several programs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from ops.ports import reserved_port
from tests.e2e.program import TIMEOUT, Program
from tests.proxies import proxy_command


@asynccontextmanager
async def start_proxy(kind: str, replicas: Sequence[Program], folder: Path) -> AsyncIterator[str]:
    """Yield the Interactions Endpoint URL. There are two ``replicas``."""
    with reserved_port() as port, reserved_port() as watched:
        ports = [replica.port for replica in replicas]
        process = await asyncio.create_subprocess_exec(
            *proxy_command(kind, port, watched, ports, folder),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await _listens(port)
            yield f"http://127.0.0.1:{port}/interactions"
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _listens(port: int) -> None:
    async with asyncio.timeout(TIMEOUT):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return
