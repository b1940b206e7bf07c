"""Tests that ``script/demo --game`` ends with a battle and its report, and cleans up."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.e2e.demos import ROOT, interrupt_in_browser, play_in_terminal

DEMO: Final = (ROOT / "script" / "demo", "--game")
IN_TERMINAL: Final = (sys.executable, ROOT / "script" / "war_demo.py")


def environment(folder: Path) -> dict[str, str]:
    path, tree = os.environ["PATH"], str(ROOT)
    return {"PATH": path, "PYTHONPATH": tree, "TERM": "xterm", "TMPDIR": str(folder)}


@pytest.mark.slow
def test_both_servers_get_the_report_of_a_verified_battle(tmp_path: Path) -> None:
    output = play_in_terminal(IN_TERMINAL, environment(tmp_path))

    declared, _, rest = output.partition("Both servers get the report of the battle")
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
    interrupt_in_browser(DEMO, environment(tmp_path), "Borealis is founded")

    assert list(tmp_path.iterdir()) == []
