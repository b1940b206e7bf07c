"""Proposes, accepts and declines treaties."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from nazh.domain.dominion.diplomacy.treaties import (
    Alliance,
    Pact,
    Proposal,
    Relations,
    Signatory,
    TreatyKind,
    pair_of,
)
from nazh.domain.dominion.errors.diplomacy import (
    AllianceCooldown,
    AlreadyAllied,
    AlreadyInPact,
    AtWarWithEachOther,
    NoOpenProposal,
    ProposalOpen,
    ProposalWaiting,
    TooManyAlliances,
)
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rules.diplomacy import DiplomacyRules
from nazh.domain.kernel.errors import Refusal


def propose(
    kind: TreatyKind,
    own: Signatory,
    other: Signatory,
    relations: Relations,
    at: datetime,
    rules: DiplomacyRules,
) -> Proposal:
    """Return the proposal of a treaty.

    Raises what ``accept_proposal`` would raise about both nations now, ProposalOpen if the proposal
    already exists, and ProposalWaiting if the other nation has proposed the same.
    """
    _check(kind, own, other, relations, at, rules)
    earlier = relations.proposal(kind, own.id, other.id, at)
    if earlier is not None:
        raise ProposalOpen(other.name, earlier.expires_at)
    if relations.proposal(kind, other.id, own.id, at) is not None:
        raise ProposalWaiting(other.name)
    return Proposal(kind, own.id, other.id, at, at + rules.proposal_lifetime)


def accept_proposal(
    kind: TreatyKind,
    own: Signatory,
    other: Signatory,
    relations: Relations,
    at: datetime,
    rules: DiplomacyRules,
) -> tuple[Proposal, Alliance | Pact]:
    """Return the proposal of the other nation, and the treaty that it becomes (DIP-01, DIP-05).

    Raises OwnNation, NoOpenProposal, AtWarWithEachOther, and AlreadyInPact for a pact. For an
    alliance it raises AlreadyAllied, and of each nation TooManyAlliances and AllianceCooldown.
    """
    pair = pair_of(own.id, other.id)
    proposal = open_proposal(kind, own, other, relations, at)
    _check(kind, own, other, relations, at, rules)
    if kind is TreatyKind.ALLIANCE:
        return proposal, Alliance(pair, len(relations.alliances) + 1, at)
    earlier = sum(pact.kind is kind for pact in relations.pacts)
    return proposal, Pact(kind, pair, earlier + 1, at)


def open_proposal(
    kind: TreatyKind, own: Signatory, other: Signatory, relations: Relations, at: datetime
) -> Proposal:
    """Return the open proposal of the other nation. Raises NoOpenProposal."""
    proposal = relations.proposal(kind, other.id, own.id, at)
    if proposal is None:
        raise NoOpenProposal(other.name)
    return proposal


def _check(
    kind: TreatyKind,
    own: Signatory,
    other: Signatory,
    relations: Relations,
    at: datetime,
    rules: DiplomacyRules,
) -> None:
    pair_of(own.id, other.id)
    if relations.is_at_war:
        raise AtWarWithEachOther(other.name)
    if kind is not TreatyKind.ALLIANCE:
        if relations.pact(kind, at) is not None:
            raise AlreadyInPact(other.name)
        return
    if relations.alliance is not None:
        raise AlreadyAllied(other.name)
    for nation in (own, other):
        refusal = _alliance_refusal(nation, at, rules)
        if refusal is not None:
            raise refusal


def can_accept(
    proposal: Proposal,
    own: Signatory,
    enemies: Collection[NationId],
    at: datetime,
    rules: DiplomacyRules,
) -> bool:
    """Return whether ``own`` can accept an open proposal, as far as its own side is concerned."""
    if proposal.recipient != own.id or proposal.proposer in enemies:
        return False
    return proposal.kind is not TreatyKind.ALLIANCE or _alliance_refusal(own, at, rules) is None


def _alliance_refusal(nation: Signatory, at: datetime, rules: DiplomacyRules) -> Refusal | None:
    """Return why the nation cannot form one more alliance now, or ``None`` if it can."""
    if len(nation.allies) >= rules.most_alliances:
        return TooManyAlliances(nation.name, rules.most_alliances)
    free_at = alliances_free_at(nation, rules)
    if free_at is not None and at < free_at:
        return AllianceCooldown(nation.name, free_at)
    return None


def alliances_free_at(nation: Signatory, rules: DiplomacyRules) -> datetime | None:
    """Return when a nation may form its next alliance, or ``None`` before its first one."""
    changes = [alliance.changed_at for alliance in nation.alliances]
    return max(changes) + rules.alliance_cooldown if changes else None


def earns_formation(relations: Relations, at: datetime, rules: DiplomacyRules) -> bool:
    """Return whether forming an alliance now earns reputation, once in each formation interval.

    Alliances that earned none do not restart the interval (DIP-02).
    """
    earned_at: datetime | None = None
    for alliance in sorted(relations.alliances, key=lambda one: one.number):
        if earned_at is None or alliance.formed_at >= earned_at + rules.formation_interval:
            earned_at = alliance.formed_at
    return earned_at is None or at >= earned_at + rules.formation_interval
