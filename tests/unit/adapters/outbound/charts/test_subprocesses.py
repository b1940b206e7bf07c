"""Tests that failures of the drawing processes only lose a picture."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from nazh.adapters.outbound.charts.subprocesses import (
    MAX_BYTES,
    MAX_PROCESSES,
    MAX_WAITING,
    TIMEOUT,
    SubprocessChartRenderer,
)
from nazh.application.shared.charts import Bar, Chart
from nazh.domain.dice.limits import Limits

CHART = Chart(
    "Fire $damage$: 1d20+5 vs 15",
    "55% against 15",
    tuple(Bar(str(total), 50, total >= 15) for total in range(6, 26)),
    "Bars of 1d20+5",
)
HANGING = """
import os, pathlib, time
begun = pathlib.Path(__file__).with_name("begun")
begun.write_text(str(os.getpid()))
begun.rename(begun.with_name("hangs"))
time.sleep(300)
"""
DRAWING = "import sys; sys.stdout.write('x' * {count})"
SHOWING_ENVIRONMENT = "import json, os; print(json.dumps(dict(os.environ)))"
Worker = Callable[[str], str]


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Worker:
    """Creates an executable worker from a program, and returns its path."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def make(program: str) -> str:
        (tmp_path / "worker_of_a_test.py").write_text(program)
        return "worker_of_a_test"

    return make


@pytest.mark.slow
async def test_a_chart_becomes_a_picture_that_a_phone_can_show() -> None:
    picture = await SubprocessChartRenderer(timeout=60).draw(CHART)

    assert picture is not None
    assert picture.startswith(b"\x89PNG")
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (960, 640)
    assert len(picture) < 200_000


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for temporary files, outside the home folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    (tmp_path / "tmp").mkdir()
    return tmp_path / "tmp"


def files_in(folder: Path) -> dict[str, int]:
    """Return the files in a folder with their modification times."""
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


async def cache_of(charts: SubprocessChartRenderer) -> Path | None:
    """Return the folder that the processes of ``SHOWING_ENVIRONMENT`` cache fonts in, if any."""
    environment = await charts.draw(CHART)
    assert environment is not None
    folder = json.loads(environment).get("MPLCONFIGDIR")
    return None if folder is None else Path(folder)


async def test_without_a_home_all_processes_have_one_cache_until_the_end(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, worker: Worker
) -> None:
    monkeypatch.setenv("HOME", f"{__file__}/home")
    charts = SubprocessChartRenderer(worker(SHOWING_ENVIRONMENT), timeout=60)

    cache = await cache_of(charts)

    assert cache is not None
    assert cache.is_relative_to(temporary)
    assert cache.name.startswith("nazh-charts-")
    (cache / "fontlist").touch()
    assert await cache_of(charts) == cache
    del charts
    assert not cache.exists()


async def test_a_cache_of_the_operator_or_in_the_home_folder_is_kept(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, worker: Worker
) -> None:
    name = worker(SHOWING_ENVIRONMENT)
    monkeypatch.setenv("HOME", str(temporary.parent))
    assert await cache_of(SubprocessChartRenderer(name, timeout=60)) is None

    monkeypatch.setenv("HOME", f"{__file__}/home")
    monkeypatch.setenv("MPLCONFIGDIR", "/var/cache/nazh")
    assert await cache_of(SubprocessChartRenderer(name, timeout=60)) == Path("/var/cache/nazh")


@pytest.mark.slow
async def test_without_a_home_the_fonts_are_looked_for_once_and_forgotten_at_the_end(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", f"{__file__}/home")
    charts = SubprocessChartRenderer(timeout=60)

    await charts.draw(CHART)
    cache_files = files_in(temporary)
    await charts.draw(CHART)

    assert [name for name in cache_files if name.startswith("fontlist")]
    assert files_in(temporary) == cache_files
    del charts
    assert files_in(temporary) == {}


@pytest.mark.slow
async def test_fonts_are_cached_in_the_home_folder(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(temporary.parent))

    await SubprocessChartRenderer(timeout=60).draw(CHART)

    assert [name for name in files_in(temporary.parent / ".cache") if name.startswith("fontlist")]
    assert files_in(temporary) == {}


async def test_a_process_that_crashes_draws_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert await SubprocessChartRenderer("nazh.nothing_here", timeout=60).draw(CHART) is None

    assert capfd.readouterr().err == ""


async def test_a_process_that_hangs_is_ended(
    worker: Worker, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    name, hangs = worker(HANGING), tmp_path / "hangs"

    for timeout in (0.5, 5, 50):  # with a generous timeout for starting Python
        async with asyncio.timeout(timeout + 60):
            assert await SubprocessChartRenderer(name, timeout).draw(CHART) is None
        assert f"a chart was not drawn within {timeout} s" in caplog.text
        if hangs.exists():
            break

    with pytest.raises(ProcessLookupError):
        os.kill(int(hangs.read_text()), 0)


@pytest.mark.parametrize(
    ("count", "is_drawn"), [(0, False), (MAX_BYTES, True), (MAX_BYTES + 1, False)]
)
async def test_a_picture_that_is_empty_or_too_large_is_discarded(
    worker: Worker, count: int, is_drawn: bool
) -> None:
    picture = await SubprocessChartRenderer(worker(DRAWING.format(count=count)), timeout=60).draw(
        CHART
    )

    assert (picture is not None) is is_drawn


async def test_what_a_failed_process_wrote_is_discarded(worker: Worker) -> None:
    program = f"{DRAWING.format(count=1)}; sys.exit(1)"

    assert await SubprocessChartRenderer(worker(program), timeout=60).draw(CHART) is None


async def test_without_a_process_nothing_is_drawn(
    caplog: pytest.LogCaptureFixture,
) -> None:
    longer_than_linux_takes = "x" * 200_000

    assert await SubprocessChartRenderer(longer_than_linux_takes, timeout=60).draw(CHART) is None

    assert "no process could be started to draw a chart" in caplog.text


async def test_a_full_queue_refuses_immediately_and_is_drained(worker: Worker) -> None:
    charts = SubprocessChartRenderer(worker(DRAWING.format(count=1)), timeout=60)

    for _ in range(2):
        most = range(MAX_PROCESSES + MAX_WAITING)
        drawings = [asyncio.create_task(charts.draw(CHART)) for _ in most]
        await asyncio.sleep(0)
        assert await asyncio.wait_for(charts.draw(CHART), 0.1) is None
        assert await asyncio.gather(*drawings) == [b"x"] * len(drawings)


async def test_one_picture_is_drawn_after_the_other(worker: Worker, tmp_path: Path) -> None:
    program = """
import pathlib, time
drawing = pathlib.Path(__file__).with_name("drawing")
drawing.touch(exist_ok=False)
time.sleep(0.01)
drawing.unlink()
print("x")
"""
    charts = SubprocessChartRenderer(worker(program), timeout=60)

    assert await asyncio.gather(*(charts.draw(CHART) for _ in range(3))) == [b"x\n"] * 3


async def test_secrets_of_the_bot_are_not_passed_on(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAZH_DATABASE_URL", "a secret")
    monkeypatch.setenv("DISCORD_TOKEN", "a secret")

    charts = SubprocessChartRenderer(worker(SHOWING_ENVIRONMENT), timeout=60)
    passed_on = await charts.draw(CHART)

    assert passed_on is not None
    names = json.loads(passed_on)
    assert "PATH" in names
    assert not [name for name in names if name.startswith(("NAZH", "DISCORD"))]


def test_pictures_are_given_up_while_their_message_can_be_edited() -> None:
    editable = 15 * 60

    assert editable > Limits.POOLS * TIMEOUT


def test_the_bot_does_not_import_the_drawing_libraries() -> None:
    program = (
        "import sys, click, nazh.bootstrap, nazh.__main__ as main; program = main.new_program();"
        "program.list_commands(click.Context(program));"
        "print([name for name in ('matplotlib', 'numpy', 'mpmath') if name in sys.modules])"
    )
    environment = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert environment.stdout.strip() == b"[]"
