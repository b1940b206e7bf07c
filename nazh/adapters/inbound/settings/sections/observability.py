"""Declares the settings of the log, traces and error reports (see ``platform``)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nazh.adapters.inbound.settings.values.choices import (
    LOG_LEVELS,
    Environment,
    LogFormat,
    by_value,
)
from nazh.adapters.inbound.settings.values.parsers import (
    one_of,
    parse_collector_url,
    parse_new_file,
    parse_ratio,
    parse_sentry_dsn,
    whole_number,
)
from nazh.adapters.inbound.settings.values.secrets import Secret
from nazh.adapters.inbound.settings.variables import optional_setting, setting


@dataclass(frozen=True, slots=True)
class LogSettings:
    """The log."""

    level: str = setting(
        "NAZH_LOG_LEVEL",
        "The lowest level that is logged.",
        "`DEBUG`, `INFO`, `WARNING`, `ERROR` or `CRITICAL`",
        one_of({level: level for level in LOG_LEVELS}),
        "INFO",
    )
    format: LogFormat | None = optional_setting(
        "NAZH_LOG_FORMAT",
        "How a record is written: one line of JSON for machines, or a line for people.",
        "`json` or `console`",
        one_of(by_value(LogFormat)),
        unset="json in production, otherwise console",
    )
    file: Path | None = optional_setting(
        "NAZH_LOG_FILE",
        "A file for the log, in addition to standard error. Its directory must exist.",
        "the name of a file",
        parse_new_file,
        unset="no file",
    )
    file_megabytes: int = setting(
        "NAZH_LOG_FILE_MEGABYTES",
        "With `NAZH_LOG_FILE`, the size at which a new file is started.",
        "1 to 1024",
        whole_number(1, 1024),
        "10",
    )
    file_keep: int = setting(
        "NAZH_LOG_FILE_KEEP",
        "With `NAZH_LOG_FILE`, how many full files are kept in addition to the current one.",
        "1 to 100",
        whole_number(1, 100),
        "5",
    )

    def is_json(self, environment: Environment) -> bool:
        """Return whether log lines are JSON, which is the default in production."""
        if self.format is None:
            return environment is Environment.PRODUCTION
        return self.format is LogFormat.JSON


@dataclass(frozen=True, slots=True)
class TracesSettings:
    """Traces."""

    url: Secret | None = optional_setting(
        "NAZH_TRACES_URL",
        "Where traces of interactions are sent, by OTLP over HTTP (docs/tracing.md).",
        "`http://collector:4318/v1/traces`, or another such address",
        lambda text: Secret(parse_collector_url(text)),
        unset="no traces",
        is_secret=True,
        extra="tracing",
    )
    ratio: float = setting(
        "NAZH_TRACES_RATIO",
        "With `NAZH_TRACES_URL`, the share of interactions that is traced.",
        "0 to 1",
        parse_ratio,
        "1",
    )

    @property
    def state(self) -> str:
        """``on`` or ``off``."""
        return "off" if self.url is None else "on"


@dataclass(frozen=True, slots=True)
class SentrySettings:
    """Crash reports."""

    dsn: Secret | None = optional_setting(
        "NAZH_SENTRY_DSN",
        "The project at Sentry, or at a compatible service, to which crashes are reported "
        "(docs/tracing.md).",
        "a DSN",
        lambda text: Secret(parse_sentry_dsn(text)),
        unset="no reports",
        is_secret=True,
        extra="reports",
    )

    @property
    def state(self) -> str:
        """``on`` or ``off``."""
        return "off" if self.dsn is None else "on"
