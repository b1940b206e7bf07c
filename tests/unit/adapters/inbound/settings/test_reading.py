"""Settings: every problem at once, in plain sentences, without a secret."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from nazh.adapters.inbound.settings import (
    BadSettings,
    Environment,
    RngKind,
    Secret,
    Settings,
    read_settings,
)
from nazh.domain.dice import COSMERE, NAZH

APPLICATION = 1_573_639_592_949_579_777
TOKEN = f"{base64.b64encode(str(APPLICATION).encode()).decode().rstrip('=')}.abcdef.secret-part"
NO_FILE = Path("/nonexistent/.env")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.upper().startswith(("NAZH_", "DISCORD_", "RENDER_")) or name in ("PORT", "APP_ENV"):
            monkeypatch.delenv(name)


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in ({"DISCORD_TOKEN": TOKEN, "NAZH_COMMIT": "abc"} | variables).items():
        monkeypatch.setenv(name, value)
    return read_settings(NO_FILE)


def problems(monkeypatch: pytest.MonkeyPatch, **variables: str) -> tuple[str, ...]:
    with pytest.raises(BadSettings) as bad:
        read(monkeypatch, **variables)
    return bad.value.problems


def test_a_token_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch)

    assert settings == Settings(token=Secret(TOKEN), commit="abc")
    assert settings.environment is Environment.PRODUCTION
    assert settings.port == 8080
    assert settings.ruleset is NAZH
    assert settings.application_id == APPLICATION


def test_everything_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(
        monkeypatch,
        APP_ENV="test",
        PORT="0",
        NAZH_DISCORD_API_URL="http://127.0.0.1:5000/api/v10/",
        NAZH_RNG="seeded",
        NAZH_RNG_SEED="42",
        NAZH_LOG_LEVEL="debug",
        NAZH_RULESET="Cosmere",
        NAZH_GAME_MASTER_CHANNEL="1234567890123456789",
    )

    assert settings.environment is Environment.TEST
    assert settings.port == 0
    assert settings.discord_api_url == "http://127.0.0.1:5000/api/v10"
    assert (settings.rng, settings.rng_seed) == (RngKind.SEEDED, 42)
    assert settings.log_level == "DEBUG"
    assert settings.ruleset is COSMERE
    assert settings.game_master_channel == 1_234_567_890_123_456_789


def test_what_only_the_tests_read_is_no_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, NAZH_CI="1", NAZH_CI_WITHOUT="openapi")

    assert settings == Settings(token=Secret(TOKEN), commit="abc")


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, PORT="", APP_ENV="", NAZH_RNG="", NAZH_DISCORD_API_URL="")

    assert settings == Settings(token=Secret(TOKEN), commit="abc")


def test_the_environment_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKEN={TOKEN}\nPORT=1\nAPP_ENV=test\n", "utf-8")
    monkeypatch.setenv("PORT", "2")

    settings = read_settings(dotenv)

    assert (settings.port, settings.environment) == (2, Environment.TEST)


def test_the_token_may_stand_in_a_file_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = tmp_path / "token"
    secret.write_text(f"{TOKEN}\n", "utf-8")

    settings = read(monkeypatch, DISCORD_TOKEN="", DISCORD_TOKEN_FILE=str(secret))

    assert settings.token.reveal() == TOKEN


def test_a_token_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = problems(monkeypatch, DISCORD_TOKEN="", DISCORD_TOKEN_FILE="/nonexistent/token")

    assert found.startswith("DISCORD_TOKEN_FILE names a file that cannot be read.")


def test_a_missing_token_says_where_to_find_one(monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = problems(monkeypatch, DISCORD_TOKEN="", DISCORD_TOKN="x")

    assert found.startswith("DISCORD_TOKEN is missing. Copy the bot token from the Developer")
    assert found.endswith("There is DISCORD_TOKN; is that it?")


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        f"Bot {TOKEN}",
        f"{TOKEN} x",
        f"{TOKEN}\x01",
        f"{TOKEN}\x7f",
        f"{TOKEN[:-4]}\r\n{TOKEN[-4:]}",
        "..",
        "äöü.b.c",
        TOKEN.replace(".abcdef.", ".."),
        f"{base64.b64encode(b'letters').decode()}.b.c",
    ],
)
def test_a_malformed_token_is_refused_unseen(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    (found,) = problems(monkeypatch, DISCORD_TOKEN=token)

    assert found.startswith("DISCORD_TOKEN does not hold a bot token")
    assert token not in found.split()


def test_all_problems_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = problems(
        monkeypatch,
        DISCORD_TOKEN="x",
        APP_ENV="prod",
        PORT="70000",
        NAZH_DISCORD_API_URL="http://example.com",
        NAZH_RNG="loaded",
        NAZH_LOG_LEVEL="loud",
        NAZH_RULESET="d&d",
        NAZH_GAME_MASTER_CHANNEL="#masters",
        NAZH_PROT="1",
        NAZH_RNG_SED="1",
        NAZH_QQQQQQQQQQ="1",
    )

    assert len(found) == 11
    assert "NAZH_RNG_SED is not a setting. Did you mean NAZH_RNG_SEED?" in found
    assert "NAZH_QQQQQQQQQQ is not a setting. Leave it out." in found


@pytest.mark.parametrize("port", ["-1", "65536", "1.5", "٣", "http"])
def test_a_port_is_a_number_of_a_port(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    assert problems(monkeypatch, PORT=port) == (
        "PORT is not a whole number from 0 to 65535. Write one.",
    )


@pytest.mark.parametrize(
    "url", ["https://discord.example/api/v10", "http://localhost:1/x", "http://[::1]:1/x"]
)
def test_a_token_may_travel_encrypted_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    assert read(monkeypatch, NAZH_DISCORD_API_URL=url).discord_api_url == url


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/x", "ftp://localhost", "localhost:1", "https://", "http://[::1"]
)
def test_a_token_may_not_travel_openly(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    (found,) = problems(monkeypatch, NAZH_DISCORD_API_URL=url)

    assert found.startswith("NAZH_DISCORD_API_URL is not an address that may see a token.")


def test_production_refuses_dice_that_can_be_foretold(monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = problems(monkeypatch, NAZH_RNG="seeded", NAZH_RNG_SEED="1")

    assert found.startswith("NAZH_RNG=seeded makes rolls that can be foretold")


def test_a_seed_without_seeded_dice_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = problems(monkeypatch, APP_ENV="test", NAZH_RNG_SEED="1")

    assert found.startswith("NAZH_RNG_SEED has no effect")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(b"DISCORD_TOKEN=\xff\xfe")

    with pytest.raises(BadSettings) as bad:
        read_settings(dotenv)

    assert bad.value.problems == (f"{dotenv} cannot be read. Write it as UTF-8 text.",)


def test_unknown_names_in_the_file_are_found_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKEN={TOKEN}\nNAZH_RULSET=plain\n", "utf-8")

    with pytest.raises(BadSettings) as bad:
        read_settings(dotenv)

    assert bad.value.problems == ("NAZH_RULSET is not a setting. Did you mean NAZH_RULESET?",)


def test_a_secret_does_not_show_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch)

    assert TOKEN not in f"{settings} {settings!r} {settings.token} {settings.token!r}"


def test_a_token_file_with_a_nul_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = tmp_path / "token"
    secret.write_bytes(TOKEN.encode() + b"\0")

    (found,) = problems(monkeypatch, DISCORD_TOKEN="", DISCORD_TOKEN_FILE=str(secret))

    assert found.startswith("the file that DISCORD_TOKEN_FILE names does not hold a bot token")


@pytest.mark.parametrize("name", ["PORT", "NAZH_GAME_MASTER_CHANNEL"])
def test_a_number_of_any_length_is_read_or_refused(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (found,) = problems(monkeypatch, **{name: "9" * 5_000})

    assert found.startswith(f"{name} is not ")


def test_leading_zeros_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, PORT="0" * 5_000 + "80", NAZH_GAME_MASTER_CHANNEL="0" * 30 + "7")

    assert (settings.port, settings.game_master_channel) == (80, 7)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:5000/api v10",
        "https://example.com/api\r\nHost: x",
        "https://exam\nple.com/api",
        "https://exam\tple.com/api",
        "https://user:password@example.com/api",
        "https://user@example.com/api",
        "https://@example.com/api",
        "https://example.com/api?x=1",
        "https://example.com/api?",
        "https://example.com/api#x",
        "https://example.com/api#",
        "https://example.com\\@evil.example/api",
        f"https://{'a' * 64}.example/api",
        f"https://{'a.' * 127}example/api",
        "https://a..example/api",
        "https://.example/api",
        "https://exämple.com/api",
        "https://example.com:0x50/api",
        "https://[::1/api",
    ],
)
def test_an_address_is_nothing_but_an_address(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    (found,) = problems(monkeypatch, NAZH_DISCORD_API_URL=url)

    assert found.startswith("NAZH_DISCORD_API_URL is not an address that may see a token.")


@pytest.mark.parametrize(
    "url",
    ["https://example.com./api", "https://[2001:db8::1]:8443/api/v10", "http://[::1]:80/api/v10"],
)
def test_an_address_may_be_of_any_kind(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert read(monkeypatch, NAZH_DISCORD_API_URL=url).discord_api_url == url
