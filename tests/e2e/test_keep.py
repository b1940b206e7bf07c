"""Runs the real program: a simulated server in one process, the console in another."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from subprocess import PIPE

NAZH = (sys.executable, "-m", "nazh", "keep")
ENVIRONMENT = {**os.environ, "PASSWORD": "correct horse", "PYTHONUNBUFFERED": "1"}


def test_a_console_talks_to_the_simulated_server() -> None:
    simulate = (*NAZH, "simulate", "ark", "--port", "0", "--password-env", "PASSWORD")
    with subprocess.Popen(simulate, stdout=PIPE, text=True, env=ENVIRONMENT) as server:
        assert server.stdout is not None
        match = re.search(r"listens at (127\.0\.0\.1:\d+)\.", server.stdout.readline())
        assert match is not None
        options = ("--profile", "ark_asa", "--address", match[1], "--password-env", "PASSWORD")

        reply = subprocess.run(
            (*NAZH, "console", *options, "GetChat"),
            capture_output=True,
            text=True,
            timeout=60,
            env=ENVIRONMENT,
            check=False,
        )

        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
    assert reply.stdout.splitlines()[0] == "Pebble (Ash): hello everyone"
    assert (reply.returncode, reply.stderr) == (0, "")
