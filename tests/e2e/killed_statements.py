"""Kills a replay at each of its first statements, and compares the worlds with an undisturbed one.

By hand, for all of them: python -m tests.e2e.killed_statements [--store postgresql] [--last 40]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from tests import databases
from tests.e2e.killed_battles import STORES
from tests.e2e.program import launch
from tests.e2e.test_replays import ENVIRONMENT, REPLAY, replayed

LAST: Final = 40
SCRIPT: Final[tuple[dict[str, object], ...]] = (
    {"at": "2026-01-01T22:50:00Z", "guild": 1, "user": 1, "as": "admin",
     "command": "nation register", "options": {"name": "Aurelia"}},
    {"at": "2026-01-01T23:00:00Z", "advance": True},
    {"at": "2026-01-01T23:01:00Z", "guild": 2, "user": 2, "as": "admin",
     "command": "nation register", "options": {"name": "Borealis"}},
    {"at": "2026-01-01T23:02:00Z", "guild": 1, "user": 101, "command": "citizen register"},
    {"at": "2026-01-01T23:03:00Z", "guild": 1, "user": 101, "command": "citizen contribute"},
    {"at": "2026-01-01T23:03:30Z", "guild": 1, "user": 101, "command": "citizen contribute"},
    {"at": "2026-01-01T23:04:00Z", "guild": 1, "user": 1, "command": "military build",
     "options": {"unit": "infantry", "quantity": 3}},
    {"at": "2026-01-02T01:00:00Z", "advance": True},
)  # fmt: skip
"""Two nations, two contributions of which one is refused, a delivered order, and a midnight."""
_AT_ONCE: Final = 2
_KILLED: Final = -9


async def kill_at_each(store: str, statements: Sequence[int], folder: Path) -> list[int]:
    """Replay the script with a kill at each of these statements, each in its own database.

    Returns the statements after which the world is another one. Raises ``AssertionError`` if the
    script has fewer statements, so that nothing would be killed.
    """
    file = folder / "script.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in SCRIPT), "utf-8")
    plain = await replayed(file)
    places = asyncio.Semaphore(_AT_ONCE)

    async def replay(template: str, statement: int) -> dict[str, object]:
        async with places, databases.copied(template, folder) as address:
            command = (*REPLAY, str(file), "--database", address, "--die-at", str(statement))
            process = await launch(ENVIRONMENT, folder, command)
            await process.communicate()
            assert process.returncode == _KILLED
            return await replayed(file, "--database", address)

    async with STORES[store](folder) as template:
        async with databases.opened(template, "dominion"):
            pass  # migrated once, and copied
        worlds = await asyncio.gather(*(replay(template, number) for number in statements))
    left = zip(statements, worlds, strict=True)
    return [number for number, world in left if world != plain]


async def _main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", choices=STORES, default="sqlite")
    parser.add_argument("--last", type=int, default=LAST)
    options = parser.parse_args(arguments)
    start = monotonic()
    with TemporaryDirectory() as folder:
        differing = await kill_at_each(options.store, range(1, options.last + 1), Path(folder))
    sys.stdout.write(
        f"{options.last} kills on {options.store} in {monotonic() - start:.0f} s; "
        f"another world after: {differing or 'none'}\n"
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(sys.argv[1:])))
