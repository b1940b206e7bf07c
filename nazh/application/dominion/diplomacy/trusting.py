"""Reads the trust of a nation in another one."""

from __future__ import annotations

from datetime import datetime

from nazh.application.dominion.ports import WorldTransaction
from nazh.domain.dominion.diplomacy.loyalty import weeks_allied
from nazh.domain.dominion.diplomacy.treaties import pair_of
from nazh.domain.dominion.diplomacy.trust import calculate_trust_score
from nazh.domain.dominion.nations import NationId
from nazh.domain.dominion.reputation import ReputationReason


def trust_in(
    world: WorldTransaction, own: NationId, other: NationId, reputation: int, at: datetime
) -> int:
    """Return the trust of one nation in another one, in basis points (REP-05).

    ``reputation`` is the other nation's.
    """
    rules = world.season.rules.diplomacy
    pair = pair_of(own, other)
    alliances = [one for one in world.treaties.alliances_of(own) if one.pair == pair]
    active = next((one for one in alliances if one.is_active), None)
    betrayals = [
        one
        for one in world.treaties.reputation_changes_of(other)
        if one.reason is ReputationReason.BETRAYAL
    ]
    wars = (one for one in world.wars_of(own, other) if one.is_between(own, other))
    causes = {*(one.cause for one in alliances), *(one.cause for one in wars)}
    return calculate_trust_score(
        reputation,
        0 if active is None else weeks_allied(active, at, rules),
        len(betrayals),
        sum(one.cause in causes for one in betrayals),
        rules,
    )
