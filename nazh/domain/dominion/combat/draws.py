"""Draws the chance of a battle from a secret that was committed to before it (COM-03, COM-05).

docs/battles.md specifies it, so that anybody can verify a battle.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from nazh.domain.kernel.fair import commitments
from nazh.domain.kernel.fair.fair_rng import FairRng

LABEL: Final = "nazh-battle-1"
"""The label of the hashes, and the name of the format of records."""
MAX_NONCE: Final = 64
"""Characters of a nonce."""


class Draw(NamedTuple):
    """The chance of a battle: how much stronger each side is, in basis points, may be negative."""

    aggressor: int
    defender: int


class Nonces(NamedTuple):
    """The words that the leaders mix into the chance, or ``None``."""

    aggressor: str | None = None
    defender: str | None = None


def commitment_of(secret: bytes, war: int) -> str:
    """Return what is published before leaders may add nonces, in 64 hex digits."""
    return commitments.commitment_of(LABEL, secret, _session(war))


def draw(secret: bytes, war: int, round_number: int, nonces: Nonces, variance: int) -> Draw:
    """Return the chance of a battle, each side's uniformly from -variance to +variance.

    ``round_number`` counts the battles of a war from 1.
    """
    mix = commitments.first_mix(LABEL, _session(war))
    for person, words in enumerate(nonces, 1):
        if words is not None:
            mix = commitments.mixed(mix, person, commitments.digest_of_words(words))
    rng = FairRng(LABEL, secret, _session(war), mix, round_number)
    return Draw(*(rng.below(2 * variance + 1) - variance for _ in range(2)))


def _session(war: int) -> str:
    return f"{war:0{commitments.SESSION_DIGITS}x}"
