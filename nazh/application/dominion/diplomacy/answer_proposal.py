"""Accepts and declines proposals of other nations."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.diplomacy.partners import Partners, notify_of_treaty, partners_of
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.diplomacy.loyalty import begin_loyalty
from nazh.domain.dominion.diplomacy.proposing import accept_proposal, earns_formation, open_proposal
from nazh.domain.dominion.diplomacy.treaties import Alliance, TreatyKind
from nazh.domain.dominion.nations.nation import Nation, change_reputation
from nazh.domain.dominion.nations.reputation import ReputationReason
from nazh.domain.dominion.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class TreatyMade:
    """Two nations with a new treaty, and the reputation that the accepting nation gains."""

    nation: str
    other: str
    reputation: int


@dataclass(frozen=True, slots=True)
class AcceptProposal:
    """Accepts a proposal after checking both nations again (DIP-01, DIP-05)."""

    world: World

    async def __call__(self, requester: Requester, kind: TreatyKind, nation: str) -> TreatyMade:
        """Accept the proposal of the named nation.

        Raises NoNation, OnlyDelegates, OnVacation, UnknownNation, and what ``accept_proposal``
        does.
        """

        def work(world: WorldTransaction) -> TreatyMade:
            partners = partners_of(world, requester, nation)
            own, other = partners.own, partners.other
            proposal, treaty = accept_proposal(
                kind,
                partners.own_side,
                partners.other_side,
                partners.relations,
                requester.at,
                world.season.rules.diplomacy,
            )
            world.treaties.remove_proposal(proposal)
            if isinstance(treaty, Alliance):
                own, other = _form(world, partners, treaty)
            else:
                world.treaties.add_pact(treaty)
            notice_kind = NoticeKind.TREATY_MADE
            world.save_nation(notify_of_treaty(own, other, notice_kind, kind, requester))
            world.save_nation(notify_of_treaty(other, own, notice_kind, kind, requester))
            gained = own.reputation - partners.own.reputation
            return TreatyMade(own.name, other.name, gained)

        return await self.world.change(requester, TreatyMade, work)


def _form(world: WorldTransaction, partners: Partners, alliance: Alliance) -> tuple[Nation, Nation]:
    """Store an alliance, and return both nations with the reputation they gain."""
    rules, at = world.season.rules, alliance.formed_at
    world.treaties.add_alliance(alliance, begin_loyalty(alliance, rules.diplomacy))
    own, other = partners.own, partners.other
    if earns_formation(partners.relations, at, rules.diplomacy):
        own = change_reputation(own, ReputationReason.ALLIANCE_FORMED, at, alliance.cause, rules)
        other = change_reputation(
            other, ReputationReason.ALLIANCE_FORMED, at, alliance.cause, rules
        )
    return own, other


@dataclass(frozen=True, slots=True)
class ProposalDeclined:
    """The nation that has declined a proposal of the other one."""

    nation: str
    other: str


@dataclass(frozen=True, slots=True)
class DeclineProposal:
    """Declines a proposal, which may be made again."""

    world: World

    async def __call__(
        self, requester: Requester, kind: TreatyKind, nation: str
    ) -> ProposalDeclined:
        """Decline the proposal of the named nation.

        Raises NoNation, OnlyDelegates, OnVacation, UnknownNation, OwnNation and NoOpenProposal.
        """

        def work(world: WorldTransaction) -> ProposalDeclined:
            partners = partners_of(world, requester, nation)
            proposal = open_proposal(
                kind, partners.own_side, partners.other_side, partners.relations, requester.at
            )
            own, other = partners.own, partners.other
            world.save_nation(
                notify_of_treaty(other, own, NoticeKind.TREATY_DECLINED, kind, requester)
            )
            world.treaties.remove_proposal(proposal)
            return ProposalDeclined(own.name, other.name)

        return await self.world.change(requester, ProposalDeclined, work)
