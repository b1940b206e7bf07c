"""Tests a full disk and a changed system clock."""

from __future__ import annotations

import json
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import pytest

from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import RunningAt, StartScenario
from tests.e2e.faults.scenario import A_ROLL, FaultScenario
from tests.e2e.program import Program

CALLBACK = "/interactions/*/callback"
JUMPING = (sys.executable, "-m", "tests.e2e.faults.clock_jumps")
NOT_WRITTEN = 'nazh_log_records_dropped_total{reason="not_written"}'
RESUMED = 'nazh_gateway_reconnects_total{how="resumed",shard="0"}'
PAGES = {"NazhDown", "NazhGatewayStale", "NazhNotReady", "NazhGatewayAwayBurnFast"}
SIZE = "64k"


class Disk(Protocol):
    """The folder of the log, and ways to fill and free its disk."""

    folder: Path
    how: str

    def fill(self, bot: Program) -> None:
        """Fill the disk, except for a few lines at most."""
        ...

    def free(self, bot: Program) -> None:
        """Free the space."""
        ...


class SmallDisk:
    """A small file system that can be filled."""

    how = "64 KiB"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, bot: Program) -> None:
        with (self.folder / "filler").open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4_096))

    def free(self, bot: Program) -> None:
        (self.folder / "filler").unlink()


class SmallFiles:
    """A file size limit, which needs no permission to mount."""

    how = "no file may grow"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, bot: Program) -> None:
        _, hard = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (1, hard))

    def free(self, bot: Program) -> None:
        _, hard = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (hard, hard))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A real small file system, if this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not may_mount(folder):
        yield SmallFiles(folder)
        return
    yield SmallDisk(folder)
    subprocess.run(("umount", "--lazy", folder), check=True)


def may_mount(folder: Path) -> bool:
    """Mount a small file system at ``folder``; return whether that is permitted."""
    mount = ("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder)
    if shutil.which("mount") is None:
        return False
    return subprocess.run(mount, stderr=subprocess.DEVNULL, check=False).returncode == 0


async def test_a_full_disk_under_the_log(
    table: Table, running_at: RunningAt, start_scenario: StartScenario, disk: Disk
) -> None:
    log = disk.folder / "nazh.log"
    async with running_at(table, NAZH_LOG_FILE=str(log)) as bot:
        scenario = await start_scenario(f"the log file's disk is full ({disk.how})", table, bot)
        disk.fill(bot)
        scenario.strike()
        while not (await bot.metrics())[
            NOT_WRITTEN
        ]:  # a few lines still fit into the current block
            await roll_with_noise(scenario)
        await scenario.counts(NOT_WRITTEN, lambda value: value >= 1)
        assert await scenario.is_well()
        await scenario.says("the log file cannot be written")

        disk.free(bot)
        read = await roll_with_noise(scenario)
        await bot.said("the log file is written again")

        assert set(read) == {A_ROLL}
        assert "NazhLogRecordsDropped" in await scenario.alerts()
    assert [json.loads(line) for line in log.read_text().splitlines()]  # no line is torn


async def roll_with_noise(scenario: FaultScenario) -> dict[str, int]:
    """Roll with an outcome that is logged."""
    scenario.table.discord.faults.too_many_requests("POST", CALLBACK, times=2)
    scenario.roll(1)
    return await scenario.heard()


@pytest.mark.parametrize(
    ("jump", "where"),
    [(signal.SIGUSR1, "ahead"), (signal.SIGUSR2, "back")],
    ids=["ahead", "back"],
)
async def test_a_clock_that_jumps(
    table: Table,
    running_at: RunningAt,
    start_scenario: StartScenario,
    jump: signal.Signals,
    where: str,
) -> None:
    async with running_at(table, JUMPING, NAZH_RATE_LIMIT_PER_USER="10 per minute") as bot:
        scenario = await start_scenario(f"the system clock is set an hour {where}", table, bot)
        scenario.roll(11)
        before = await scenario.heard()
        bot.process.send_signal(jump)
        scenario.strike()
        scenario.roll(5)  # the limit does not last for an hour

        read = await scenario.heard()
        table.discord.gateway.drop()
        await scenario.counts(RESUMED, lambda value: value >= 1)
        await scenario.is_ready_again()
        scenario.roll(5)

        assert (before[A_ROLL], read[A_ROLL]) == (10, 15)
        assert (await scenario.heard())[A_ROLL] == 20
        assert await scenario.is_well()
        await scenario.says("Will retry shortly")
        assert not PAGES & await scenario.alerts()
