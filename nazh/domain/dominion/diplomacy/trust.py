"""Computes the trust of one nation in another, and the band of a reputation."""

from __future__ import annotations

from enum import Enum
from typing import Final

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.rules.diplomacy import DiplomacyRules


class Band(Enum):
    """A range of reputation."""

    RENOWNED = "renowned"
    RESPECTED = "respected"
    NEUTRAL = "neutral"
    DISTRUSTED = "distrusted"
    NOTORIOUS = "notorious"


_LEAST: Final = (
    (500, Band.RENOWNED),
    (100, Band.RESPECTED),
    (-99, Band.NEUTRAL),
    (-499, Band.DISTRUSTED),
)
"""The least reputation of each band but the last, best first."""


def band_of(reputation: int) -> Band:
    """Return the band of a reputation (REP-06)."""
    return next((band for least, band in _LEAST if reputation >= least), Band.NOTORIOUS)


def calculate_trust_score(
    reputation: int,
    weeks_allied: int,
    betrayals: int,
    own_betrayals: int,
    rules: DiplomacyRules,
) -> int:
    """Return the trust in a nation in basis points, from 0 to WHOLE (REP-05).

    ``reputation`` and ``betrayals`` are those of the nation, ``own_betrayals`` are its betrayals of
    the trusting nation, and ``weeks_allied`` the full weeks of their alliance.
    """
    trust = (
        rules.trust
        + rules.trust_by_reputation * reputation
        + rules.trust_by_loyalty * weeks_allied
        - rules.distrust * betrayals
        - rules.own_distrust * own_betrayals
    )
    return min(max(trust, 0), WHOLE)
