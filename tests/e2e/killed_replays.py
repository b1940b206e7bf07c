"""Kills four processes that replay one script at random points, and compares what they leave.

By hand, for longer: python -m tests.e2e.killed_replays --seconds 30 [--seed 1] [--database URL]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.e2e.program import launch
from tests.e2e.test_replays import ENVIRONMENT, REPLAY, replayed, script

PROCESSES = 4
_LONGEST_LIFE = 3.0
"""Seconds; a replay of the whole script takes about as long on a quiet machine."""


def write_script(folder: Path) -> Path:
    """Write 72 hours of two nations."""
    file = folder / "script.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in script()), "utf-8")
    return file


async def kill_at_random(file: Path, database: str, seconds: float, seed: int) -> int:
    """Replay the script in four processes, each of which is killed and started again.

    Returns how many were killed.
    """
    rng = random.Random(seed)  # a seed repeats the times
    end = monotonic() + seconds
    kills = await asyncio.gather(*(_killed(file, database, end, rng) for _ in range(PROCESSES)))
    return sum(kills)


async def _killed(file: Path, database: str, end: float, rng: random.Random) -> int:
    kills = 0
    while monotonic() < end:
        command = (*REPLAY, str(file), "--database", database, "--step", "3600s")
        process = await launch(ENVIRONMENT, file.parent, command)
        try:
            async with asyncio.timeout(rng.uniform(0.3, _LONGEST_LIFE)):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
            kills += 1
        else:
            assert process.returncode == 0
    return kills


async def _main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", help="the URL of an empty database (a temporary file)")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        file = write_script(Path(folder))
        database = options.database or f"sqlite:///{folder}/world.sqlite3"
        kills = await kill_at_random(file, database, options.seconds, options.seed)
        left = await replayed(file, "--database", database)
        alone = await replayed(file)
    is_same = left["state"] == alone["state"]
    sys.stdout.write(
        f"{kills} kills, seed {options.seed}: {'the same' if is_same else 'ANOTHER'} world\n"
    )
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(sys.argv[1:])))
