"""Every script explains itself, from anywhere, without setting anything up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[3]
SCRIPTS = [
    path
    for path in sorted((HOUSE / "script").iterdir())
    if path.is_file() and not path.suffix and not path.name.startswith("_")
]


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.parametrize("flag", ["--help", "-h"])
@pytest.mark.parametrize("script", [*SCRIPTS, HOUSE / ".ci/run"], ids=lambda path: path.name)
def test_a_script_prints_its_help(script: Path, flag: str, tmp_path: Path) -> None:
    answer = run("bash", script, flag, cwd=tmp_path)

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("Usage: ")
    assert script.name in answer.stdout.splitlines()[0]
    assert "#" not in answer.stdout
    assert not answer.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_run(script: Path) -> None:
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("script", ["setup", "check"])
def test_a_script_refuses_an_option_it_does_not_know(script: str, tmp_path: Path) -> None:
    answer = run(HOUSE / "script" / script, "--no-such-option", cwd=tmp_path)

    assert answer.returncode == 2
    assert "--no-such-option" in answer.stderr
    assert "--help" in answer.stderr


def test_a_full_environment_stays_full_when_only_the_runtime_is_wanted(tmp_path: Path) -> None:
    shutil.copytree(HOUSE / "script", tmp_path / "script")
    for name in ("pyproject.toml", "requirements/build.txt", "nazh/x.py", "localcord/x.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    (tmp_path / ".venv/.nazh-setup").write_text("dev\nof yesterday\n")
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "uv").write_text(f'#!/bin/sh\necho "$@" >>"{tools}/asked"\n')
    (tools / "uv").chmod(0o755)

    answer = run(
        "env", f"PATH={tools}:{os.environ['PATH']}", "script/setup", "--runtime", cwd=tmp_path
    )

    assert answer.returncode == 0, answer.stderr
    assert "requirements/dev.txt" in (tools / "asked").read_text()
    assert (tmp_path / ".venv/.nazh-setup").read_text().startswith("dev\n")
