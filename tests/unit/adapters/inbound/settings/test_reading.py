"""Tests that all invalid settings are reported at once, without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from nazh.adapters.inbound.settings import (
    DiscordSettings,
    Environment,
    InvalidSettings,
    ProgramSettings,
    RateLimitSettings,
    RngKind,
    Secret,
    Settings,
    read_settings,
)
from nazh.adapters.inbound.settings.dice import DiceSettings
from nazh.application.shared.rate_limits import RateLimit
from nazh.domain.dice import COSMERE, NAZH
from nazh.wiring.contexts import context_settings
from tests.unit.adapters.inbound.settings.environment import APPLICATION, TOKEN

NO_FILE = Path("/nonexistent/.env")
TOKEN_ALONE = Settings(
    DiscordSettings(Secret(TOKEN)),
    ProgramSettings(commit="abc"),
    context_sections=(DiceSettings(),),
)


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in ({"DISCORD_TOKEN": TOKEN, "NAZH_COMMIT": "abc"} | variables).items():
        monkeypatch.setenv(name, value)
    return read_settings(NO_FILE, context_settings())


def problems(monkeypatch: pytest.MonkeyPatch, **variables: str) -> tuple[str, ...]:
    with pytest.raises(InvalidSettings) as bad:
        read(monkeypatch, **variables)
    return bad.value.problems


def test_a_token_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch)

    assert settings == TOKEN_ALONE
    assert settings.program.environment is Environment.PRODUCTION
    assert settings.http.port == 8080
    assert settings.section(DiceSettings).ruleset is NAZH
    assert settings.discord.application_id == APPLICATION


def test_everything_can_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = read(
        monkeypatch,
        APP_ENV="test",
        PORT="0",
        NAZH_DISCORD_API_URL="http://127.0.0.1:5000/api/v10/",
        NAZH_RNG="seeded",
        NAZH_RNG_SEED="42",
        NAZH_LOG_LEVEL="debug",
        NAZH_LOG_FORMAT="JSON",
        NAZH_LOG_FILE=str(tmp_path / "nazh.log"),
        NAZH_LOG_FILE_MEGABYTES="1",
        NAZH_LOG_FILE_KEEP="2",
        NAZH_DICE_RULESET="Cosmere",
        NAZH_DICE_GAME_MASTER_CHANNEL="1234567890123456789",
        NAZH_RATE_LIMIT_PER_USER="5/second",
        NAZH_RATE_LIMIT_PER_GUILD="off",
        NAZH_DISCORD_PUBLIC_KEY="AB" * 32,
        NAZH_DISCORD_SYNC_COMMANDS="off",
        NAZH_HTTP_DRAIN_SECONDS="0",
    )

    assert settings.program.environment is Environment.TEST
    assert settings.http.port == 0
    assert settings.discord.api_url == "http://127.0.0.1:5000/api/v10"
    assert (settings.program.rng, settings.program.rng_seed) == (RngKind.SEEDED, 42)
    assert settings.log.level == "DEBUG"
    assert settings.is_log_json
    assert settings.log.file == tmp_path / "nazh.log"
    assert (settings.log.file_megabytes, settings.log.file_keep) == (1, 2)
    dice = settings.section(DiceSettings)
    assert dice.ruleset is COSMERE
    assert dice.game_master_channel == 1_234_567_890_123_456_789
    assert settings.rate_limit == RateLimitSettings(RateLimit(5, 1), None)
    assert settings.discord.public_key == "ab" * 32
    assert not settings.discord.sync_commands
    assert settings.http.drain_seconds == 0


def test_variables_of_the_tests_are_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, NAZH_CI="1", NAZH_CI_WITHOUT="openapi")

    assert settings == TOKEN_ALONE


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, PORT="", APP_ENV="", NAZH_RNG="", NAZH_DISCORD_API_URL="")

    assert settings == TOKEN_ALONE


def test_the_environment_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKEN={TOKEN}\nPORT=1\nAPP_ENV=test\n", "utf-8")
    monkeypatch.setenv("PORT", "2")

    settings = read_settings(dotenv)

    assert (settings.http.port, settings.program.environment) == (2, Environment.TEST)


def test_a_missing_token_says_where_to_find_one(monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = problems(monkeypatch, DISCORD_TOKEN="", DISCORD_TOKN="x")

    assert problem.startswith("DISCORD_TOKEN is missing. Copy the bot token from the Developer")
    assert problem.endswith("There is DISCORD_TOKN; is that it?")


def test_all_problems_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    messages = problems(
        monkeypatch,
        DISCORD_TOKEN="x",
        APP_ENV="prod",
        PORT="70000",
        NAZH_DISCORD_API_URL="http://example.com",
        NAZH_RNG="loaded",
        NAZH_LOG_LEVEL="loud",
        NAZH_DICE_RULESET="d&d",
        NAZH_DICE_GAME_MASTER_CHANNEL="#masters",
        NAZH_PROT="1",
        NAZH_RNG_SED="1",
        NAZH_QQQQQQQQQQ="1",
    )

    assert len(messages) == 11
    assert "NAZH_RNG_SED is not a setting. Did you mean NAZH_RNG_SEED?" in messages
    assert "NAZH_QQQQQQQQQQ is not a setting. Remove it." in messages


@pytest.mark.parametrize(
    "url",
    [
        *("jaeger:4318/v1/traces", "ftp://jaeger/v1/traces", "http://jaeger:4318"),
        *("http://jaeger:4318/", "http://me:pw@collector/v1/traces", "http://c/v1?key=s3cr3t"),
        *("http://collector:99999/v1/traces", "http:///v1/traces", "http://höst/v1/traces"),
    ],
)
def test_a_collector_has_an_address_with_a_path(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    (problem,) = problems(monkeypatch, NAZH_TRACES_URL=url)

    assert problem.startswith("NAZH_TRACES_URL is not the address of a trace collector.")
    assert url not in problem


@pytest.mark.parametrize(
    "url",
    [
        *("dice.example.org", "ftp://dice.example.org", "https://", "https://höst.example"),
        *("https://me:pw@dice.example.org", "https://dice.example.org/?a=1", "https://a.b/#c"),
        *("https://a.b/x)y", "https://a.b/<x>", "https://dice example.org"),
    ],
)
def test_a_public_address_can_be_linked(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    (problem,) = problems(monkeypatch, NAZH_HTTP_PUBLIC_URL=url)

    assert problem.startswith("NAZH_HTTP_PUBLIC_URL is not a web address. Write it with https://,")


def test_the_public_address_is_the_operators_or_else_renders(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own, renders_url = "https://dice.example.org/nazh/", "https://nazh.onrender.com"

    assert read(monkeypatch).http.public_url is None
    assert read(monkeypatch, RENDER_EXTERNAL_URL=renders_url).http.public_url == renders_url
    both = read(monkeypatch, RENDER_EXTERNAL_URL=renders_url, NAZH_HTTP_PUBLIC_URL=own)
    assert both.http.public_url == own.rstrip("/")


@pytest.mark.parametrize("ratio", ["2", "-1", "1.5", "1e-3", "ten", "0.1234567", "٠"])
def test_a_ratio_is_a_share(monkeypatch: pytest.MonkeyPatch, ratio: str) -> None:
    assert problems(monkeypatch, NAZH_TRACES_RATIO=ratio) == (
        "NAZH_TRACES_RATIO is not a share. Write a number from 0 to 1, such as 0.1.",
    )


@pytest.mark.parametrize(
    "dsn",
    [
        *("https://sentry.test/7", "https://@sentry.test/7", "https://key@sentry.test/"),
        *("https://key@sentry.test/seven", "https://key@/7", "key@sentry.test/7"),
        *("ftp://key@sentry.test/7", "https://key@sentry.test/7?x=1", "https://k@y@sentry.test/7"),
    ],
)
def test_a_dsn_has_a_key_a_host_and_a_number(monkeypatch: pytest.MonkeyPatch, dsn: str) -> None:
    (problem,) = problems(monkeypatch, NAZH_SENTRY_DSN=dsn)

    assert problem.startswith("NAZH_SENTRY_DSN is not a DSN.")
    assert dsn not in problem


def test_traces_and_reports_are_secrets_and_off(monkeypatch: pytest.MonkeyPatch) -> None:
    off = read(monkeypatch)
    url, dsn = "http://collector:4318/v1/traces", "https://key:old@sentry.test/x/7"
    on = read(monkeypatch, NAZH_TRACES_URL=url, NAZH_TRACES_RATIO="0.25", NAZH_SENTRY_DSN=dsn)

    assert (off.traces.state, off.sentry.state, off.traces.ratio) == ("off", "off", 1.0)
    assert (on.traces.state, on.sentry.state, on.traces.ratio) == ("on", "on", 0.25)
    assert {url, dsn} <= set(on.secrets)
    assert url not in repr(on)
    assert dsn not in repr(on)


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
    assert read(monkeypatch, NAZH_DISCORD_API_URL=url).discord.api_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/x",
        "http://localhost.elsewhere/x",
        "http://elsewhere.localhost.example/x",
        "http://127.0.0.1.example/x",
        "ftp://localhost",
        "localhost:1",
        "https://",
        "http://[::1",
    ],
)
def test_a_token_may_not_travel_openly(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    (problem,) = problems(monkeypatch, NAZH_DISCORD_API_URL=url)

    assert problem.startswith("NAZH_DISCORD_API_URL is not an address that may see a token.")


def test_production_refuses_dice_that_can_be_foretold(monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = problems(monkeypatch, NAZH_RNG="seeded", NAZH_RNG_SEED="1")

    assert problem.startswith("NAZH_RNG=seeded makes rolls predictable")


def test_a_seed_without_seeded_dice_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = problems(monkeypatch, APP_ENV="test", NAZH_RNG_SEED="1")

    assert problem.startswith("NAZH_RNG_SEED has no effect")


def test_unknown_names_in_the_file_are_found_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKEN={TOKEN}\nNAZH_RULSET=plain\n", "utf-8")

    with pytest.raises(InvalidSettings) as bad:
        read_settings(dotenv, context_settings())

    assert bad.value.problems == ("NAZH_RULSET is not a setting. Did you mean NAZH_DICE_RULESET?",)


def test_a_secret_does_not_show_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch)

    assert (
        TOKEN not in f"{settings} {settings!r} {settings.discord.token} {settings.discord.token!r}"
    )


@pytest.mark.parametrize("name", ["PORT", "NAZH_DICE_GAME_MASTER_CHANNEL"])
def test_a_number_of_any_length_is_read_or_refused(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (problem,) = problems(monkeypatch, **{name: "9" * 5_000})

    assert problem.startswith(f"{name} is not ")


@pytest.mark.parametrize("channel", ["0", str(2**64)])
def test_a_number_that_discord_never_gives_is_no_channel(
    monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    (problem,) = problems(monkeypatch, NAZH_DICE_GAME_MASTER_CHANNEL=channel)

    assert problem.startswith("NAZH_DICE_GAME_MASTER_CHANNEL is not the id of a channel.")


@pytest.mark.parametrize("channel", [1, 2**64 - 1])
def test_every_number_that_discord_can_give_is_a_channel(
    monkeypatch: pytest.MonkeyPatch, channel: int
) -> None:
    settings = read(monkeypatch, NAZH_DICE_GAME_MASTER_CHANNEL=str(channel))

    assert settings.section(DiceSettings).game_master_channel == channel


def test_leading_zeros_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(
        monkeypatch, PORT="0" * 5_000 + "80", NAZH_DICE_GAME_MASTER_CHANNEL="0" * 30 + "7"
    )

    assert (settings.http.port, settings.section(DiceSettings).game_master_channel) == (80, 7)


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
    (problem,) = problems(monkeypatch, NAZH_DISCORD_API_URL=url)

    assert problem.startswith("NAZH_DISCORD_API_URL is not an address that may see a token.")


@pytest.mark.parametrize(
    "url",
    ["https://example.com./api", "https://[2001:db8::1]:8443/api/v10", "http://[::1]:80/api/v10"],
)
def test_an_address_may_be_of_any_kind(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert read(monkeypatch, NAZH_DISCORD_API_URL=url).discord.api_url == url


@pytest.mark.parametrize(
    ("environment", "is_json"), [("production", True), ("test", False), ("development", False)]
)
def test_the_log_is_json_in_production(
    monkeypatch: pytest.MonkeyPatch, environment: str, is_json: bool
) -> None:
    assert read(monkeypatch, APP_ENV=environment).is_log_json is is_json


@pytest.mark.parametrize(
    "path", ["/nonexistent/nazh.log", "/tmp", "nazh\n.log", "n" * 5_000, "/dev/full"]
)
def test_a_log_file_that_cannot_be_written_is_said_at_the_start(
    monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    (problem,) = problems(monkeypatch, NAZH_LOG_FILE=path)

    assert problem.startswith("NAZH_LOG_FILE ")
    assert path not in problem


def test_conflicting_settings_are_reported_with_all_other_errors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    messages = problems(monkeypatch, NAZH_RNG="seeded", PORT="many", NAZH_DICE_RULESET="d&d")

    assert len(messages) == 3


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("NAZH_RULSET", "NAZH_DICE_RULESET"),
        ("NAZH_DICE_RULESET_FILE", "NAZH_DICE_RULESET"),
        ("NAZH_TOKEN", "DISCORD_TOKEN"),
        ("NAZH_DISCORD_TOKEN", "DISCORD_TOKEN"),
        ("NAZH_PORT", "PORT"),
        ("NAZH_LOGLEVEL", "NAZH_LOG_LEVEL"),
        ("NAZH_APP_ENV", "APP_ENV"),
    ],
)
def test_an_unknown_name_comes_with_the_one_that_was_meant(
    monkeypatch: pytest.MonkeyPatch, name: str, meant: str
) -> None:
    assert problems(monkeypatch, **{name: "1"}) == (
        f"{name} is not a setting. Did you mean {meant}?",
    )


@pytest.mark.parametrize("name", [f"NAZH_{TOKEN}", "NAZH_\x1b[31m"])
def test_an_unknown_name_that_had_better_not_be_shown_is_not(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (problem,) = problems(monkeypatch, **{name: "1"})

    assert problem.startswith("A variable that begins with NAZH_ is not a setting.")
    assert name[5:].upper() not in problem.upper()


@pytest.mark.parametrize("name", ["PORT", "NAZH_COMMIT", "NAZH_LOG_FILE", "RENDER_GIT_COMMIT"])
def test_a_token_behind_another_name_is_said_unseen(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv(name, TOKEN)

    with pytest.raises(InvalidSettings) as bad:
        read_settings(NO_FILE)

    assert bad.value.problems == (
        f"{name} holds a bot token. Take it out: it belongs in DISCORD_TOKEN.",
    )


def test_the_commit_may_be_said_by_render(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, NAZH_COMMIT="", RENDER_GIT_COMMIT="def")

    assert settings.program.commit == "def"


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("30 per 10 seconds", RateLimit(30, 10)),
        ("30/10 Seconds", RateLimit(30, 10)),
        ("1 PER second", RateLimit(1, 1)),
        ("100/minute", RateLimit(100, 60)),
        ("100 per 60 second", RateLimit(100, 60)),
        ("999999999 per second", RateLimit(999999999, 1)),
    ],
)
def test_a_rate_limit_is_read_however_it_is_written(
    monkeypatch: pytest.MonkeyPatch, text: str, limit: RateLimit
) -> None:
    assert read(monkeypatch, NAZH_RATE_LIMIT_PER_USER=text).rate_limit.per_user == limit


@pytest.mark.parametrize("text", ["0", "off", "OFF"])
def test_a_rate_limit_can_be_switched_off(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    assert read(monkeypatch, NAZH_RATE_LIMIT_PER_GUILD=text).rate_limit.per_guild is None


@pytest.mark.parametrize(
    "text",
    [
        "30",
        "often",
        "0 per second",
        "5 per 0 seconds",
        "-5 per second",
        "5 per 61 seconds",
        "5 per 2 minutes",
        "5 per hour",
        "5 per 10",
        "5 per 10 seconds; 100 per minute",
        "٥ per second",
    ],
)
def test_an_invalid_rate_limit_is_a_problem(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    (messages,) = problems(monkeypatch, NAZH_RATE_LIMIT_PER_USER=text)

    assert messages == (
        "NAZH_RATE_LIMIT_PER_USER is not a rate limit. Write how many in how long, at most a "
        "minute, as in 30 per 10 seconds; or off."
    )


@pytest.mark.parametrize("text", ["ab" * 31, "xy" * 32, "ab" * 33])
def test_a_public_key_has_sixty_four_digits(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    (messages,) = problems(monkeypatch, NAZH_DISCORD_PUBLIC_KEY=text)

    assert messages == (
        "NAZH_DISCORD_PUBLIC_KEY is not a public key. Copy its 64 digits from the Developer Portal "
        "(your application, General Information), or leave it out."
    )
