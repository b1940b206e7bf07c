"""Tests that programs end with the process that started them, if told to."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

SECONDS = 20
PROGRAMS = {
    "bridge": "from nazh.adapters.inbound.cli.keep.bridge import bridge_command as command",
    "run": "from nazh.adapters.inbound.cli.run import run_command as command",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_stops_when_its_standard_input_closes(name: str) -> None:
    program = f"{PROGRAMS[name]}; import time; command(lambda: time.sleep({SECONDS}))()"
    started = subprocess.Popen(
        (sys.executable, "-c", program, "--until-stdin-closes"), stdin=subprocess.PIPE
    )

    started.communicate(timeout=SECONDS / 2)

    assert started.returncode == -signal.SIGTERM
