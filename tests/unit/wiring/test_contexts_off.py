"""Tests that a context that is off is not imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
import click
import tests.toy.__main__  # registers the toy
import nazh.__main__
import nazh.bootstrap
from nazh.wiring.contexts import context_settings
from nazh.wiring.operator_settings import settings
from nazh.wiring.program import new_program

commands = nazh.__main__.new_program()
commands.list_commands(click.Context(commands))
nazh.__main__._new_database_admin()
program = new_program(settings(context_settings()))
program.service.service()
for part in ("job_runner", "vital_signs", "web_server"):
    getattr(program.operations, part)()
print(*sys.modules)
"""


def modules(tmp_path: Path, contexts: str) -> list[str]:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={
            "PYTHONPATH": str(Path(__file__).parents[3]),
            "DISCORD_TOKEN": "MTAwMA.a.b",
            "NAZH_DATABASE_URL": f"sqlite:///{tmp_path / 'nazh.sqlite3'}",
            "NAZH_CONTEXTS": contexts,
            "APP_ENV": "test",
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.split()


def test_without_dice_the_program_starts_and_imports_none_of_their_code(tmp_path: Path) -> None:
    loaded = modules(tmp_path, "toy")

    assert "tests.toy.wiring" in loaded
    assert [
        module for module in loaded if module.startswith("nazh.") and "dice" in module.split(".")
    ] == []


def test_without_the_toy_only_its_entry_is_imported(tmp_path: Path) -> None:
    loaded = modules(tmp_path, "dice")

    assert "nazh.wiring.dice.container" in loaded
    assert {name for name in loaded if name.startswith("tests.toy.")} == {
        "tests.toy.__main__",
        "tests.toy.entry",
    }
