"""Tests a full disk, a changed system clock, and ids that are dated ahead."""

from __future__ import annotations

import asyncio
import json
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

import pytest

from localcord.clock import Clock
from localcord.snowflakes import Snowflakes
from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import RunningAt, StartScenario
from tests.e2e.faults.faketime import SettableClock
from tests.e2e.faults.scenario import A_ROLL, FaultScenario
from tests.e2e.program import Program

AN_HOUR = 3_600
CALLBACK = "/interactions/*/callback"
NOT_WRITTEN = 'nazh_log_records_dropped_total{reason="not_written"}'
SHED = 'nazh_interaction_responses_failed_total{reason="shed"}'
RESUMED = 'nazh_gateway_reconnects_total{how="resumed",shard="0"}'
PAGES = {"NazhDown", "NazhGatewayStale", "NazhNotReady", "NazhGatewayAwayBurnFast"}
SIZE = "64k"
BETWEEN_ROLLS = 0.3
"""Seconds, so that each roll counts for the estimate of the clocks."""


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
        await bot.log_line("the log file is written again")

        assert set(read) == {A_ROLL}
        assert "NazhLogRecordsDropped" in await scenario.alerts()
    assert [json.loads(line) for line in log.read_text().splitlines()]  # no line is torn


async def roll_with_noise(scenario: FaultScenario) -> dict[str, int]:
    """Roll with an outcome that is logged."""
    scenario.table.discord.faults.too_many_requests("POST", CALLBACK, times=2)
    scenario.roll(1)
    return await scenario.responses()


@pytest.mark.parametrize(
    ("set_by", "where"), [(AN_HOUR, "ahead"), (-AN_HOUR, "back")], ids=["ahead", "back"]
)
async def test_a_clock_that_jumps(
    table: Table,
    running_at: RunningAt,
    start_scenario: StartScenario,
    tmp_path: Path,
    set_by: int,
    where: str,
) -> None:
    clock = SettableClock(tmp_path)
    async with running_at(
        table, **clock.variables, NAZH_RATE_LIMIT_PER_USER="10 per minute"
    ) as bot:
        scenario = await start_scenario(f"the system clock is set an hour {where}", table, bot)
        scenario.roll(11)
        before = await scenario.responses()
        clock.set(set_by)
        scenario.strike()
        scenario.roll(5)  # the limit does not last for an hour

        read = await scenario.responses()
        table.discord.gateway.drop()
        await scenario.counts(RESUMED, lambda value: value >= 1)
        await scenario.is_ready_again()
        scenario.roll(5)

        assert (before[A_ROLL], read[A_ROLL]) == (10, 15)
        assert (await scenario.responses())[A_ROLL] == 20
        assert await scenario.is_well()
        await scenario.says("Will retry shortly")
        assert not PAGES & await scenario.alerts()


async def test_ids_that_are_dated_ahead(
    table: Table, bot: Program, start_scenario: StartScenario
) -> None:
    description = "three interactions are dated 4 s, a minute and an hour ahead"
    scenario = await start_scenario(description, table, bot)
    scenario.strike()
    for wrong_by in (4, 60, AN_HOUR):
        with wrong_ids(table, wrong_by):
            scenario.roll(1)
        for _ in range(10):
            await asyncio.sleep(BETWEEN_ROLLS)
            scenario.roll(1)

    assert await scenario.responses() == {A_ROLL: 33}
    await scenario.counts(SHED, lambda value: value == 0)
    assert await scenario.is_well()
    scenario.observation.log = "nothing"
    assert not PAGES & await scenario.alerts()


class WrongClock(Clock):
    """A clock that is wrong by so many seconds."""

    def __init__(self, wrong_by: float) -> None:
        super().__init__()
        self._wrong_by = wrong_by

    def now(self) -> float:
        return super().now() + self._wrong_by


@contextmanager
def wrong_ids(table: Table, wrong_by: float) -> Iterator[None]:
    """Date new ids wrongly."""
    world = table.discord.world
    right, world.snowflakes = world.snowflakes, Snowflakes(WrongClock(wrong_by))
    try:
        yield
    finally:
        world.snowflakes = right
