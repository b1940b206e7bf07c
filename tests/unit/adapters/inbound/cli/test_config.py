"""Tests ``nazh config`` as a table and as JSON, with problems on standard error."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from click.testing import CliRunner, Result

from nazh.adapters.inbound.cli.config import config_command


@dataclass(frozen=True, slots=True)
class ReadSetting:
    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Check:
    settings: Sequence[ReadSetting] = (
        ReadSetting("PORT", "81", ".env"),
        ReadSetting("APP_ENV", "production", "default"),
    )
    notes: Sequence[str] = field(default=())
    problems: Sequence[str] = field(default=())


def config(*arguments: str, check: Check | None = None) -> Result:
    command = config_command(lambda: check or Check(), lambda: "# Settings\n\na page\n")
    return CliRunner().invoke(command, arguments)


def test_settings_are_printed_as_a_table() -> None:
    result = config("check")

    assert result.exit_code == 0
    assert result.stdout == "PORT     81          .env\nAPP_ENV  production  default\n"
    assert result.stderr == ""


def test_notes_and_problems_go_to_standard_error_with_status_78() -> None:
    result = config("check", check=Check(notes=("A note.",), problems=("A problem.",)))

    assert result.exit_code == 78
    assert result.stdout.startswith("PORT")
    assert result.stderr == "A note.\nA problem.\n"


def test_notes_alone_are_no_failure() -> None:
    assert config("check", check=Check(notes=("A note.",))).exit_code == 0


def test_a_machine_gets_everything_on_one_line() -> None:
    result = config("check", "--json", check=Check(problems=("A problem.",)))

    assert result.exit_code == 78
    assert json.loads(result.stdout) == {
        "valid": False,
        "settings": [
            {"name": "PORT", "value": "81", "source": ".env"},
            {"name": "APP_ENV", "value": "production", "source": "default"},
        ],
        "notes": [],
        "problems": ["A problem."],
    }


def test_the_reference_is_printed_unchanged() -> None:
    assert config("reference").stdout == "# Settings\n\na page\n"
