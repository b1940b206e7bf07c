"""Tests that ``script/demo --game`` ends with a battle and its report, and cleans up."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
DEMO: Final = (ROOT / "script" / "demo", "--game")
IN_TERMINAL: Final = (sys.executable, ROOT / "script" / "war_demo.py", "--headless")
TIMEOUT: Final = 300


def environment(folder: Path) -> dict[str, str]:
    path, tree = os.environ["PATH"], str(ROOT)
    return {"PATH": path, "PYTHONPATH": tree, "TERM": "xterm", "TMPDIR": str(folder)}


@pytest.mark.slow
def test_both_servers_get_the_report_of_a_verified_battle(tmp_path: Path) -> None:
    ended = subprocess.run(
        (*IN_TERMINAL, "--width", "80"),
        capture_output=True,
        text=True,
        env=environment(tmp_path),
        timeout=TIMEOUT,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    declared, _, rest = ended.stdout.partition("Both servers get the report of the battle")
    reports, _, verified = rest.partition("The battle can be verified by anybody")
    assert "Tomas presses Declare War" in declared
    assert "Kel presses Accept" in declared
    _, of_aurelia, of_borealis = re.split(r"#news of (?:Aurelia|Borealis):\n", reports)
    for report in (of_aurelia, of_borealis):
        assert "has won the battle against" in report
        assert re.search(
            r"^▌ (?:Victory over|Defeat by) (?:Aurelia|Borealis)$", report, re.MULTILINE
        )
    assert "Battle of war 1: verified" in verified
    assert "battle-1-1.json" in verified
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_it_can_be_watched_in_the_browser(tmp_path: Path) -> None:
    with subprocess.Popen(
        (*DEMO, "--no-open"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
    ) as process:
        assert process.stdout is not None
        shown = ""
        while "Borealis is founded" not in shown:
            line = process.stdout.readline()
            assert line, "the demo has ended"
            shown += line
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=TIMEOUT)

    assert re.search(r"The simulated Discord runs at http://127\.0\.0\.1:\d+/\n", shown)
    assert (process.returncode, errors) == (0, "")
    assert "exited with status 0" in rest
    assert list(tmp_path.iterdir()) == []
