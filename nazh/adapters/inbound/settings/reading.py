"""Reading settings: every problem at once, each one sentence that says how to fix it."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from nazh.adapters.inbound.settings.commit import commit_of
from nazh.adapters.inbound.settings.values import (
    DEFAULT_PORT,
    Environment,
    RngKind,
    Secret,
    Settings,
    application_id_in,
)
from nazh.domain.dice import NAZH, RULESETS

LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
TOLERATED: Final = frozenset({"NAZH_CI", "NAZH_CI_WITHOUT"})
"""Variables of the project's own tools, which say nothing to the bot."""
MOST_DIGITS: Final = 20
"""As many as 2**64 - 1 has, the greatest number that any setting takes."""
LONGEST_NAME: Final = 253
_LABEL: Final = re.compile(r"[A-Za-z0-9_-]{1,63}")
"""Between the dots of a host's name (RFC 1035), with the underscore that containers use."""
BEYOND_AN_ADDRESS: Final = " @?#\\"
"""What brings in a user, a query or a fragment, or is read in two ways."""
WHERE_TOKENS_ARE: Final = "the Developer Portal (your application, Bot, Reset Token)"
Value = TypeVar("Value")


class BadSettings(Exception):
    """The settings do not do. ``problems`` has one sentence for each thing to put right."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class _Written(BaseSettings):
    """The variables as they are written; the environment wins over ``.env``."""

    model_config = SettingsConfigDict(extra="ignore", env_file_encoding="utf-8")

    discord_token: str = Field("", validation_alias="DISCORD_TOKEN", repr=False)
    discord_token_file: str = Field("", validation_alias="DISCORD_TOKEN_FILE")
    app_env: str = Field("", validation_alias="APP_ENV")
    port: str = Field("", validation_alias="PORT")
    discord_api_url: str = Field("", validation_alias="NAZH_DISCORD_API_URL")
    rng: str = Field("", validation_alias="NAZH_RNG")
    rng_seed: str = Field("", validation_alias="NAZH_RNG_SEED")
    log_level: str = Field("", validation_alias="NAZH_LOG_LEVEL")
    ruleset: str = Field("", validation_alias="NAZH_RULESET")
    game_master_channel: str = Field("", validation_alias="NAZH_GAME_MASTER_CHANNEL")
    commit: str = Field("", validation_alias="NAZH_COMMIT")
    render_commit: str = Field("", validation_alias="RENDER_GIT_COMMIT")


def read_settings(dotenv: Path | None = Path(".env")) -> Settings:
    """Return the settings of the environment and ``dotenv``. Raises BadSettings with all problems.

    An empty variable counts as not set.
    """
    try:
        written = _Written(_env_file=dotenv)
        in_file = DotEnvSettingsSource(_Written, env_file=dotenv).env_vars
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings((f"{dotenv} cannot be read. Write it as UTF-8 text.",)) from error
    names = {name.upper() for name in (*os.environ, *in_file)}
    return _Reading(written, names).settings()


class _Reading:
    """Turns what is written into values and collects what is wrong with it."""

    def __init__(self, written: _Written, names: Iterable[str]) -> None:
        self._written = written
        self._names = frozenset(names)
        self._problems: list[str] = []

    def settings(self) -> Settings:
        written = self._written
        environments = {environment.value: environment for environment in Environment}
        environment = self._one_of("APP_ENV", written.app_env.lower(), environments)
        rng = self._one_of("NAZH_RNG", written.rng.lower(), {kind.value: kind for kind in RngKind})
        levels = {level: level for level in LOG_LEVELS}
        level = self._one_of("NAZH_LOG_LEVEL", written.log_level.upper(), levels)
        ruleset = self._one_of("NAZH_RULESET", written.ruleset.lower(), RULESETS)
        read = Settings(
            token=Secret(self._token()),
            environment=environment or Environment.PRODUCTION,
            port=self._number("PORT", written.port, 65_535, DEFAULT_PORT),
            discord_api_url=self._api_url(),
            rng=rng or RngKind.SYSTEM,
            rng_seed=self._number("NAZH_RNG_SEED", written.rng_seed, 2**64 - 1, 0),
            log_level=level or "INFO",
            ruleset=ruleset or NAZH,
            commit=commit_of((written.commit, written.render_commit)),
            game_master_channel=self._game_master_channel(),
        )
        self._check_chance(read)
        self._check_unknown_names()
        if self._problems:
            raise BadSettings(tuple(self._problems))
        return read

    def _one_of(self, name: str, text: str, choices: Mapping[str, Value]) -> Value | None:
        if text and text not in choices:
            known = ", ".join(choices)
            self._problems.append(f"{name} is not one of {known}. Choose one, or leave it out.")
        return choices.get(text)

    def _number(self, name: str, text: str, most: int, default: int) -> int:
        if not text.strip():
            return default
        number = _whole_number(text.strip())
        if number is not None and number <= most:
            return number
        self._problems.append(f"{name} is not a whole number from 0 to {most}. Write one.")
        return default

    def _token(self) -> str:
        token, said_in = self._written.discord_token.strip(), "DISCORD_TOKEN"
        path = self._written.discord_token_file.strip()
        if path and not token:
            said_in = "the file that DISCORD_TOKEN_FILE names"
            try:
                token = Path(path).read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError):
                self._problems.append(
                    "DISCORD_TOKEN_FILE names a file that cannot be read. "
                    "Check that it is there and readable for this user."
                )
                return ""
        if not token:
            self._problems.append(self._missing_token())
        elif application_id_in(token) is None:
            self._problems.append(
                f"{said_in} does not hold a bot token: three parts with dots between, the first "
                f"with the application id. Copy it whole from {WHERE_TOKENS_ARE}."
            )
        return token

    def _missing_token(self) -> str:
        near = difflib.get_close_matches("DISCORD_TOKEN", self._names - {"DISCORD_TOKEN"}, 1, 0.8)
        guess = near[0] if near and near[0] != "DISCORD_TOKEN_FILE" else ""
        instead = f" There is {guess}; is that it?" if guess else ""
        return (
            f"DISCORD_TOKEN is missing. Copy the bot token from {WHERE_TOKENS_ARE} "
            f"into the environment or into .env.{instead}"
        )

    def _api_url(self) -> str | None:
        text = self._written.discord_api_url.strip().rstrip("/")
        if text and not _is_fit_for_tokens(text):
            self._problems.append(
                "NAZH_DISCORD_API_URL is not an address that may see a token. "
                "Write https://…, or http://127.0.0.1:…/api/v10 for a Discord on this machine."
            )
        return text or None

    def _game_master_channel(self) -> int | None:
        text = self._written.game_master_channel.strip()
        if not text:
            return None
        number = _whole_number(text)
        if number is not None and 0 < number < 2**64:
            return number
        self._problems.append(
            "NAZH_GAME_MASTER_CHANNEL is not the id of a channel. In Discord, switch on Developer "
            "Mode, open the channel's menu and choose Copy Channel ID."
        )
        return None

    def _check_chance(self, read: Settings) -> None:
        if read.rng is RngKind.SEEDED and read.environment is Environment.PRODUCTION:
            self._problems.append(
                "NAZH_RNG=seeded makes rolls that can be foretold, so production refuses it. "
                "Leave NAZH_RNG out, or set APP_ENV to development or test."
            )
        if self._written.rng_seed.strip() and read.rng is not RngKind.SEEDED:
            self._problems.append(
                "NAZH_RNG_SEED has no effect without NAZH_RNG=seeded. Leave it out, or set both."
            )

    def _check_unknown_names(self) -> None:
        known = TOLERATED | {
            str(field.validation_alias) for field in _Written.model_fields.values()
        }
        for name in sorted(self._names):
            if name.startswith("NAZH_") and name not in known:
                near = difflib.get_close_matches(name, sorted(known), 1, 0.6)
                advice = f"Did you mean {near[0]}?" if near else "Leave it out."
                self._problems.append(f"{name} is not a setting. {advice}")


def _whole_number(text: str) -> int | None:
    if not (text.isascii() and text.isdigit()):
        return None
    digits = text.lstrip("0") or "0"
    return int(digits) if len(digits) <= MOST_DIGITS else None


def _is_fit_for_tokens(url: str) -> bool:
    """Whether a token may travel there: encrypted, or never leaving this machine."""
    if not (url.isascii() and url.isprintable()) or any(sign in url for sign in BEYOND_AN_ADDRESS):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme == "http":
        return host == "localhost" or _is_loopback(host)
    return parts.scheme == "https" and (_is_name(host) or _is_numeric(host))


def _is_name(host: str) -> bool:
    name = host.removesuffix(".")
    return len(name) <= LONGEST_NAME and all(map(_LABEL.fullmatch, name.split(".")))


def _is_numeric(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
