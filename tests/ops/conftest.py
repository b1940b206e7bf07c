"""Provides promtool, amtool and the alerts."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.external_services import absent

OPS = Path(__file__).parents[2] / "ops"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def tool() -> Run:
    """Run promtool or amtool, in the folder of ops/."""

    def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        if shutil.which(name) is None:
            absent("prometheus", f"{name} is not installed (prometheus, prometheus-alertmanager).")
        return subprocess.run(
            [name, *arguments], cwd=OPS, capture_output=True, text=True, timeout=300, check=False
        )

    return run


def alerts() -> dict[str, dict[str, dict[str, str]]]:
    """Return every alert of the rules by its name."""
    files = [yaml.safe_load(path.read_text()) for path in OPS.glob("prometheus/rules/*.yml")]
    rules = [rule for file in files for group in file["groups"] for rule in group["rules"]]
    return {rule["alert"]: rule for rule in rules if "alert" in rule}
