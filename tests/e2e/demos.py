"""Runs the demos of ``script/demo``."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
TIMEOUT: Final = 300
"""The seconds that a demo may take on a busy machine."""


def play_in_terminal(command: Sequence[str | Path], environment: Mapping[str, str]) -> str:
    """Run a demo to its end, without a browser; return its output."""
    ended = subprocess.run(
        (*command, "--headless", "--width", "80"),
        capture_output=True,
        text=True,
        env=environment,
        timeout=TIMEOUT,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def interrupt_in_browser(
    command: Sequence[str | Path], environment: Mapping[str, str], sentence: str
) -> None:
    """Run a demo for the browser until it prints a sentence, and end it with Ctrl-C."""
    with subprocess.Popen(
        (*command, "--no-open"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        output = ""
        while sentence not in output:
            line = process.stdout.readline()
            assert line, "the demo has ended"
            output += line
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=TIMEOUT)

    assert re.search(r"The simulated Discord runs at http://127\.0\.0\.1:\d+/\n", output)
    assert (process.returncode, errors) == (0, "")
    assert "exited with status 0" in rest
