"""Tests that the check lists every setting with its source and without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nazh.adapters.inbound.settings import check_settings
from nazh.adapters.inbound.settings.reading import SettingsCheck
from nazh.wiring.contexts import CONTEXTS, context_settings
from tests.settings import VARIABLES
from tests.unit.adapters.inbound.settings.environment import TOKEN

NO_FILE = Path("/nonexistent/.env")
MANGLES = (
    "{}", '"{}"', "Bot {}", " {} ", "{}\n{}", "x{}", "{}=", "{}.{}", "https://{}", "TOKEN={}",
)  # fmt: skip


def value_and_source(checked: SettingsCheck, name: str) -> tuple[str, str]:
    (wanted,) = (setting for setting in checked.settings if setting.name == name)
    return wanted.value, wanted.source


def everything(checked: SettingsCheck) -> str:
    setting_lines = [
        f"{setting.name} {setting.value} {setting.source}" for setting in checked.settings
    ]
    return "\n".join([*setting_lines, *checked.notes, *checked.problems])


def test_every_setting_is_listed_with_its_source(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text(TOKEN)
    dotenv = tmp_path / ".env"
    dotenv.write_text("NAZH_DICE_RULESET=plain\n")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("PORT", "81")
    monkeypatch.setenv("NAZH_CONTEXTS", ",".join(CONTEXTS))

    checked = check_settings(dotenv, context_settings())

    assert [setting.name for setting in checked.settings] == list(VARIABLES)
    assert value_and_source(checked, "DISCORD_TOKEN") == ("set, not shown", "file")
    assert value_and_source(checked, "PORT") == ("81", "environment")
    assert value_and_source(checked, "NAZH_DICE_RULESET") == ("plain", ".env")
    assert value_and_source(checked, "APP_ENV") == ("production", "default")
    assert value_and_source(checked, "NAZH_LOG_FILE") == ("no file", "default")
    assert (checked.notes, checked.problems) == ((), ())


def test_an_error_is_marked_with_its_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "many")

    checked = check_settings(NO_FILE)

    assert value_and_source(checked, "DISCORD_TOKEN") == ("missing", "default")
    assert value_and_source(checked, "PORT") == ("not valid", "environment")
    assert len(checked.problems) == 2


def test_conflicting_sources_are_noted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKEN={TOKEN}x\nPORT=81\nAPP_ENV=test\n")
    for name, value in {"DISCORD_TOKEN": TOKEN, "PORT": "82", "APP_ENV": "test"}.items():
        monkeypatch.setenv(name, value)

    checked = check_settings(dotenv)

    assert checked.notes == (
        "DISCORD_TOKEN in the environment overrides its value in .env.",
        "PORT in the environment overrides its value in .env.",
    )
    assert checked.problems == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(
        ("DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "PORT", "NAZH_COMMIT", "NAZH_LOG_FILE",
         "NAZH_DISCORD_API_URL", "NAZH_OTHER", f"NAZH_{TOKEN}")
    ),
    mangle=st.sampled_from(MANGLES),
    cut=st.integers(0, 6),
    in_file=st.booleans(),
)  # fmt: skip
def test_no_secret_is_printed_wherever_it_was_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, mangle: str, cut: int, in_file: bool
) -> None:
    text = mangle.format(TOKEN[: len(TOKEN) - cut], TOKEN)
    dotenv = tmp_path / ".env"
    with monkeypatch.context() as environment:
        if in_file:
            dotenv.write_text(f"{name}={text}\n")
        else:
            dotenv.write_text("")
            environment.setenv(name, text)

        checked = check_settings(dotenv)

    assert checked.settings
    assert "s3cr3t" not in everything(checked).lower()


def test_settings_of_a_context_that_is_off_are_noted_and_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def load() -> tuple[type, ...]:
        raise AssertionError("the context is off")

    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("NAZH_KEEP_HOST", "elsewhere")
    monkeypatch.setenv("NAZH_KEEP_EMPTY", "")

    checked = check_settings(NO_FILE, {"keep": load})

    assert checked.notes == ("NAZH_KEEP_HOST is not read: NAZH_CONTEXTS does not name keep.",)
    assert checked.problems == ()
    assert check_settings(NO_FILE).problems[0].startswith("NAZH_KEEP_EMPTY is not a setting.")
