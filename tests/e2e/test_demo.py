"""Tests that ``script/demo.py`` completes and cleans up."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEMO = (sys.executable, ROOT / "script" / "demo.py")
TIMEOUT = 180


def environment(**variables: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TERM": "xterm", **variables}


def demo(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (*DEMO, *arguments),
        capture_output=True,
        text=True,
        env=environment(**variables),
        timeout=TIMEOUT,
        check=False,
    )


def test_the_demo_shows_every_documented_step() -> None:
    ended = demo("--width", "80")

    assert (ended.returncode, ended.stderr) == (0, "")
    output = ended.stdout
    assert output.count("Mira types /roll") + output.count("Theo types /roll") == 4
    assert "Stealth: a1d20+5 vs 15" in output
    line = r"▌\s+-?[0-9]+(?:\s\(\+[24] Plot\))?\s(?:Attack: |2d6\[|4d6kh3|6d10|1d100)"
    assert len(re.findall(line, output)) == 5 + 5
    assert "1d20+5, ad20+2\n" in output
    assert "Only you can see this" in output
    assert "(edited)" in output
    assert "/roll pool1:Fireball: 8d6!>=5 pool2:5d10!!kh3" in output
    assert "\nnazh_roll_success_total 3.0\n" in output
    assert '\nnazh_roll_failed_total{reason="tag_without_count"} 1.0\n' in output
    assert "\x1b" not in output


@pytest.mark.slow
@pytest.mark.parametrize("width", [40, 60, 200])
def test_the_conversations_keep_to_the_width(width: int) -> None:
    output = re.sub(r"\x1b\[[0-9;]*m", "", demo("--width", str(width), FORCE_COLOR="1").stdout)

    conversations, _, _ = output.partition("Metrics for Prometheus")
    assert max(map(len, conversations.splitlines()[1:])) <= min(width, 96)


@pytest.mark.slow
def test_colour_is_shown_where_it_is_wanted() -> None:
    assert "\x1b[" in demo(FORCE_COLOR="1").stdout
    assert "\x1b[" not in demo(FORCE_COLOR="1", NO_COLOR="1").stdout


def test_the_demo_explains_itself() -> None:
    ended = demo("--help")

    assert ended.returncode == 0
    assert "usage: demo" in ended.stdout


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_terminated_demo_stops_its_bot(number: int, tmp_path: Path) -> None:
    with subprocess.Popen(
        DEMO,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(TMPDIR=str(tmp_path)),
    ) as process:
        assert process.stdout is not None
        line = ""
        while "nazh run: process" not in line:
            line = process.stdout.readline()
            assert line, "the demo ended before its bot was there"
        process.send_signal(number)
        status = process.wait(TIMEOUT)
    bot = int(line.rpartition(" ")[2])

    assert status == 143
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(bot, 0)


def test_a_bot_that_does_not_start_fails_the_demo() -> None:
    ended = demo(NAZH_LOG_LEVEL="SHOUTING")

    assert ended.returncode == 1
    assert "NAZH_LOG_LEVEL is not one of" in ended.stderr
    assert ended.stderr.endswith("\nThe demo failed: The bot did not start.\n")
