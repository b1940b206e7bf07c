"""Tests that log files are assigned to game servers by number, and mistakes are reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from nazh.adapters.inbound.settings import check_settings
from nazh.adapters.inbound.settings.keep import KeepSettings
from nazh.adapters.inbound.settings.reading import read_settings
from nazh.wiring.contexts import context_settings
from tests.unit.adapters.inbound.settings.environment import TOKEN

NO_FILE = Path("/nonexistent/.env")


def name_logs(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("NAZH_DATABASE_URL", "sqlite:////tmp/nazh.sqlite3")
    monkeypatch.setenv("NAZH_CONTEXTS", "dice,keep")
    monkeypatch.setenv("NAZH_KEEP_LOGS", value)


def test_several_files_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    name_logs(monkeypatch, "1=/srv/a b/ShooterGame.log, 12 = /srv/c=d.log,7=console,8=console")

    logs = read_settings(NO_FILE, context_settings()).section(KeepSettings).logs

    assert logs == (
        (1, Path("/srv/a b/ShooterGame.log")),
        (12, Path("/srv/c=d.log")),
        (7, None),
        (8, None),
    )


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("/srv/a.log", "NAZH_KEEP_LOGS is not a list of log files. Write them like 1=/srv/ark"),
        ("Island=/srv/a.log", "NAZH_KEEP_LOGS is not a list of log files."),
        ("0=/srv/a.log", "NAZH_KEEP_LOGS is not a list of log files."),
        ("1=", "NAZH_KEEP_LOGS is not a list of log files."),
        ("1=logs/a.log", "NAZH_KEEP_LOGS names logs/a.log, which does not begin with /."),
        ("1=/a,1=/b", "NAZH_KEEP_LOGS names two logs for game server 1. Leave one out."),
        ("1=/a,2=/a", "NAZH_KEEP_LOGS names /a for two game servers. Leave one out."),
    ],
)
def test_a_mistake_is_reported(monkeypatch: pytest.MonkeyPatch, value: str, sentence: str) -> None:
    name_logs(monkeypatch, value)

    (problem,) = check_settings(NO_FILE, context_settings()).problems

    assert problem.startswith(sentence)
