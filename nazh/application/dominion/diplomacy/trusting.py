"""Reads the trust of a nation in another one."""

from __future__ import annotations

from datetime import datetime

from nazh.application.dominion.ports import WorldTransaction
from nazh.domain.dominion.diplomacy.loyalty import weeks_allied
from nazh.domain.dominion.diplomacy.treaties import pair_of
from nazh.domain.dominion.diplomacy.trust import calculate_trust_score
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.reputation import ReputationReason


def trust_in(
    world: WorldTransaction, own: NationId, other: NationId, reputation: int, at: datetime
) -> int:
    """Return the trust of one nation in another one, in basis points (REP-05).

    ``reputation`` is the other nation's.
    """
    rules = world.season.rules.diplomacy
    pair = pair_of(own, other)
    alliances = [alliance for alliance in world.treaties.alliances_of(own) if alliance.pair == pair]
    active = next((alliance for alliance in alliances if alliance.is_active), None)
    betrayals = [
        change
        for change in world.treaties.reputation_changes_of(other)
        if change.reason is ReputationReason.BETRAYAL
    ]
    wars = (war for war in world.wars_of(own, other) if war.is_between(own, other))
    causes = {*(alliance.cause for alliance in alliances), *(war.cause for war in wars)}
    return calculate_trust_score(
        reputation,
        0 if active is None else weeks_allied(active, at, rules),
        len(betrayals),
        sum(betrayal.cause in causes for betrayal in betrayals),
        rules,
    )
