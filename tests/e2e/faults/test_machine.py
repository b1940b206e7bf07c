"""The machine below: its disk is full, its clock is set."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import RunningAt, Tell
from tests.e2e.faults.story import A_ROLL, Story
from tests.outside import absent

CALLBACK = "/interactions/*/callback"
JUMPING = (sys.executable, "-m", "tests.e2e.faults.jumping")
NOT_WRITTEN = 'nazh_log_records_dropped_total{reason="not_written"}'
RESUMED = 'nazh_gateway_reconnects_total{how="resumed",shard="0"}'
PAGES = {"NazhDown", "NazhGatewayStale", "NazhNotReady", "NazhGatewayAwayBurnFast"}
SIZE = "64k"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, with room for a few lines."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = subprocess.run(
        ("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", disk),
        capture_output=True,
        text=True,
        check=False,
    )
    if mounting.returncode:
        absent("mount", f"only root may mount a small file system ({mounting.stderr.strip()}).")
    yield disk
    subprocess.run(("umount", disk), check=True)


def fill(disk: Path) -> Path:
    """Write a file until the disk is full, and return it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4_096))
    return filler


async def test_a_disk_without_room_for_the_log(
    table: Table, running_at: RunningAt, tell: Tell, small_disk: Path
) -> None:
    log = small_disk / "nazh.log"
    async with running_at(table, NAZH_LOG_FILE=str(log)) as bot:
        story = await tell("the disk of the log file is full", table, bot)
        filler = fill(small_disk)
        story.strike()
        while not (await bot.metrics())[NOT_WRITTEN]:  # a few lines still fit in what is begun
            await roll_with_noise(story)
        await story.counts(NOT_WRITTEN, lambda value: value >= 1)
        assert await story.health() == "ok"
        await story.says("the log file cannot be written (No space left on device)")

        filler.unlink()
        read = await roll_with_noise(story)
        await bot.said("the log file is written again")

        assert set(read) == {A_ROLL}
        assert "NazhLogRecordsDropped" in await story.alerts()
    assert [json.loads(line) for line in log.read_text().splitlines()]  # no line is torn


async def roll_with_noise(story: Story) -> dict[str, int]:
    """Roll so that it leaves a line in the log."""
    story.table.discord.faults.too_many_requests("POST", CALLBACK, times=2)
    story.roll(1)
    return await story.heard()


@pytest.mark.parametrize(
    ("jump", "where"),
    [(signal.SIGUSR1, "ahead"), (signal.SIGUSR2, "back")],
    ids=["ahead", "back"],
)
async def test_a_clock_that_jumps(
    table: Table, running_at: RunningAt, tell: Tell, jump: signal.Signals, where: str
) -> None:
    async with running_at(table, JUMPING, NAZH_LIMIT_PER_USER="10 per minute") as bot:
        story = await tell(f"the machine's clock is set an hour {where}", table, bot)
        story.roll(11)
        before = await story.heard()
        bot.process.send_signal(jump)
        story.strike()
        story.roll(5)  # nobody is kept waiting by a limit that ends in another hour

        read = await story.heard()
        table.discord.gateway.drop()
        await story.counts(RESUMED, lambda value: value == 1)
        await story.is_ready_again()
        story.roll(5)

        assert (before[A_ROLL], read[A_ROLL]) == (10, 15)
        assert (await story.heard())[A_ROLL] == 20
        assert await story.health() == "ok"
        await story.says("Will retry shortly")
        assert not PAGES & await story.alerts()
