"""What a setting can be chosen from, where there are only a few words to write."""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeVar

LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_Choice = TypeVar("_Choice", bound=Enum)


class Environment(Enum):
    """Where this process lives; the value is how ``APP_ENV`` writes it."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class RngKind(Enum):
    """Where chance comes from; the value is how ``NAZH_RNG`` writes it."""

    SYSTEM = "system"
    SEEDED = "seeded"


class Switch(Enum):
    """Whether something is done; the value is how a setting writes it."""

    ON = "on"
    OFF = "off"


class LogFormat(Enum):
    """The form of log lines; the value is how ``NAZH_LOG_FORMAT`` writes it."""

    JSON = "json"
    CONSOLE = "console"


def by_value(choices: type[_Choice]) -> dict[str, _Choice]:
    """Return the choices, each under the word that is written for it."""
    return {str(choice.value): choice for choice in choices}
