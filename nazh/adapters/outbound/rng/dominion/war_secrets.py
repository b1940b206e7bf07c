"""Derives the secrets of battles from the numbers of their wars, so that scripts are reproducible.

Anyone can compute them, so only simulated worlds may use them.
"""

from __future__ import annotations

from hashlib import sha256

from nazh.domain.dominion.combat.draws import commitment_of
from nazh.domain.dominion.wars.responding import Commitment
from nazh.domain.dominion.wars.war import WarId


class DerivedWarSecrets:
    """Satisfies ``WarSecrets`` for simulated worlds."""

    __slots__ = ()

    def commit(self, war: WarId) -> Commitment:
        """Return the secret of a war, not encrypted, with the commitment to it."""
        secret = sha256(f"simulated war {war}".encode()).digest()
        return Commitment(commitment_of(secret, war), secret.hex())

    def open(self, sealed_secret: str, war: WarId) -> bytes:
        """Return the secret."""
        return bytes.fromhex(sealed_secret)
