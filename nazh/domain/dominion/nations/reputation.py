"""Computes the reputation of a nation, the sum of its changes clamped to limits (REP-01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from nazh.domain.dominion.rules.wars import ReputationRules


class ReputationReason(Enum):
    """Why the reputation of a nation changed; the value is stored."""

    WAR_DECLARED = "war_declared"
    WAR_WON = "war_won"
    WAR_WON_HONOURABLY = "war_won_honourably"
    WAR_LOST = "war_lost"
    WAR_DECLINED = "war_declined"
    WAR_DECLINED_AGAIN = "war_declined_again"
    WAR_WITHDRAWN = "war_withdrawn"
    WAR_SURRENDERED = "war_surrendered"
    TRUCE_HONOURED = "truce_honoured"
    TREATY_VIOLATED = "treaty_violated"
    ALLIANCE_FORMED = "alliance_formed"
    ALLIANCE_BROKEN = "alliance_broken"
    BETRAYAL = "betrayal"
    LOYALTY = "loyalty"
    EMBASSY_OPENED = "embassy_opened"


@dataclass(frozen=True, slots=True)
class ReputationChange:
    """One change. ``amount`` is what the reason is worth, and ``reputation`` is the result.

    ``cause`` identifies what made the change, such as "war 7"; a cause changes the reputation of a
    nation at most once for each reason.
    """

    at: datetime
    reason: ReputationReason
    amount: int
    reputation: int
    cause: str


def reputation_amount(reason: ReputationReason, rules: ReputationRules) -> int:
    """Return how much a reason changes the reputation by (REP-02, A7)."""
    match reason:
        case ReputationReason.WAR_DECLARED:
            return -rules.declared
        case ReputationReason.WAR_WON:
            return rules.won
        case ReputationReason.WAR_WON_HONOURABLY:
            return rules.won_honourably
        case ReputationReason.WAR_LOST:
            return -rules.lost
        case ReputationReason.WAR_DECLINED:
            return -rules.declined
        case ReputationReason.WAR_DECLINED_AGAIN:
            return -rules.declined_again
        case ReputationReason.WAR_WITHDRAWN:
            return -rules.withdrew
        case ReputationReason.WAR_SURRENDERED:
            return -rules.surrendered
        case ReputationReason.TRUCE_HONOURED:
            return rules.truce_honoured
        case ReputationReason.TREATY_VIOLATED:
            return -rules.treaty_violated
        case ReputationReason.ALLIANCE_FORMED:
            return rules.alliance_formed
        case ReputationReason.ALLIANCE_BROKEN:
            return -rules.alliance_broken
        case ReputationReason.BETRAYAL:
            return -rules.betrayal
        case ReputationReason.LOYALTY:
            return rules.loyalty
        case ReputationReason.EMBASSY_OPENED:
            return rules.embassy_opened


def clamp_reputation(reputation: int, rules: ReputationRules) -> int:
    """Return a reputation clamped to the limits."""
    return min(max(reputation, -rules.most), rules.most)
