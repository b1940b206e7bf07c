"""Tests that ``script/demo --keep`` lets chat cross in both directions, and cleans up."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests import game_servers

ROOT: Final = Path(__file__).parents[2]
DEMO: Final = (ROOT / "script" / "demo", "--keep")
TIMEOUT: Final = 300
ARK, OPENTTD = "Simulated ARK", "OpenTTD"
HEARD: Final = {
    ARK: "[Tomas]: hello from Discord!",
    OPENTTD: """Rcon command from 'Nazh' (1): say "[Tomas]: hello from Discord!\"""",
}
SHOWN: Final = {ARK: "Pebble: ", OPENTTD: "→ Pebble joined"}


def environment(game: str, folder: Path) -> dict[str, str]:
    """Return an environment whose PATH has OpenTTD, or has it not."""
    programs = folder / "programs"
    programs.mkdir()
    if game == OPENTTD:
        (programs / "openttd").symlink_to(game_servers.program("openttd", "openttd"))
    return {
        "PATH": f"{programs}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(folder),
        "TERM": "xterm",
    }


def own_processes(folder: Path) -> list[int]:
    """Return the processes in whose environment the folder is, as that of temporary files."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            variables = (process / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(f"{folder}") in variables:
            found.append(int(process.name))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("game", [ARK, OPENTTD])
def test_chat_crosses_in_both_directions(game: str, tmp_path: Path) -> None:
    ended = subprocess.run(
        (*DEMO, "--headless", "--width", "80"),
        capture_output=True,
        text=True,
        env=environment(game, tmp_path),
        timeout=TIMEOUT,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    _, _, shown = ended.stdout.partition("What happens in the game appears on Discord")
    in_discord, _, in_game = shown.partition("What is written on Discord is said in the game")
    assert SHOWN[game] in in_discord
    assert f"{game} shows: " in in_game
    assert HEARD[game] in in_game
    assert own_processes(tmp_path) == []


@pytest.mark.slow
def test_it_can_be_tried_in_the_browser(tmp_path: Path) -> None:
    with subprocess.Popen(
        (*DEMO, "--no-open"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(ARK, tmp_path),
    ) as process:
        assert process.stdout is not None
        shown = ""
        while "Ctrl-C here ends it." not in shown:
            line = process.stdout.readline()
            assert line, "the demo has ended"
            shown += line
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=TIMEOUT)

    assert re.search(r"The simulated Discord runs at http://127\.0\.0\.1:\d+/\n", shown)
    assert (process.returncode, errors) == (0, "")
    assert "exited with status 0" in rest
    assert own_processes(tmp_path) == []
