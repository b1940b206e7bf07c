"""Tests the settings of the game: its developers, its clock and its rules."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nazh.adapters.inbound.settings import check_settings
from nazh.adapters.inbound.settings.dominion import ClockSpeed, DominionSettings
from nazh.adapters.inbound.settings.reading import read_settings
from nazh.wiring.contexts import context_settings
from tests.unit.adapters.inbound.settings.environment import TOKEN

NO_FILE = Path("/nonexistent/.env")
MAX_ID = 2**63 - 1


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("NAZH_DATABASE_URL", "sqlite:////tmp/nazh.sqlite3")
    monkeypatch.setenv("NAZH_CONTEXTS", "dice,dominion")


def read() -> DominionSettings:
    return read_settings(NO_FILE, context_settings()).section(DominionSettings)


def test_nobody_is_a_developer_unless_a_server_is_named() -> None:
    assert read() == DominionSettings(
        ruleset="classic", admin_guild=None, developers=frozenset(), clock=None, keys=None
    )


@pytest.mark.parametrize(
    ("name", "value", "field", "wanted"),
    [
        ("ADMIN_GUILD", "1", "admin_guild", 1),
        ("ADMIN_GUILD", str(MAX_ID), "admin_guild", MAX_ID),
        ("DEVELOPERS", "11, 12,,", "developers", {11, 12}),
        ("CLOCK", "1@0", "clock", ClockSpeed(1, datetime(1970, 1, 1, tzinfo=UTC))),
        (
            "CLOCK",
            "3600@1767225600",
            "clock",
            ClockSpeed(3_600, datetime(2026, 1, 1, tzinfo=UTC)),
        ),
    ],
)
def test_a_value_is_read(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, wanted: object
) -> None:
    monkeypatch.setenv(f"NAZH_DOMINION_{name}", value)

    assert getattr(read(), field) == wanted


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        *(
            ("ADMIN_GUILD", value, "is not the id of a server.")
            for value in ("0", "-5", "Keep", "٥", "1" * 5_000, str(MAX_ID + 1))
        ),
        *(
            ("DEVELOPERS", value, "is not a list of user ids.")
            for value in ("Mira", "11;12", "11,0", "11,Mira", "11 12")
        ),
        *(
            ("CLOCK", value, "is not a speed. Write it like 600@1767225600")
            for value in ("600", "600@", "@5", "-1@5", "6.5@5", "٦@5", "600@" + "1" * 12)
        ),
        ("CLOCK", "0@5", "is not a speed from 1 to 3600."),
        ("CLOCK", "3601@5", "is not a speed from 1 to 3600."),
        ("RULESET", "fast", ""),
        ("KEYS", "short", "is not a list of keys."),
    ],
)
def test_a_mistake_is_reported(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(f"NAZH_DOMINION_{name}", value)

    (problem,) = check_settings(NO_FILE, context_settings()).problems

    assert problem.startswith(f"NAZH_DOMINION_{name} {sentence}")


def test_keys_are_not_shown_and_can_be_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = f"a:{b64encode(bytes(range(32))).decode()}"
    monkeypatch.setenv("NAZH_DOMINION_KEYS", keys)
    assert keys not in str(check_settings(NO_FILE, context_settings()))

    monkeypatch.delenv("NAZH_DOMINION_KEYS")
    (tmp_path / "keys").write_text(keys)
    monkeypatch.setenv("NAZH_DOMINION_KEYS_FILE", str(tmp_path / "keys"))

    read_keys = read().keys
    assert read_keys is not None
    assert read_keys.reveal() == keys
