"""Defines the ports of the secrets of wars, and of wars whose processing fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.dominion.wars.responding import Commitment
from nazh.domain.dominion.wars.war import WarId


class WarSecrets(Protocol):
    """Draws the secrets of battles, and encrypts them until then."""

    def commit(self, war: WarId) -> Commitment:
        """Return a new encrypted secret with the commitment to it. Never raises."""
        ...

    def open(self, sealed_secret: str, war: WarId) -> bytes:
        """Return the 32-byte secret. Raises ``SealedValueError`` if it cannot be decrypted."""
        ...


@dataclass(frozen=True, slots=True)
class FailedWar:
    """A war whose due work fails and is suspended.

    ``retry_at`` is ``None`` if it is parked, and only retried when an operator asks for it.
    """

    war: WarId
    failures: int
    since: datetime
    retry_at: datetime | None
    error: str


class FailedWars(Protocol):
    """The wars whose due work fails."""

    async def failing(self) -> tuple[FailedWar, ...]:
        """Return the failing wars, ordered by number. Raises ``Unavailable``."""
        ...
