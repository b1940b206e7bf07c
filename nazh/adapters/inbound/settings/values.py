"""Settings: what the operator chose, typed and valid, with its secrets hidden."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from enum import Enum
from typing import Final

from nazh.domain.dice import NAZH, Ruleset

DEFAULT_PORT: Final = 8080


class Secret:
    """A text that shows itself only when asked by name; ``repr`` and ``str`` hide it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the secret text, for the one adapter that needs it."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


class Environment(Enum):
    """Where this process lives; the value is how ``APP_ENV`` writes it."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class RngKind(Enum):
    """Where chance comes from; the value is how ``NAZH_RNG`` writes it."""

    SYSTEM = "system"
    SEEDED = "seeded"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside.

    ``port`` 0 lets the system choose. ``discord_api_url`` is ``None`` for Discord itself.
    ``rng_seed`` counts only with ``RngKind.SEEDED``. ``game_master_channel`` is the id of a channel
    that is told of secret rolls.
    """

    token: Secret
    environment: Environment = Environment.PRODUCTION
    port: int = DEFAULT_PORT
    discord_api_url: str | None = None
    rng: RngKind = RngKind.SYSTEM
    rng_seed: int = 0
    log_level: str = "INFO"
    ruleset: Ruleset = NAZH
    commit: str = "unknown"
    game_master_channel: int | None = None

    @property
    def application_id(self) -> int:
        """The id of the Discord application, which the first part of the token spells."""
        application_id = application_id_in(self.token.reveal())
        if application_id is None:
            raise ValueError("settings hold a token without an application id")
        return application_id


def application_id_in(token: str) -> int | None:
    """Return the application id in a bot token; ``None`` where the text is no bot token.

    A bot token has three parts with dots between; the first is the id in base64.
    """
    parts = token.split(".")
    if len(parts) != 3 or not all(parts):
        return None
    if not (token.isascii() and token.isprintable()) or " " in token:
        return None
    try:
        digits = base64.urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return int(digits) if digits.isdigit() and len(digits) <= 20 else None
