"""A context that is off is not imported."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from nazh.adapters.inbound.settings import DatabaseUrl, Secret, Settings
from nazh.wiring.program import new_program

new_program(
    Settings(token=Secret("MTAwMA.a.b"), database_url=DatabaseUrl("memory:"), contexts=())
)
print(*sys.modules)
"""
SHARED_STILL = ("nazh.domain.dice", "nazh.adapters.inbound.texts.dice")
"""What the settings and the texts of refusals take from the dice, whether they are on or off."""


def test_without_dice_the_program_starts_and_imports_none_of_their_code() -> None:
    command = [sys.executable, "-c", PROGRAM]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stderr
    modules = [name for name in ended.stdout.split() if name.startswith("nazh.")]
    of_dice = [name for name in modules if "dice" in name.split(".")]
    assert [name for name in of_dice if not name.startswith(SHARED_STILL)] == []
