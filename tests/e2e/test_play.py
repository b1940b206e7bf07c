"""Tests that ``nazh play`` starts the real bot and stops it again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
PLAY = (sys.executable, "-m", "nazh", "play", "--no-open")
TIMEOUT = 180
LISTENING = "0A"
"""The state of a listening socket in ``/proc/net/tcp``."""
LOOPBACK = "0100007F"
"""127.0.0.1 there."""


@contextmanager
def launched(*command: str | Path, **variables: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()  # terminated, not killed, so that it stops its children


DASHBOARD = re.compile(r"The bot's dashboard: (http://127\.0\.0\.1:\d+/)\n")


@pytest.fixture
def table() -> Iterator[subprocess.Popen[str]]:
    with launched(*PLAY) as process:
        yield process


def children(table: subprocess.Popen[str]) -> list[int]:
    """Return the started processes: localcord and the bot."""
    deadline = time.monotonic() + TIMEOUT
    listed = Path(f"/proc/{table.pid}/task/{table.pid}/children")
    while len(started := listed.read_text().split()) < 2:
        assert time.monotonic() < deadline
    return [int(child) for child in started]


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def address(table: subprocess.Popen[str]) -> str:
    assert table.stdout is not None
    match = re.fullmatch(r"The simulated Discord runs at (http://\S+)\n", table.stdout.readline())
    assert match is not None
    return match[1]


def is_answered(url: str) -> bool:
    try:
        with urlopen(url) as page:
            return "<html" in page.read().decode()
    except URLError:
        return False


def test_the_client_is_in_the_browser(table: subprocess.Popen[str]) -> None:
    with urlopen(address(table)) as page:
        assert "<html" in page.read().decode()


@pytest.mark.slow
def test_the_dashboard_is_named_and_on_loopback(table: subprocess.Popen[str]) -> None:
    address(table)
    assert table.stdout is not None
    match = next(filter(None, map(DASHBOARD.fullmatch, table.stdout)))

    deadline = time.monotonic() + TIMEOUT
    while not is_answered(match[1]):
        assert time.monotonic() < deadline


@pytest.mark.slow
def test_the_game_can_be_played_too() -> None:
    with launched(*PLAY, "--game") as table:
        address(table)
        assert table.stdout is not None
        match = next(filter(None, map(DASHBOARD.fullmatch, table.stdout)))
        assert (
            "Type /nation register as Tomas, and as Kel in The Iron Keep" in table.stdout.readline()
        )
        assert "/settings" in table.stdout.readline()
        assert table.stdout.readline().startswith("/war declare and /war accept, the battle")
        deadline = time.monotonic() + TIMEOUT
        while not is_answered(match[1]):
            assert time.monotonic() < deadline
        with urlopen(f"{match[1]}metrics") as metrics:
            assert "advance_dominion" in metrics.read().decode()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_play_stops_everything_on_a_signal(number: int, tmp_path: Path) -> None:
    with launched(*PLAY, TMPDIR=str(tmp_path)) as table:
        address(table)
        children(table)
        table.send_signal(number)
        output, complained = table.communicate(timeout=TIMEOUT)

    assert (table.returncode, "Traceback" in complained) == (0, False)
    assert output.endswith("Stopped.\n")
    assert list(tmp_path.iterdir()) == []


def listeners(process: int) -> list[str]:
    """Return the local addresses in hexadecimal on which a process listens, as ``ss -ltnp``."""
    links = []
    for descriptor in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # it was closed meanwhile
            links.append(os.readlink(descriptor))
    sockets = {link[len("socket:[") : -1] for link in links if link.startswith("socket:[")}
    rows = [
        row.split()
        for table in ("tcp", "tcp6")
        for row in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]
    ]
    return [row[1] for row in rows if row[3] == LISTENING and row[9] in sockets]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_the_demo_listens_on_loopback_only() -> None:
    with launched(ROOT / "script" / "demo", "--no-open") as table:
        address(table)
        assert table.stdout is not None
        match = next(filter(None, map(DASHBOARD.fullmatch, table.stdout)))
        deadline = time.monotonic() + TIMEOUT
        while not is_answered(match[1]):
            assert time.monotonic() < deadline
        processes = [table.pid, *children(table)]
        listened_at = [at for process in processes for at in listeners(process)]

    assert len(listened_at) >= 2  # localcord and the bot
    assert {at.partition(":")[0] for at in listened_at} == {LOOPBACK}


@pytest.mark.slow
def test_a_table_that_is_killed_leaves_nothing_behind(table: subprocess.Popen[str]) -> None:
    address(table)
    started = children(table)

    table.kill()
    table.wait(TIMEOUT)

    deadline = time.monotonic() + TIMEOUT
    while left := [child for child in started if is_running(child)]:
        assert time.monotonic() < deadline, left


def test_the_demo_starts_and_ctrl_c_stops_it() -> None:
    with launched(ROOT / "script" / "demo") as table:
        with urlopen(address(table)) as page:
            assert "<html" in page.read().decode()
        started = children(table)
        table.send_signal(signal.SIGINT)
        output, complained = table.communicate(timeout=TIMEOUT)

    assert (table.returncode, complained) == (0, "")
    assert output.endswith("Stopped.\n")
    assert [child for child in started if is_running(child)] == []


def test_without_a_browser_it_is_said_how_to_get_there() -> None:
    with launched(sys.executable, "-m", "nazh", "play") as table:
        port = address(table).split(":")[2].strip("/")
        assert table.stdout is not None
        assert "in a browser on this machine" in table.stdout.readline()
        assert f"ssh -L {port}:127.0.0.1:{port} " in table.stdout.readline()


@pytest.mark.slow
def test_a_browser_is_opened_if_there_is_a_display(tmp_path: Path) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.new && mv {opened}.new {opened}\n')
    browser.chmod(0o755)

    with launched(sys.executable, "-m", "nazh", "play", BROWSER=str(browser)) as table:
        there = address(table)
        deadline = time.monotonic() + TIMEOUT
        while not opened.exists():
            assert time.monotonic() < deadline

    assert opened.read_text() == f"{there}\n"


@pytest.mark.slow
def test_the_operators_own_discord_is_left_alone(tmp_path: Path) -> None:
    operators_settings = {
        "DISCORD_TOKEN_FILE": str(tmp_path / "none"),
        "NAZH_DICE_GAME_MASTER_CHANNEL": "nonsense",
    }
    with launched(*PLAY, **operators_settings) as table:
        address(table)
        table.send_signal(signal.SIGINT)
        _, complained = table.communicate(timeout=TIMEOUT)

    assert (table.returncode, complained) == (0, "")


@pytest.mark.slow
def test_a_taken_port_is_reported() -> None:
    with subprocess.Popen(PLAY, cwd=ROOT, stdout=subprocess.PIPE, text=True) as first:
        port = address(first).split(":")[2].split("/")[0]
        second = subprocess.run(
            (*PLAY, "--port", port),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
        first.terminate()

    assert second.returncode == 69
    assert "Traceback" not in second.stderr
    assert "Is the port in use?" in second.stderr
