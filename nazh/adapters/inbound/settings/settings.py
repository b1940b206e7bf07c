"""Composes the sections of settings into one frozen value, with its secrets hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Final, TypeVar, get_type_hints

from nazh.adapters.inbound.settings.sections.observability import (
    LogSettings,
    SentrySettings,
    TracesSettings,
)
from nazh.adapters.inbound.settings.sections.platform import (
    DiscordSettings,
    GuildsSettings,
    HttpSettings,
    ProgramSettings,
    RateLimitSettings,
)
from nazh.adapters.inbound.settings.sections.stores import DatabaseSettings, RedisSettings
from nazh.adapters.inbound.settings.values.secrets import Secret

Section = TypeVar("Section")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting.

    ``context_sections`` has one for each context that is on and declares settings. ``warnings``
    are sentences for the log about previous names, and about secrets that everybody can read.
    """

    discord: DiscordSettings
    program: ProgramSettings = field(default_factory=ProgramSettings)
    http: HttpSettings = field(default_factory=HttpSettings)
    database: DatabaseSettings = field(default_factory=DatabaseSettings)
    redis: RedisSettings = field(default_factory=RedisSettings)
    rate_limit: RateLimitSettings = field(default_factory=RateLimitSettings)
    guilds: GuildsSettings = field(default_factory=GuildsSettings)
    log: LogSettings = field(default_factory=LogSettings)
    traces: TracesSettings = field(default_factory=TracesSettings)
    sentry: SentrySettings = field(default_factory=SentrySettings)
    context_sections: tuple[object, ...] = ()
    warnings: tuple[str, ...] = field(default=(), compare=False)

    def section(self, kind: type[Section]) -> Section:
        """Return the section of a context; its defaults if none was read."""
        return (
            next((section for section in self.context_sections if isinstance(section, kind)), None)
            or kind()
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """The text of every secret, which the log removes from its lines."""
        sections = (*(getattr(self, name) for name in SECTIONS), *self.context_sections)
        values = (getattr(section, field.name) for section in sections for field in fields(section))
        return tuple(text for value in values if isinstance(value, Secret) for text in value.hidden)

    @property
    def is_log_json(self) -> bool:
        """True if log lines are JSON."""
        return self.log.is_json(self.program.environment)


SECTIONS: Final[Mapping[str, type]] = {
    name: hint for name, hint in get_type_hints(Settings).items() if isinstance(hint, type)
}
"""The platform's sections by their field in ``Settings``."""
