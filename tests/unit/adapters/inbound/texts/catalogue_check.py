"""Runs ``script/translations`` to find outdated catalogues."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[5] / "script/translations.py"


def out_of_step() -> list[str]:
    """Return a line for each outdated catalogue."""
    completed = subprocess.run(
        (sys.executable, str(SCRIPT), "--check"), capture_output=True, text=True, check=False
    )
    return [*completed.stdout.splitlines(), *completed.stderr.splitlines()]
