"""Draws the secrets of battles from the operating system's entropy, and encrypts them."""

from __future__ import annotations

import secrets

from nazh.application.shared.sealing import Sealer
from nazh.domain.dominion.combat.draws import commitment_of
from nazh.domain.dominion.wars.responding import Commitment
from nazh.domain.dominion.wars.war import WarId
from nazh.domain.kernel.fair.commitments import SECRET_BYTES


class SealedWarSecrets:
    """Satisfies ``WarSecrets``. A secret opens for its own war only."""

    __slots__ = ("_sealer",)

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def commit(self, war: WarId) -> Commitment:
        """Return a new secret, encrypted, with the commitment to it."""
        secret = secrets.token_bytes(SECRET_BYTES)
        return Commitment(commitment_of(secret, war), self._sealer.seal(secret, *_place(war)))

    def open(self, sealed_secret: str, war: WarId) -> bytes:
        """Return the secret. Raises ``SealedValueError``."""
        return self._sealer.open(sealed_secret, *_place(war))


def _place(war: WarId) -> tuple[str, str, str]:
    return "dominion_wars", str(war), "sealed_secret"
