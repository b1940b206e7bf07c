"""Determines which breaches of trust an act commits (DOMINION.md, A7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from nazh.domain.dominion.diplomacy.treaties import Pact, Relations, TreatyKind
from nazh.domain.dominion.nations.nation import Nation, NationId, change_reputation
from nazh.domain.dominion.nations.reputation import ReputationReason
from nazh.domain.dominion.rules.diplomacy import DiplomacyRules
from nazh.domain.dominion.rules.rulesets import Ruleset

FORBIDDING_WAR: Final = (TreatyKind.NON_AGGRESSION, TreatyKind.MUTUAL_DEFENCE)
"""The pacts that a war between the partners violates."""


def breaches_of_break(*, ally_is_at_war: bool) -> tuple[ReputationReason, ...]:
    """Return the breaches of breaking an alliance, also a betrayal if the ally has an open war."""
    if ally_is_at_war:
        return ReputationReason.ALLIANCE_BROKEN, ReputationReason.BETRAYAL
    return (ReputationReason.ALLIANCE_BROKEN,)


def breaches_of_declaration(
    aggressor: NationId,
    relations: Relations,
    at: datetime,
    rules: DiplomacyRules,
    *,
    has_truce: bool,
) -> tuple[ReputationReason, ...]:
    """Return the breaches of trust that a declaration of war commits.

    Violating a truce and any number of pacts is a single breach. The declaration is also a betrayal
    if the aggressor broke an alliance with the nation, or violated a pact, shortly before.
    """
    breaches: list[ReputationReason] = []
    if has_truce or any(violated_by_war(relations, at)):
        breaches.append(ReputationReason.TREATY_VIOLATED)
    since = at - rules.betrayal_window
    broken = [
        alliance.ended_at for alliance in relations.alliances if alliance.ended_by == aggressor
    ]
    violated = [
        pact.ends_at for pact in relations.pacts if pact.is_violated and pact.ended_by == aggressor
    ]
    if any(end is not None and since < end <= at for end in (*broken, *violated)):
        breaches.append(ReputationReason.BETRAYAL)
    return tuple(breaches)


def violated_by_war(relations: Relations, at: datetime) -> Iterator[Pact]:
    """Yield the pacts in force that a war between the two nations violates."""
    return (
        pact for pact in relations.pacts if pact.kind in FORBIDDING_WAR and pact.is_in_force(at)
    )


def apply_breaches(
    nation: Nation, reasons: Iterable[ReputationReason], at: datetime, cause: str, rules: Ruleset
) -> Nation:
    """Return the nation after its breaches have changed its reputation, in their order."""
    for reason in reasons:
        nation = change_reputation(nation, reason, at, cause, rules)
    return nation
