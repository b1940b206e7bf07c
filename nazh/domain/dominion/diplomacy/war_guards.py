"""Determines which treaties prevent a declaration of war, and which ones a war ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from nazh.domain.dominion.diplomacy.breaches import violated_by_war
from nazh.domain.dominion.diplomacy.ending import war_lock_until
from nazh.domain.dominion.diplomacy.treaties import Pact, Relations
from nazh.domain.dominion.errors.diplomacy import AlliedWithTarget, PactForbidsWar, WarLocked
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rules.rulesets import Ruleset


def check_war(
    target: str, relations: Relations, at: datetime, rules: Ruleset, *, is_confirmed: bool
) -> None:
    """Raise AlliedWithTarget, WarLocked, or PactForbidsWar unless the cost is confirmed."""
    if relations.alliance is not None:
        raise AlliedWithTarget(target)
    until = war_lock_until(relations, at, rules.diplomacy)
    if until is not None:
        raise WarLocked(target, until)
    if not is_confirmed and any(violated_by_war(relations, at)):
        raise PactForbidsWar(target, rules.reputation.treaty_violated)


def pacts_ended_by_war(aggressor: NationId, relations: Relations, at: datetime) -> tuple[Pact, ...]:
    """Return the pacts that a declaration of war violates, ended by it."""
    return tuple(
        replace(pact, ends_at=at, ended_by=aggressor, is_violated=True)
        for pact in violated_by_war(relations, at)
    )
