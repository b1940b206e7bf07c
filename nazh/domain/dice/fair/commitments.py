"""Applies the fair construction with the label of dice.

docs/fair-rolls.md specifies the construction, so that anybody can implement it.
"""

from __future__ import annotations

from typing import Final

from nazh.domain.kernel.fair import commitments
from nazh.domain.kernel.fair.fair_rng import FairRng

FORMAT: Final = "nazh-fair-1"
"""The name of the format of receipts, and the label of their hashes."""


def commitment_of(secret: bytes, session: str) -> str:
    """Return the commitment that is published before any dice are thrown, in 64 hex digits.

    ``session`` is 16 lower-case hex digits, ``secret`` 32 bytes.
    """
    return commitments.commitment_of(FORMAT, secret, session)


def first_mix(session: str) -> bytes:
    """Return the mix of a session without words, 32 bytes."""
    return commitments.first_mix(FORMAT, session)


def fair_rng(secret: bytes, session: str, mix: bytes, counter: int) -> FairRng:
    """Return the random generator for one throw of a session."""
    return FairRng(FORMAT, secret, session, mix, counter)
