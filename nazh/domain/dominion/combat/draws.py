"""Draws the random factors of a battle from a secret committed to in advance (COM-03, COM-05).

docs/battles.md specifies how, so that anybody can verify a battle.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from nazh.domain.kernel.fair import commitments
from nazh.domain.kernel.fair.fair_rng import FairRng

LABEL: Final = "nazh-battle-1"
"""The label of the hashes, and the name of the format of records."""
MAX_NONCE: Final = 64
"""The most characters of a nonce."""


class Draw(NamedTuple):
    """The random factors of a battle: by how many basis points each side is stronger, or weaker."""

    aggressor: int
    defender: int


class Nonces(NamedTuple):
    """The words that the leaders mix into the random factors, or ``None``."""

    aggressor: str | None = None
    defender: str | None = None


def commitment_of(secret: bytes, war: int) -> str:
    """Return the commitment that is published before leaders may add nonces, as 64 hex digits."""
    return commitments.commitment_of(LABEL, secret, _session(war))


def draw(secret: bytes, war: int, round_number: int, nonces: Nonces, variance: int) -> Draw:
    """Return the random factors of a battle, each uniform from -variance to +variance.

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
