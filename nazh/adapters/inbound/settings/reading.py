"""Reads the settings, and reports every problem at once in sentences that say how to fix it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.settings.sections.observability import LogSettings
from nazh.adapters.inbound.settings.sections.platform import HttpSettings, ProgramSettings
from nazh.adapters.inbound.settings.sections.stores import DatabaseSettings
from nazh.adapters.inbound.settings.setting_reader import (
    ContextSections,
    EffectiveSetting,
    SettingReader,
)
from nazh.adapters.inbound.settings.settings import Settings
from nazh.adapters.inbound.settings.sources.commit import UNKNOWN, git_commit
from nazh.adapters.inbound.settings.sources.environment import SettingSources
from nazh.adapters.inbound.settings.values.database_urls import DatabaseUrl

DOTENV: Final = Path(".env")
_NO_CONTEXTS: Final[ContextSections] = MappingProxyType({})


class InvalidSettings(Exception):
    """The configuration is invalid. ``problems`` has one sentence for each problem."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class SettingsCheck:
    """The result of checking all settings.

    ``problems`` must be corrected; ``notes`` are for information. Neither contains a secret.
    """

    settings: tuple[EffectiveSetting, ...]
    notes: tuple[str, ...]
    problems: tuple[str, ...]


def read_settings(
    dotenv: Path | None = DOTENV, contexts: ContextSections = _NO_CONTEXTS
) -> Settings:
    """Return the settings of the environment and ``dotenv``. Raises InvalidSettings.

    ``contexts`` are those that NAZH_CONTEXTS may name. An empty variable counts as not set.
    """
    reader = SettingReader(SettingSources(dotenv), contexts)
    settings = reader.settings()
    if settings is None:
        raise InvalidSettings(tuple(reader.problems))
    if settings.program.commit == UNKNOWN:
        return replace(settings, program=replace(settings.program, commit=git_commit()))
    return settings


def check_settings(
    dotenv: Path | None = DOTENV, contexts: ContextSections = _NO_CONTEXTS
) -> SettingsCheck:
    """Return every setting of the environment and ``dotenv`` with its source, and all problems."""
    reader = SettingReader(SettingSources(dotenv), contexts)
    reader.settings()
    return SettingsCheck(tuple(reader.effective()), tuple(reader.notes()), tuple(reader.problems))


def read_database_url(dotenv: Path | None = DOTENV) -> DatabaseUrl:
    """Return the database URL, ignoring all other settings. Raises InvalidSettings."""
    reader = SettingReader(SettingSources(dotenv), _NO_CONTEXTS)
    reader.read(DatabaseSettings)
    reader.check_default_database()
    if reader.problems:
        raise InvalidSettings(tuple(reader.problems))
    return reader.section(DatabaseSettings).address


def read_http_settings(dotenv: Path | None = DOTENV) -> HttpSettings:
    """Return the settings of the HTTP server, ignoring all others. Raises InvalidSettings."""
    reader = SettingReader(SettingSources(dotenv), _NO_CONTEXTS)
    reader.read(HttpSettings)
    if reader.problems:
        raise InvalidSettings(tuple(reader.problems))
    return reader.section(HttpSettings)


@dataclass(frozen=True, slots=True)
class SupervisorSettings:
    """The settings of a process that starts bots, and has no token."""

    program: ProgramSettings
    http: HttpSettings
    log: LogSettings


def read_supervisor_settings(dotenv: Path | None = DOTENV) -> SupervisorSettings:
    """Return the settings of a supervisor, ignoring all others. Raises InvalidSettings."""
    reader = SettingReader(SettingSources(dotenv), _NO_CONTEXTS)
    for section in (ProgramSettings, HttpSettings, LogSettings):
        reader.read(section)
    if reader.problems:
        raise InvalidSettings(tuple(reader.problems))
    return SupervisorSettings(
        reader.section(ProgramSettings),
        reader.section(HttpSettings),
        reader.section(LogSettings),
    )


def read_contexts(dotenv: Path | None = DOTENV) -> tuple[str, ...]:
    """Return the contexts that are switched on, or the default ones if the setting is invalid."""
    reader = SettingReader(SettingSources(dotenv), _NO_CONTEXTS)
    reader.read(ProgramSettings)
    return reader.contexts()
