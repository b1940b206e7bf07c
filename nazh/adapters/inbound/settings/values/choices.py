"""Enumerates the settings that take one of a few words."""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeVar

LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_Choice = TypeVar("_Choice", bound=Enum)


class Environment(Enum):
    """Where this process runs; the value is how ``APP_ENV`` writes it."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class RngKind(Enum):
    """The source of randomness; the value is how ``NAZH_RNG`` writes it."""

    SYSTEM = "system"
    SEEDED = "seeded"


class LogFormat(Enum):
    """The format of log lines; the value is how ``NAZH_LOG_FORMAT`` writes it."""

    JSON = "json"
    CONSOLE = "console"


def by_value(choices: type[_Choice]) -> dict[str, _Choice]:
    """Return the choices by the words that are written for them."""
    return {str(choice.value): choice for choice in choices}
