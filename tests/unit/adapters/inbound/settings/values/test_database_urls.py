"""Tests which database URLs are accepted, the errors for others, and hidden passwords."""

from __future__ import annotations

from pathlib import Path

import pytest

from nazh.adapters.inbound.settings import (
    DatabaseSettings,
    DatabaseUrl,
    InvalidSettings,
    Settings,
    check_settings,
    read_database_url,
)
from nazh.adapters.inbound.settings.values.database_urls import default_database, parse_database_url
from tests.settings import DISCORD


@pytest.mark.parametrize(
    ("text", "address", "storage"),
    [
        ("memory:", "memory:", "memory"),
        ("sqlite:///nazh.db", "sqlite:///nazh.db", "sql"),
        ("sqlite:////var/lib/nazh/nazh.db", "sqlite:////var/lib/nazh/nazh.db", "sql"),
        ("postgres://u:p@db/nazh", "postgresql://u:p@db/nazh", "sql"),
        (
            "postgresql://u:p%40@db:5433/nazh?sslmode=require",
            "postgresql://u:p%40@db:5433/nazh?sslmode=require",
            "sql",
        ),
        (
            "postgresql://u:p%40@db/nazh?sslmode=verify-full",
            "postgresql://u:p%40@db/nazh?sslmode=verify-full",
            "sql",
        ),
        (
            "postgresql://u@/nazh?host=/run/postgresql",
            "postgresql://u@/nazh?host=/run/postgresql",
            "sql",
        ),
    ],
)
def test_an_address_is_taken(text: str, address: str, storage: str) -> None:
    url = parse_database_url(text)

    assert (url.reveal(), url.storage) == (address, storage)
    assert "p%40" not in repr(url)


@pytest.mark.parametrize(
    "text",
    [
        "nazh.db", "sqlite://nazh.db", "sqlite:///", "sqlite:///folder/", "sqlite:///a?b=c",
        "sqlite:///a\nb", "mysql://u:p@db/nazh", "postgresql://db", "postgresql:///nazh",
        "postgresql://u:p@db/a/b", "postgresql://u:p@db:port/nazh", "postgresql://u:p#x@db/nazh",
        "postgresql://u:p@[db/nazh", "memory", "postgresql://u:p@db/nazh?options=-c",
        "postgresql://u:p@x@db/nazh", "postgresql://u:x@p@x:y@db/nazh", "postgresql://u:p@db:/nazh",
        "postgresql://u:p@db/nazh?sslmode=on", "postgresql://u:p@db/nazh?sslmode=allow&sslmode=require",
        "sqlite:///:memory:",
    ],
)  # fmt: skip
def test_an_invalid_url_is_reported_without_repeating_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(is not|has unknown options|has an unknown)") as caught:
        parse_database_url(text)

    assert "p@" not in str(caught.value)


def settings_for(address: str) -> Settings:
    return Settings(DISCORD, database=DatabaseSettings(DatabaseUrl(address)))


def test_a_password_is_hidden_as_it_is_written_and_as_it_is_meant() -> None:
    settings = settings_for("postgresql://u:s%40cret@db/nazh")

    assert set(settings.secrets) == {"MTAwMA.a.b", "s%40cret", "s@cret"}


def test_an_address_without_a_password_may_be_read_in_the_log() -> None:
    settings = settings_for("sqlite:///nazh.db")

    assert settings.secrets == ("MTAwMA.a.b",)


def test_the_usual_file_is_where_the_platform_or_systemd_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/var/me")
    assert default_database().reveal() == "sqlite:////var/me/nazh/nazh.sqlite3"

    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/nazh:/var/lib/other")
    assert default_database().reveal() == "sqlite:////var/lib/nazh/nazh.sqlite3"


def test_the_address_alone_can_be_read_without_a_token(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.delenv("NAZH_DATABASE_URL", raising=False)
    dotenv = tmp_path / ".env"
    dotenv.write_text("NAZH_DATABASE_URL=sqlite:///a.db\n")

    assert read_database_url(dotenv).reveal() == "sqlite:///a.db"
    dotenv.write_text("NAZH_DATABASE_URL=mysql://u:s3cr3t@db/nazh\n")
    with pytest.raises(InvalidSettings, match=r"^NAZH_DATABASE_URL is not the address") as caught:
        read_database_url(dotenv)
    assert "s3cr3t" not in str(caught.value)


def test_a_check_shows_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAZH_DATABASE_URL", "postgresql://nazh:s3cr3t@db/nazh")

    settings_shown = {setting.name: setting.value for setting in check_settings(None).settings}

    assert settings_shown["NAZH_DATABASE_URL"] == "set, not shown"
