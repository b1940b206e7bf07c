"""Tests that operators' commands return the exit status of the program."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from nazh.adapters.inbound.cli.run import CannotRun, invite_command, run_command
from tests.unit.adapters.inbound.cli.cli_runner import nazh


@pytest.mark.parametrize("status", [0, 69, 78])
def test_run_ends_as_the_bot_ended(status: int) -> None:
    result = CliRunner().invoke(run_command(lambda: status), [])

    assert result.exit_code == status


def test_invite_prints_the_link_alone() -> None:
    result = nazh("invite")

    assert result.stdout == "https://discord.com/oauth2/authorize?client_id=1\n"


def test_invalid_settings_are_reported_one_by_one() -> None:
    def cannot() -> str:
        raise CannotRun("DISCORD_TOKEN is missing.\nPORT is not a number.")

    result = CliRunner().invoke(invite_command(cannot), [])

    assert result.exit_code == 78
    assert result.stdout == ""
    assert result.stderr == "DISCORD_TOKEN is missing.\nPORT is not a number.\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_the_shell(shell: str) -> None:
    result = nazh("completion", shell)

    assert result.exit_code == 0
    assert f"_NAZH_COMPLETE={shell}_complete" in result.stdout


def test_completion_knows_three_shells() -> None:
    assert nazh("completion", "cmd").exit_code == 2
