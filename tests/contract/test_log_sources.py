"""Tests the contract of log sources with real files: every byte once, despite rotation."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from threading import Event

import pytest

from nazh.adapters.outbound.game_logs.file_log import PIECE, FileLog
from nazh.application.keep.logs.ports import LogPiece, LogSource, LogTrouble, LogUnreadable
from nazh.domain.keep.logs.positions import LogPosition


class Follower:
    """Reads a source up to its end whenever it is asked to, as the job does."""

    def __init__(self, source: LogSource) -> None:
        self._source = source
        self.position: LogPosition | None = None
        self.restarts = -1

    async def lines(self) -> list[str]:
        data = b""
        while True:
            piece = await self._source.read(self.position)
            self.restarts += not piece.is_continued
            size = len(piece.data) if piece.is_last else piece.data.rfind(b"\n") + 1
            if not size:
                return data.decode().splitlines()
            data += piece.data[:size] + (b"\n" if piece.data[size - 1 : size] != b"\n" else b"")
            self.position = piece.position_after(size)

    async def lines_when_readable(self) -> list[str]:
        while True:
            try:
                return await self.lines()
            except LogUnreadable:
                await asyncio.sleep(0.01)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "Other.log").write_text("no part of it\n")
    path = tmp_path / "Game.log"
    path.write_text("one\ntwo\n")
    return path


@pytest.fixture
def follower(log: Path) -> Follower:
    return Follower(FileLog(log))


def append(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


def write(path: Path, text: str) -> None:
    path.write_text(text)


def rename(path: Path, other: Path) -> Path:
    return path.rename(other)


def size_of(path: Path) -> int:
    return path.stat().st_size


async def test_appended_lines_are_read_once_and_a_partial_line_when_complete(
    log: Path, follower: Follower
) -> None:
    first = await follower.lines()
    append(log, "three\nfo")
    second = await follower.lines()
    append(log, "ur\n")

    assert (first, second) == (["one", "two"], ["three"])
    assert (await follower.lines(), await follower.lines()) == (["four"], [])


async def test_a_renamed_file_is_read_to_its_end_first(log: Path, follower: Follower) -> None:
    await follower.lines()
    append(log, "three\nhalf")
    rename(log, log.with_name("Game-backup-1.log"))
    write(log, "four\n")

    assert await follower.lines() == ["three", "half", "four"]
    assert follower.restarts == 0


async def test_a_copied_and_truncated_file_is_read_from_its_copy_first(
    log: Path, follower: Follower
) -> None:
    await follower.lines()
    append(log, "three\n")
    shutil.copy(log, log.with_name("Game.log.1"))
    os.truncate(log, 0)
    assert await follower.lines() == ["three"]
    append(log, "four\n")

    assert await follower.lines() == ["four"]


async def test_files_that_came_and_went_in_between_are_read_in_their_order(
    log: Path, follower: Follower
) -> None:
    await follower.lines()
    for number, name in enumerate(("Game-b.log", "Game-a.log", "Game.log.gz")):
        rename(log, log.with_name(name))
        os.utime(log.with_name(name), ns=(number + 1, number + 1))
        write(log, f"{number}\n")

    assert await follower.lines() == ["0", "2"]


async def test_until_the_new_file_has_a_line_the_old_one_is_followed(
    log: Path, follower: Follower
) -> None:
    await follower.lines()
    old = rename(log, log.with_name("Game.log.1"))
    write(log, "")
    append(old, "three\n")

    assert await follower.lines() == ["three"]
    append(log, "four\n")
    assert await follower.lines() == ["four"]


async def test_another_file_in_its_place_is_read_from_its_start(
    log: Path, follower: Follower
) -> None:
    await follower.lines()
    write(log, "ONE\nTWO\nTHREE\n")

    assert await follower.lines() == ["ONE", "TWO", "THREE"]
    assert follower.restarts == 1


async def test_the_same_file_on_another_disk_is_read_on(log: Path, follower: Follower) -> None:
    await follower.lines()
    shutil.copy(log, log.with_name("copy"))
    rename(log.with_name("copy"), log)
    append(log, "three\n")

    assert await follower.lines() == ["three"]


async def test_half_a_line_of_the_same_file_on_another_disk_is_awaited(
    log: Path, follower: Follower
) -> None:
    await follower.lines()
    shutil.copy(log, log.with_name("copy"))
    rename(log.with_name("copy"), log)
    append(log, "thr")

    assert await follower.lines() == []

    append(log, "ee\n")

    assert await follower.lines() == ["three"]


async def test_a_large_file_comes_in_pieces(log: Path, follower: Follower) -> None:
    text = "".join(f"{number}\n" for number in range(PIECE))
    write(log, text)

    assert await follower.lines() == text.splitlines()


@pytest.mark.parametrize("seed", range(20))
async def test_every_line_is_read_once_and_in_order(
    log: Path, follower: Follower, seed: int
) -> None:
    random, lines_written, half = Random(seed), ["one", "two"], ""
    read = await follower.lines()
    for number in range(60):
        action = random.choice(("write", "write", "half", "read", "read", "rename", "copy"))
        if action == "read":
            read += await follower.lines()
        elif action == "half":
            append(log, f"{number}")
            half += f"{number}"
        elif action == "write" or half or not size_of(log):
            append(log, f" {number}\n")
            lines_written.append(f"{half} {number}")
            half = ""
        else:
            backup = log.with_name(f"Game-{number}.log")
            if action == "rename":
                rename(log, backup)
                write(log, "")
            else:
                shutil.copy(log, backup)
                os.truncate(log, 0)
            os.utime(backup, ns=(number + 1, number + 1))

    append(log, " end\n")
    lines_written.append(f"{half} end")
    read += await follower.lines()
    assert read == lines_written


async def test_a_file_that_is_no_log_is_reported(tmp_path: Path, log: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(log)

    async def trouble(name: str) -> LogTrouble:
        with pytest.raises(LogUnreadable) as error:
            await FileLog(tmp_path / name).read(None)
        return error.value.trouble

    assert await trouble("missing.log") is LogTrouble.MISSING
    assert await trouble("Game.log/x") is LogTrouble.MISSING
    for name in ("pipe", "link", "."):
        assert await trouble(name) is LogTrouble.NOT_A_FILE
    assert await trouble("x" * 300) is LogTrouble.FAILED


async def test_a_linked_file_beside_the_log_is_never_read(log: Path, follower: Follower) -> None:
    await follower.lines()
    rename(log, log.with_name("old"))
    os.symlink(log.with_name("old"), log.with_name("Game-1.log"))
    append(log, "new\n")

    assert await follower.lines() == ["new"]


class HangingLog(FileLog):
    """A log on a mount that does not answer until it is released."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.released = Event()

    def _read(self, after: LogPosition | None) -> LogPiece:
        self.released.wait()
        return super()._read(after)


async def test_a_mount_that_hangs_delays_no_other_blocking_call(log: Path) -> None:
    logs = [HangingLog(log) for _ in range(40)]
    try:
        reading = [asyncio.create_task(hanging_log.read(None)) for hanging_log in logs]
        await asyncio.sleep(0)

        await asyncio.wait_for(asyncio.get_running_loop().getaddrinfo("127.0.0.1", 80), 5)
    finally:
        for hanging_log in logs:
            hanging_log.released.set()
        await asyncio.gather(*reading)


async def test_a_read_that_hangs_is_reported_and_not_repeated(log: Path) -> None:
    hanging = HangingLog(log)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(hanging.read(None), 0.01)

    with pytest.raises(LogUnreadable) as error:
        await hanging.read(None)
    hanging.released.set()

    assert error.value.trouble is LogTrouble.FAILED
    assert await Follower(hanging).lines_when_readable() == ["one", "two"]


HANGING_PROGRAM = """
import asyncio, pathlib, tests.contract.test_log_sources as tests

async def read() -> None:
    await asyncio.wait_for(tests.HangingLog(pathlib.Path("log")).read(None), 0.01)

asyncio.run(read())
"""


def test_a_process_ends_while_a_read_hangs() -> None:
    command = [sys.executable, "-c", HANGING_PROGRAM]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)

    assert ended.stderr.endswith("TimeoutError\n")
