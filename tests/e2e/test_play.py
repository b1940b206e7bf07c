"""``nazh play``: a table with the real bot, which is cleared when somebody says so."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
PLAY = (sys.executable, "-m", "nazh", "play", "--no-open")
PATIENCE = 60


@pytest.fixture
def table() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        PLAY,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.terminate()  # not killed: it has children to take along


def address(table: subprocess.Popen[str]) -> str:
    assert table.stdout is not None
    found = re.fullmatch(r"The table is laid: (http://\S+)\n", table.stdout.readline())
    assert found is not None
    return found[1]


def test_the_table_is_in_the_browser(table: subprocess.Popen[str]) -> None:
    with urlopen(address(table)) as page:
        assert "<html" in page.read().decode()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_table_is_cleared_when_told(table: subprocess.Popen[str], number: int) -> None:
    address(table)

    table.send_signal(number)
    said, complained = table.communicate(timeout=PATIENCE)

    assert (table.returncode, "Traceback" in complained) == (0, False)
    assert said.endswith("The table is cleared.\n")


def test_a_port_that_is_taken_is_said() -> None:
    with subprocess.Popen(PLAY, cwd=ROOT, stdout=subprocess.PIPE, text=True) as first:
        port = address(first).split(":")[2].split("/")[0]
        second = subprocess.run(
            (*PLAY, "--port", port),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        first.terminate()

    assert second.returncode == 69
    assert "Traceback" not in second.stderr
    assert "is the port taken?" in second.stderr
