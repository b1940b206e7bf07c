"""Computes how far a nation trusts another one, and how well it is thought of."""

from __future__ import annotations

from enum import Enum
from typing import Final

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.rules.diplomacy import DiplomacyRules


class Band(Enum):
    """How well the world thinks of a nation."""

    RENOWNED = "renowned"
    RESPECTED = "respected"
    NEUTRAL = "neutral"
    DISTRUSTED = "distrusted"
    NOTORIOUS = "notorious"


_LEAST: Final = ((500, Band.RENOWNED), (100, Band.RESPECTED), (-99, Band.NEUTRAL))
"""The least reputation of a band, from the best one on."""
_LEAST_DISTRUSTED: Final = -499


def band_of(reputation: int) -> Band:
    """Return the band of a reputation (REP-06)."""
    lowest = Band.DISTRUSTED if reputation >= _LEAST_DISTRUSTED else Band.NOTORIOUS
    return next((band for least, band in _LEAST if reputation >= least), lowest)


def calculate_trust_score(
    reputation: int,
    weeks_allied: int,
    betrayals: int,
    own_betrayals: int,
    rules: DiplomacyRules,
) -> int:
    """Return the trust in a nation in basis points, from 0 to WHOLE (REP-05).

    ``reputation`` and ``betrayals`` are those of the nation, ``own_betrayals`` the betrayals of
    the one that trusts, and ``weeks_allied`` the full weeks of their alliance.
    """
    trust = (
        rules.trust
        + rules.trust_by_reputation * reputation
        + rules.trust_by_loyalty * weeks_allied
        - rules.distrust * betrayals
        - rules.own_distrust * own_betrayals
    )
    return min(max(trust, 0), WHOLE)
