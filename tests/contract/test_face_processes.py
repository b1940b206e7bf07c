"""Tests the contract of the port ``FaceProcesses``, with real processes."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from nazh.adapters.outbound.processes.face_subprocesses import CANNOT_START, FaceSubprocesses
from nazh.application.keep.faces.supervise_faces import FaceProcesses

TIMEOUT = 60.0
BEGIN = (
    "import os, pathlib, signal, sys, time; file = pathlib.Path(os.environ['FOLDER'], "
    "os.environ['FACE']); new = file.with_suffix('.new'); "
)
STARTED = "new.write_text(str(os.getpid())); new.rename(file); "
SLEEP = "time.sleep(600)"
STUBBORN = "signal.signal(signal.SIGTERM, signal.SIG_IGN); "


def processes(program: str, folder: Path, grace: float = TIMEOUT) -> FaceProcesses:
    """Return the processes of two faces, which run ``program``."""
    environments = {name: {"FACE": name, "FOLDER": str(folder)} for name in ("a", "b")}
    return FaceSubprocesses(environments, (sys.executable, "-c", BEGIN + program), grace)


async def started(folder: Path, face: str) -> int:
    async with asyncio.timeout(TIMEOUT):
        while not (folder / face).exists():  # noqa: ASYNC110  # another process has no Event
            await asyncio.sleep(0.02)
    return int((folder / face).read_text())


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def test_the_exit_status_is_returned(tmp_path: Path) -> None:
    assert await processes("sys.exit(69)", tmp_path).run("a") == 69


async def test_a_signal_is_a_negative_status(tmp_path: Path) -> None:
    assert await processes("os.kill(os.getpid(), 9)", tmp_path).run("a") == -9


async def test_each_face_has_its_own_environment(tmp_path: Path) -> None:
    faces = processes("sys.exit(ord(os.environ['FACE']))", tmp_path)

    assert tuple(await asyncio.gather(faces.run("a"), faces.run("b"))) == (97, 98)


async def test_cancelling_stops_the_process(tmp_path: Path) -> None:
    running = asyncio.create_task(processes(STARTED + SLEEP, tmp_path).run("a"))
    process = await started(tmp_path, "a")
    assert os.getsid(process) == process  # so that a Ctrl-C does not reach it

    running.cancel()
    await asyncio.wait((running,), timeout=TIMEOUT)

    assert running.cancelled()
    assert not is_running(process)


async def test_a_process_that_does_not_stop_is_killed(tmp_path: Path) -> None:
    running = asyncio.create_task(
        processes(STUBBORN + STARTED + SLEEP, tmp_path, grace=0.2).run("a")
    )
    process = await started(tmp_path, "a")

    running.cancel()
    await asyncio.wait((running,), timeout=TIMEOUT)

    assert running.cancelled()
    assert not is_running(process)


async def test_a_program_that_is_not_there_is_a_crash() -> None:
    faces = FaceSubprocesses({"a": {}}, ("/no/such/program",))

    assert await faces.run("a") == CANNOT_START
