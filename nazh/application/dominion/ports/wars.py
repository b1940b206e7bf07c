"""Ports for the secrets of wars, and for wars that fail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.dominion.wars.responding import Commitment
from nazh.domain.dominion.wars.war import WarId


class WarSecrets(Protocol):
    """Draws the secrets of battles, and keeps them unreadable until then."""

    def commit(self, war: WarId) -> Commitment:
        """Return a new secret, encrypted, with the commitment to it. Never raises."""
        ...

    def open(self, sealed_secret: str, war: WarId) -> bytes:
        """Return the secret of 32 bytes. Raises ``SealedValueError`` if it cannot be decrypted."""
        ...


@dataclass(frozen=True, slots=True)
class FailedWar:
    """A war in which what is due fails, so that it is left undone.

    ``retry_at`` is ``None`` if it is parked: nothing tries again before an operator asks for it.
    """

    war: WarId
    failures: int
    since: datetime
    retry_at: datetime | None
    error: str


class FailedWars(Protocol):
    """The wars in which what is due fails."""

    async def failing(self) -> tuple[FailedWar, ...]:
        """Return them in the order of their numbers. Raises ``Unavailable``."""
        ...

    async def retry_parked(self) -> int:
        """Let the next advance try the parked ones again; return how many.

        Raises ``Unavailable``.
        """
        ...
