"""Tests that every script prints its help from any directory, without setup."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCRIPTS = [
    path
    for path in sorted((ROOT / "script").iterdir())
    if path.is_file() and not path.suffix and not path.name.startswith("_")
]


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.parametrize("flag", ["--help", "-h"])
@pytest.mark.parametrize("script", [*SCRIPTS, ROOT / ".ci/run"], ids=lambda path: path.name)
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
    answer = run(ROOT / "script" / script, "--no-such-option", cwd=tmp_path)

    assert answer.returncode == 2
    assert "--no-such-option" in answer.stderr
    assert "--help" in answer.stderr


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the repository with a uv that only records its arguments."""

    repository: Path
    tools: Path

    def set_up(self, *options: str) -> str:
        """Set up, and return the output."""
        path = f"PATH={self.tools}:{os.environ['PATH']}"
        answer = run("env", path, "script/setup", *options, cwd=self.repository)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    @property
    def asked(self) -> str:
        return (self.tools / "asked").read_text()

    @property
    def stamp(self) -> Path:
        return self.repository / ".venv/.nazh-setup"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    shutil.copytree(ROOT / "script", tmp_path / "script")
    for name in ("pyproject.toml", "requirements/build.txt", "nazh/x.py", "localcord/x.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "uv").write_text(f'#!/bin/sh\necho "$@" >>"{tools}/asked"\n')
    (tools / "uv").chmod(0o755)
    return Copy(tmp_path, tools)


@pytest.mark.parametrize(
    ("had", "options", "has"),
    [
        ("run", [], "dev"),
        ("run", ["--runtime"], "run"),
        ("run", ["--full"], "full"),
        ("full", ["--runtime"], "full"),
        ("full", [], "dev"),
        ("dev", ["--runtime"], "dev"),
        ("dev", ["--full"], "dev"),
    ],
)
def test_an_environment_that_holds_more_than_is_wanted_keeps_it(
    copy: Copy, had: str, options: list[str], has: str
) -> None:
    copy.stamp.write_text(f"{had}\nof yesterday\n")

    copy.set_up(*options)

    (synced,) = [line for line in copy.asked.splitlines() if line.startswith("pip sync")]
    assert synced.endswith(f" requirements/{has}.txt")
    assert copy.stamp.read_text().startswith(f"{has}\n")


@pytest.mark.parametrize(
    ("first", "then"),
    [([], ["--full"]), ([], ["--runtime"]), (["--full"], ["--runtime"]), (["--full"], ["--full"])],
)
def test_a_complete_setup_does_and_prints_nothing(
    copy: Copy, first: list[str], then: list[str]
) -> None:
    output = copy.set_up(*first)
    calls = copy.asked

    again = copy.set_up(*then)

    assert output.startswith("Setting up ")
    assert "needs the package index" in output.splitlines()[0]
    assert output.splitlines()[1].startswith("Ready: ")
    assert (again, copy.asked) == ("", calls)


def test_without_a_network_one_sentence_says_so(copy: Copy) -> None:
    failing = '#!/bin/sh\necho "error: Failed to fetch: https://index.example" >&2\nexit 2\n'
    (copy.tools / "uv").write_text(failing)

    answer = run("env", f"PATH={copy.tools}:{os.environ['PATH']}", "script/setup",
                 cwd=copy.repository)  # fmt: skip

    assert answer.returncode == 69
    assert answer.stderr.startswith("The package index cannot be reached, so nothing can be")
    assert "index.example" not in answer.stderr


def test_a_certificate_that_is_not_trusted_is_named(copy: Copy) -> None:
    error = "Failed to fetch: invalid peer certificate: UnknownIssuer"
    (copy.tools / "uv").write_text(f'#!/bin/sh\necho "{error}" >&2\nexit 2\n')

    answer = run("env", f"PATH={copy.tools}:{os.environ['PATH']}", "script/setup",
                 cwd=copy.repository)  # fmt: skip

    assert answer.returncode == 69
    assert answer.stderr.startswith("This machine does not trust the certificate of the package")


def test_an_environment_that_uv_cannot_make_is_explained(copy: Copy) -> None:
    shutil.rmtree(copy.repository / ".venv")
    failing = '#!/bin/sh\necho "error: No interpreter found" >&2\nexit 2\n'
    (copy.tools / "uv").write_text(failing)

    answer = run("env", f"PATH={copy.tools}:{os.environ['PATH']}", "script/setup",
                 cwd=copy.repository)  # fmt: skip

    assert answer.returncode == 69
    assert answer.stderr.startswith("uv cannot make .venv with Python python3")
    assert "error: No interpreter found" in answer.stderr
    assert "PYTHON=/path/to/python script/setup" in answer.stderr


def test_any_other_failure_of_an_installer_is_shown(copy: Copy) -> None:
    (copy.tools / "uv").write_text('#!/bin/sh\necho "error: a hash differs" >&2\nexit 2\n')

    answer = run("env", f"PATH={copy.tools}:{os.environ['PATH']}", "script/setup",
                 cwd=copy.repository)  # fmt: skip

    assert (answer.returncode, answer.stderr) == (1, "error: a hash differs\n")


def test_the_extras_are_added_to_an_environment_without_them(copy: Copy) -> None:
    copy.set_up("--runtime")

    output = copy.set_up("--full")

    assert output.endswith(", the runtime with its extras as locked.\n")
