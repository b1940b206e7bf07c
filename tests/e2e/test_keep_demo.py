"""Tests that ``script/demo --keep`` lets chat cross in both directions, and cleans up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

from tests import game_servers
from tests.e2e.demos import ROOT, interrupt_in_browser, play_in_terminal

DEMO: Final = (ROOT / "script" / "demo", "--keep")
ARK, OPENTTD = "Simulated ARK", "OpenTTD"
IN_GAME: Final = {
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
    pids = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            variables = (process / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(f"{folder}") in variables:
            pids.append(int(process.name))
    return pids


@pytest.mark.slow
@pytest.mark.parametrize("game", [ARK, OPENTTD])
def test_chat_crosses_in_both_directions(game: str, tmp_path: Path) -> None:
    output = play_in_terminal(DEMO, environment(game, tmp_path))

    _, _, chat_output = output.partition("What happens in the game appears on Discord")
    in_discord, _, in_game = chat_output.partition("What is written on Discord is said in the game")
    assert SHOWN[game] in in_discord
    assert f"{game} shows: " in in_game
    assert IN_GAME[game] in in_game
    assert own_processes(tmp_path) == []


@pytest.mark.slow
def test_it_can_be_tried_in_the_browser(tmp_path: Path) -> None:
    interrupt_in_browser(DEMO, environment(ARK, tmp_path), "Press Ctrl-C here to stop.")

    assert own_processes(tmp_path) == []
