"""Tests that invalid settings are reported quickly, all at once, and without secrets."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from tests.e2e.conftest import Table
from tests.e2e.program import COMMAND, ROOT, TIMEOUT, run_bot
from tests.unit.adapters.inbound.settings.environment import TOKEN

NAZH = COMMAND[:-1]
AT_ONCE = 2.0


def nazh(
    *arguments: str, cwd: Path, **variables: str
) -> tuple[subprocess.CompletedProcess[str], float]:
    """Run the program to its end; return its result and its CPU seconds."""
    before = getrusage(RUSAGE_CHILDREN)
    ended = subprocess.run(
        (*NAZH, *arguments),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT,
    )
    after = getrusage(RUSAGE_CHILDREN)
    return ended, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_all_errors_are_reported_together_and_quickly(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"NAZH_RULSET=plain\n{TOKEN}\n")
    variables = {
        "DISCORD_TOKEN": f'"{TOKEN}"',
        "PORT": "many",
        "NAZH_LOG_FILE": "/nonexistent/nazh.log",
        "NAZH_RNG": "seeded",
    }

    ended, seconds = nazh("run", cwd=tmp_path, **variables)

    assert ended.returncode == 78
    assert ended.stdout == ""
    assert [line.split(" ")[0] for line in ended.stderr.splitlines()] == [
        ".env", "DISCORD_TOKEN", "PORT", "NAZH_LOG_FILE", "NAZH_RNG=seeded", "NAZH_RULSET",
    ]  # fmt: skip
    assert "s3cr3t" not in ended.stderr
    assert seconds < AT_ONCE


@pytest.mark.parametrize("command", [("run",), ("config", "check"), ("config", "check", "--json")])
@pytest.mark.parametrize(
    "variables",
    [
        {"DISCORD_TOKEN": f"Bot {TOKEN}"},
        {"DISCORD_TOKEN": f"{TOKEN}\n{TOKEN}"},
        {"DISCORD_TOKEN": TOKEN[:-3], "DISCORD_TOKEN_FILE": TOKEN},
        {"DISCORD_TOKEN_FILE": f"/nonexistent/{TOKEN}"},
        {"DISCORD_TOKEN": TOKEN, "NAZH_LOG_FILE": f"/tmp/{TOKEN}"},
        {f"NAZH_{TOKEN}": "1", TOKEN: "1"},
    ],
    ids=lambda variables: "+".join(name[:18] for name in variables),
)
def test_no_byte_of_the_output_is_of_a_secret(
    command: tuple[str, ...], variables: dict[str, str], tmp_path: Path
) -> None:
    ended, _ = nazh(*command, cwd=tmp_path, **variables)

    assert ended.returncode == 78
    assert "s3cr3t" not in (ended.stdout + ended.stderr).lower()
    assert "Traceback" not in ended.stderr


def test_settings_that_do_are_listed_with_their_sources(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    (tmp_path / ".env").write_text("PORT=81\nNAZH_DICE_RULESET=plain\n")

    ended, _ = nazh(
        "config", "check", "--json", cwd=tmp_path, DISCORD_TOKEN_FILE="token", PORT="82"
    )

    document = json.loads(ended.stdout)
    settings = {
        setting["name"]: (setting["value"], setting["source"]) for setting in document["settings"]
    }
    assert ended.returncode == 0
    assert document["valid"]
    assert settings["DISCORD_TOKEN"] == ("set, not shown", "file")
    assert settings["PORT"] == ("82", "environment")
    assert settings["NAZH_DICE_RULESET"] == ("plain", ".env")
    assert document["notes"] == ["PORT in the environment overrides its value in .env."]


async def test_a_previous_name_is_logged_at_the_start(table: Table, tmp_path: Path) -> None:
    bot = await run_bot(table.discord, tmp_path, NAZH_RULESET="plain")
    try:
        log_line = await bot.log_line("NAZH_RULESET is now NAZH_DICE_RULESET")
    finally:
        bot.kill()

    assert "warning" in log_line
