"""Runs HAProxy with ``deploy/proxy/haproxy.cfg`` in front of several programs."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from ops.stack import reserved_port
from tests.e2e.program import ROOT, TIMEOUT, Program
from tests.external_services import absent

SHIPPED: Final = ROOT / "deploy/proxy/haproxy.cfg"


@asynccontextmanager
async def start_haproxy(replicas: Sequence[Program], folder: Path) -> AsyncIterator[str]:
    """Yield the Interactions Endpoint URL. There are two ``replicas``."""
    haproxy = shutil.which("haproxy")
    if haproxy is None:
        absent("haproxy", "it is not installed (Debian's haproxy)")
    with reserved_port() as port:
        file = folder / "haproxy.cfg"
        file.write_text(_here(SHIPPED.read_text("utf-8"), port, replicas), "utf-8")
        process = await asyncio.create_subprocess_exec(
            haproxy,
            *("-db", "-f", str(file)),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await _listens(port)
            yield f"http://127.0.0.1:{port}/interactions"
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


def _here(shipped: str, port: int, replicas: Sequence[Program]) -> str:
    """Return the file with this machine's ports and limits, without certificate and metrics."""
    one, two = (f"127.0.0.1:{replica.port}" for replica in replicas)
    text, _ = shipped.split("frontend metrics")
    text = re.sub(r"bind :8443 .*", f"bind 127.0.0.1:{port}", text)
    text = text.replace("maxconn 2000", "maxconn 1000")
    return text.replace("nazh-one:8080", one).replace("nazh-two:8080", two)


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
